import Tables

/// Records read whole, in single bytes and in odd pieces are those of the slow twin.
///
/// The last byte of the input chooses the dialect, so that any CSV file is an input.
enum RecordsCheck {
  private static let dialects: [Dialect] = [
    Dialect(),
    Dialect(delimiter: UInt8(ascii: ";")),
    Dialect(delimiter: UInt8(ascii: "\t"), quote: nil),
    Dialect(quote: UInt8(ascii: "'")),
    Dialect(doubleQuote: false),
    Dialect(doubleQuote: false, escape: UInt8(ascii: "\\")),
    Dialect(escape: UInt8(ascii: "\\"), skipInitialSpace: true),
    Dialect(doubleQuote: false, escape: UInt8(ascii: "\"")),
    Dialect(skipInitialSpace: true, commentPrefix: UInt8(ascii: "#")),
    Dialect(delimiter: UInt8(ascii: " "), skipInitialSpace: true),
    Dialect(skipInitialSpace: true, commentPrefix: UInt8(ascii: " ")),
  ]

  /// What a reading comes to.
  private struct Outcome: Equatable {
    var records: [ReferenceRecordReader.Record] = []
    var error: TableError?
  }

  static func failures(_ input: [UInt8]) -> [String] {
    // A line end at the end, as files have, is the dialect of the RFC.
    let choice = input.last.map { $0 == 10 ? 0 : Int($0) % dialects.count } ?? 0
    let dialect = dialects[choice]
    let limits = RecordLimits(fieldBytes: 24, recordBytes: 64, fields: 6)
    let expected = read(input, dialect, RecordLimits(), chunk: 1 << 16, limit: 1024)
    let narrow = read(input, dialect, limits, chunk: 1 << 16, limit: 1024)
    var failures = twin(input, dialect, expected)
    for (chunk, limit) in [(1, 1024), (1, 1), (2, 3), (7, 2), (64, 5)] {
      let found = read(input, dialect, RecordLimits(), chunk: chunk, limit: limit)
      if !agree(found, expected) {
        failures.append("dialect \(choice), \(chunk) bytes: \(found) / \(expected)")
      }
      let narrowFound = read(input, dialect, limits, chunk: chunk, limit: limit)
      if !sameLimit(narrowFound.error, narrow.error) {
        failures.append("dialect \(choice), \(chunk) bytes, limits: \(narrowFound) / \(narrow)")
      }
    }
    return failures
  }

  /// Two readings agree when their errors do, and without an error their records.
  private static func agree(_ left: Outcome, _ right: Outcome) -> Bool {
    left.error == right.error && (left.error != nil || left.records == right.records)
  }

  /// Errors that are one; of a record that is too long in more than one way, any way may be said,
  /// because which is seen first depends on where the reading was cut.
  private static func sameLimit(_ left: TableError?, _ right: TableError?) -> Bool {
    if left == right { return true }
    guard let left, let right, left.location == right.location else { return false }
    return [left, right].allSatisfy {
      switch $0.problem {
      case .input(.fieldTooLong), .input(.recordTooLong): true
      default: false
      }
    }
  }

  private static func twin(_ input: [UInt8], _ dialect: Dialect, _ found: Outcome) -> [String] {
    let hasMark = input.starts(with: [0xEF, 0xBB, 0xBF])
    let twin = ReferenceRecordReader.read(
      hasMark ? Array(input.dropFirst(3)) : input,
      dialect: dialect
    )
    switch found.error?.problem {
    case nil where twin.unterminatedLine == nil && twin.records == found.records: return []
    case .input(.unterminatedQuote)
    where twin.unterminatedLine != nil && twin.unterminatedLine == found.error?.location?.line:
      return []
    // Files that are no text at all are refused by their first bytes.
    case .input(.notText), .input(.contradictingMark): return []
    default: return ["twin: \(twin) / \(found)"]
    }
  }

  private static func read(
    _ input: [UInt8],
    _ dialect: Dialect,
    _ limits: RecordLimits,
    chunk: Int,
    limit: Int
  ) -> Outcome {
    var outcome = Outcome()
    do throws(TableError) {
      let source = try ByteSource(bytes: input, displayName: "input.csv", chunk: chunk)
      let reader = RecordReader(source: source, dialect: dialect, limits: limits, chunk: chunk)
      var block = RecordBlock()
      while try reader.next(into: &block, limit: limit) {
        for record in 0..<block.count {
          var copy = ReferenceRecordReader.Record(line: block.line(of: record))
          for field in 0..<block.fieldCount(record: record) {
            copy.fields.append(Array(block.bytes[block.fieldRange(record: record, field: field)]))
            copy.isQuoted.append(block.isQuoted(record: record, field: field))
          }
          outcome.records.append(copy)
        }
      }
    } catch {
      outcome.error = error
    }
    return outcome
  }
}
