import Determinism
import Features
import Models
import Tables
import Warnings

/// Every project of one date scored and placed.
struct ScoredDate: Sendable {
  /// The scores.
  let sheet: ScoreSheet
  /// What there is to say about the scoring.
  let notes: [String]
  private let policy: Policy
  private let readings: Readings?
  /// Where the features of a row are that was among the riskiest of its range.
  private let details: [Int: (scoring: BlockScoring, row: Int)]

  /// The projects of a dataset, scored range by range.
  init(
    _ ranges: [ScoredRange],
    bench: Workbench,
    model: Model,
    policy: Policy,
    top: Int,
    threads: Int
  ) throws {
    sheet = try ScoreSheet(
      ranges,
      model: model,
      policy: policy,
      areKeysDistinct: true,
      threads: threads
    )
    notes = (ranges.first?.unverified ?? []).map {
      "the model does not know how “\($0)” was declared, so it was not compared"
    }
    self.policy = policy
    readings = Readings(table: nil, bench: bench, model: model)
    let wanted = Set(sheet.placed.order.prefix(max(0, top)))
    var details: [Int: (scoring: BlockScoring, row: Int)] = [:]
    var start = 0
    for range in ranges {
      if let scoring = range.scoring {
        for (place, row) in range.riskiest.enumerated() where wanted.contains(start + row) {
          details[start + row] = (scoring, place)
        }
      }
      start += range.ids.count
    }
    self.details = details
  }

  /// Scores every row of a table of ready features.
  init(_ observations: Observations, model: Model, policy: Policy, request: ScoreRequest) throws {
    let scorer = try Scorer(model, on: observations)
    let scoring = BlockScoring(
      scorer,
      Readings(observations, model: model),
      reasonLimit: request.withReasons ? ScoreRequest.reasonLimit : 0
    )
    let ranges = try RowRanges.map(
      count: observations.rowCount,
      grain: Scorer.blockRows,
      threads: request.threads
    ) { (rows) throws(any Error) in
      try ScoredRange(scoring, rows: rows, withIntervals: request.withIntervals)
    }
    sheet = try ScoreSheet(
      ranges,
      model: model,
      policy: policy,
      areKeysDistinct: false,
      threads: request.threads
    )
    notes = scorer.unverified.map {
      "the table does not say how “\($0)” was computed, so it was not compared with the model's"
    }
    self.policy = policy
    readings = scoring.readings
    var details: [Int: (scoring: BlockScoring, row: Int)] = [:]
    for row in sheet.placed.order.prefix(max(0, request.top)) { details[row] = (scoring, row) }
    self.details = details
  }

  /// The sentences about each term.
  func texts(_ language: Language) -> [ReasonText] { readings?.texts(language) ?? [] }

  /// One of the riskiest projects with everything there is to say of it; `rank` is from 1.
  func row(rank: Int) -> ScoreResult.Row? {
    let row = sheet.placed.order[rank - 1]
    guard let (scoring, place) = details[row] else { return nil }
    let project = sheet.project(row: row, flags: scoring.readings.flags(row: place))
    let readings = scoring.readings.readings(
      row: place,
      contributions: scoring.scorer.contributions(row: place)
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
