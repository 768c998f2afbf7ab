import Tables

/// `count(*)` and `count(x)`.
final class RowCount: Accumulator {
  private var counts: [Int64]

  init(groups: Int) { counts = [Int64](repeating: 0, count: groups) }

  func add(_ block: AggregateBlock) {
    for row in 0..<block.count where block.mask[row] == 1 { counts[Int(block.groups[row])] += 1 }
  }

  func finish() -> FeatureData {
    var data = FeatureData(.number, count: counts.count)
    for (group, count) in counts.enumerated() { data.set(group, number: Double(count)) }
    return data
  }
}

/// Sums and means of money or integers, exact whatever the order.
final class ExactSum: Accumulator {
  private var sums: [Int128]
  private var counts: [Int64]
  private let scale: Int64
  private let isMean: Bool

  init(groups: Int, scale: Int64, isMean: Bool) {
    sums = [Int128](repeating: 0, count: groups)
    counts = [Int64](repeating: 0, count: groups)
    self.scale = scale
    self.isMean = isMean
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.exact else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      let group = Int(block.groups[row])
      // 2⁶³ rows of the largest amount fit in 127 bits.
      sums[group] &+= Int128(values[row])
      counts[group] += 1
    }
  }

  func finish() -> FeatureData {
    var data = FeatureData(.number, count: sums.count)
    for group in sums.indices {
      guard counts[group] > 0 else {
        data.setNull(group, cause: ReasonTable.none)
        continue
      }
      let sum = ExactSum.units(sums[group], scale: scale)
      data.set(group, number: isMean ? sum / Double(counts[group]) : sum)
    }
    return data
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
  private var sums: [Double]
  private var counts: [Int64]
  private let isMean: Bool

  init(groups: Int, isMean: Bool) {
    sums = [Double](repeating: 0, count: groups)
    counts = [Int64](repeating: 0, count: groups)
    self.isMean = isMean
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.value?.numbers else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      let group = Int(block.groups[row])
      sums[group] += values[row]
      counts[group] += 1
    }
  }

  func finish() -> FeatureData {
    var data = FeatureData(.number, count: sums.count)
    for group in sums.indices {
      let result = isMean ? sums[group] / Double(counts[group]) : sums[group]
      if counts[group] == 0 {
        data.setNull(group, cause: ReasonTable.none)
      } else if result.isFinite {
        data.set(group, number: result)
      } else {
        data.setNull(group, cause: ReasonTable.undefined)
      }
    }
    return data
  }
}

/// Means and sample standard deviations in one pass, in the order of the file.
///
/// - Reference: Welford (1962), doi:10.1080/00401706.1962.10490022
final class Moments: Accumulator {
  private(set) var counts: [Double]
  private(set) var means: [Double]
  private var squares: [Double]

  init(groups: Int) {
    counts = [Double](repeating: 0, count: groups)
    means = counts
    squares = counts
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.value?.numbers else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      let group = Int(block.groups[row])
      counts[group] += 1
      let distance = values[row] - means[group]
      means[group] += distance / counts[group]
      squares[group] += distance * (values[row] - means[group])
    }
  }

  /// The sample standard deviation, not finite where there is none.
  func deviation(_ group: Int) -> Double {
    counts[group] < 2 ? .nan : (squares[group] / (counts[group] - 1)).squareRoot()
  }

  func finish() -> FeatureData {
    var data = FeatureData(.number, count: counts.count)
    for group in counts.indices {
      let result = deviation(group)
      if counts[group] == 0 {
        data.setNull(group, cause: ReasonTable.none)
      } else if result.isFinite {
        data.set(group, number: result)
      } else {
        data.setNull(group, cause: ReasonTable.undefined)
      }
    }
    return data
  }
}
