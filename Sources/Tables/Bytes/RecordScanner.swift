/// The machine that finds records and fields in bytes; it knows neither files nor chunks.
///
/// A plain loop with branches: on tidy data it is faster than a table of states.
struct RecordScanner: Sendable {
  /// Where scanning goes on.
  struct Cursor {
    /// The first byte not yet part of a record.
    var position = 0
    /// The line that byte is on.
    var line = 1
    /// A CR ended the last line: an LF that follows belongs to it.
    var skipsLineFeed = false
    /// The line began with the comment prefix.
    var isInComment = false
  }

  /// A field that still holds quotes or escapes, to be tidied when its record is complete.
  struct IrregularField {
    /// Its index among all fields of the block.
    var index: Int
    /// The line it begins on.
    var line: Int
  }

  /// Where a field or a record begins.
  private struct Place {
    var start: Int
    var line: Int
  }

  private let delimiter: UInt8
  private let quote: UInt8
  private let hasQuote: Bool
  private let doubleQuote: Bool
  private let escape: UInt8
  private let hasEscape: Bool
  private let skipsSpace: Bool
  private let commentPrefix: UInt8
  private let hasComment: Bool
  /// No byte above this one ends an unquoted field.
  private let highest: UInt8
  private let limits: RecordLimits
  private let file: String

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")

  init(dialect: Dialect, limits: RecordLimits, file: String) {
    let escape = dialect.escape == dialect.quote ? nil : dialect.escape
    delimiter = dialect.delimiter
    quote = dialect.quote ?? 0
    hasQuote = dialect.quote != nil
    doubleQuote = dialect.doubleQuote || dialect.escape == dialect.quote
    self.escape = escape ?? RecordScanner.lineFeed
    hasEscape = escape != nil
    skipsSpace = dialect.skipInitialSpace && dialect.delimiter != RecordScanner.space
    commentPrefix = dialect.commentPrefix ?? 0
    hasComment = dialect.commentPrefix != nil
    highest = max(RecordScanner.carriageReturn, dialect.delimiter, escape ?? 0)
    self.limits = limits
    self.file = file
  }

  /// Adds the complete records of `bytes` from the cursor on to `block`, at most `limit`.
  ///
  /// - Returns: true when the limit is reached; false when `bytes` is used up but for a record that
  ///   is not complete, which begins at the cursor.
  func scan(
    _ bytes: borrowing Span<UInt8>,
    isFinal: Bool,
    limit: Int,
    cursor: inout Cursor,
    block: inout RecordBlock.Records,
    irregular: inout [IrregularField]
  ) throws(TableError) -> Bool {
    while block.ends.count < limit {
      guard skipEmptyLines(bytes, &cursor) else { return false }
      let firstField = block.bounds.count
      let firstIrregular = irregular.count
      var next = cursor
      let isComplete = try scanRecord(
        bytes,
        isFinal: isFinal,
        cursor: &next,
        bounds: &block.bounds,
        irregular: &irregular
      )
      guard isComplete else {
        block.bounds.removeLast(block.bounds.count - firstField)
        irregular.removeLast(irregular.count - firstIrregular)
        return false
      }
      try verifyRecord(
        next.position - cursor.position,
        fields: block.bounds.count - firstField,
        line: cursor.line
      )
      block.ends.append(block.bounds.count)
      block.lines.append(UInt32(clamping: cursor.line))
      cursor = next
    }
    return true
  }

  /// Moves the cursor to the next record; false when `bytes` ends before one.
  private func skipEmptyLines(_ bytes: borrowing Span<UInt8>, _ cursor: inout Cursor) -> Bool {
    let end = bytes.count
    while cursor.position < end {
      let byte = bytes[cursor.position]
      if cursor.skipsLineFeed {
        cursor.skipsLineFeed = false
        if byte == RecordScanner.lineFeed {
          cursor.position += 1
          continue
        }
      }
      if byte == RecordScanner.lineFeed || byte == RecordScanner.carriageReturn {
        cursor.line += 1
        cursor.skipsLineFeed = byte == RecordScanner.carriageReturn
        cursor.isInComment = false
      } else if hasComment, byte == commentPrefix || cursor.isInComment {
        cursor.isInComment = true
      } else {
        return true
      }
      cursor.position += 1
    }
    return false
  }

  /// Reads the record at the cursor and moves behind it; false when it is not complete.
  @inline(__always)
  private func scanRecord(
    _ bytes: borrowing Span<UInt8>,
    isFinal: Bool,
    cursor: inout Cursor,
    bounds: inout [RecordBlock.Bounds],
    irregular: inout [IrregularField]
  ) throws(TableError) -> Bool {
    let end = bytes.count
    let start = cursor.position
    let firstField = bounds.count
    var position = start
    var line = cursor.line
    while true {
      let fieldStart = position
      let fieldLine = line
      var isIrregular = false
      var contentStart = position
      var contentEnd = position
      if skipsSpace {
        while position < end, bytes[position] == RecordScanner.space { position += 1 }
        contentStart = position
      }
      let isQuoted = hasQuote && position < end && bytes[position] == quote
      if isQuoted {
        contentStart = position + 1
        let isClosed = scanQuoted(
          bytes,
          isFinal: isFinal,
          position: &position,
          line: &line,
          isIrregular: &isIrregular
        )
        guard isClosed else {
          if end - fieldStart > limits.fieldBytes {
            throw firstLimit(
              field: Place(start: fieldStart, line: fieldLine),
              number: bounds.count - firstField,
              quote: contentStart - 1,
              record: Place(start: start, line: cursor.line)
            )
          }
          try verifyRecord(end - start, fields: bounds.count - firstField + 1, line: cursor.line)
          guard isFinal else { return false }
          throw TableError(
            .input(.unterminatedQuote),
            at: SourceLocation(file: file, line: fieldLine)
          )
        }
        contentEnd = position - 1
      }
      let closing = position
      scanPlain(
        bytes,
        isFinal: isFinal,
        position: &position,
        line: &line,
        isIrregular: &isIrregular
      )
      if !isQuoted {
        contentEnd = position
      } else if position != closing {
        isIrregular = true
      }
      if position - fieldStart > limits.fieldBytes {
        throw firstLimit(
          field: Place(start: fieldStart, line: fieldLine),
          number: bounds.count - firstField,
          quote: isQuoted ? contentStart - 1 : nil,
          record: Place(start: start, line: cursor.line)
        )
      }
      if position == end, !isFinal {
        try verifyRecord(end - start, fields: bounds.count - firstField + 1, line: cursor.line)
        return false
      }
      if isIrregular {
        irregular.append(IrregularField(index: bounds.count, line: fieldLine))
        if isQuoted { contentStart -= 1 }
        contentEnd = position
      }
      bounds.append(
        RecordBlock.Bounds(start: contentStart, end: contentEnd, isQuoted: isQuoted)
      )
      guard position < end else {
        cursor.position = position
        cursor.line = line
        return true
      }
      let terminator = bytes[position]
      position += 1
      if terminator == delimiter { continue }
      cursor.skipsLineFeed = terminator == RecordScanner.carriageReturn
      // An escaped CR before an LF has been counted already.
      if !hasEscape || terminator != RecordScanner.lineFeed
        || !endsCarriageReturn(bytes, position - 1, from: fieldStart)
      {
        line += 1
      }
      cursor.position = position
      cursor.line = line
      return true
    }
  }

  /// Moves from an opening quote to behind its closing one; false when `bytes` ends before it is
  /// known where that is.
  @inline(__always)
  private func scanQuoted(
    _ bytes: borrowing Span<UInt8>,
    isFinal: Bool,
    position: inout Int,
    line: inout Int,
    isIrregular: inout Bool
  ) -> Bool {
    let end = bytes.count
    let opening = position
    position += 1
    while position < end {
      let byte = bytes[position]
      if byte == quote {
        if position + 1 < end {
          if doubleQuote, bytes[position + 1] == quote {
            isIrregular = true
            position += 2
            continue
          }
        } else if !isFinal {
          return false
        }
        position += 1
        return true
      }
      if byte == RecordScanner.lineFeed {
        if !endsCarriageReturn(bytes, position, from: opening) { line += 1 }
      } else if byte == RecordScanner.carriageReturn {
        line += 1
      } else if hasEscape, byte == escape {
        isIrregular = true
        position += 1
        // What is escaped may be a line end, which the next turn would count, or a quote.
        guard position < end else { return false }
        if bytes[position] == RecordScanner.lineFeed
          || bytes[position] == RecordScanner.carriageReturn
        {
          continue
        }
      }
      position += 1
    }
    return false
  }

  /// Moves to the byte that ends an unquoted field, or to the end of `bytes`.
  @inline(__always)
  private func scanPlain(
    _ bytes: borrowing Span<UInt8>,
    isFinal: Bool,
    position: inout Int,
    line: inout Int,
    isIrregular: inout Bool
  ) {
    let end = bytes.count
    while position < end {
      let byte = bytes[position]
      if byte > highest {
        position += 1
        continue
      }
      if byte == delimiter || byte == RecordScanner.lineFeed
        || byte == RecordScanner.carriageReturn
      {
        return
      }
      position += 1
      if hasEscape, byte == escape, position < end {
        isIrregular = true
        let escaped = bytes[position]
        if escaped == RecordScanner.carriageReturn || escaped == RecordScanner.lineFeed {
          line += 1
        }
        position += 1
      }
    }
  }

  /// Whether the byte before `position` is a CR that belongs to the same field.
  private func endsCarriageReturn(
    _ bytes: borrowing Span<UInt8>,
    _ position: Int,
    from start: Int
  ) -> Bool {
    position > start && bytes[position - 1] == RecordScanner.carriageReturn
  }

  /// The error of a record whose field `number` (from 0) is too long: of its limits the one passed
  /// at the earliest byte, so that it is the same wherever reading was cut.
  ///
  /// A quote behind that byte, as spaces may put it, is not yet one either.
  @inline(never)
  private func firstLimit(
    field: Place,
    number: Int,
    quote: Int?,
    record: Place
  ) -> TableError {
    let excess = field.start + limits.fieldBytes
    if number >= limits.fields || record.start + limits.recordBytes < excess {
      return tooLong(line: record.line)
    }
    return TableError(
      .input(
        .fieldTooLong(limit: limits.fieldBytes, isQuoted: quote.map { $0 <= excess } ?? false)
      ),
      at: SourceLocation(file: file, line: field.line)
    )
  }

  /// Refuses a record that has too many bytes or fields, whole or not.
  @inline(__always)
  private func verifyRecord(_ length: Int, fields: Int, line: Int) throws(TableError) {
    if length > limits.recordBytes || fields > limits.fields { throw tooLong(line: line) }
  }

  @inline(never)
  private func tooLong(line: Int) -> TableError {
    TableError(
      .input(.recordTooLong(fields: limits.fields, bytes: limits.recordBytes)),
      at: SourceLocation(file: file, line: line)
    )
  }

  /// Takes quotes and escapes out of a field in place.
  ///
  /// - Returns: the bounds of what remains, and whether text followed the closing quote.
  func unescape(_ range: Range<Int>, in bytes: inout [UInt8]) -> (
    bounds: RecordBlock.Bounds, isLoose: Bool
  ) {
    var target = range.lowerBound
    var position = range.lowerBound
    let end = range.upperBound
    let isQuoted = hasQuote && position < end && bytes[position] == quote
    var isInside = isQuoted
    var isLoose = false
    if isQuoted { position += 1 }
    while position < end {
      var byte = bytes[position]
      position += 1
      if hasEscape, byte == escape, position < end {
        byte = bytes[position]
        position += 1
      } else if isInside, byte == quote {
        guard doubleQuote, position < end, bytes[position] == quote else {
          isInside = false
          isLoose = position < end
          continue
        }
        position += 1
      }
      bytes[target] = byte
      target += 1
    }
    return (
      RecordBlock.Bounds(start: range.lowerBound, end: target, isQuoted: isQuoted), isLoose
    )
  }
}
