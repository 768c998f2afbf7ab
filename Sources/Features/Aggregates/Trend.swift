/// `trend(x)`: the least-squares slope of a value per day.
///
/// With dates as whole days t from the first, the weights n·t − Σt are integers that add up to 0, so
/// the slope Σwx / Σwt does not change when a constant is taken off every x. Numbers are taken from
/// the smallest of the group, which keeps digits where values are large and alike and makes the
/// slope of equal values exactly 0; money and integers are added up exactly.
final class Trend: Accumulator {
  private struct Row {
    var day: Int32
    var exact: Int64
    var number: Double
  }

  private var rows = CollectedRows<Row>()
  private let scale: Int64?

  /// `scale` says how many exact units make one, nil where there are none.
  init(scale: Int64?) { self.scale = scale }

  func reset(groups: Int) { rows.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value, let order = block.order, !order.happened.isEmpty else { return }
    block.forEach { row, group in
      rows.append(
        group,
        Row(
          day: order.happened[block.start + row],
          exact: block.exact?[block.start + row] ?? 0,
          number: value.register.numbers[row]
        )
      )
    }
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var slopes = [Double](repeating: .nan, count: rows.groupCount)
    var isNone = [Bool](repeating: false, count: rows.groupCount)
    rows.forEachGroup { group, rows in
      isNone[group] = rows.isEmpty
      slopes[group] = slope(rows)
    }
    return FeatureData(numbers: slopes.count, none: { isNone[$0] }) { slopes[$0] }
  }

  /// Not finite where there are no two different dates.
  private func slope(_ rows: ArraySlice<Row>) -> Double {
    guard let first = rows.map(\.day).min(), let last = rows.map(\.day).max(), first < last else {
      return .nan
    }
    let days = rows.map { Int64($0.day) - Int64(first) }
    let total = days.reduce(0, +)
    // Below 2⁵³ for a thousand million rows over the whole calendar.
    let weights = days.map { Int64(rows.count) * $0 - total }
    let spread = zip(weights, days).reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
    if let scale, let rise = Trend.exactRise(weights, rows.map(\.exact)) {
      return Double(rise) / Double(spread) / Double(scale)
    }
    let least = rows.map(\.number).min() ?? 0
    let rise = zip(weights, rows).reduce(0.0) { $0 + Double($1.0) * ($1.1.number - least) }
    return rise / Double(spread)
  }

  /// The weighted sum of exact values; nil where it leaves 128 bits.
  private static func exactRise(_ weights: [Int64], _ values: [Int64]) -> Int128? {
    var sum = Int128(0)
    for (weight, value) in zip(weights, values) {
      let (next, isOver) = sum.addingReportingOverflow(Int128(weight) * Int128(value))
      if isOver { return nil }
      sum = next
    }
    return sum
  }
}
