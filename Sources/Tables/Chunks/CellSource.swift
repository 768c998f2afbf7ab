import CBytes

/// The cells of one column of a block.
///
/// Made for one call, while the chunk and what says where its fields end are held in place.
protocol CellSource {
  /// The text, behind which `ChunkScanner.padding` bytes may be read.
  var bytes: UnsafePointer<UInt8> { get }
  /// The number of rows.
  var count: Int { get }
  /// Where the cell of a row below `count` stands.
  func bounds(_ row: Int) -> RecordBlock.Bounds
  /// The column as a modern processor reads it; nil where it cannot.
  var modern: cbytes_column? { get }
}

/// The cells of a column of a grid.
@safe struct GridCells: CellSource {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  /// The place before each cell of the column, `width` places apart, and behind it that of its end.
  private let ends: UnsafePointer<UInt32>
  private let width: Int
  /// How many bytes before its end a cell ends: 1 for the CR of the last column.
  private let tail: UInt32
  /// A byte that no cell begins with where there are no quotes.
  private let quote: UInt8
  private let isModern: Bool

  init(
    _ bytes: UnsafePointer<UInt8>,
    ends: UnsafePointer<UInt32>,
    column: Int,
    of grid: FieldGrid,
    quote: UInt8,
    isModern: Bool
  ) {
    unsafe self.bytes = bytes
    unsafe self.ends = ends + column
    self.quote = quote
    self.isModern = isModern
    count = grid.count
    width = grid.width
    tail = grid.hasReturns && column == grid.width - 1 ? 1 : 0
  }

  @inline(__always)
  func bounds(_ row: Int) -> RecordBlock.Bounds {
    // Places of fields, as the scan found them; only the one behind the last byte of the text is
    // not in it, and is no start.
    let ends = unsafe ends + row &* width
    let start = unsafe ends[0] &+ 1
    let end = unsafe ends[1] &- tail
    let isQuoted: UInt32 = unsafe start < end && bytes[Int(start)] == quote ? 1 : 0
    return RecordBlock.Bounds(
      Int(truncatingIfNeeded: start &+ isQuoted),
      Int(truncatingIfNeeded: end &- isQuoted),
      UInt64(isQuoted)
    )
  }
}

extension GridCells {
  var modern: cbytes_column? {
    guard isModern else { return nil }
    // The same column, for as long as this one.
    return unsafe cbytes_column(ends: ends, width: width, count: count, tail: tail, quote: quote)
  }
}

/// Cells anywhere in a block.
@safe struct ListedCells: CellSource {
  let bytes: UnsafePointer<UInt8>
  private let list: UnsafeBufferPointer<RecordBlock.Bounds>

  init(_ bytes: UnsafePointer<UInt8>, _ list: UnsafeBufferPointer<RecordBlock.Bounds>) {
    unsafe self.bytes = bytes
    unsafe self.list = list
  }

  var count: Int { unsafe list.count }
  var modern: cbytes_column? { nil }

  @inline(__always)
  func bounds(_ row: Int) -> RecordBlock.Bounds {
    // Rows are below the count, so there is a first one.
    unsafe list.baseAddress.unsafelyUnwrapped[row]
  }
}
