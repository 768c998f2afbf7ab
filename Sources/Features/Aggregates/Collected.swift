import Tables

/// Rows kept until the end and then sorted by group, in the order of the file inside a group.
struct CollectedRows<Value> {
  private(set) var groups: [Int32] = []
  private(set) var values: [Value] = []
  private let count: Int

  init(groups count: Int) { self.count = count }

  mutating func append(_ group: Int32, _ value: Value) {
    groups.append(group)
    values.append(value)
  }

  /// Calls `body` for each group with its values in the order they came.
  ///
  /// - Complexity: O(rows + groups), a counting sort.
  func forEachGroup(_ body: (_ group: Int, _ values: ArraySlice<Value>) -> Void) {
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

/// `count(distinct x)`.
final class DistinctCount: Accumulator {
  private var rows: CollectedRows<UInt64>

  init(groups: Int) { rows = CollectedRows(groups: groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      rows.append(block.groups[row], value.bits(row))
    }
  }

  func finish() -> FeatureData {
    var counts: [Double] = []
    rows.forEachGroup { _, values in
      let sorted = values.sorted()
      var count = sorted.isEmpty ? 0 : 1
      for index in sorted.indices.dropFirst() where sorted[index] != sorted[index - 1] {
        count += 1
      }
      counts.append(Double(count))
    }
    var data = FeatureData(.number, count: counts.count)
    for (group, count) in counts.enumerated() { data.set(group, number: count) }
    return data
  }
}

/// `median` and `quantile`, interpolated between the two nearest values (percentile_cont).
final class Quantile: Accumulator {
  private var rows: CollectedRows<Double>
  private let groups: Int
  private let share: Double

  init(groups: Int, share: Double) {
    rows = CollectedRows(groups: groups)
    self.groups = groups
    self.share = share
  }

  func add(_ block: AggregateBlock) {
    guard let values = block.value?.numbers else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      rows.append(block.groups[row], values[row])
    }
  }

  func finish() -> FeatureData {
    var data = FeatureData(.number, count: groups)
    rows.forEachGroup { group, values in
      guard !values.isEmpty else { return data.setNull(group, cause: ReasonTable.none) }
      let sorted = values.sorted()
      let place = share * Double(sorted.count - 1)
      let low = min(Int(place), sorted.count - 1)
      let high = min(low + 1, sorted.count - 1)
      let result = sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
      if result.isFinite {
        data.set(group, number: result)
      } else {
        data.setNull(group, cause: ReasonTable.undefined)
      }
    }
    return data
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

  private var rows: CollectedRows<Row>
  private let groups: Int
  private let scale: Int64?
  private let wantsLargest: Bool

  init(groups: Int, scale: Int64?, wantsLargest: Bool) {
    rows = CollectedRows(groups: groups)
    self.groups = groups
    self.scale = scale
    self.wantsLargest = wantsLargest
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value, let key = block.key else { return }
    for row in 0..<block.count where block.mask[row] == 1 {
      rows.append(
        block.groups[row],
        Row(
          key: key.bits(row),
          exact: block.exact?[row] ?? 0,
          number: value.numbers[row]
        )
      )
    }
  }

  func finish() -> FeatureData {
    var data = FeatureData(.number, count: groups)
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
