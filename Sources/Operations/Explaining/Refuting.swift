import Features
import Indicators
import Models
import Tables
import Warnings

/// What a project's level would be if some reasons were refuted: their inputs set to what is clear,
/// every feature computed anew.
struct Refuting {
  let bench: Workbench
  let model: Model
  let policy: Policy
  /// The project, read once.
  let study: ProjectStudy
  /// All projects as they were scored; the others stay as they are.
  let others: ScoreSheet
  /// The row of the project itself among them.
  let own: Int?

  /// The smallest set of at most two reasons without which the level is lower.
  func finding(
    _ reasons: [Warnings.Reason],
    placement: Placement
  ) throws -> RefutationSearch.Finding? {
    let candidates = reasons.map {
      RefutationSearch.Candidate(name: $0.feature, contribution: $0.contribution)
    }
    return try RefutationSearch.smallest(candidates, level: placement.level) { refuted in
      try level(without: refuted)
    }
  }

  private func level(without refuted: Set<String>) throws -> Int? {
    let table = try study.features(refuting: refuted.sorted().compactMap(refutation))
    let observations = try Observations(
      [table],
      plan: bench.plan,
      features: model.features.map(\.name)
    )
    let sum = try Scorer(model, on: observations).sums()[0]
    let logit = model.rawLogit(ofSum: sum)
    let project = ScoredProject(
      id: study.id,
      rawLogit: logit,
      probability: model.probabilities(ofRawLogits: [logit])?[0],
      points: model.isInPoints ? sum : nil,
      flags: bench.pack?.assess(table).flags(row: 0) ?? [:]
    )
    return policy.place(project, rank: ahead(of: logit) + 1, of: others.count).level
  }

  /// How many other projects are riskier than this one would be at `logit`.
  private func ahead(of logit: Double) -> Int {
    others.scores.ids.indices.count { row in
      let other = others.scores.rawLogits[row]
      guard other == logit else { return other > logit && row != own }
      return others.scores.ids[row].utf8.lexicographicallyPrecedes(study.id.utf8)
    }
  }

  /// A reason that rests on events loses its evidence rows; one that rests on the project's own
  /// record takes its clear value.
  private func refutation(of feature: String) -> Refutation? {
    if bench.plan.restsOnEvents(feature) { return .events(feature: feature, id: study.id) }
    if isCategory(feature) { return .value(feature: feature, nil, id: study.id) }
    return clearValue(of: feature).map { .value(feature: feature, $0, id: study.id) }
  }

  /// Whether a feature's term is a table of categories, none of which is the clear one: a refuted
  /// category is one that nobody knows, and adds what missing ones add.
  private func isCategory(_ feature: String) -> Bool {
    guard bench.pack?.indicator(forFeature: feature) == nil,
      let term = model.terms.first(where: { $0.feature == feature })
    else { return false }
    if case .categories = term.shape { return true }
    return false
  }

  /// The value at which a feature is no reason: the indicator's clear value, or where the term
  /// adds what it adds on average.
  private func clearValue(of feature: String) -> Double? {
    if let indicator = bench.pack?.indicator(forFeature: feature) { return indicator.clear }
    guard let term = model.terms.first(where: { $0.feature == feature }) else { return nil }
    switch term.shape {
    case .linear(let weight, let center):
      return weight == 0 ? center : center + term.trainingMean / weight
    case .steps(let cuts, let values):
      // The bin whose value is nearest to the mean from below; its lower edge, or left of all.
      let bins = values.indices.filter { values[$0] <= term.trainingMean }
      guard let bin = bins.max(by: { values[$0] < values[$1] }) else { return nil }
      return bin == 0 ? cuts.first.map { $0 - 1 } : cuts[bin - 1]
    case .categories, .pair: return nil
    }
  }
}
