import Crypto
import FoundationEssentials
import Tables

/// Hashes of data files, by which a model says what it was made from.
enum FileHashes {
  /// The SHA-256 of each file of a package's tables, by path relative to its folder.
  static func of(_ package: DataPackage, resources names: Set<String>) throws(OperationError)
    -> [String: String]
  {
    var hashes: [String: String] = [:]
    for resource in package.resources where names.contains(resource.name) {
      for path in resource.paths {
        hashes[path] = try sha256(package.folder + "/" + path)
      }
    }
    return hashes
  }

  /// The SHA-256 of a file in hexadecimal, read a megabyte at a time.
  static func sha256(_ path: String) throws(OperationError) -> String {
    // Mapped, so that memory does not grow with the file.
    guard let bytes = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
      throw OperationError("this file cannot be read", at: SourceLocation(file: path))
    }
    var hasher = SHA256()
    hasher.update(data: bytes)
    return hasher.finalize().reduce(into: "") { text, byte in
      text += byte < 16 ? "0" : ""
      text += String(byte, radix: 16)
    }
  }
}
