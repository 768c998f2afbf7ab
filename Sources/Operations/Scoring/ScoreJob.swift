import Evaluation
import Features
import Indicators
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
    }

    /// What kind of change.
    public var kind: Kind
    /// The level then, or nil.
    public var levelBefore: String?
    /// The rank then, or nil when it was not scored.
    public var rankBefore: Int?
  }

  /// The day whose evening it is; nil for a table of ready features.
  public var asOf: Day?
  /// The scored projects, riskiest first.
  public var rows: [Row]
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

  /// The scores as they are written: riskiest first.
  public func table(keyName: String, language: Language) -> Table {
    var names = [keyName, "probability", "points", "level", "rank", "reasons"]
    var columns: [Column] = [
      .texts(rows.map(\.project.id)), .numbers(rows.map(\.project.probability)),
      .numbers(rows.map(\.project.points)),
      .texts(rows.map { policy.level(at: $0.placement.level)?.name }),
      .integers(rows.map(\.placement.rank)),
      .texts(
        rows.map { row in
          row.reasons.strongest.map { $0.text(language) }
            .joined(separator: language == .zh ? "；" : "; ")
        }
      ),
    ]
    if rows.contains(where: { $0.interval != nil }) {
      names += ["probability_low", "probability_high"]
      columns.append(.numbers(rows.map { $0.interval?.lowerBound }))
      columns.append(.numbers(rows.map { $0.interval?.upperBound }))
    }
    if rows.contains(where: { $0.change != nil }) {
      names += ["change", "level_before", "rank_before"]
      columns.append(.texts(rows.map { $0.change?.kind.rawValue }))
      columns.append(.texts(rows.map { $0.change?.levelBefore }))
      columns.append(.integers(rows.map { $0.change?.rankBefore }))
    }
    return Table(name: "scores", names: names, columns: columns)
  }
}

/// How scores are asked for.
public struct ScoreRequest: Sendable {
  /// The day whose evening it is.
  public var asOf: Day
  /// An earlier date to compare with.
  public var against: Day?
  /// Whether probabilities get 95% intervals.
  public var withIntervals = false
  /// The number of threads; the result does not depend on it.
  public var threads = 1

  /// Scores as of a day.
  public init(asOf: Day) {
    self.asOf = asOf
  }
}

extension Workbench {
  /// The model to score with: a file, the one the settings name, or the expert pack itself.
  public func model(file: String?) throws -> Model {
    if let file = file ?? settings.model {
      return try Model(decoding: try Files.bytes(file), file: file)
    }
    guard let pack else {
      throw OperationError(
        "there is no model to score with",
        at: SourceLocation(file: dataset.package.folder),
        hint: "give --model, or --pack for an expert pack, which needs no training"
      )
    }
    return pack.expertModel(plan: plan)
  }

  /// The policy to place scores with: the file's, or the starter policy of the model's kind.
  func policy(for model: Model) throws -> Policy {
    try policy() ?? Policy(yaml: Policy.starter, file: "the starter policy")
  }

  /// Scores every project that exists on a date.
  public func score(_ model: Model, _ request: ScoreRequest) throws -> ScoreResult {
    let dates = [request.asOf] + (request.against.map { [$0] } ?? [])
    let run = try run(plan, asOf: dates)
    var rejects = run.rejects
    let policy = try policy(for: model)
    var notes = run.notes
    let decided = try decided(model, on: dates, rejects: &rejects)
    var scored: [ScoredDate] = []
    for (index, table) in run.tables.enumerated() {
      scored.append(
        try ScoredDate(
          table,
          bench: self,
          model: model,
          policy: policy,
          leavingOut: decided[index],
          request: request
        )
      )
    }
    guard let now = scored.first else {
      throw OperationError("no date was given", hint: "give --as-of")
    }
    notes += now.notes
    var rows = now.rows
    if scored.count > 1 { ScoreResult.compare(&rows, with: scored[1].rows, policy: policy) }
    return ScoreResult(
      asOf: request.asOf,
      rows: rows,
      decided: decided[0].sorted { $0.key < $1.key }.map { (id: $0.key, on: $0.value) },
      policy: policy,
      model: model,
      notes: notes,
      rejects: rejects
    )
  }

  /// The projects for which what the model predicts has already come about, date by date.
  func decided(
    _ model: Model,
    on dates: [Day],
    rejects: inout RejectLog
  ) throws -> [[String: Day]] {
    guard model.kind != .expert, settings.endOfRisk != .never,
      dataset.package.resources.contains(where: { $0.role == .outcome })
    else { return dates.map { _ in [:] } }
    let subjects = try dataset.subjects(rejects: &rejects)
    let history = try OutcomeHistory(dataset, subjects: subjects, rejects: &rejects)
    let positive = Set(settings.positive)
    return dates.map { date in
      var first: [String: Day] = [:]
      for event in history.events
      where max(event.happened, event.recorded ?? event.happened) <= date {
        let counts =
          settings.endOfRisk == .anyOutcome || positive.isEmpty || positive.contains(event.state)
        guard counts else { continue }
        first[event.id] = min(first[event.id] ?? event.happened, event.happened)
      }
      return first
    }
  }
}

extension ScoreResult {
  /// Says of each row what changed since the earlier rows.
  static func compare(_ rows: inout [Row], with earlier: [Row], policy: Policy) {
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
  }
}
