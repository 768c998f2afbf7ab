import Tables

/// Sums, means and sample standard deviations of money or integers, exact whatever the order of
/// the rows.
///
/// Squares are summed in 192 bits, so that only the last steps round: with n values of sum S and
/// squares Q, the variance is (n·Q − S²) / (n·(n − 1)), whose numerator is found exactly.
final class ExactMoments: CarriedAccumulator {
  private var cells = ExactCells(SquaresCell())
  private let scale: Int64

  init(scale: Int64) { self.scale = scale }

  var groupCount: Int { cells.count }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) { cells.add(block) }

  func carry(groups: Int) { cells.carry(groups) }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let scale = scale
    let isMean = aggregate.aggregate == .avg
    let isDeviation = aggregate.aggregate == .standardDeviation
    return cells.numbers(groups) { cell, more in
      if isDeviation { return ExactMoments.deviation(cell, more) / Double(scale) }
      let sum = ExactSum.units(cell.sum, more, scale: scale)
      return isMean ? sum / Double(cell.count) : sum
    }
  }

  /// The sample standard deviation in the smallest units, not a number for fewer than two values.
  private static func deviation(_ cell: SquaresCell, _ more: Int128) -> Double {
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
