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
    Scatter.bits(cells.lane, block, value.register.codes)
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
  private var pairs = PairSet()

  func reset(groups: Int) {
    cells.reset(groups)
    pairs.removeAll()
  }

  func add(_ block: AggregateBlock) {
    guard let codes = block.value?.register.codes else { return }
    pairs.reserve(block.count)
    Scatter.distinct(cells.lane, block, codes, &pairs)
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
  private var pairs = PairSet()
  /// The group at which each pair is counted.
  private var firsts: Lane<Int32>
  /// The groups of one date, a power of two.
  private let projects: Int

  init(projects: Int) {
    self.projects = projects
    firsts = Lane(pairs.capacity, filledWith: 0)
  }

  var groupCount: Int { cells.count }

  func reset(groups: Int) {
    cells.reset(groups)
    pairs.removeAll()
  }

  func add(_ block: AggregateBlock) {
    guard let codes = block.value?.register.codes else { return }
    reserve(block.count)
    Scatter.distinctFirsts(
      cells.lane,
      block,
      codes,
      &pairs,
      firsts,
      projects: Int32(projects)
    )
  }

  private func reserve(_ count: Int) {
    let moved = pairs.reserve(count)
    guard firsts.capacity < pairs.capacity else { return }
    let old = firsts
    firsts = Lane(pairs.capacity, filledWith: 0)
    for (place, next) in moved { firsts[next] = old[place] }
  }

  func carry(groups: Int) { cells.carry(groups) { $0 &+= $1 } }

  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData {
    let (lane, first) = (cells.lane, groups.lowerBound)
    return FeatureData(counts: groups.count) { Double(lane[first + $0]) }
  }
}
