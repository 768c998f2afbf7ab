import Models

/// The scores of many projects, column by column.
///
/// - Shapes: every column has one element a project.
public struct ScoreColumns: Sendable {
  /// The projects' keys.
  public var ids: [String]
  /// The sums of the model's terms, before any calibration; rank goes by them.
  public var rawLogits: [Double]
  /// The calibrated probabilities, or nil.
  public var probabilities: [Double]?
  /// The points, or nil.
  public var points: [Double]?
  /// How seriously an indicator is flagged, by its id; at least those of the policy's `hard`.
  public var flags: [String: [FlagLevel?]]

  /// Scores of their parts.
  public init(
    ids: [String],
    rawLogits: [Double],
    probabilities: [Double]? = nil,
    points: [Double]? = nil,
    flags: [String: [FlagLevel?]] = [:]
  ) {
    precondition(rawLogits.count == ids.count, "one logit a project")
    precondition(probabilities.map { $0.count == ids.count } ?? true, "one probability a project")
    precondition(points.map { $0.count == ids.count } ?? true, "one sum of points a project")
    precondition(flags.values.allSatisfy { $0.count == ids.count }, "one flag a project")
    self.ids = ids
    self.rawLogits = rawLogits
    self.probabilities = probabilities
    self.points = points
    self.flags = flags
  }
}

/// The ranks and levels of many projects.
public struct PlacedScores: Sendable {
  /// The projects, riskiest first.
  public let order: [Int]
  /// The rank of each project, from 1.
  public let ranks: [Int]
  /// The index of each project's level among the policy's, or -1 for none.
  public let levels: [Int16]
}

extension Policy {
  /// The ranks and levels of all scored projects, as `place` of single ones gives them.
  ///
  /// Keys must differ. A caller whose keys are those of a dataset, where they do, says so with
  /// `areKeysDistinct` and saves the search for one that stands twice.
  ///
  /// - Complexity: O(n).
  public func place(
    _ scores: ScoreColumns,
    areKeysDistinct: Bool = false,
    threads: Int = 1
  ) throws(WarningError) -> PlacedScores {
    if !areKeysDistinct, let twice = Policy.repeated(scores.ids) {
      throw WarningError(.duplicateID(twice))
    }
    try check(scores)
    let order = Ranking.order(rawLogits: scores.rawLogits, ids: scores.ids, threads: threads)
    var ranks = [Int](repeating: 0, count: order.count)
    for (position, row) in order.enumerated() { ranks[row] = position + 1 }
    var placed = [Int16](repeating: -1, count: order.count)
    for (index, level) in levels.enumerated() {
      let index = Int16(clamping: index)
      switch basis {
      case .share:
        for row in order.prefix(Policy.places(level.bound, of: order.count)) { placed[row] = index }
      case .probability: Policy.raise(&placed, to: index, scores.probabilities, level.bound)
      case .points: Policy.raise(&placed, to: index, scores.points, level.bound)
      }
    }
    for trigger in hard {
      guard let flags = scores.flags[trigger.indicator],
        let raised = levels.firstIndex(where: { $0.name == trigger.level })
      else { continue }
      for (row, flag) in flags.enumerated() {
        guard let flag, trigger.when.map({ flag >= $0 }) ?? true else { continue }
        placed[row] = max(placed[row], Int16(clamping: raised))
      }
    }
    return PlacedScores(order: order, ranks: ranks, levels: placed)
  }

  private static func raise(
    _ placed: inout [Int16],
    to index: Int16,
    _ values: [Double]?,
    _ bound: Double
  ) {
    guard let values else { return }
    for row in placed.indices where values[row] >= bound { placed[row] = index }
  }

  /// Fails for a score that is not finite, and where what levels go by is not given.
  private func check(_ scores: ScoreColumns) throws(WarningError) {
    for values in [scores.rawLogits, scores.probabilities ?? [], scores.points ?? []] {
      for (row, value) in values.enumerated() where !value.isFinite {
        throw WarningError(.scoreNotFinite(id: scores.ids[row], value: value))
      }
    }
    let isGiven =
      switch basis {
      case .share: true
      case .probability: scores.probabilities != nil
      case .points: scores.points != nil
      }
    if !isGiven, let id = scores.ids.first { throw WarningError(.notGiven(basis: basis, id: id)) }
  }

  /// An id that stands twice, or nil.
  private static func repeated(_ ids: [String]) -> String? {
    var seen: Set<String> = []
    seen.reserveCapacity(ids.count)
    return ids.first { !seen.insert($0).inserted }
  }
}
