import Tables

/// Hashes of data files, by which a model says what it was made from.
enum FileHashes {
  /// The SHA-256 of each file of a package's tables, by path relative to its folder.
  static func of(
    _ package: DataPackage,
    resources names: Set<String>
  ) throws(OperationError) -> [String: String] {
    var hashes: [String: String] = [:]
    for resource in package.resources where names.contains(resource.name) {
      for path in resource.paths {
        hashes[path] = try of(file: package.folder + "/" + path)
      }
    }
    return hashes
  }

  /// The SHA-256 of a file in hexadecimal.
  static func of(file path: String) throws(OperationError) -> String {
    guard let hash = Fingerprint.of(file: path) else {
      throw OperationError("this file cannot be read", at: SourceLocation(file: path))
    }
    return hash
  }
}
