import Tables

/// Sums, means and sample standard deviations of money or integers, exact whatever the order of
/// the rows.
///
/// Squares are summed in 192 bits, so that only the last steps round: with n values of sum S and
/// squares Q, the variance is (n·Q − S²) / (n·(n − 1)), whose numerator is found exactly.
final class ExactMoments: CarriedAccumulator {
  private var cells = GroupCells(Scatter.SquaresCell())
  /// What went beyond 64 bits of a sum, by group; beside it the cell goes on from 0.
  private var wide: [Int: Int128] = [:]
  private let scale: Int64

  init(scale: Int64) { self.scale = scale }

  var groupCount: Int { cells.count }

  func reset(groups: Int) {
    cells.reset(groups)
    wide.removeAll()
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.exact else { return }
    let over = Scatter.squares(
      cells.lane,
      block.groups,
      block.mask,
      values,
      from: block.start,
      block.count
    )
    for row in over {
      wide[Int(block.groups[row]), default: 0] += Int128(values[block.start + row])
    }
  }

  func carry(groups: Int) {
    let (lane, count) = (cells.lane, cells.count)
    var wide = wide
    defer { self.wide = wide }
    for group in stride(from: groups, to: count, by: 1) {
      let before = lane[group - groups]
      var cell = lane[group]
      cell.count += before.count
      cell.add(before.low, before.high)
      cell.carry += before.carry
      let (sum, isOver) = cell.sum.addingReportingOverflow(before.sum)
      if isOver { wide[group, default: 0] += Int128(before.sum) } else { cell.sum = sum }
      lane[group] = cell
      guard !wide.isEmpty, let more = wide[group - groups] else { continue }
      wide[group, default: 0] += more
    }
  }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, wide, scale, first) = (cells.lane, wide, scale, groups.lowerBound)
    let isMean = aggregate.aggregate == .avg
    let isDeviation = aggregate.aggregate == .standardDeviation
    return FeatureData(
      numbers: groups.count,
      none: { lane[first + $0].count == 0 },
      {
        let cell = lane[first + $0]
        let more = wide.isEmpty ? 0 : wide[first + $0] ?? 0
        guard isDeviation else {
          let sum = ExactSum.units(cell.sum, more, scale: scale)
          return isMean ? sum / Double(cell.count) : sum
        }
        return ExactMoments.deviation(cell, more) / Double(scale)
      }
    )
  }

  /// The sample standard deviation in the smallest units, not a number for fewer than two values.
  private static func deviation(_ cell: Scatter.SquaresCell, _ more: Int128) -> Double {
    guard cell.count > 1 else { return .nan }
    let count = UInt64(cell.count)
    let pairs = Double(count) * Double(count - 1)
    if more == 0, cell.carry == 0, cell.high < 1 << 32 {
      // n·Q is below 2¹²⁷, and so is S², which is never more.
      let squares = UInt128(cell.high) << 64 | UInt128(cell.low)
      let (high, low) = cell.sum.magnitude.multipliedFullWidth(by: cell.sum.magnitude)
      let numerator = squares &* UInt128(count) &- (UInt128(high) << 64 | UInt128(low))
      return (double(numerator) / pairs).squareRoot()
    }
    let low = UInt128(cell.high) << 64 | UInt128(cell.low)
    let magnitude = (Int128(cell.sum) + more).magnitude
    var product = low.multipliedFullWidth(by: UInt128(count))
    product.high &+= UInt128(cell.carry) &* UInt128(count)
    let square = magnitude.multipliedFullWidth(by: magnitude)
    let (rest, isUnder) = product.low.subtractingReportingOverflow(square.low)
    let high = product.high &- square.high &- (isUnder ? 1 : 0)
    return ((double(high) * 0x1p128 + double(rest)) / pairs).squareRoot()
  }

  @inline(__always)
  private static func double(_ value: UInt128) -> Double {
    Double(UInt64(truncatingIfNeeded: value >> 64)) * 0x1p64
      + Double(UInt64(truncatingIfNeeded: value))
  }
}
