import Determinism
import Evaluation
import Testing

/// Intervals against what is known in closed form, and against a slow twin.
@Suite struct BootstrapTests {
  @Test func theIntervalOfAUCAgreesWithDeLong() throws {
    let drawn = Drawn(seed: 11, rows: 300)
    let rows = try ScoredRows(labels: drawn.labels, scores: drawn.scores)
    let estimate = try #require(
      rows.estimates([.auc], bootstrap: BootstrapOptions(replicates: 2_000)).first
    )
    let auc = try #require(estimate.figure.value)
    let lower = try #require(estimate.interval.lower)
    let upper = try #require(estimate.interval.upper)
    let error = deLongError(drawn.labels, drawn.scores)
    // Two standard errors of the bootstrap's own end points are about 6% of the width.
    #expect(isClose((upper - lower) / (2 * 1.96 * error), 1, relative: 0.08))
    #expect(isClose(lower, auc - 1.96 * error, relative: 0.01))
    #expect(isClose(upper, auc + 1.96 * error, relative: 0.01))
  }

  @Test func theIntervalOfThePrevalenceAgreesWithTheBinomial() throws {
    let drawn = Drawn(seed: 12, rows: 400)
    let rows = try ScoredRows(labels: drawn.labels, scores: drawn.scores)
    let options = BootstrapOptions(replicates: 2_000)
    let interval = try #require(rows.estimates([.prevalence], bootstrap: options).first).interval
    let wilson = Wilson.interval(
      positives: Double(drawn.labels.count { $0 }),
      of: Double(drawn.labels.count)
    )
    #expect(isClose(interval.lower ?? 0, wilson.lower ?? 1, relative: 0.01))
    #expect(isClose(interval.upper ?? 0, wilson.upper ?? 1, relative: 0.01))
  }

  @Test func copyingRowsWithinTheirProjectsChangesNoInterval() throws {
    let drawn = Drawn(seed: 13, rows: 60)
    let names = (0..<60).map { "P\($0)" }
    let metrics: [Metric] = [.auc, .ks, .averagePrecision, .brier, .calibrationSlope]
    let once = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: drawn.scores,
      groups: Groups(names)
    )
    let fourfold = try ScoredRows(
      labels: Array(repeatElement(drawn.labels, count: 4).joined()),
      scores: Array(repeatElement(drawn.scores, count: 4).joined()),
      probabilities: Array(repeatElement(drawn.scores, count: 4).joined()),
      groups: Groups(Array(repeatElement(names, count: 4).joined()))
    )
    let options = BootstrapOptions(replicates: 100)
    for (left, right) in zip(
      once.estimates(metrics, bootstrap: options),
      fourfold.estimates(metrics, bootstrap: options)
    ) {
      let pairs = [
        (left.figure.value, right.figure.value), (left.interval.lower, right.interval.lower),
        (left.interval.upper, right.interval.upper),
      ]
      for (first, second) in pairs {
        #expect(isClose(try #require(first), try #require(second), relative: 1e-7))
      }
    }
  }

  @Test func everyReplicateEqualsTheRowsWrittenOut() throws {
    let drawn = Drawn(seed: 14, rows: 50)
    let groups = Groups(drawn.groups)
    let rows = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: drawn.scores,
      groups: groups
    )
    let metrics = Metric.all(budgets: [5])
    let seed: UInt64 = 77
    let replicates = 40
    var written: [[Double]] = metrics.map { _ in [] }
    for replicate in 0..<replicates {
      // The draw of the library, repeated here by hand.
      var mixer = SplitMix64(seed: seed &+ UInt64(replicate) &* 0xD134_2543_DE82_EF95)
      var random = mixer.split()
      var kept: [Int] = []
      for _ in 0..<groups.count {
        let group = random.int(below: groups.count)
        kept += drawn.labels.indices.filter { Int(groups.ofRow[$0]) == group }
      }
      let scores = kept.map { drawn.scores[$0] }
      let copy = try ScoredRows(
        labels: kept.map { drawn.labels[$0] },
        scores: scores,
        probabilities: scores
      )
      for (index, figure) in copy.figures(metrics).enumerated() {
        written[index].append(try #require(figure.value))
      }
    }
    let options = BootstrapOptions(replicates: replicates, seed: seed)
    for (index, estimate) in rows.estimates(metrics, bootstrap: options).enumerated() {
      let sorted = written[index].sorted()
      // Type 7 by hand: 40 values, so the place of 2.5% is 0.975 and of 97.5% is 38.025.
      let lower = sorted[0] + 0.975 * (sorted[1] - sorted[0])
      let upper = sorted[38] + 0.025 * (sorted[39] - sorted[38])
      let name = metrics[index].name
      #expect(isClose(try #require(estimate.interval.lower), lower, relative: 1e-7), "\(name)")
      #expect(isClose(try #require(estimate.interval.upper), upper, relative: 1e-7), "\(name)")
    }
  }

  @Test func threadsDoNotChangeTheBytes() throws {
    let drawn = Drawn(seed: 15, rows: 120)
    let rows = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: drawn.scores,
      groups: Groups(drawn.groups)
    )
    let metrics = Metric.all(budgets: [10])
    let one = rows.estimates(metrics, bootstrap: BootstrapOptions(replicates: 60, threads: 1))
    for threads in [2, 3, 8] {
      let options = BootstrapOptions(replicates: 60, threads: threads)
      #expect(rows.estimates(metrics, bootstrap: options) == one)
    }
    let other = rows.estimates(metrics, bootstrap: BootstrapOptions(replicates: 60, seed: 2))
    #expect(other != one)
  }

  @Test func intervalsThatCannotBeDrawnSayWhy() throws {
    let labels = [true, false, true, false]
    let scores = [0.9, 0.8, 0.3, 0.2]
    func interval(
      _ metric: Metric,
      groups: [String]? = nil,
      replicates: Int = 50
    ) throws -> Interval {
      let rows = try ScoredRows(labels: labels, scores: scores, groups: groups.map { Groups($0) })
      let options = BootstrapOptions(replicates: replicates)
      return try #require(rows.estimates([metric], bootstrap: options).first).interval
    }
    #expect(try interval(.auc, replicates: 0) == .undefined(.noReplicates))
    #expect(try interval(.auc, groups: ["a", "a", "a", "a"]) == .undefined(.oneGroup))
    #expect(try interval(.brier) == .undefined(.figureUndefined))
    // One of two groups of one label each is drawn twice in half of the replicates.
    guard
      case .undefined(.tooFewReplicates(let defined, of: 50)) =
        try interval(.auc, groups: ["a", "b", "a", "b"])
    else {
      Issue.record("an interval from half of the replicates")
      return
    }
    #expect((10...40).contains(defined))
  }

  /// The standard error of the area by DeLong, DeLong and Clarke-Pearson (1988).
  private func deLongError(_ labels: [Bool], _ scores: [Double]) -> Double {
    let positives = labels.indices.filter { labels[$0] }
    let negatives = labels.indices.filter { !labels[$0] }
    func kernel(_ positive: Int, _ negative: Int) -> Double {
      if scores[positive] == scores[negative] { return 0.5 }
      return scores[positive] > scores[negative] ? 1 : 0
    }
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    let ofPositives = positives.map { positive in
      negatives.reduce(0) { $0 + kernel(positive, $1) } / Double(negatives.count)
    }
    let ofNegatives = negatives.map { negative in
      positives.reduce(0) { $0 + kernel($1, negative) } / Double(positives.count)
    }
    return
      (variance(ofPositives) / Double(positives.count)
      + variance(ofNegatives) / Double(negatives.count)).squareRoot()
  }
}
