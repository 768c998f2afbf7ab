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
}

/// `count(*)` and `count(x)`.
final class RowCount: Accumulator {
  private var cells = GroupCells<Int64>(0)

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    Scatter.count(cells.lane, block.groups, block.mask, block.count)
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let counts = cells.lane
    return FeatureData(numbers: cells.count, none: { _ in false }) { Double(counts[$0]) }
  }
}

/// Sums and means of money or integers, exact whatever the order.
final class ExactSum: Accumulator {
  private var cells = GroupCells(Scatter.ExactCell())
  /// What went beyond 64 bits, by group; beside it the cell goes on from 0.
  private var wide: [Int: Int128] = [:]
  private let scale: Int64

  init(scale: Int64) { self.scale = scale }

  func reset(groups: Int) {
    cells.reset(groups)
    wide.removeAll()
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.exact else { return }
    let cells = cells.lane
    let over = Scatter.sum(
      cells,
      block.groups,
      block.mask,
      values,
      from: block.start,
      block.count
    )
    for row in over {
      let group = Int(block.groups[row])
      // 2⁶³ rows of the largest amount fit in 127 bits.
      wide[group, default: 0] += Int128(values[block.start + row])
      cells[group].count += 1
    }
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let (lane, scale, wide) = (cells.lane, scale, wide)
    let isMean = aggregate.aggregate == .avg
    let isNarrow = wide.isEmpty
    return FeatureData(numbers: cells.count, none: { lane[$0].count == 0 }) { group in
      let cell = lane[group]
      var sum: Double
      if isNarrow, cell.sum.magnitude < 1 << 53 {
        sum = Double(cell.sum) / Double(scale)
      } else {
        sum = ExactSum.units(Int128(cell.sum) + (wide[group] ?? 0), scale: scale)
      }
      if isMean { sum /= Double(cell.count) }
      return sum
    }
  }

  /// An exact sum in units: one rounding below 2⁵³, at most two above.
  static func units(_ sum: Int128, scale: Int64) -> Double {
    guard scale != 1, sum.magnitude >= 1 << 53 else { return Double(sum) / Double(scale) }
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: Int128(scale))
    return Double(quotient) + Double(remainder) / Double(scale)
  }
}

/// Sums and means of numbers, in the order of the file.
final class NumberSum: Accumulator {
  private var cells = GroupCells(Scatter.NumberCell())

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    Scatter.sum(cells.lane, block.groups, block.mask, value.register.numbers, block.count)
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let lane = cells.lane
    let isMean = aggregate.aggregate == .avg
    return FeatureData(numbers: cells.count, none: { lane[$0].count == 0 }) { group in
      isMean ? lane[group].sum / Double(lane[group].count) : lane[group].sum
    }
  }
}

/// Means and sample standard deviations in one pass, in the order of the file.
final class Moments: Accumulator {
  private var cells = GroupCells(Scatter.MomentsCell())

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    Scatter.moments(cells.lane, block.groups, block.mask, value.register.numbers, block.count)
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
