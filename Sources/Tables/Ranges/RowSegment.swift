/// The rows of one run of a file, sorted by range of subjects; inside a range in the file's order.
struct RowSegment: Sendable {
  /// Where the rows of each range begin, and the end.
  let starts: [UInt32]
  /// The subject of each row, counted from the first of its range.
  let subjects: [UInt16]
  /// The columns, rows sorted like `subjects`.
  let columns: [PackedColumn]

  /// The first `count` rows of the columns.
  ///
  /// A counting sort: O(rows + ranges).
  init(
    subjects all: [Int32],
    columns: [ChunkColumn],
    count: Int,
    rangeSize: Int,
    rangeCount: Int
  ) {
    let divisor = RangeDivisor(rangeSize)
    var starts = [UInt32](repeating: 0, count: rangeCount + 1)
    var places = [UInt32](repeating: 0, count: count)
    var subjects = [UInt16](repeating: 0, count: count)
    for row in 0..<count { starts[divisor.range(of: all[row]) + 1] += 1 }
    for range in 0..<rangeCount { starts[range + 1] += starts[range] }
    var next = starts
    for row in 0..<count {
      let range = divisor.range(of: all[row])
      let place = next[range]
      next[range] = place + 1
      places[row] = place
      subjects[Int(place)] = UInt16(truncatingIfNeeded: Int(all[row]) - range * rangeSize)
    }
    self.starts = starts
    self.subjects = subjects
    self.columns = columns.map { PackedColumn($0, places: places) }
  }

  /// The rows of a batch.
  init(_ batch: Batch, rangeSize: Int, rangeCount: Int) {
    self.init(
      subjects: batch.subjects,
      columns: batch.columns.map(ChunkColumn.init),
      count: batch.subjects.count,
      rangeSize: rangeSize,
      rangeCount: rangeCount
    )
  }

  /// The rows of a range.
  @inline(__always)
  func rows(of range: Int) -> Range<Int> { Int(starts[range])..<Int(starts[range + 1]) }
}

extension ChunkColumn {
  /// The values of a column.
  init(_ column: Column) {
    valid = (0..<column.count).map { column.validity[$0] ? 1 : 0 }
    switch column.values {
    case .text(let values), .date(let values):
      isWide = false
      narrow = values
    case .boolean(let values):
      isWide = false
      narrow = values.map { $0 ? 1 : 0 }
    case .integer(let values), .money(let values):
      isWide = true
      wide = values
    case .number(let values):
      isWide = true
      wide = values.map { Int64(bitPattern: $0.bitPattern) }
    }
  }
}

/// Divides subjects by the size of a range, by a shift where that is a power of two.
private struct RangeDivisor {
  private let size: Int
  private let shift: Int32

  init(_ size: Int) {
    self.size = size
    shift = size.nonzeroBitCount == 1 ? Int32(size.trailingZeroBitCount) : -1
  }

  @inline(__always)
  func range(of subject: Int32) -> Int {
    shift >= 0 ? Int(subject &>> shift) : Int(subject) / size
  }
}
