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

  /// What ends the reading: a quote that is never closed, or the first limit that is passed.
  package struct Failure: Hashable, Sendable {
    /// What is wrong.
    package var problem: InputProblem
    /// The line where the quote, the field or the record begins.
    package var line: Int
  }

  private enum State {
    case lineStart, comment, fieldStart, plain, quoted, afterQuote, plainEscape, quotedEscape
  }

  private var dialect: Dialect
  private let limits: RecordLimits
  private var state = State.lineStart
  private var records: [Record] = []
  private var record = Record(line: 1)
  private var field: [UInt8] = []
  private var fieldIsQuoted = false
  /// The bytes of the record and of the field so far, as they stand in the file.
  private var (recordBytes, fieldBytes) = (0, 0)
  private var fieldLine = 1
  private var line = 1
  private var quoteLine = 1
  private var previous: UInt8 = 0
  /// The CR before ended a record, so that an LF belongs to it.
  private var skipsLineFeed = false

  /// The records of `bytes`, up to what is wrong with them.
  package static func read(
    _ bytes: [UInt8],
    dialect: Dialect = Dialect(),
    limits: RecordLimits = RecordLimits()
  ) -> (records: [Record], failure: Failure?) {
    var reader = ReferenceRecordReader(dialect, limits)
    for byte in bytes {
      reader.take(byte)
      if let failure = reader.passedLimit { return (reader.records, failure) }
    }
    return reader.finish()
  }

  private init(_ dialect: Dialect, _ limits: RecordLimits) {
    self.dialect = dialect
    self.limits = limits
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

    if isInRecord { count() }
    switch state {
    case .lineStart, .comment:
      if isEnd {
        skipsLineFeed = byte == 13
        state = .lineStart
      } else if state == .comment || byte == dialect.commentPrefix {
        state = .comment
      } else {
        record = Record(line: line)
        recordBytes = 0
        count()
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

  private var isInRecord: Bool { state != .lineStart && state != .comment }

  /// Counts a byte of the record, and of its field unless it turns out to end it.
  private mutating func count() {
    recordBytes += 1
    if fieldBytes == 0 { fieldLine = line }
    fieldBytes += 1
  }

  /// The limit that the byte taken last has passed.
  private var passedLimit: Failure? {
    if fieldBytes > limits.fieldBytes {
      let problem = InputProblem.fieldTooLong(limit: limits.fieldBytes, isQuoted: fieldIsQuoted)
      return Failure(problem: problem, line: fieldLine)
    }
    let fields = record.fields.count + (isInRecord ? 1 : 0)
    guard recordBytes > limits.recordBytes || fields > limits.fields else { return nil }
    let problem = InputProblem.recordTooLong(fields: limits.fields, bytes: limits.recordBytes)
    return Failure(problem: problem, line: record.line)
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
    fieldBytes = 0
    fieldIsQuoted = false
  }

  private mutating func finish() -> (records: [Record], failure: Failure?) {
    switch state {
    case .lineStart, .comment: return (records, nil)
    case .quoted, .quotedEscape:
      return (records, Failure(problem: .unterminatedQuote, line: quoteLine))
    case .plainEscape: field.append(dialect.escape ?? 0)
    case .fieldStart, .plain, .afterQuote: break
    }
    endField()
    records.append(record)
    return (records, nil)
  }
}
