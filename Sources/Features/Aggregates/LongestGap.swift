/// `longest_gap(d)`: the most days between one date and the next.
final class LongestGap: Accumulator {
  private var rows = CollectedRows<Int32>()

  func reset(groups: Int) { rows.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    block.forEach { row, group in rows.append(group, value.register.codes[row]) }
  }

  /// - Complexity: O(rows · log rows).
  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var gaps = [Double](repeating: .nan, count: rows.groupCount)
    var isNone = [Bool](repeating: false, count: rows.groupCount)
    rows.forEachGroup { group, days in
      isNone[group] = days.isEmpty
      let sorted = days.sorted()
      let between = zip(sorted.dropFirst(), sorted).map { $0 &- $1 }
      // One date has no gap, which is not a gap of 0 days.
      if let gap = between.max() { gaps[group] = Double(gap) }
    }
    return FeatureData(numbers: gaps.count, none: { isNone[$0] }) { gaps[$0] }
  }
}
