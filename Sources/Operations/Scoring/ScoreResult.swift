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
    /// The name of the level then, or nil.
    public var levelBefore: String?
    /// The rank then.
    public var rankBefore: Int
    /// The day on which what the model predicts came about; nil when the project exists no longer.
    public var decidedOn: Day?
  }

  /// The day whose evening it is; nil for a table of ready features.
  public let asOf: Day?
  /// The riskiest projects one by one, as many as were asked for.
  public let top: [Row]
  /// Whether every project has its reasons.
  public let hasReasons: Bool
  /// Projects that are not scored because what is to be predicted has come about, with the day.
  public let decided: [(id: String, on: Day)]
  /// The policy that gave the levels.
  public let policy: Policy
  /// The model.
  public let model: Model
  /// What the run has to say.
  public let notes: [String]
  /// What could not be read.
  public let rejects: RejectLog
  /// The earlier date the scores are compared with, or nil.
  public let against: Day?
  /// The projects that were scored on the earlier date only, riskiest first.
  public let gone: [Gone]
  /// What changed since the earlier date, project by project as in the sheet.
  let changes: [Change]?
  let scored: ScoredDate
  let threads: Int

  init(
    _ scored: ScoredDate,
    asOf: Day?,
    request: ScoreRequest,
    policy: Policy,
    model: Model,
    against: Day? = nil,
    earlier: ScoreSheet? = nil,
    decided: [String: Day],
    notes: [String],
    rejects: RejectLog
  ) {
    self.scored = scored
    self.asOf = asOf
    self.policy = policy
    self.model = model
    self.against = against
    let changes = earlier.map { ScoreResult.changes(scored.sheet, since: $0, policy: policy) }
    self.changes = changes
    gone =
      earlier.map {
        ScoreResult.gone(scored.sheet, since: $0, policy: policy, decided: decided)
      } ?? []
    self.decided = decided.sorted { $0.key < $1.key }.map { (id: $0.key, on: $0.value) }
    self.notes = notes + (request.withIntervals ? [model.intervalNote] : [])
    self.rejects = rejects
    hasReasons = request.withReasons
    threads = request.threads
    top = scored.sheet.placed.order.prefix(max(0, request.top)).indices.compactMap { place in
      var row = scored.row(rank: place + 1)
      row?.change = changes?[scored.sheet.placed.order[place]]
      return row
    }
  }

  /// The number of scored projects.
  public var count: Int { scored.sheet.count }

  /// The number of projects of each level of the policy, in its order.
  public var levelCounts: [Int] {
    var counts = [Int](repeating: 0, count: policy.levels.count)
    for level in scored.sheet.placed.levels where level >= 0 { counts[Int(level)] += 1 }
    return counts
  }

  /// How often each kind of change occurs; nil where no earlier date was given.
  public var changeCounts: [(kind: Change.Kind, count: Int)]? {
    changes.map { changes in
      Change.Kind.allCases.map { kind in
        (kind, kind == .gone ? gone.count : changes.count { $0.kind == kind })
      }
    }
  }

  /// The scores as they are written.
  public func table(keyName: String, language: Language) -> ScoreTable {
    ScoreTable(self, keyName: keyName, language: language)
  }

  /// What changed of each project since an earlier date.
  static func changes(
    _ now: ScoreSheet,
    since earlier: ScoreSheet,
    policy: Policy
  ) -> [Change] {
    var before: [String: Int] = [:]
    for (row, id) in earlier.scores.ids.enumerated() { before[id] = row }
    return now.scores.ids.indices.map { row in
      guard let then = before[now.scores.ids[row]] else {
        return Change(kind: .new, levelBefore: nil, rankBefore: nil)
      }
      let (levelNow, levelThen) = (now.placed.levels[row], earlier.placed.levels[then])
      let kind: Change.Kind =
        levelNow > levelThen
        ? .raised : levelNow == levelThen ? .same : levelNow < 0 ? .cleared : .lowered
      return Change(
        kind: kind,
        levelBefore: policy.level(at: earlier.level(row: then))?.name,
        rankBefore: earlier.placed.ranks[then]
      )
    }
  }

  /// The projects of an earlier date that are not scored now, riskiest first.
  static func gone(
    _ now: ScoreSheet,
    since earlier: ScoreSheet,
    policy: Policy,
    decided: [String: Day]
  ) -> [Gone] {
    let present = Set(now.scores.ids)
    return earlier.placed.order.filter { !present.contains(earlier.scores.ids[$0]) }.map { row in
      Gone(
        id: earlier.scores.ids[row],
        levelBefore: policy.level(at: earlier.level(row: row))?.name,
        rankBefore: earlier.placed.ranks[row],
        decidedOn: decided[earlier.scores.ids[row]]
      )
    }
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

extension Model {
  /// What the intervals of its scores are made of.
  fileprivate var intervalNote: String {
    if kind == .expert { return "no intervals: an expert model gives points, no probability" }
    guard uncertainty != nil else { return "no intervals: the model does not tell its uncertainty" }
    guard calibration != nil else { return "no intervals: the model gives no probabilities" }
    if case .integer(let clusters) = trained.fit["clusters"] {
      return "intervals are cluster-robust: training rows of one group count together, "
        + "\(Figures.count(clusters)) groups"
    }
    return "intervals take the training rows as independent"
  }
}
