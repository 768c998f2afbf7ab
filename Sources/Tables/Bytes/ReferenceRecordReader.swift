/// The slow, obvious twin of `RecordReader`: one state, one byte at a time, over a whole array.
///
/// It is what the rules of `RecordReader` mean, and what tests compare it with.
package struct ReferenceRecordReader {
  /// One record as it is meant.
  package struct Record: Hashable, Sendable {
    /// The fields, unescaped.
    package var fields: [[UInt8]] = []
    /// Whether each field stood in quotes.
    package var isQuoted: [Bool] = []
    /// The line it starts on.
    package var line: Int

    /// A record of its parts.
    package init(fields: [[UInt8]] = [], isQuoted: [Bool] = [], line: Int) {
      self.fields = fields
      self.isQuoted = isQuoted
      self.line = line
    }
  }

  private enum State {
    case lineStart, comment, fieldStart, plain, quoted, afterQuote, plainEscape, quotedEscape
  }

  private var dialect: Dialect
  private var state = State.lineStart
  private var records: [Record] = []
  private var record = Record(line: 1)
  private var field: [UInt8] = []
  private var fieldIsQuoted = false
  private var line = 1
  private var quoteLine = 1
  private var previous: UInt8 = 0
  /// The CR before ended a record, so that an LF belongs to it.
  private var skipsLineFeed = false

  /// All records of `bytes`, or nil and the line where a quote opened that is never closed.
  package static func read(_ bytes: [UInt8], dialect: Dialect = Dialect()) -> (
    records: [Record], unterminatedLine: Int?
  ) {
    var reader = ReferenceRecordReader(dialect)
    for byte in bytes { reader.take(byte) }
    return reader.finish()
  }

  private init(_ dialect: Dialect) {
    self.dialect = dialect
    if dialect.escape != nil, dialect.escape == dialect.quote {
      self.dialect.escape = nil
      self.dialect.doubleQuote = true
    }
  }

  private mutating func take(_ byte: UInt8) {
    let isLineFeed = byte == 10
    let isEnd = isLineFeed || byte == 13
    let countsLine = isEnd && !(isLineFeed && previous == 13)
    previous = byte
    defer { if countsLine { line += 1 } }
    if skipsLineFeed {
      skipsLineFeed = false
      if isLineFeed { return }
    }

    switch state {
    case .lineStart, .comment:
      if isEnd {
        skipsLineFeed = byte == 13
        state = .lineStart
      } else if state == .comment || byte == dialect.commentPrefix {
        state = .comment
      } else {
        record = Record(line: line)
        state = .fieldStart
        takeInField(byte, isEnd: isEnd)
      }
    case .fieldStart, .plain: takeInField(byte, isEnd: isEnd)
    case .plainEscape:
      field.append(byte)
      state = .plain
    case .quotedEscape:
      field.append(byte)
      state = .quoted
    case .quoted:
      if byte == dialect.quote {
        state = .afterQuote
      } else if byte == dialect.escape {
        state = .quotedEscape
      } else {
        field.append(byte)
      }
    case .afterQuote:
      if dialect.doubleQuote, byte == dialect.quote {
        field.append(byte)
        state = .quoted
      } else {
        state = .plain
        takeInField(byte, isEnd: isEnd)
      }
    }
  }

  private mutating func takeInField(_ byte: UInt8, isEnd: Bool) {
    if byte == dialect.delimiter {
      endField()
      state = .fieldStart
    } else if isEnd {
      endField()
      records.append(record)
      skipsLineFeed = byte == 13
      state = .lineStart
    } else if state == .fieldStart, byte == 32, dialect.skipInitialSpace {
      return
    } else if state == .fieldStart, byte == dialect.quote {
      fieldIsQuoted = true
      quoteLine = line
      state = .quoted
    } else if byte == dialect.escape {
      state = .plainEscape
    } else {
      field.append(byte)
      state = .plain
    }
  }

  private mutating func endField() {
    record.fields.append(field)
    record.isQuoted.append(fieldIsQuoted)
    field = []
    fieldIsQuoted = false
  }

  private mutating func finish() -> (records: [Record], unterminatedLine: Int?) {
    switch state {
    case .lineStart, .comment: return (records, nil)
    case .quoted, .quotedEscape: return (records, quoteLine)
    case .plainEscape: field.append(dialect.escape ?? 0)
    case .fieldStart, .plain, .afterQuote: break
    }
    endField()
    records.append(record)
    return (records, nil)
  }
}
