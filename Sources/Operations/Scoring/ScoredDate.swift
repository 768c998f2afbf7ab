import Features
import Indicators
import Models
import Tables
import Warnings

/// Every project of one date scored and placed.
struct ScoredDate: Sendable {
  /// The scores.
  let sheet: ScoreSheet
  /// What there is to say about the scoring.
  let notes: [String]
  private let scoring: BlockScoring
  private let policy: Policy

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
    let all = try Observations([table], plan: bench.plan, features: model.features.map(\.name))
    let kept = decided.isEmpty ? nil : table.ids.indices.filter { decided[table.ids[$0]] == nil }
    let observations = kept.map { all.selecting(rows: $0) } ?? all
    let scorer = try Scorer(model, on: observations)
    let assessment = bench.pack?.assess(table)
    let scoring = BlockScoring(
      scorer,
      Readings(table: table, bench: bench, model: model, assessment: assessment),
      tableRows: kept,
      reasonLimit: request.withReasons ? ScoreRequest.reasonLimit : 0
    )
    var flags: [String: [FlagLevel?]] = [:]
    for id in policy.hard.map(\.indicator) {
      guard let assessment, let index = assessment.indicators.firstIndex(where: { $0.id == id })
      else { continue }
      flags[id] = (0..<observations.rowCount).map { row in
        assessment.level(row: scoring.tableRow(row), indicator: index)
      }
    }
    sheet = try ScoreSheet(
      scoring,
      policy: policy,
      flags: flags,
      areKeysDistinct: true,
      withIntervals: request.withIntervals,
      threads: request.threads
    )
    notes = scorer.unverified.map {
      "the model does not know how “\($0)” was declared, so it was not compared"
    }
    self.scoring = scoring
    self.policy = policy
  }

  /// Scores every row of a table of ready features.
  init(_ observations: Observations, model: Model, policy: Policy, request: ScoreRequest) throws {
    let scorer = try Scorer(model, on: observations)
    scoring = BlockScoring(
      scorer,
      Readings(observations, model: model),
      tableRows: nil,
      reasonLimit: request.withReasons ? ScoreRequest.reasonLimit : 0
    )
    sheet = try ScoreSheet(
      scoring,
      policy: policy,
      areKeysDistinct: false,
      withIntervals: request.withIntervals,
      threads: request.threads
    )
    notes = scorer.unverified.map {
      "the table does not say how “\($0)” was computed, so it was not compared with the model's"
    }
    self.policy = policy
  }

  /// The sentences about each term.
  func texts(_ language: Language) -> [ReasonText] { scoring.readings.texts(language) }

  /// One project with everything there is to say of it; `rank` is from 1.
  func row(rank: Int) -> ScoreResult.Row {
    let row = sheet.placed.order[rank - 1]
    let tableRow = scoring.tableRow(row)
    let project = sheet.project(row: row, flags: scoring.readings.flags(row: tableRow))
    let readings = scoring.readings.readings(
      row: tableRow,
      contributions: scoring.scorer.contributions(row: row)
    )
    return ScoreResult.Row(
      project: project,
      placement: policy.place(project, rank: rank, of: sheet.count),
      reasons: Reasons(
        readings,
        unit: scoring.readings.unit,
        limit: ScoreRequest.reasonLimit
      ),
      interval: sheet.intervals?[row]
    )
  }
}
