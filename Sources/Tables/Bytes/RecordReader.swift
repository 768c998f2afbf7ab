/// What a single record may hold before reading stops with an error, so that memory is bounded.
public struct RecordLimits: Hashable, Sendable {
  /// The bytes of one field as it stands in the file, quotes and doubled quotes counted.
  public var fieldBytes: Int
  /// The bytes of one record.
  public var recordBytes: Int
  /// The fields of one record.
  public var fields: Int

  /// Limits; without arguments 64 MiB a field, 256 MiB and about a million fields a record.
  ///
  /// More than 512 MiB a record is not possible.
  public init(fieldBytes: Int = 64 << 20, recordBytes: Int = 256 << 20, fields: Int = 1 << 20) {
    self.fieldBytes = fieldBytes
    self.recordBytes = min(recordBytes, 1 << 29)
    self.fields = fields
  }
}

/// Cuts a stream of UTF-8 into records, block by block.
///
/// The rules, those of RFC 4180 made total:
/// - A record ends at LF, CR LF or CR, in any mixture, or at the end of the file. Wholly empty
///   lines, and lines that begin with the comment prefix, are no records.
/// - A field that begins with the quote (after spaces, with `skipInitialSpace`) goes on to the
///   closing quote, over delimiters and line ends. Two quotes inside stand for one.
/// - Text between a closing quote and the next delimiter belongs to the field as it stands:
///   `"a"b` is `ab`, and `"a" "b"` is `a "b"`. Such fields are counted in `looseQuotes`.
/// - A quote inside a field that does not begin with one is an ordinary character.
/// - The escape makes the next byte ordinary, and at the very end stands for itself.
/// - Every other byte, NUL included, is kept. Records may differ in their number of fields.
///
/// A quote that is never closed, and a field or record beyond the limits, is an error with the line
/// where it began. Of several limits the one that is passed first is named, wherever reading is cut.
public final class RecordReader {
  /// Where the bytes come from.
  public let source: ByteSource
  /// How they are cut.
  public let dialect: Dialect
  /// The fields so far with text after their closing quote.
  public private(set) var looseQuotes = 0
  /// The line of the first record that holds such a field.
  public private(set) var firstLooseQuoteLine: Int?

  private let scanner: RecordScanner
  private let chunk: Int
  private var cursor = RecordScanner.Cursor()
  /// Bytes that were read but belong behind the last block's last record, from `carryStart` on.
  private var carry: [UInt8] = []
  private var carryStart = 0
  private var hasEnded = false

  /// A block is handed over when it holds this many bytes, even with few records.
  private static let blockBytes = 1 << 20

  /// A reader of everything that `source` still holds.
  public convenience init(
    source: ByteSource,
    dialect: Dialect = Dialect(),
    limits: RecordLimits = RecordLimits()
  ) {
    self.init(source: source, dialect: dialect, limits: limits, chunk: 1 << 16)
  }

  /// A reader that asks for at least `chunk` bytes at a time.
  package init(source: ByteSource, dialect: Dialect, limits: RecordLimits, chunk: Int) {
    self.source = source
    self.dialect = dialect
    self.chunk = max(1, chunk)
    scanner = RecordScanner(dialect: dialect, limits: limits, file: source.displayName)
  }

  /// Fills `block` with the next records, at most `limit`; false when there are none left.
  ///
  /// - Throws: `TableError` when the source cannot be read, a quote is not closed, a record is
  ///   beyond the limits, or the dialect contradicts itself.
  public func next(into block: inout RecordBlock, limit: Int = 1024) throws(TableError) -> Bool {
    if let conflict = dialect.conflict {
      throw TableError(.input(.dialect(conflict)), at: SourceLocation(file: source.displayName))
    }
    block.removeAll()
    // The bytes are moved out for the time of reading, so that they are scanned without a copy.
    var bytes: [UInt8] = []
    if block.bytes.count <= 8 * RecordReader.blockBytes { swap(&bytes, &block.bytes) }
    defer { swap(&bytes, &block.bytes) }
    cursor.position = 0
    var end = 0
    var irregular: [RecordScanner.IrregularField] = []
    var hasReadSource = false

    while true {
      let isFinal = hasEnded && carryStart == carry.count
      let isFull = try scanner.scan(
        bytes.span.extracting(0..<end),
        isFinal: isFinal,
        limit: max(1, limit),
        cursor: &cursor,
        block: &block.records,
        irregular: &irregular
      )
      if isFull || isFinal { break }
      if block.count > 0, end >= RecordReader.blockBytes { break }
      if block.count == 0, cursor.position > 0 {
        // Comments and empty lines before the first record need not be kept.
        bytes.removeSubrange(..<cursor.position)
        end -= cursor.position
        cursor.position = 0
      }
      // A record that is not yet complete is read again from its start, so each time as much is
      // added as there is: every byte is looked at a bounded number of times.
      let wanted = max(chunk, end - cursor.position)
      if carryStart < carry.count {
        takeCarry(into: &bytes, from: &end, count: wanted)
      } else {
        hasReadSource = true
        try fill(&bytes, from: &end, count: wanted)
      }
    }
    for field in irregular { tidy(field, in: &block.records, bytes: &bytes) }
    if hasReadSource {
      carry.removeAll(keepingCapacity: carry.count <= RecordReader.blockBytes)
      carry.append(contentsOf: bytes[cursor.position..<end])
      carryStart = 0
    } else {
      // Everything came from the carry, and what is left of it stands there still.
      carryStart -= end - cursor.position
    }
    return block.count > 0
  }

  private func takeCarry(into bytes: inout [UInt8], from end: inout Int, count: Int) {
    let count = min(count, carry.count - carryStart)
    bytes.grow(to: end + count)
    bytes.replaceSubrange(end..<end + count, with: carry[carryStart..<carryStart + count])
    carryStart += count
    end += count
  }

  private func fill(_ bytes: inout [UInt8], from end: inout Int, count: Int) throws(TableError) {
    var missing = count
    while missing > 0 {
      let read = try source.read(into: &bytes, at: end, limit: missing)
      if read == 0 {
        hasEnded = true
        return
      }
      end += read
      missing -= read
    }
  }

  private func tidy(
    _ field: RecordScanner.IrregularField,
    in records: inout RecordBlock.Records,
    bytes: inout [UInt8]
  ) {
    let (bounds, isLoose) = scanner.unescape(records.bounds[field.index].range, in: &bytes)
    records.bounds[field.index] = bounds
    if isLoose {
      looseQuotes += 1
      firstLooseQuoteLine = firstLooseQuoteLine ?? field.line
    }
  }
}
