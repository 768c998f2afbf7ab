import Tables

/// Rows kept until the end and then sorted by group, in the order of the file inside a group.
struct CollectedRows<Value> {
  private var groups: [Int32] = []
  private var values: [Value] = []
  private(set) var groupCount = 0

  mutating func reset(_ groups: Int) {
    groupCount = groups
    self.groups.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  mutating func append(_ group: Int, _ value: Value) {
    groups.append(Int32(group))
    values.append(value)
  }

  /// Calls `body` for each group with its values in the order they came.
  ///
  /// - Complexity: O(rows + groups), a counting sort.
  func forEachGroup(_ body: (_ group: Int, _ values: ArraySlice<Value>) -> Void) {
    let count = groupCount
    var starts = [Int](repeating: 0, count: count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    guard let filler = values.first else {
      for group in 0..<count { body(group, []) }
      return
    }
    var sorted = [Value](repeating: filler, count: values.count)
    var next = starts
    for (row, group) in groups.enumerated() {
      sorted[next[Int(group)]] = values[row]
      next[Int(group)] += 1
    }
    for group in 0..<count { body(group, sorted[starts[group]..<starts[group + 1]]) }
  }
}

/// `median` and `quantile`, interpolated between the two nearest values (percentile_cont).
final class Quantile: Accumulator {
  private var rows = CollectedRows<Double>()

  func reset(groups: Int) { rows.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    block.forEach { row, group in rows.append(group, value.register.numbers[row]) }
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var results = [Double](repeating: 0, count: rows.groupCount)
    var isNone = [Bool](repeating: false, count: rows.groupCount)
    rows.forEachGroup { group, values in
      guard !values.isEmpty else {
        isNone[group] = true
        return
      }
      results[group] = Quantile.value(at: aggregate.share, of: values.sorted())
    }
    return FeatureData(numbers: results.count, none: { isNone[$0] }) { results[$0] }
  }

  /// The value below which a share of ascending values lies; there is at least one.
  static func value(at share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = min(Int(place), sorted.count - 1)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}

/// `hhi(x by key)` and `share_of_largest(x by key)`.
///
/// Rows without a key are passed over like rows without a value. The sums of keys are exact for
/// money and integers; shares are added in the order in which keys first appear.
final class Concentration: Accumulator {
  private struct Row {
    var key: UInt64
    var exact: Int64
    var number: Double
  }

  private var rows = CollectedRows<Row>()
  private let scale: Int64?

  init(scale: Int64?) { self.scale = scale }

  func reset(groups: Int) { rows.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value, let key = block.key else { return }
    block.forEach { row, group in
      rows.append(
        group,
        Row(
          key: key.bits(row),
          exact: block.exact?[block.start + row] ?? 0,
          number: value.register.numbers[row]
        )
      )
    }
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let wantsLargest = aggregate.aggregate == .shareOfLargest
    var data = FeatureData(.number, count: rows.groupCount)
    rows.forEachGroup { group, values in
      guard !values.isEmpty else { return data.setNull(group, cause: ReasonTable.none) }
      let sums = sums(values)
      let total = sums.reduce(0, +)
      guard total > 0, total.isFinite, sums.allSatisfy({ $0 >= 0 }) else {
        return data.setNull(group, cause: ReasonTable.undefined)
      }
      let shares = sums.map { $0 / total }
      let result =
        wantsLargest ? shares.reduce(0, Swift.max) : shares.reduce(0) { $0 + $1 * $1 }
      data.set(group, number: result)
    }
    return data
  }

  /// The sum of each key, in the order in which keys first appear.
  private func sums(_ rows: ArraySlice<Row>) -> [Double] {
    var places: [UInt64: Int] = [:]
    var exact: [Int128] = []
    var numbers: [Double] = []
    for row in rows {
      let place = places[row.key] ?? exact.count
      if place == exact.count {
        places[row.key] = place
        exact.append(0)
        numbers.append(0)
      }
      exact[place] &+= Int128(row.exact)
      numbers[place] += row.number
    }
    guard let scale else { return numbers }
    return exact.map { ExactSum.units($0, scale: scale) }
  }
}
