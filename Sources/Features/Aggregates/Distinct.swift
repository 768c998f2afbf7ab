/// `count(distinct x)` of numbers and truths.
final class DistinctCount: Accumulator {
  private var rows = CollectedRows<UInt64>()

  func reset(groups: Int) { rows.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    block.forEach { row, group in rows.append(group, value.bits(row)) }
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    var counts = [Double](repeating: 0, count: rows.groupCount)
    rows.forEachGroup { group, values in
      let sorted = values.sorted()
      var count = sorted.isEmpty ? 0 : 1
      for index in sorted.indices.dropFirst() where sorted[index] != sorted[index - 1] {
        count += 1
      }
      counts[group] = Double(count)
    }
    return FeatureData(numbers: counts.count, none: { _ in false }) { counts[$0] }
  }
}

/// `count(distinct x)` of texts from a small dictionary: a bit for each.
final class DistinctBits: CarriedAccumulator {
  /// The most texts of such a dictionary.
  static let limit = 64

  private var cells = GroupCells<UInt64>(0)

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    Scatter.bits(cells.lane, block.groups, block.mask, value.register.codes, block.count)
  }

  var groupCount: Int { cells.count }

  func carry(groups: Int) { cells.carry(groups) { $0 |= $1 } }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, first) = (cells.lane, groups.lowerBound)
    return FeatureData(counts: groups.count) { Double(lane[first + $0].nonzeroBitCount) }
  }
}

/// `count(distinct x)` of texts and dates: a hash set of the pairs of group and code.
final class DistinctCodes: Accumulator {
  private var cells = GroupCells<Int64>(0)
  /// Pairs by hash, 0 where a place is free; at most half of the places are taken.
  private var pairs = Lane<UInt64>(1 << 10, filledWith: 0)
  private var taken = 0

  func reset(groups: Int) {
    cells.reset(groups)
    if taken > 0 { pairs.fill(0, pairs.capacity) }
    taken = 0
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    while (taken + block.count) * 2 > pairs.capacity { grow() }
    taken += Scatter.distinct(
      cells.lane,
      block.groups,
      block.mask,
      value.register.codes,
      pairs,
      block.count
    )
  }

  private func grow() {
    let old = pairs
    pairs = Lane(old.capacity * 2, filledWith: 0)
    Scatter.rehash(old, into: pairs)
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let lane = cells.lane
    return FeatureData(counts: cells.count) { Double(lane[$0]) }
  }
}

/// `count(distinct x)` of texts and dates over as-of dates: a hash set of the pairs of project and
/// code, each counted from the first date that has it.
final class DistinctFirsts: CarriedAccumulator {
  private var cells = GroupCells<Int64>(0)
  /// Pairs by hash, 0 where a place is free; at most half of the places are taken.
  private var pairs = Lane<UInt64>(1 << 10, filledWith: 0)
  /// The group at which each pair is counted.
  private var firsts = Lane<Int32>(1 << 10, filledWith: 0)
  private var taken = 0
  /// The groups of one date, a power of two.
  private let projects: Int

  init(projects: Int) { self.projects = projects }

  var groupCount: Int { cells.count }

  func reset(groups: Int) {
    cells.reset(groups)
    if taken > 0 { pairs.fill(0, pairs.capacity) }
    taken = 0
  }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    while (taken + block.count) * 2 > pairs.capacity { grow() }
    taken += Scatter.distinctFirsts(
      cells.lane,
      block.groups,
      block.mask,
      value.register.codes,
      pairs,
      firsts,
      projects: Int32(projects),
      block.count
    )
  }

  private func grow() {
    let (old, oldFirsts) = (pairs, firsts)
    pairs = Lane(old.capacity * 2, filledWith: 0)
    firsts = Lane(old.capacity * 2, filledWith: 0)
    Scatter.rehash(old, oldFirsts, into: pairs, firsts)
  }

  func carry(groups: Int) { cells.carry(groups) { $0 &+= $1 } }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, first) = (cells.lane, groups.lowerBound)
    return FeatureData(counts: groups.count) { Double(lane[first + $0]) }
  }
}
