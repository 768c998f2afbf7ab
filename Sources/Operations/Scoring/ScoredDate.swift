import Features
import Indicators
import Models
import Tables
import Warnings

/// Every project of one date scored, placed and explained.
struct ScoredDate: Sendable {
  /// The scored projects, riskiest first.
  let rows: [ScoreResult.Row]
  /// What there is to say about the scoring.
  let notes: [String]

  init(
    _ table: FeatureTable,
    bench: Workbench,
    model: Model,
    policy: Policy,
    leavingOut decided: [String: Day],
    request: ScoreRequest
  ) throws {
    let all = try Observations(
      [table],
      plan: bench.plan,
      features: model.features.map(\.name)
    )
    let kept = table.ids.indices.filter { decided[table.ids[$0]] == nil }
    let observations = decided.isEmpty ? all : all.selecting(rows: kept)
    let scorer = try Scorer(model, on: observations)
    let sums = scorer.sums(threads: request.threads)
    let logits = sums.map { model.rawLogit(ofSum: $0) }
    let probabilities = model.probabilities(ofRawLogits: logits)
    let flags = try bench.flags(of: table)
    let projects = kept.indices.map { row in
      ScoredProject(
        id: observations.ids[row],
        rawLogit: logits[row],
        probability: probabilities?[row],
        points: model.isInPoints ? sums[row] : nil,
        flags: flags[kept[row]]
      )
    }
    let placements = try policy.place(projects)
    let intervals = request.withIntervals ? try model.probabilityIntervals(observations) : nil
    let readings = Readings(table: table, bench: bench, model: model)
    let order = placements.indices.sorted { placements[$0].rank < placements[$1].rank }
    rows = order.map { row in
      ScoreResult.Row(
        project: projects[row],
        placement: placements[row],
        reasons: Reasons(
          readings.readings(
            row: kept[row],
            contributions: scorer.contributions(row: row),
            flags: projects[row].flags
          ),
          unit: model.isInPoints ? .points : .logits
        ),
        interval: intervals?[row]
      )
    }
    notes = try model.verify(schemaOf: observations).map {
      "the model does not know how “\($0)” was declared, so it was not compared"
    }
  }
}

/// What the features of a table say of a project, with what a model makes of it.
struct Readings {
  private let terms: [(term: Term, column: FeatureColumn?, feature: PlannedFeature?)]
  private let pack: Pack?

  init(table: FeatureTable, bench: Workbench, model: Model) {
    terms = model.terms.map { ($0, table[$0.feature], bench.plan[$0.feature]) }
    pack = bench.pack
  }

  /// One reading a term: the value of its feature, and what it adds above the training mean.
  func readings(
    row: Int,
    contributions: [Double],
    flags: [String: FlagLevel]
  ) -> [FeatureReading] {
    terms.indices.map { index in
      let (term, column, feature) = terms[index]
      let indicator = pack?.indicator(forFeature: term.feature)
      var titles = feature?.title ?? [:]
      if titles.isEmpty, let indicator {
        titles = ["en": indicator.title.en, "zh": indicator.title.zh]
      }
      return FeatureReading(
        feature: term.title,
        titles: titles,
        unit: feature?.unit,
        value: column.map { $0.read(row) } ?? .none,
        contribution: contributions[index] - term.trainingMean,
        indicator: indicator?.id,
        flag: indicator.flatMap { flags[$0.id] }
      )
    }
  }
}

extension FeatureColumn {
  /// What the feature says of a row.
  func read(_ row: Int) -> ReadValue {
    switch states[row] {
    case .none: return .none
    case .undefined: return .undefined
    case .notApplicable: return .notApplicable
    case .insufficient: return .insufficient(missingInputs(at: row))
    case .value:
      if let text = column.text(at: row) { return .text(text) }
      if let truth = column.boolean(at: row) { return .boolean(truth) }
      if let day = column.day(at: row) { return .date(day) }
      return column.double(at: row).map(ReadValue.number) ?? .none
    }
  }
}
