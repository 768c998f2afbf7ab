import Determinism
import Features
import Indicators
import Models
import Tables
import Warnings

/// Some projects scored, one after the other in the order of the file; their features can go, but
/// for those of the riskiest.
struct ScoredRange: Sendable {
  /// How many projects there are, those left out included.
  let projectCount: Int
  /// The keys of those that are scored.
  let ids: [String]
  /// Their sums and reasons.
  let block: ScoreBlock
  /// How seriously the indicators are flagged that the policy asks for.
  let flags: [String: [FlagLevel?]]
  /// The 95% intervals of the probabilities, when asked for.
  let intervals: [ClosedRange<Double>]?
  /// How many reasons a row has at most.
  let reasonLimit: Int
  /// The features whose declaration could not be compared.
  let unverified: [String]
  /// The rows of the riskiest, and their features.
  let riskiest: [Int]
  let scoring: BlockScoring

  /// Scores the projects of a feature table, but those for which what is to be predicted has come
  /// about.
  init(
    _ table: FeatureTable,
    bench: Workbench,
    model: Model,
    policy: Policy,
    leavingOut decided: [String: Day],
    request: ScoreRequest
  ) throws {
    projectCount = table.ids.count
    let kept = decided.isEmpty ? nil : table.ids.indices.filter { decided[table.ids[$0]] == nil }
    let table = kept.map(table.selecting(rows:)) ?? table
    let assessment = bench.pack?.assess(table)
    let all = try BlockScoring(table, bench, model, assessment, request)
    let observations = all.scorer.observations
    ids = observations.ids
    block = all.score(rows: 0..<ids.count)
    var flags: [String: [FlagLevel?]] = [:]
    for id in policy.hard.map(\.indicator) {
      guard let assessment, let index = assessment.indicators.firstIndex(where: { $0.id == id })
      else { continue }
      flags[id] = ids.indices.map { assessment.level(row: $0, indicator: index) }
    }
    self.flags = flags
    intervals = request.withIntervals ? try model.probabilityIntervals(observations) : nil
    reasonLimit = all.reasonLimit
    unverified = all.scorer.unverified
    let logits = model.isInPoints ? block.sums.map { model.rawLogit(ofSum: $0) } : block.sums
    riskiest = Array(Ranking.order(rawLogits: logits, ids: ids).prefix(max(0, request.top)))
    let top = table.selecting(rows: riskiest)
    scoring = try BlockScoring(top, bench, model, bench.pack?.assess(top), request)
  }

  /// Scores some rows of ready features.
  init(_ scoring: BlockScoring, rows: Range<Int>, withIntervals: Bool) throws {
    let observations = scoring.scorer.observations
    ids = Array(observations.ids[rows])
    projectCount = ids.count
    block = scoring.score(rows: rows)
    flags = [:]
    intervals =
      withIntervals
      ? try scoring.scorer.model.probabilityIntervals(
        observations.selecting(rows: Array(rows))
      ) : nil
    reasonLimit = scoring.reasonLimit
    unverified = scoring.scorer.unverified
    riskiest = Array(rows)
    self.scoring = scoring
  }
}

extension BlockScoring {
  /// A model at work on a feature table.
  fileprivate init(
    _ table: FeatureTable,
    _ bench: Workbench,
    _ model: Model,
    _ assessment: Assessment?,
    _ request: ScoreRequest
  ) throws {
    let observations = try Observations(
      [table],
      plan: bench.plan,
      features: model.features.map(\.name)
    )
    self.init(
      try Scorer(model, on: observations),
      Readings(table: table, bench: bench, model: model, assessment: assessment),
      reasonLimit: request.withReasons ? ScoreRequest.reasonLimit : 0
    )
  }
}
