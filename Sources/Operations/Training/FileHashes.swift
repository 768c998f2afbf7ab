import Tables

/// Hashes of data files, by which a model says what it was made from.
enum FileHashes {
  /// The SHA-256 of each file of a dataset's tables, by path relative to its folder; of a table of a
  /// database, that of its rows.
  static func of(
    _ dataset: Dataset,
    resources names: Set<String>
  ) throws -> [String: String] {
    var hashes: [String: String] = [:]
    for resource in dataset.package.resources where names.contains(resource.name) {
      hashes.merge(try dataset.fingerprints(of: resource.name)) { $1 }
    }
    return hashes
  }

  /// The SHA-256 of a file in hexadecimal.
  static func of(file path: String) throws -> String {
    guard let hash = Fingerprint.of(file: try StandardInput.path(of: path)) else {
      throw OperationError("this file cannot be read", at: SourceLocation(file: path))
    }
    return hash
  }
}
