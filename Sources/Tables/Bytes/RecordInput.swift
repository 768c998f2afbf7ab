/// Records, block by block, wherever they come from.
protocol RecordInput: AnyObject {
  /// The bytes read so far, after decompression.
  var bytesRead: Int { get }
  /// The bytes of the file taken so far, as it stands on disk.
  var position: Int { get }

  /// Fills `block` with the next records, at most `limit`; false when there are none left.
  func next(into block: inout RecordBlock, limit: Int) throws(TableError) -> Bool
}

extension RecordInput {
  /// As above, as many records as usual.
  func next(into block: inout RecordBlock) throws(TableError) -> Bool {
    try next(into: &block, limit: 1024)
  }
}

extension RecordReader: RecordInput {
  var bytesRead: Int { source.bytesRead }
  var position: Int { source.position }
}

/// How a file is cut into records, by what its name says it is.
struct RecordFormat {
  /// The encoding of a file of text.
  var encoding = TextEncoding.utf8
  /// How a file of text is cut.
  var dialect = Dialect()
  /// How a workbook is read.
  var sheet = SheetDialect()
  /// The fields of a table, which a workbook without a header does not say.
  var width = 0

  /// The records of the file at `path`, which errors call `displayName`.
  ///
  /// - Throws: `TableError` when it cannot be opened.
  func open(_ path: String, displayName: String) throws(TableError) -> any RecordInput {
    if SheetDialect.reads(path) {
      return try SheetReader(
        path: path,
        displayName: displayName,
        dialect: sheet,
        width: dialect.hasHeader ? nil : width
      )
    }
    let source = try ByteSource(path: path, displayName: displayName, encoding: encoding)
    return RecordReader(source: source, dialect: dialect)
  }
}
