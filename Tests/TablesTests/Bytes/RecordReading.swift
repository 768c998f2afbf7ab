import Tables

/// Records read in every way the reader offers, for comparison.
enum RecordReading {
  typealias Record = ReferenceRecordReader.Record

  /// The records of `bytes`, read in pieces of `chunk` bytes and blocks of `limit` records.
  static func records(
    _ bytes: [UInt8],
    dialect: Dialect = Dialect(),
    limits: RecordLimits = RecordLimits(),
    chunk: Int = 1 << 16,
    limit: Int = 1024
  ) throws(TableError) -> [Record] {
    let source = try ByteSource(bytes: bytes, displayName: "test.csv", chunk: chunk)
    return try records(
      RecordReader(source: source, dialect: dialect, limits: limits, chunk: chunk),
      limit: limit
    )
  }

  /// Everything that `reader` still holds.
  static func records(_ reader: RecordReader, limit: Int = 1024) throws(TableError) -> [Record] {
    var block = RecordBlock()
    var records: [Record] = []
    while try reader.next(into: &block, limit: limit) {
      for record in 0..<block.count {
        var copy = Record(line: block.line(of: record))
        for field in 0..<block.fieldCount(record: record) {
          copy.fields.append(Array(block.bytes[block.fieldRange(record: record, field: field)]))
          copy.isQuoted.append(block.isQuoted(record: record, field: field))
        }
        records.append(copy)
      }
    }
    return records
  }

  /// The fields of every record as text.
  static func texts(_ records: [Record]) -> [[String]] {
    records.map { $0.fields.map { String(decoding: $0, as: UTF8.self) } }
  }
}
