import Determinism
import Evaluation
import Testing

/// What must hold of every figure, tried on drawn rows and on all small ones.
@Suite struct MetricPropertyTests {
  @Test func aucIsTheShareOfOrderedPairsInEverySmallWorld() throws {
    for rows in 1...4 {
      for labels in words(of: [false, true], length: rows) {
        for scores in words(of: [0.0, 1.0, 2.0], length: rows) {
          let world = try ScoredRows(labels: labels, scores: scores)
          #expect(world.figure(.auc).value == pairs(labels, scores))
          for budget in 1...rows {
            let found = expectedFound(labels, scores, budget)
            let precision = try #require(world.figure(.precision(at: budget)).value)
            #expect(isClose(precision, found / Double(budget), relative: 1e-14))
          }
        }
      }
    }
  }

  @Test(arguments: 0..<20) func aWeightOfTwoEqualsARowTwice(seed: Int) throws {
    let drawn = Drawn(seed: seed, rows: 40)
    let weighted = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: drawn.scores,
      weights: drawn.counts.map(Double.init)
    )
    let repeated = zip(drawn.labels, zip(drawn.scores, drawn.counts)).flatMap { label, rest in
      [(Bool, Double)](repeating: (label, rest.0), count: rest.1)
    }
    let plain = try ScoredRows(
      labels: repeated.map(\.0),
      scores: repeated.map(\.1),
      probabilities: repeated.map(\.1)
    )
    let metrics = Metric.all(budgets: [5])
    for (metric, pair) in zip(metrics, zip(weighted.figures(metrics), plain.figures(metrics))) {
      let left = try #require(pair.0.value, "seed \(seed) \(metric.name)")
      let right = try #require(pair.1.value, "seed \(seed) \(metric.name)")
      #expect(isClose(left, right, relative: 1e-12), "seed \(seed) \(metric.name)")
    }
  }

  @Test(arguments: 0..<10) func anIncreasingMapOfScoresChangesNoRank(seed: Int) throws {
    let drawn = Drawn(seed: seed, rows: 60)
    let before = try ScoredRows(labels: drawn.labels, scores: drawn.scores)
    let after = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores.map { Pinned.logit($0 * 0.98 + 0.01) }
    )
    let metrics: [Metric] = [.auc, .averagePrecision, .ks, .recall(at: 7)]
    #expect(before.figures(metrics) == after.figures(metrics))
  }

  @Test(arguments: 0..<10) func theOrderOfTheRowsChangesNoFigure(seed: Int) throws {
    let drawn = Drawn(seed: seed, rows: 50)
    var random = SplitMix64(seed: UInt64(seed))
    let order = random.shuffled(Array(drawn.labels.indices))
    let metrics = Metric.all(budgets: [1, 7, 50])
    let given = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: drawn.scores
    )
    let shuffled = try ScoredRows(
      labels: order.map { drawn.labels[$0] },
      scores: order.map { drawn.scores[$0] },
      probabilities: order.map { drawn.scores[$0] }
    )
    for (metric, pair) in zip(metrics, zip(given.figures(metrics), shuffled.figures(metrics))) {
      let left = try #require(pair.0.value)
      let right = try #require(pair.1.value)
      #expect(isClose(left, right, relative: 1e-12), "seed \(seed) \(metric.name)")
    }
    #expect(given.figures([.auc, .ks]) == shuffled.figures([.auc, .ks]))
  }

  @Test(arguments: 0..<10) func turningScoresAndLabelsRoundKeepsTheArea(seed: Int) throws {
    let drawn = Drawn(seed: seed, rows: 50)
    let given = try ScoredRows(labels: drawn.labels, scores: drawn.scores)
    let labelsTurned = try ScoredRows(labels: drawn.labels.map { !$0 }, scores: drawn.scores)
    let bothTurned = try ScoredRows(
      labels: drawn.labels.map { !$0 },
      scores: drawn.scores.map { -$0 }
    )
    let area = try #require(given.figure(.auc).value)
    #expect(isClose(try #require(labelsTurned.figure(.auc).value), 1 - area, relative: 1e-14))
    #expect(bothTurned.figure(.auc) == given.figure(.auc))
    let distance = try #require(given.figure(.ks).value)
    #expect(isClose(try #require(bothTurned.figure(.ks).value), distance, relative: 1e-14))
  }

  @Test(arguments: 0..<10) func recalibratedProbabilitiesNeedNoRecalibration(seed: Int) throws {
    let drawn = Drawn(seed: seed, rows: 80)
    let rows = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: drawn.scores
    )
    let intercept = try #require(rows.figure(.calibrationIntercept).value)
    let slope = try #require(rows.figure(.calibrationSlope).value)
    let mended = drawn.scores.map { Pinned.logistic(intercept + slope * Pinned.logit($0)) }
    let again = try ScoredRows(
      labels: drawn.labels,
      scores: mended,
      probabilities: mended
    )
    for (metric, expected) in [
      (Metric.calibrationIntercept, 0.0), (.calibrationSlope, 1), (.calibrationInTheLarge, 0),
    ] {
      let value = try #require(again.figure(metric).value)
      #expect(isClose(value, expected, relative: 1e-9), "seed \(seed) \(metric.name)")
    }
    let sum = mended.reduce(0, +)
    #expect(isClose(sum, Double(drawn.labels.count { $0 }), relative: 1e-10))
  }

  @Test func whatCannotBeComputedSaysWhy() throws {
    func reason(
      _ metric: Metric,
      _ labels: [Bool],
      _ scores: [Double],
      weights: [Double]? = nil
    ) throws -> Undefined? {
      try ScoredRows(labels: labels, scores: scores, probabilities: scores, weights: weights)
        .figure(metric).reason
    }
    for metric in Metric.all(budgets: [1]) {
      #expect(try reason(metric, [], []) == .noRows, "\(metric.name)")
      #expect(try reason(metric, [true], [0.5], weights: [0]) == .noRows, "\(metric.name)")
    }
    for metric in [Metric.auc, .ks, .calibrationSlope, .calibrationInTheLarge] {
      #expect(try reason(metric, [true, true], [0.2, 0.4]) == .oneClass)
      #expect(try reason(metric, [false, false], [0.2, 0.4]) == .oneClass)
    }
    for metric in [Metric.averagePrecision, .recall(at: 1), .lift(at: 1)] {
      #expect(try reason(metric, [false, false], [0.2, 0.4]) == .noPositives)
    }
    let three = [0.2, 0.4, 0.6]
    #expect(
      try reason(.precision(at: 4), [true, false, true], three)
        == .budgetAboveRows(budget: 4, rows: 3)
    )
    #expect(try reason(.precision(at: 3), [true, false, true], three) == nil)
    #expect(try reason(.recall(at: 0), [true, false], [0, 1]) == .budgetNotPositive(0))
    #expect(try reason(.calibrationSlope, [true, false], [0.3, 0.3]) == .constantScores)
    #expect(try reason(.calibrationSlope, [false, true, true], three) == .separated)
    #expect(try reason(.calibrationSlope, [true, true, false], three) == .separated)
    #expect(
      try reason(.calibrationSlope, [false, false, true, true], [0.2, 0.4, 0.4, 0.6])
        == .separated
    )
    #expect(try reason(.calibrationSlope, [false, true, false], three) == nil)
    let scoresOnly = try ScoredRows(labels: [true, false], scores: [3, -2])
    #expect(scoresOnly.figure(.brier).reason == .noProbabilities)
    #expect(scoresOnly.figure(.calibrationSlope).reason == .noProbabilities)
    #expect(CalibrationTable(scoresOnly).bins.isEmpty)
  }

  @Test func inputThatCannotBeEvaluatedIsRefused() {
    #expect(throws: EvaluationError(.lengths(column: "scores", count: 1, rows: 2))) {
      try ScoredRows(labels: [true, false], scores: [1])
    }
    #expect(throws: EvaluationError(.scoreNotFinite(row: 1, value: .infinity))) {
      try ScoredRows(labels: [true, false], scores: [1, .infinity])
    }
    #expect(throws: EvaluationError(.probabilityOutside(row: 0, value: 1.5))) {
      try ScoredRows(labels: [true], scores: [1], probabilities: [1.5])
    }
    #expect(throws: EvaluationError.self) {
      try ScoredRows(labels: [true], scores: [1], probabilities: [.nan])
    }
    #expect(throws: EvaluationError(.weightInvalid(row: 0, value: -1))) {
      try ScoredRows(labels: [true], scores: [1], weights: [-1])
    }
    #expect(throws: EvaluationError(.lengths(column: "groups", count: 2, rows: 1))) {
      try ScoredRows(labels: [true], scores: [1], groups: Groups(["a", "b"]))
    }
  }

  @Test func binsNeverDivideEqualProbabilities() throws {
    let drawn = Drawn(seed: 3, rows: 200)
    let coarse = drawn.scores.map { ($0 * 4).rounded() / 4 }
    let rows = try ScoredRows(labels: drawn.labels, scores: coarse, probabilities: coarse)
    for count in 1...12 {
      let bins = CalibrationTable(rows, bins: count).bins
      #expect(bins.count <= count)
      #expect(bins.map(\.rows).reduce(0, +) == 200)
      for (left, right) in zip(bins, bins.dropFirst()) { #expect(left.highest < right.lowest) }
    }
    let distinct = try ScoredRows(
      labels: drawn.labels,
      scores: drawn.scores,
      probabilities: (0..<200).map { Double($0) / 200 }
    )
    #expect(
      CalibrationTable(distinct, bins: 8).bins.map(\.rows) == [Double](repeating: 25, count: 8)
    )
  }

  /// Every ordered pair, one by one: the slow twin of the sweep.
  private func pairs(_ labels: [Bool], _ scores: [Double]) -> Double? {
    var ordered = 0.0
    var count = 0.0
    for positive in labels.indices where labels[positive] {
      for negative in labels.indices where !labels[negative] {
        count += 1
        if scores[positive] > scores[negative] { ordered += 1 }
        if scores[positive] == scores[negative] { ordered += 0.5 }
      }
    }
    return count > 0 ? ordered / count : nil
  }

  /// The mean number of positives among the first `budget`, over every order that ranks by score.
  private func expectedFound(_ labels: [Bool], _ scores: [Double], _ budget: Int) -> Double {
    var total = 0.0
    var orders = 0.0
    for order in permutations(Array(labels.indices))
    where zip(order, order.dropFirst()).allSatisfy({ scores[$0] >= scores[$1] }) {
      orders += 1
      total += Double(order.prefix(budget).count { labels[$0] })
    }
    return total / orders
  }
}

/// Labelled rows drawn from a seed: probabilities that rank better than chance, with ties.
struct Drawn {
  var labels: [Bool] = []
  var scores: [Double] = []
  var counts: [Int] = []
  var groups: [String] = []

  init(seed: Int, rows: Int, groupCount: Int = 10) {
    var random = SplitMix64(seed: UInt64(seed) &+ 1_000)
    for _ in 0..<rows {
      let score = (Pinned.logistic(random.normal()) * 50).rounded() / 52 + 0.01
      scores.append(score)
      labels.append(random.uniform() < 0.2 + 0.6 * score)
      counts.append(random.int(below: 4))
      groups.append("P\(random.int(below: groupCount))")
    }
  }
}

/// Every word of `length` letters.
func words<Letter>(of letters: [Letter], length: Int) -> [[Letter]] {
  guard length > 0 else { return [[]] }
  return words(of: letters, length: length - 1).flatMap { word in letters.map { word + [$0] } }
}

/// Every order of the elements.
func permutations<Element>(_ elements: [Element]) -> [[Element]] {
  guard !elements.isEmpty else { return [[]] }
  return elements.indices.flatMap { index in
    var rest = elements
    let first = rest.remove(at: index)
    return permutations(rest).map { [first] + $0 }
  }
}
