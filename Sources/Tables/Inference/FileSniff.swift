/// How a file that nobody has described seems to be written.
struct FileSniff {
  /// Its encoding.
  var encoding = TextEncoding.utf8
  /// Whether it begins with a UTF-8 byte order mark, which other readers need to know.
  var hasMark = false
  /// How it is cut into fields.
  var dialect = Dialect()
  /// Its headers, trimmed; empty where a column has none.
  var header: [String] = []

  /// The sheet that is read and the names of all, where a workbook has several.
  var sheet: String?
  var sheets: [String] = []

  /// How the file is cut into records.
  var format: RecordFormat { RecordFormat(encoding: encoding, dialect: dialect) }

  /// The delimiters that are tried, the likelier first.
  private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
  /// The records that are compared.
  private static let records = 50

  /// Looks at the beginning of the file at `path`.
  ///
  /// - Throws: `TableError` when it cannot be read or is empty.
  init(path: String, displayName: String) throws(TableError) {
    if SheetDialect.reads(path) {
      let reader = try SheetReader(path: path, displayName: displayName)
      var block = RecordBlock()
      guard try reader.next(into: &block, limit: 1) else { throw reader.emptyError }
      header = (0..<block.fieldCount(record: 0)).map { field in
        Blanks.trimmed(block.text(record: 0, field: field) ?? "")
      }
      if reader.sheets.count > 1 { (sheet, sheets) = (reader.sheet, reader.sheets) }
      return
    }
    let guess = try EncodingGuess.of(path: path, displayName: displayName)
    encoding = guess.encoding ?? .utf8
    hasMark = guess.hasMark && encoding == .utf8
    let source = try ByteSource(path: path, displayName: displayName, encoding: encoding)
    var bytes: [UInt8] = []
    var count = 0
    while count < EncodingGuess.sampleBytes {
      let read = try source.read(into: &bytes, at: count)
      if read == 0 { break }
      count += read
    }
    let sample = Array(bytes[..<count])
    var best = -1.0
    for delimiter in Self.delimiters {
      let dialect = Dialect(delimiter: delimiter)
      guard let rows = Self.rows(of: sample, displayName, dialect), let first = rows.first else {
        continue
      }
      // Columns count only as far as the rows agree on their number.
      let agreeing = Double(rows.count { $0.count == first.count }) / Double(rows.count)
      let score = first.count == 1 ? 0 : Double(first.count) * agreeing * agreeing
      if score > best {
        best = score
        self.dialect = dialect
        header = first
      }
    }
    if best < 0 {
      // One record longer than the sample: read it whole.
      let source = try ByteSource(path: path, displayName: displayName, encoding: encoding)
      var block = RecordBlock()
      guard try RecordReader(source: source).next(into: &block, limit: 1) else {
        throw TableError(.reading(.emptyFile), at: SourceLocation(file: displayName))
      }
      header = (0..<block.fieldCount(record: 0)).map { block.text(record: 0, field: $0) ?? "" }
    }
    header = header.map(Blanks.trimmed)
  }

  /// The first records of a sample, the last one left out because it may be cut, or nil when it
  /// cannot be cut into records at all.
  private static func rows(
    of sample: [UInt8],
    _ name: String,
    _ dialect: Dialect
  ) -> [[String]]? {
    guard let source = try? ByteSource(bytes: sample, displayName: name) else { return nil }
    let reader = RecordReader(source: source, dialect: dialect)
    var block = RecordBlock()
    var rows: [[String]] = []
    while rows.count < records, (try? reader.next(into: &block, limit: 1)) == true {
      rows.append(
        (0..<block.fieldCount(record: 0)).map { block.text(record: 0, field: $0) ?? "" }
      )
    }
    if sample.count >= EncodingGuess.sampleBytes, rows.count > 1, rows.count < records {
      rows.removeLast()
    }
    return rows.isEmpty ? nil : rows
  }
}
