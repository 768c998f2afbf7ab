import Models
import Tables
import Warnings

/// The scores of a dataset or a table on one date, with levels and reasons.
public struct ScoreResult: Sendable {
  /// One scored project.
  public struct Row: Sendable {
    /// The project with its score.
    public var project: ScoredProject
    /// Its level and rank.
    public var placement: Placement
    /// Why, in words.
    public var reasons: Reasons
    /// The 95% interval of the probability, when asked for.
    public var interval: ClosedRange<Double>?
    /// What changed since an earlier date, when asked for.
    public var change: Change?
  }

  /// A project against itself on an earlier date.
  public struct Change: Sendable {
    /// The kinds of change a list is read for.
    public enum Kind: String, Sendable, CaseIterable {
      /// It was not scored then.
      case new
      /// Its level is higher now.
      case raised
      /// Its level is lower now, but it still has one.
      case lowered
      /// It had a level and has none now.
      case cleared
      /// Its level is the same.
      case same
      /// It was scored then and is not now.
      case gone
    }

    /// What kind of change.
    public var kind: Kind
    /// The level then, or nil.
    public var levelBefore: String?
    /// The rank then, or nil when it was not scored.
    public var rankBefore: Int?
  }

  /// A project that was scored on the earlier date and is not scored now.
  public struct Gone: Sendable {
    /// The project.
    public var id: String
    /// The level then, or nil.
    public var levelBefore: Int?
    /// The rank then.
    public var rankBefore: Int
    /// The day on which what the model predicts came about; nil when the project exists no longer.
    public var decidedOn: Day?
  }

  /// The day whose evening it is; nil for a table of ready features.
  public var asOf: Day?
  /// The earlier date the scores are compared with, or nil.
  public var against: Day?
  /// The scored projects, riskiest first.
  public var rows: [Row]
  /// The projects that were scored on the earlier date only, riskiest first.
  public var gone: [Gone] = []
  /// Projects that are not scored because what is to be predicted has come about, with the day.
  public var decided: [(id: String, on: Day)]
  /// The policy that gave the levels.
  public var policy: Policy
  /// The model.
  public var model: Model
  /// What the run has to say.
  public var notes: [String]
  /// What could not be read.
  public var rejects: RejectLog

  /// The scores as they are written: riskiest first, then what is gone since the earlier date.
  public func table(keyName: String, language: Language) -> Table {
    let none = gone.map { _ in nil as Double? }
    var names = [keyName, "probability", "points", "level", "rank", "reasons"]
    var columns: [Column] = [
      .texts(rows.map(\.project.id) + gone.map(\.id)),
      .numbers(rows.map(\.project.probability) + none),
      .numbers(rows.map(\.project.points) + none),
      .texts(rows.map { policy.level(at: $0.placement.level)?.name } + gone.map { _ in nil }),
      .integers(rows.map(\.placement.rank) + gone.map { _ in nil }),
      .texts(
        rows.map { row in
          row.reasons.strongest.map { $0.text(language) }
            .joined(separator: language == .zh ? "；" : "; ")
        } + gone.map { $0.why(language) }
      ),
    ]
    if rows.contains(where: { $0.interval != nil }) {
      names += ["probability_low", "probability_high"]
      columns.append(.numbers(rows.map { $0.interval?.lowerBound } + none))
      columns.append(.numbers(rows.map { $0.interval?.upperBound } + none))
    }
    if against != nil {
      names += ["change", "level_before", "rank_before"]
      columns.append(
        .texts(
          rows.map { $0.change?.kind.rawValue } + gone.map { _ in Change.Kind.gone.rawValue }
        )
      )
      columns.append(
        .texts(
          rows.map { $0.change?.levelBefore }
            + gone.map { policy.level(at: $0.levelBefore)?.name }
        )
      )
      columns.append(.integers(rows.map { $0.change?.rankBefore } + gone.map(\.rankBefore)))
    }
    return Table(name: "scores", names: names, columns: columns)
  }
}

extension ScoreResult.Gone {
  /// Why the project is not scored now.
  public func why(_ language: Language) -> String {
    switch (decidedOn, language) {
    case (let day?, .en): "what the model predicts came about on \(day)"
    case (let day?, .zh): "模型所预测的情形已于\(day)发生"
    case (nil, .en): "exists no longer"
    case (nil, .zh): "项目已不存在"
    }
  }
}

extension ScoreResult {
  /// Says of each row what changed since the earlier rows, and which of those are gone.
  mutating func compare(with earlier: [Row]) {
    var before: [String: Placement] = [:]
    for row in earlier { before[row.project.id] = row.placement }
    for index in rows.indices {
      let now = rows[index].placement
      guard let then = before[rows[index].project.id] else {
        rows[index].change = Change(kind: .new, levelBefore: nil, rankBefore: nil)
        continue
      }
      let (levelNow, levelThen) = (now.level ?? -1, then.level ?? -1)
      let kind: Change.Kind =
        levelNow > levelThen
        ? .raised : levelNow == levelThen ? .same : levelNow < 0 ? .cleared : .lowered
      rows[index].change = Change(
        kind: kind,
        levelBefore: policy.level(at: then.level)?.name,
        rankBefore: then.rank
      )
    }
    let now = Set(rows.map(\.project.id))
    let decided = Dictionary(decided.map { ($0.id, $0.on) }) { first, _ in first }
    gone = earlier.filter { !now.contains($0.project.id) }.map { row in
      Gone(
        id: row.project.id,
        levelBefore: row.placement.level,
        rankBefore: row.placement.rank,
        decidedOn: decided[row.project.id]
      )
    }
  }
}
