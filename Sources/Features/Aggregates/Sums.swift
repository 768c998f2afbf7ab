import Tables

/// A cell for each group, kept from one range to the next.
struct GroupCells<Cell: BitwiseCopyable> {
  private(set) var lane: Lane<Cell>
  private(set) var count = 0
  private let zero: Cell

  init(_ zero: Cell) {
    self.zero = zero
    lane = Lane(0, filledWith: zero)
  }

  mutating func reset(_ groups: Int) {
    count = groups
    if groups > lane.capacity {
      lane = Lane(groups, filledWith: zero)
    } else {
      lane.fill(zero, groups)
    }
  }

  /// Each group takes in what stands `groups` places before it, in ascending order.
  @inline(__always)
  func carry(_ groups: Int, _ merge: (_ cell: inout Cell, _ before: Cell) -> Void) {
    lane.carry(groups, count, merge)
  }
}

/// `count(*)` and `count(x)`.
final class RowCount: CarriedAccumulator {
  private var cells = GroupCells<Int64>(0)

  var groupCount: Int { cells.count }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    Scatter.count(cells.lane, block)
  }

  func remove(_ block: AggregateBlock) {
    Scatter.discount(cells.lane, block)
  }

  func carry(groups: Int) { cells.carry(groups) { $0 &+= $1 } }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (counts, first) = (cells.lane, groups.lowerBound)
    return FeatureData(counts: groups.count) { Double(counts[first + $0]) }
  }
}

/// Sums and means of money or integers, exact whatever the order.
final class ExactSum: CarriedAccumulator {
  private var cells = ExactCells(SumCell())
  private let scale: Int64

  init(scale: Int64) { self.scale = scale }

  var groupCount: Int { cells.count }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) { cells.add(block) }

  func remove(_ block: AggregateBlock) { cells.subtract(block) }

  func carry(groups: Int) { cells.carry(groups) }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let scale = scale
    let isMean = aggregate.aggregate == .avg
    return cells.numbers(groups) { cell, more in
      let sum = ExactSum.units(cell.sum, more, scale: scale)
      return isMean ? sum / Double(cell.count) : sum
    }
  }

  /// An exact sum, and what stands beside it, in units.
  @inline(__always)
  static func units(_ sum: Int64, _ more: Int128, scale: Int64) -> Double {
    if more == 0, sum.magnitude < 1 << 53 { return Double(sum) / Double(scale) }
    return units(Int128(sum) + more, scale: scale)
  }

  /// An exact sum in units: one rounding below 2⁵³, at most two above.
  static func units(_ sum: Int128, scale: Int64) -> Double {
    guard scale != 1, sum.magnitude >= 1 << 53 else { return Double(sum) / Double(scale) }
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: Int128(scale))
    return Double(quotient) + Double(remainder) / Double(scale)
  }
}

/// Sums and means of numbers, in the order of the file.
final class NumberSum: CarriedAccumulator {
  private var cells = GroupCells(Scatter.NumberCell())

  var groupCount: Int { cells.count }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    Scatter.sum(cells.lane, block, value.register.numbers)
  }

  /// Only of sums that are the same in any order.
  func carry(groups: Int) {
    cells.carry(groups) { cell, before in
      cell.sum += before.sum
      cell.count &+= before.count
    }
  }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, first) = (cells.lane, groups.lowerBound)
    let isMean = aggregate.aggregate == .avg
    return FeatureData(numbers: groups.count, none: { lane[first + $0].count == 0 }) { place in
      let cell = lane[first + place]
      return isMean ? cell.sum / Double(cell.count) : cell.sum
    }
  }
}

/// Means and sample standard deviations in one pass, in the order of the file.
final class Moments: Accumulator {
  private var cells = GroupCells(Scatter.MomentsCell())

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    Scatter.moments(cells.lane, block, value.register.numbers)
  }

  func mean(_ group: Int) -> Double { cells.lane[group].mean }

  /// The sample standard deviation, not finite where there is none.
  func deviation(_ group: Int) -> Double { Moments.deviation(cells.lane[group]) }

  @inline(__always)
  private static func deviation(_ cell: Scatter.MomentsCell) -> Double {
    cell.count < 2 ? .nan : (cell.squares / (cell.count - 1)).squareRoot()
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let lane = cells.lane
    return FeatureData(numbers: cells.count, none: { lane[$0].count == 0 }) {
      Moments.deviation(lane[$0])
    }
  }
}
