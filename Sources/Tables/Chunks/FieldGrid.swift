import CBytes

/// Records that all have as many fields, by the places where the fields end.
///
/// Most of a table is like this, and a column of it is found without a look at the other fields.
package struct FieldGrid {
  /// The place before the first field, then that of the delimiter or line end behind each field.
  private(set) var ends: [UInt32] = []
  /// The fields of a record.
  private(set) var width = 1
  /// The records.
  package private(set) var count = 0
  /// Whether a CR stands before every line end.
  package private(set) var hasReturns = false
  /// The line ends before the first record.
  private(set) var line = 0

  /// No records.
  package init() {}
}

extension FieldGrid {
  /// Takes the records that begin before `stop`, at most `limit`; false where the text is no grid,
  /// so that `ChunkScanner.scan` has to look at it: a row of another width, a blank line, a doubled
  /// quote, a line end in quotes, a last record without a line end.
  ///
  /// `bytes` holds `end` bytes of text and `ChunkScanner.padding` more. The cursor moves behind the
  /// last record taken.
  package mutating func scan(
    _ bytes: [UInt8],
    _ scanner: ChunkScanner,
    end: Int,
    stop: Int,
    limit: Int,
    width: Int,
    cursor: inout ChunkScanner.Cursor
  ) -> Bool {
    count = 0
    // A blank line is no record, which one empty field cannot show.
    guard width > 1 else { return false }
    self.width = width
    line = cursor.line
    let wanted = limit * width
    ends.resize(to: max(ends.count, wanted + 129), filler: 0)
    // The text is read by address, inside `end` and its padding, and `ends` is written by address,
    // inside the size just given; both for the time of the call.
    let found = unsafe bytes.withUnsafeBufferPointer { text -> (count: Int, hasReturns: Bool)? in
      unsafe ends.withUnsafeMutableBufferPointer { ends in
        guard let base = text.baseAddress, let target = ends.baseAddress else { return nil }
        return unsafe FieldGrid.scan(
          base,
          scanner,
          start: cursor.position,
          end: end,
          stop: stop,
          wanted: wanted,
          width: width,
          into: target
        )
      }
    }
    guard let found, found.count > 0 else { return false }
    count = found.count
    hasReturns = found.hasReturns
    cursor.position = Int(ends[count * width]) + 1
    cursor.line += count
    return true
  }

  private static func scan(
    _ bytes: UnsafePointer<UInt8>,
    _ scanner: ChunkScanner,
    start: Int,
    end: Int,
    stop: Int,
    wanted: Int,
    width: Int,
    into ends: UnsafeMutablePointer<UInt32>
  ) -> (count: Int, hasReturns: Bool)? {
    unsafe ends[0] = UInt32(truncatingIfNeeded: start &- 1)
    let scanned = unsafe cbytes_scan_ends(
      bytes,
      start,
      end,
      stop,
      wanted,
      scanner.delimiter,
      scanner.quote,
      scanner.hasQuote,
      scanner.isModern,
      ends + 1
    )
    guard scanned.fields >= 0 else { return nil }
    let fields = Int(scanned.fields)
    var lineFeeds = scanned.line_feeds
    let returns = scanned.has_returns
    var count = min(wanted, fields) / width
    while count > 0, unsafe Int(ends[(count - 1) * width] &+ 1) >= stop { count -= 1 }
    // As many line ends as records, and one behind each, leave none inside a record.
    for place in (count * width)..<max(count * width, fields)
    where unsafe bytes[Int(ends[place + 1])] == ChunkScanner.lineFeed {
      lineFeeds &-= 1
    }
    guard lineFeeds == count else { return nil }
    for record in 1..<max(count + 1, 1) {
      let place = unsafe Int(ends[record * width])
      guard unsafe bytes[place] == ChunkScanner.lineFeed else { return nil }
      if returns, unsafe place == 0 || bytes[place - 1] != ChunkScanner.carriageReturn {
        return nil
      }
    }
    return (count, returns)
  }

  /// Calls `body` with the cells of a column.
  @inline(__always)
  func withCells<Result>(
    _ column: Int,
    of bytes: [UInt8],
    _ scanner: ChunkScanner,
    _ body: (GridCells) -> Result?
  ) -> Result? {
    let quote = scanner.hasQuote ? scanner.quote : ChunkScanner.lineFeed
    // Held in place for the time of the call.
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe ends.withUnsafeBufferPointer { ends in
        guard let bytes = bytes.baseAddress, let ends = ends.baseAddress else { return nil }
        return body(
          unsafe GridCells(
            bytes,
            ends: ends,
            column: column,
            of: self,
            quote: quote,
            isModern: scanner.isModern
          )
        )
      }
    }
  }

  /// Where the cells of a column stand, one for each record.
  func write(
    column: Int,
    of bytes: [UInt8],
    _ scanner: ChunkScanner,
    to bounds: inout [RecordBlock.Bounds]
  ) {
    bounds.removeAll(keepingCapacity: true)
    let found: [RecordBlock.Bounds]? = withCells(column, of: bytes, scanner) { cells in
      (0..<cells.count).map(cells.bounds)
    }
    bounds += found ?? []
  }

  /// The same records as a block has them.
  package func write(
    to records: inout RecordBlock.Records,
    of bytes: [UInt8],
    _ scanner: ChunkScanner
  ) {
    let none = RecordBlock.Bounds(start: 0, end: 0, isQuoted: false)
    if records.bounds.count < count * width {
      records.bounds = [RecordBlock.Bounds](repeating: none, count: count * width)
    }
    records.ends.resize(to: count, filler: 0)
    records.lines.resize(to: count, filler: 0)
    var column: [RecordBlock.Bounds] = []
    for source in 0..<width {
      write(column: source, of: bytes, scanner, to: &column)
      for record in 0..<count { records.bounds[record * width + source] = column[record] }
    }
    for record in 0..<count {
      records.ends[record] = (record + 1) * width
      records.lines[record] = UInt32(truncatingIfNeeded: line + record)
    }
  }
}
