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

  private static let file = "input.csv"

  /// What a reading comes to.
  private struct Outcome: Equatable {
    var records: [ReferenceRecordReader.Record] = []
    var error: TableError?
  }

  static func failures(_ input: [UInt8]) -> [String] {
    // A line end at the end, as files have, is the dialect of the RFC.
    let choice = input.last.map { $0 == 10 ? 0 : Int($0) % dialects.count } ?? 0
    let dialect = dialects[choice]
    var failures: [String] = []
    for limits in [RecordLimits(), RecordLimits(fieldBytes: 24, recordBytes: 64, fields: 6)] {
      let expected = read(input, dialect, limits, chunk: 1 << 16, limit: 1024)
      if let failure = twin(input, dialect, limits, expected) { failures.append(failure) }
      for (chunk, limit) in [(1, 1024), (1, 1), (2, 3), (7, 2), (64, 5)] {
        let found = read(input, dialect, limits, chunk: chunk, limit: limit)
        if !agree(found, expected) {
          failures.append("dialect \(choice), \(limits), \(chunk) bytes: \(found) / \(expected)")
        }
      }
    }
    return failures
  }

  /// Two readings agree when their errors do, and without an error their records.
  private static func agree(_ left: Outcome, _ right: Outcome) -> Bool {
    left.error == right.error && (left.error != nil || left.records == right.records)
  }

  /// What the slow twin says differently.
  private static func twin(
    _ input: [UInt8],
    _ dialect: Dialect,
    _ limits: RecordLimits,
    _ found: Outcome
  ) -> String? {
    switch found.error?.problem {
    // Files that are no text at all are refused by their first bytes.
    case .input(.notText), .input(.contradictingMark): return nil
    default: break
    }
    let hasMark = input.starts(with: [0xEF, 0xBB, 0xBF])
    let twin = ReferenceRecordReader.read(
      hasMark ? Array(input.dropFirst(3)) : input,
      dialect: dialect,
      limits: limits
    )
    let error = twin.failure.map {
      TableError(.input($0.problem), at: SourceLocation(file: file, line: $0.line))
    }
    let expected = Outcome(records: twin.records, error: error)
    return agree(found, expected) ? nil : "twin: \(expected) / \(found)"
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
      let source = try ByteSource(bytes: input, displayName: file, chunk: chunk)
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
