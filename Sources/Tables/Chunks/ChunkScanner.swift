import CBytes

/// Finds fields and records 64 bytes at a time, in text that keeps to RFC 4180.
///
/// It stops at the first byte where the rules of `RecordReader` and those of the RFC part ways (a
/// quote inside an unquoted field, text after a closing quote, a CR without an LF), so that the
/// reader that knows all rules can read the file instead.
///
/// - Reference: Langdale and Lemire, “Parsing Gigabytes of JSON per Second”,
///   doi:10.1007/s00778-019-00578-5, for the quote mask as a running exclusive or.
package struct ChunkScanner {
  /// What a scan came to.
  package enum Outcome {
    /// The limit of records is reached, or no whole record is left.
    case done
    /// The text does not keep to the RFC.
    case irregular
  }

  /// Where scanning goes on: always the first byte of a record.
  package struct Cursor {
    package var position: Int
    /// The line ends before it.
    package var line: Int

    package init(position: Int, line: Int = 0) {
      self.position = position
      self.line = line
    }
  }

  let delimiter: UInt8
  /// The quote, or a byte that is the delimiter too where there is none.
  let quote: UInt8
  let hasQuote: Bool
  /// Takes doubled quotes out of a field.
  let scanner: RecordScanner
  /// Whether the processor's newer instructions are used; the result is the same.
  package var isModern = cbytes_is_modern()

  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  /// Bytes that must be readable behind the text.
  package static let padding = 64

  /// A scanner of `dialect`, or nil where its rules are beyond it.
  package init?(_ dialect: Dialect, file: String) {
    guard dialect.conflict == nil, dialect.escape == nil || dialect.escape == dialect.quote,
      dialect.doubleQuote || dialect.escape == dialect.quote, !dialect.skipInitialSpace,
      dialect.commentPrefix == nil
    else { return nil }
    delimiter = dialect.delimiter
    hasQuote = dialect.quote != nil
    quote = dialect.quote ?? ChunkScanner.lineFeed
    scanner = RecordScanner(dialect: dialect, limits: RecordLimits(), file: file)
  }

  /// Puts the records that begin before `stop` into `block`, at most `limit`, `width` fields each.
  ///
  /// `bytes` holds `end` bytes of text and `padding` more. A record that is not whole at `end` is
  /// left, unless `isFinal`. The cursor moves behind the last record added.
  package func scan(
    _ bytes: inout [UInt8],
    end: Int,
    stop: Int,
    isFinal: Bool,
    limit: Int,
    width: Int,
    cursor: inout Cursor,
    block: inout RecordBlock.Records
  ) -> Outcome {
    var doubled: [Int] = []
    let wanted = limit * max(width, 8) + 128
    if block.bounds.count < wanted {
      let none = RecordBlock.Bounds(start: 0, end: 0, isQuoted: false)
      block.bounds = [RecordBlock.Bounds](repeating: none, count: wanted)
    }
    block.ends.resize(to: limit, filler: 0)
    block.lines.resize(to: limit, filler: 0)
    // The text is read by address, inside `end` and its padding, and the block is written by
    // address, inside the sizes just given; both for the time of the call.
    let (outcome, records) = unsafe bytes.withUnsafeBufferPointer { text in
      unsafe block.bounds.withUnsafeMutableBufferPointer { bounds in
        unsafe block.ends.withUnsafeMutableBufferPointer { ends in
          unsafe block.lines.withUnsafeMutableBufferPointer { lines in
            guard let base = text.baseAddress else { return (Outcome.done, 0) }
            return unsafe scan(
              base,
              Target(bounds: bounds, ends: ends, lines: lines),
              end: end,
              stop: stop,
              isFinal: isFinal,
              cursor: &cursor,
              doubled: &doubled
            )
          }
        }
      }
    }
    block.ends.resize(to: records, filler: 0)
    block.lines.resize(to: records, filler: 0)
    for index in doubled {
      let range = block.bounds[index].range
      let (bounds, isLoose) = scanner.unescape(
        range.lowerBound - 1..<range.upperBound + 1,
        in: &bytes
      )
      if isLoose { return .irregular }
      block.bounds[index] = bounds
    }
    return outcome
  }

  /// Where the scanner writes: bounds of fields, ends and lines of records.
  @safe private struct Target {
    let bounds: UnsafeMutableBufferPointer<RecordBlock.Bounds>
    let ends: UnsafeMutableBufferPointer<Int>
    let lines: UnsafeMutableBufferPointer<UInt32>
  }

  private func scan(
    _ bytes: UnsafePointer<UInt8>,
    _ target: Target,
    end: Int,
    stop: Int,
    isFinal: Bool,
    cursor: inout Cursor,
    doubled: inout [Int]
  ) -> (outcome: Outcome, records: Int) {
    let (bounds, ends, lines) = unsafe (target.bounds, target.ends, target.lines)
    let limit = ends.count
    let mostFields = bounds.count &- 65
    var state = State()
    var group = cursor.position
    var fieldStart = group
    var line = cursor.line
    var recordLine = line
    var fields = 0
    var recordFields = 0
    var records = 0
    while group < end {
      var masks = unsafe cbytes_scan(bytes + group, delimiter, quote)
      if !hasQuote { masks.quotes = 0 }
      var inside = UInt64.max
      if end &- group < 64 {
        inside = (1 &<< UInt64(end &- group)) &- 1
        masks.delimiters &= inside
        masks.quotes &= inside
        masks.line_feeds &= inside
        masks.carriage_returns &= inside
      }
      guard state.take(masks, inside) else { return (.irregular, 0) }
      if fields > mostFields {
        // What is whole so far fills the block; a single record this wide is for the other reader.
        if recordFields == 0 { return (.irregular, 0) }
        break
      }
      let lineFeeds = masks.line_feeds
      let afterQuote = state.afterQuote
      var quotedLineFeeds = lineFeeds & state.quoted
      var structural = state.structural
      while structural != 0 {
        let bit = UInt64(truncatingIfNeeded: structural.trailingZeroBitCount)
        structural &= structural &- 1
        let position = group &+ Int(truncatingIfNeeded: bit)
        // A field that ends behind a closing quote began with a quote.
        let isQuoted = afterQuote &>> bit & 1
        let quotes = Int(truncatingIfNeeded: isQuoted)
        unsafe bounds[fields] = RecordBlock.Bounds(
          fieldStart &+ quotes,
          position &- quotes,
          isQuoted
        )
        if isQuoted & state.hasDoubled != 0,
          unsafe contains(bytes, fieldStart &+ 1, position &- 1)
        {
          doubled.append(fields)
        }
        fields &+= 1
        let start = fieldStart
        fieldStart = position &+ 1
        guard lineFeeds &>> bit & 1 != 0 else { continue }
        if position > start, unsafe bytes[position &- 1] == ChunkScanner.carriageReturn {
          // The field ends before the CR, and a quote may stand before that.
          unsafe bounds[fields &- 1] = field(bytes, start, position &- 1, fields &- 1, &doubled)
        }
        line &+= 1
        if quotedLineFeeds != 0 {
          let below = quotedLineFeeds & ((1 &<< bit) &- 1)
          line &+= below.nonzeroBitCount
          quotedLineFeeds &= ~below
        }
        // A wholly empty line is no record.
        if fields == recordFields &+ 1, unsafe bounds[recordFields].isNothing {
          fields = recordFields
        } else {
          unsafe ends[records] = fields
          unsafe lines[records] = UInt32(truncatingIfNeeded: recordLine)
          records &+= 1
          recordFields = fields
        }
        recordLine = line
        cursor.position = position &+ 1
        cursor.line = line
        if position &+ 1 >= stop || records == limit {
          doubled.removeAll { $0 >= fields }
          return (.done, records)
        }
      }
      line &+= quotedLineFeeds.nonzeroBitCount
      group &+= 64
    }
    if isFinal, group >= end {
      if state.isInQuotes { return (.irregular, 0) }
      if end > cursor.position {
        // A CR at the very end of the file is a line end, or a blank line, outside the RFC.
        if unsafe bytes[end &- 1] == ChunkScanner.carriageReturn { return (.irregular, 0) }
        // The last record has no line end.
        unsafe bounds[fields] = field(bytes, fieldStart, end, fields, &doubled)
        fields += 1
        unsafe ends[records] = fields
        unsafe lines[records] = UInt32(truncatingIfNeeded: recordLine)
        records += 1
        recordFields = fields
        cursor.position = end
        cursor.line = line
      }
    }
    doubled.removeAll { $0 >= recordFields }
    return (.done, records)
  }

  /// The bounds of a field between two places, without its quotes.
  private func field(
    _ bytes: UnsafePointer<UInt8>,
    _ start: Int,
    _ end: Int,
    _ index: Int,
    _ doubled: inout [Int]
  ) -> RecordBlock.Bounds {
    guard hasQuote, end > start + 1, unsafe bytes[start] == quote else {
      return RecordBlock.Bounds(start: start, end: end, isQuoted: false)
    }
    if doubled.last != index, unsafe contains(bytes, start + 1, end - 1) { doubled.append(index) }
    return RecordBlock.Bounds(start: start + 1, end: end - 1, isQuoted: true)
  }

  /// Whether a quote stands between two places.
  private func contains(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for index in start..<max(start, end) where unsafe bytes[index] == quote { return true }
    return false
  }

  /// What goes over from one group of 64 bytes to the next.
  struct State {
    /// All ones inside quotes.
    var carry: UInt64 = 0
    /// 1 when the byte before may stand before an opening quote: a structural byte or a closing quote.
    var beforeOpening: UInt64 = 1
    /// 1 when the byte before closed a quote.
    var afterClosing: UInt64 = 0
    /// 1 when the byte before was a CR.
    var afterReturn: UInt64 = 0
    /// 1 once two quotes stood side by side inside a field.
    var hasDoubled: UInt64 = 0
    /// Delimiters and line feeds outside quotes in this group, and which bytes are inside.
    var structural: UInt64 = 0
    var quoted: UInt64 = 0
    /// Which bytes of this group stand behind a closing quote.
    var afterQuote: UInt64 = 0

    var isInQuotes: Bool { carry != 0 }

    /// Takes the next 64 bytes; false where they leave the RFC.
    @inline(__always)
    mutating func take(_ masks: cbytes_masks, _ text: UInt64) -> Bool {
      let quotes = masks.quotes
      if quotes | carry | afterClosing | masks.carriage_returns | afterReturn == 0 {
        structural = masks.delimiters | masks.line_feeds
        quoted = 0
        afterQuote = 0
        beforeOpening = structural >> 63
        return true
      }
      var inside = quotes
      inside ^= inside << 1
      inside ^= inside << 2
      inside ^= inside << 4
      inside ^= inside << 8
      inside ^= inside << 16
      inside ^= inside << 32
      inside ^= carry
      structural = (masks.delimiters | masks.line_feeds) & ~inside
      quoted = inside
      let opening = quotes & inside
      let closing = quotes & ~inside
      afterQuote = closing << 1 | afterClosing
      let returns = masks.carriage_returns
      let mayOpen = (structural | closing) << 1 | beforeOpening
      let mayFollow = structural | returns | opening
      // A closing quote at the very end of the group is looked at with the next one.
      let afterCR = returns << 1 | afterReturn
      let wrong =
        opening & ~mayOpen | afterQuote & ~mayFollow & text | afterCR & ~masks.line_feeds & text
      if wrong != 0 {
        return false
      }
      if opening & afterQuote != 0 { hasDoubled = 1 }
      carry = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
      beforeOpening = (structural | closing) >> 63
      afterClosing = closing >> 63
      afterReturn = returns >> 63
      return true
    }
  }
}

extension ChunkScanner {
  /// Where the first record begins, if the first line end is none inside quotes; nil when there is
  /// no line end.
  func firstRecord(_ bytes: [UInt8], end: Int) -> Int? {
    bytes[..<end].firstIndex(of: ChunkScanner.lineFeed).map { $0 + 1 }
  }

  /// Whether nothing but line ends stands between two places.
  func isBlank(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
    bytes[start..<end].allSatisfy {
      $0 == ChunkScanner.lineFeed || $0 == ChunkScanner.carriageReturn
    }
  }
}
