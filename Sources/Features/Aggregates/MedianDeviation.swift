/// The median of each group and the median distance from it, for `robust_zscore`.
///
/// Iglewicz and Hoaglin, *How to Detect and Handle Outliers* (ASQC, 1993): 1.4826 times the median
/// distance estimates the standard deviation of a normal distribution.
final class MedianDeviation: Accumulator {
  static let factor = 1.4826

  private var rows = CollectedRows<Double>()

  func reset(groups: Int) { rows.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    block.forEach { row, group in rows.append(group, value.register.numbers[row]) }
  }

  /// The median of each group and 1.4826 × its median distance; not finite without values, or
  /// where a distance is not.
  ///
  /// - Complexity: O(rows · log rows).
  func scales() -> [(median: Double, deviation: Double)] {
    var scales = [(median: Double, deviation: Double)](
      repeating: (.nan, .nan),
      count: rows.groupCount
    )
    rows.forEachGroup { group, values in
      guard !values.isEmpty else { return }
      let median = Quantile.value(at: 0.5, of: values.sorted())
      let distances = values.map { ($0 - median).magnitude }.sorted()
      let isFinite = distances.last?.isFinite ?? false
      let deviation = Quantile.value(at: 0.5, of: distances) * MedianDeviation.factor
      scales[group] = (median, isFinite ? deviation : .nan)
    }
    return scales
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let scales = scales()
    return FeatureData(numbers: scales.count, none: { _ in false }) { scales[$0].deviation }
  }
}
