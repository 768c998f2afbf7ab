/// A group's sum of exact units in 64 bits, and what else is kept about them.
protocol ExactCell: BitwiseCopyable {
  var sum: Int64 { get set }
  /// Whether no row was added.
  var isEmpty: Bool { get }
  /// Adds units, 0 where the mask is; whether the sum would have left 64 bits and stays what it was.
  mutating func add(_ units: Int64, _ mask: UInt8) -> Bool
  /// Takes in another cell; whether the sum would have left 64 bits and stays what it was.
  mutating func merge(_ other: Self) -> Bool
}

extension ExactCell {
  /// Takes a new sum, unless it left 64 bits; whether it did.
  @inline(__always)
  mutating func take(_ result: (partialValue: Int64, overflow: Bool)) -> Bool {
    sum = result.overflow ? sum : result.partialValue
    return result.overflow
  }
}

/// A sum of exact units and how many there are.
struct SumCell: ExactCell {
  var sum: Int64 = 0
  var count: Int64 = 0

  @inline(__always) var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func add(_ units: Int64, _ mask: UInt8) -> Bool {
    count &+= Int64(mask)
    return take(sum.addingReportingOverflow(units))
  }

  /// Takes units away, as `add` adds them.
  @inline(__always)
  mutating func subtract(_ units: Int64, _ mask: UInt8) -> Bool {
    count &-= Int64(mask)
    return take(sum.subtractingReportingOverflow(units))
  }

  @inline(__always)
  mutating func merge(_ other: SumCell) -> Bool {
    count &+= other.count
    return take(sum.addingReportingOverflow(other.sum))
  }
}

/// A sum of exact units, the sum of their squares in 192 bits, and how many there are.
struct SquaresCell: ExactCell {
  var low: UInt64 = 0
  var high: UInt64 = 0
  var sum: Int64 = 0
  var carry: Int32 = 0
  var count: Int32 = 0

  @inline(__always) var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func add(_ units: Int64, _ mask: UInt8) -> Bool {
    let (high, low) = units.magnitude.multipliedFullWidth(by: units.magnitude)
    addSquares(low, high)
    count &+= Int32(mask)
    return take(sum.addingReportingOverflow(units))
  }

  @inline(__always)
  mutating func merge(_ other: SquaresCell) -> Bool {
    addSquares(other.low, other.high)
    carry &+= other.carry
    count &+= other.count
    return take(sum.addingReportingOverflow(other.sum))
  }

  /// Adds 128 bits to the squares.
  @inline(__always)
  private mutating func addSquares(_ low: UInt64, _ high: UInt64) {
    let (newLow, isLowOver) = self.low.addingReportingOverflow(low)
    let (middle, isOver) = self.high.addingReportingOverflow(high)
    let (newHigh, isHighOver) = middle.addingReportingOverflow(isLowOver ? 1 : 0)
    self.low = newLow
    self.high = newHigh
    carry &+= (isOver ? 1 : 0) &+ (isHighOver ? 1 : 0)
  }
}

/// Cells of exact sums by group, whose sums may leave 64 bits.
struct ExactCells<Cell: ExactCell> {
  private var cells: GroupCells<Cell>
  /// What the sums of the cells did not take, by group.
  private var wide: [Int: Int128] = [:]

  init(_ zero: Cell) { cells = GroupCells(zero) }

  var count: Int { cells.count }

  mutating func reset(_ groups: Int) {
    cells.reset(groups)
    wide.removeAll()
  }

  mutating func add(_ block: AggregateBlock) { take(block, 1) { $2.add($0, $1) } }

  /// Takes the rows of a block; `body` says whether units are left, `sign` what they count as.
  @inline(__always)
  private mutating func take(
    _ block: AggregateBlock,
    _ sign: Int128,
    _ body: (_ units: Int64, _ mask: UInt8, _ cell: inout Cell) -> Bool
  ) {
    guard let values = block.exact else { return }
    let over = Scatter.eachExact(cells.lane, block, values, body)
    // 2⁶³ rows of the largest amount fit in 127 bits.
    for row in over {
      wide[Int(block.groups[row]), default: 0] += sign * Int128(values[block.start + row])
    }
  }

  /// Each group takes in what stands `groups` places before it, in ascending order.
  mutating func carry(_ groups: Int) {
    let (lane, count) = (cells.lane, cells.count)
    // A variable of its own, which the loop need not look up in the object that holds the cells.
    var wide = wide
    defer { self.wide = wide }
    for group in stride(from: groups, to: count, by: 1) {
      let before = lane[group - groups]
      var cell = lane[group]
      if cell.merge(before) { wide[group, default: 0] += Int128(before.sum) }
      lane[group] = cell
      guard !wide.isEmpty, let more = wide[group - groups] else { continue }
      wide[group, default: 0] += more
    }
  }

  /// Numbers of some groups, *none* of those without rows: `body` has each cell, and what its sum
  /// did not take.
  @inline(__always)
  func numbers(_ groups: Range<Int>, _ body: (_ cell: Cell, _ more: Int128) -> Double)
    -> FeatureData
  {
    let (lane, wide, first) = (cells.lane, wide, groups.lowerBound)
    func isNone(_ place: Int) -> Bool { lane[first + place].isEmpty }
    if wide.isEmpty {
      return FeatureData(numbers: groups.count, none: isNone) { body(lane[first + $0], 0) }
    }
    return FeatureData(numbers: groups.count, none: isNone) {
      body(lane[first + $0], wide[first + $0] ?? 0)
    }
  }
}

extension ExactCells<SumCell> {
  mutating func subtract(_ block: AggregateBlock) { take(block, -1) { $2.subtract($0, $1) } }
}
