import Determinism
import Evaluation
import Testing

/// A model beside the expert pack and the prevalence, on the same rows.
@Suite struct ComparisonTests {
  let drawn = Drawn(seed: 21, rows: 150, groupCount: 40)

  @Test func eachPopulationIsReportedAsIfItStoodAlone() throws {
    let trained: Set<String> = ["P0", "P1", "P2", "P3", "P4"]
    let report = try comparison(trained: trained).report()
    #expect(report.populations.map(\.name) == ["all", "unseen"])
    let unseen = report.populations[1]
    let kept = drawn.groups.indices.filter { !trained.contains(drawn.groups[$0]) }
    #expect(unseen.rows == kept.count)
    #expect(unseen.groups == Set(kept.map { drawn.groups[$0] }).count)
    #expect(unseen.positives == kept.count { drawn.labels[$0] })
    let scores = kept.map { drawn.scores[$0] }
    let alone = try ScoredRows(
      labels: kept.map { drawn.labels[$0] },
      scores: scores,
      probabilities: scores,
      groups: Groups(kept.map { drawn.groups[$0] })
    )
    let metrics = Metric.all(budgets: [10])
    let expected = alone.estimates(metrics, bootstrap: BootstrapOptions(replicates: 50))
    #expect(unseen.scorers[0].figures.map(\.metric) == metrics)
    #expect(unseen.scorers[0].figures.map(\.estimate) == expected)
    #expect(unseen.scorers[0][.auc] == expected[1])
  }

  @Test func thePrevalenceRanksNothing() throws {
    let report = try comparison(trained: []).report()
    let prevalence = try #require(report.populations[0].scorers.last)
    let share = try #require(prevalence[.prevalence]?.figure.value)
    #expect(prevalence.name == "prevalence")
    #expect(prevalence[.auc]?.figure == .value(0.5))
    #expect(prevalence[.ks]?.figure == .value(0))
    for metric in [Metric.averagePrecision, .precision(at: 10)] {
      let value = try #require(prevalence[metric]?.figure.value)
      #expect(isClose(value, share, relative: 1e-14))
    }
    #expect(prevalence[.calibrationSlope]?.figure == .undefined(.constantScores))
    #expect(prevalence.calibration.bins.count == 1)
  }

  @Test func aScorerDoesNotDifferFromItself() throws {
    let same = Comparison(
      labels: drawn.labels,
      groups: drawn.groups,
      scorers: [
        .init(name: "model", scores: drawn.scores, probabilities: drawn.scores),
        .init(name: "copy", scores: drawn.scores, probabilities: drawn.scores),
      ],
      split: .undivided,
      bootstrap: BootstrapOptions(replicates: 50)
    )
    for difference in try same.report().populations[0].differences {
      #expect(difference.estimate == Estimate(.value(0), .range(lower: 0, upper: 0)))
    }
  }

  @Test func pairingMakesTheIntervalOfADifferenceNarrower() throws {
    let near = drawn.scores.map { min(0.99, $0 + 0.05 * Pinned.exp(-9 * $0)) }
    let report = try Comparison(
      labels: drawn.labels,
      groups: drawn.groups,
      scorers: [
        .init(name: "model", scores: drawn.scores, probabilities: drawn.scores),
        .init(name: "near", scores: near, probabilities: near),
      ],
      split: .undivided,
      bootstrap: BootstrapOptions(replicates: 200)
    ).report().populations[0]
    func width(_ interval: Interval?) throws -> Double {
      try #require(interval?.upper) - (try #require(interval?.lower))
    }
    let difference = report.differences.first { $0.metric == .brier }?.estimate
    let left = try #require(report.scorers[0][.brier])
    let right = try #require(report.scorers[1][.brier])
    let expected = try #require(left.figure.value) - (try #require(right.figure.value))
    #expect(difference?.figure == .value(expected))
    #expect(try width(difference?.interval) < 0.2 * (try width(left.interval)))
  }

  @Test func linesNameEveryFigureAndEveryGap() throws {
    let report = try comparison(trained: ["P0"]).report()
    let metrics = Metric.all(budgets: [10]).count
    // Two populations, three scorers, and two differences without the prevalence metric.
    #expect(report.lines.count == 2 * (3 * metrics + 2 * (metrics - 1)))
    for line in report.lines {
      #expect((line.value == nil) == (line.note != "") || line.lower == nil)
      #expect(line.value?.isFinite ?? true)
    }
    let brier = try #require(
      report.lines.first { $0.scorer == "expert" && $0.metric == "brier" }
    )
    #expect(brier.value == nil)
    #expect(brier.note == "the scores are not probabilities")
    #expect(report.lines.allSatisfy { $0.split.hasPrefix("by group: project, 60/20/20 %") })
  }

  @Test func columnsOfOtherLengthsAreRefused() {
    var comparison = Comparison(
      labels: [true, false],
      scorers: [.init(name: "model", scores: [1])],
      split: .undivided
    )
    #expect(
      throws: EvaluationError(.lengths(column: "model scores", count: 1, rows: 2))
    ) {
      try comparison.report()
    }
    comparison.scorers = [.init(name: "model", scores: [1, 2])]
    comparison.groups = ["a"]
    #expect(throws: EvaluationError(.lengths(column: "groups", count: 1, rows: 2))) {
      try comparison.report()
    }
    comparison.groups = nil
    comparison.populations = [.init(name: "unseen", includes: [])]
    #expect(throws: EvaluationError.self) { try comparison.report() }
  }

  @Test func anEmptyPopulationIsReportedAsEmpty() throws {
    let report = try comparison(trained: Set(drawn.groups)).report()
    let unseen = report.populations[1]
    #expect(unseen.rows == 0)
    for figure in unseen.scorers[0].figures {
      #expect(figure.estimate.figure == .undefined(.noRows))
    }
  }

  private func comparison(trained: Set<String>) throws -> Comparison {
    Comparison(
      labels: drawn.labels,
      groups: drawn.groups,
      scorers: [
        .init(name: "model", scores: drawn.scores, probabilities: drawn.scores),
        .init(name: "expert", scores: drawn.counts.map(Double.init)),
        .prevalence(0.4, rows: drawn.labels.count),
      ],
      populations: [
        .all(rows: drawn.labels.count), .unseen(groups: drawn.groups, notIn: trained),
      ],
      split: try GroupSplit(column: "project").description,
      budgets: [10],
      bootstrap: BootstrapOptions(replicates: 50)
    )
  }
}
