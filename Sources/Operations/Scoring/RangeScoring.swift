import Features
import Indicators
import Models
import Tables
import Warnings

/// A model at work on the features of one date, one range of projects after the other, on several
/// threads.
struct RangeScoring: Sendable {
  private let bench: Workbench
  private let model: Model
  private let policy: Policy
  /// The projects for which what is to be predicted has come about.
  private let decided: [String: Day]
  private let request: ScoreRequest
  private let inputs: ModelInputs
  private let riskiest: RiskiestRows

  /// Scores by `model`, but not the projects `decided`.
  init(
    bench: Workbench,
    model: Model,
    policy: Policy,
    leavingOut decided: [String: Day],
    request: ScoreRequest
  ) throws {
    self.bench = bench
    self.model = model
    self.policy = policy
    self.decided = decided
    self.request = request
    inputs = try ModelInputs(bench.plan, features: model.features.map(\.name))
    riskiest = RiskiestRows(count: request.top)
  }

  /// Whether nothing but scores is wanted of every project there is, so that it needs no table.
  private var isPlain: Bool {
    !request.withReasons && decided.isEmpty && (bench.pack == nil || policy.hard.isEmpty)
  }

  /// The scores of a range of projects.
  func score(_ range: FeatureRange) throws -> ScoredRange {
    guard isPlain, !range.isPartial else { return try score(range.table) }
    let scorer = try Scorer(model, on: try inputs.observations(range))
    let ids = scorer.observations.ids
    let block = ScoreBlock(sums: scorer.sums(rows: 0..<ids.count))
    let top = first(block.sums, ids)
    return try ScoredRange(
      ids,
      of: ids.count,
      block,
      scorer,
      request,
      riskiest: top,
      top.isEmpty ? nil : try details(range.table(rows: top))
    )
  }

  /// The scores of the projects of a table.
  func score(_ table: FeatureTable) throws -> ScoredRange {
    let kept = decided.isEmpty ? nil : table.ids.indices.filter { decided[table.ids[$0]] == nil }
    let projectCount = table.ids.count
    let table = kept.map(table.selecting(rows:)) ?? table
    let assessment = bench.pack?.assess(table)
    let all = try scoring(table, assessment)
    let ids = table.ids
    let block = all.score(rows: 0..<ids.count)
    let top = first(block.sums, ids)
    var range = try ScoredRange(
      ids,
      of: projectCount,
      block,
      all.scorer,
      request,
      riskiest: top,
      top.isEmpty ? nil : try details(table.selecting(rows: top))
    )
    for id in policy.hard.map(\.indicator) {
      guard let assessment, let index = assessment.indicators.firstIndex(where: { $0.id == id })
      else { continue }
      range.flags[id] = ids.indices.map { assessment.level(row: $0, indicator: index) }
    }
    return range
  }

  /// The rows that may be among the riskiest of all.
  private func first(_ sums: [Double], _ ids: [String]) -> [Int] {
    guard riskiest.count > 0 else { return [] }
    let logits = model.isInPoints ? sums.map { model.rawLogit(ofSum: $0) } : sums
    let rows = Ranking.first(riskiest.count, rawLogits: logits, ids: ids)
    return riskiest.admit(rows, logits: logits)
  }

  /// The riskiest with everything there is to say of them.
  private func details(_ table: FeatureTable) throws -> BlockScoring {
    try scoring(table, bench.pack?.assess(table))
  }

  private func scoring(_ table: FeatureTable, _ assessment: Assessment?) throws -> BlockScoring {
    BlockScoring(
      try Scorer(model, on: try inputs.observations([table])),
      Readings(table: table, bench: bench, model: model, assessment: assessment),
      reasonLimit: request.withReasons ? ScoreRequest.reasonLimit : 0
    )
  }
}
