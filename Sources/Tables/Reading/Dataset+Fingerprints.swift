import Crypto

extension Dataset {
  /// What tells the data of a resource from others: the SHA-256 of each of its files by name, or of
  /// the rows of a table of a database, as they are handed on.
  ///
  /// - Throws: `TableError` when there is no such resource, or it cannot be read.
  package func fingerprints(of name: String) throws(TableError) -> [String: String] {
    let resource = try resource(name)
    let folder = try PackageFolder(package.folder)
    let stream = try RecordStream(resource, in: folder)
    var found: [String: String] = [:]
    if resource.databaseTable != nil {
      found[stream.file] = try stream.fingerprint()
      return found
    }
    for file in stream.files {
      guard let hash = Fingerprint.of(file: folder.join(file)) else {
        throw TableError(
          .input(.system(operation: "read", message: "it cannot be mapped")),
          at: SourceLocation(file: file)
        )
      }
      found[file] = hash
    }
    return found
  }
}

extension RecordStream {
  /// The SHA-256 of all fields of a database's rows, each ended by a byte that stands in no UTF-8.
  fileprivate func fingerprint() throws(TableError) -> String {
    var hash = SHA256()
    var block = RecordBlock()
    while try next(into: &block) {
      var bytes: [UInt8] = []
      for index in 0..<(block.records.ends.last ?? 0) {
        bytes.append(contentsOf: block.bytes[block.range(at: index)])
        bytes.append(block.records.bounds[index].isQuoted ? 0xFE : 0xFF)
      }
      hash.update(data: bytes)
    }
    return hash.finalize().hexadecimal
  }
}
