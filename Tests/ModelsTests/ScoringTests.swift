import Determinism
import Models
import Testing

@Suite struct ScoringTests {
  /// Rows for `ModelExamples.full`: all present; all missing; bids not applicable.
  private func observations() throws -> Observations {
    try Observations(
      ids: ["a", "b", "c"],
      columns: [
        ObservationColumn(name: "unrelated", numbers: [1, 2, 3]),
        ObservationColumn(
          name: "bids",
          numbers: [2, 0, 9],
          presence: [.present, .missing, .notApplicable]
        ),
        ObservationColumn(
          name: "sector",
          codes: [1, 0, 2],
          names: ["road", "水利", "new"],
          presence: [.present, .missing, .present]
        ),
        ObservationColumn(
          name: "slip",
          numbers: [10, .nan, 1],
          unit: "day",
          hash: "a1"
        ),
      ]
    )
  }

  @Test func sumsAreTheHandComputedOnes() throws {
    let scorer = try Scorer(ModelExamples.full, on: observations())
    let byHand = [
      [0.1 * (10 - 1.0 / 3), 0.1, -0.5, 0.2],
      [0.2, 0.3, 0, -0.6],
      [0.1 * (1 - 1.0 / 3), -0.25, 0.01, 0.9],
    ]
    for row in 0..<3 {
      #expect(scorer.contributions(row: row) == byHand[row])
      #expect(scorer.sums()[row] == byHand[row].reduce(-1.1, +))
      #expect(scorer.sum(row: row) == scorer.sums()[row])
    }
    #expect(scorer.rawLogits() == scorer.sums())
  }

  @Test func aTermAloneGivesWhatTheBoundOneGives() throws {
    let model = ModelExamples.full
    let scorer = try Scorer(model, on: observations())
    for row in 0..<3 {
      for (index, term) in model.terms.enumerated() where term.featureNames.count == 1 {
        let value = scorer.values(row: row, term: index)[0]
        #expect(term.contribution(of: value) == scorer.contributions(row: row)[index])
      }
    }
  }

  @Test func aStepBeginsAtItsCut() {
    let term = Term(
      feature: "x",
      shape: .steps(cuts: [1, 2], values: [10, 20, 30]),
      missing: 0
    )
    let values = [-1e308, 1.0.nextDown, 1, 1.5, 2, 1e308]
    #expect(values.map { term.contribution(of: .number($0)) } == [10, 10, 20, 20, 30, 30])
  }

  @Test(arguments: [2, 3, 16])
  func anyNumberOfThreadsGivesTheSameLogits(threads: Int) throws {
    let sample = try RandomSample(rows: 20_000, seed: 1)
    let model = try LogisticRegression.fit(
      sample.observations.selecting(rows: Array(0..<300)),
      labels: Array(sample.labels[..<300])
    ).model()
    let serial = try model.rawLogits(sample.observations)
    #expect(try model.rawLogits(sample.observations, threads: threads) == serial)
    #expect(serial.count == 20_000)
  }

  @Test func columnsMatchByNameAndNotByPosition() throws {
    let sample = try RandomSample(rows: 100, seed: 2)
    let model = try LogisticRegression.fit(sample.observations, labels: sample.labels).model()
    let reversed = try Observations(
      ids: sample.observations.ids,
      columns: sample.observations.columns.reversed()
    )
    #expect(try model.rawLogits(reversed) == model.rawLogits(sample.observations))
  }

  @Test func pointsAreTheSumAndTheLogitFollowsTheScale() throws {
    let model = ModelExamples.expert
    let observations = try Observations(
      ids: ["a", "b"],
      columns: [
        ObservationColumn(name: "slip_ratio", numbers: [0.2, 0.05]),
        ObservationColumn(name: "bids", numbers: [2, 3]),
      ]
    )
    #expect(try model.points(observations) == [25, 0])
    #expect(try model.rawLogits(observations) == [-0.5, -3])
    #expect(model.probabilities(ofRawLogits: [-0.5]) == nil)
    var calibrated = model
    calibrated.calibration = Calibration(
      method: .platt,
      slope: 2,
      intercept: 1,
      positiveGroups: 20,
      rows: 90
    )
    #expect(calibrated.probabilities(ofRawLogits: [-0.5]) == [0.5])
    #expect(try ModelExamples.full.points(self.observations()) == nil)
  }

  @Test(arguments: Model.Kind.allCases)
  func aModelWithoutACalibrationGivesNoProbabilities(kind: Model.Kind) {
    var model = kind == .expert || kind == .scorecard ? ModelExamples.expert : ModelExamples.full
    model.kind = kind
    model.calibration = nil
    #expect(model.probabilities(ofRawLogits: [-0.5, 2]) == nil)
    #expect(model.probabilityIntervals(ofRawLogits: [-0.5...2]) == nil)
    model.calibration = ModelExamples.full.calibration
    #expect(model.probabilities(ofRawLogits: [0.25]) == [0.5])
  }

  @Test func reasonsAreTheLargestPositiveDifferencesFromTheMean() throws {
    let scorer = try Scorer(ModelExamples.full, on: observations())
    let strongest = scorer.strongest(rows: 1..<3, limit: 3)
    #expect(strongest.terms == [0, 1, -1, 3, 0, -1])
    #expect(strongest.excesses[3] == 0.9 - 0.2)
    #expect(scorer.strongest(rows: 2..<3, limit: 1).terms == [3])
    #expect(scorer.strongest(rows: 2..<3, limit: 0).terms.isEmpty)
    // What is missing may be kept from being a reason.
    let present = scorer.strongest(rows: 1..<2, limit: 2) { _, _ in false }
    #expect(present.terms == [-1, -1])
  }

  @Test(arguments: 1...4)
  func reasonsOfABlockAreThoseOfEachRow(limit: Int) throws {
    let sample = try RandomSample(rows: 500, seed: 41)
    var model = try LogisticRegression.fit(sample.observations, labels: sample.labels).model()
    // Ties: the same terms again.
    model.terms += model.terms
    let scorer = try Scorer(model, on: sample.observations)
    let order = [3, 7, 1, 0, 4, 5, 6, 2]
    let rows = 100..<433
    let strongest = scorer.strongest(rows: rows, limit: limit, order: order) { term, row in
      (term + row) % 2 == 0
    }
    for row in rows {
      let contributions = scorer.contributions(row: row)
      var slow: [(term: Int, excess: Double)] = []
      for term in order {
        let excess = contributions[term] - model.terms[term].trainingMean
        let isAbsent = scorer.values(row: row, term: term).contains {
          $0 == .missing || $0 == .notApplicable
        }
        if excess > 0, !isAbsent || (term + row) % 2 == 0 { slow.append((term, excess)) }
      }
      // Insertion, so that ties keep their order.
      var sorted: [(term: Int, excess: Double)] = []
      for reason in slow {
        let place = sorted.firstIndex { $0.excess < reason.excess } ?? sorted.count
        sorted.insert(reason, at: place)
      }
      let start = (row - rows.lowerBound) * limit
      for place in 0..<limit {
        let expected = place < sorted.count ? sorted[place] : (term: -1, excess: 0)
        #expect(strongest.terms[start + place] == expected.term, "row \(row)")
        #expect(strongest.excesses[start + place] == expected.excess, "row \(row)")
      }
    }
  }

  @Test func rowsRankAsByComparingThemOneByOne() {
    var random = SplitMix64(seed: 42)
    let values: [Double] = [
      0, -0.0, 1, -1, 0.5, -0.5, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-300, .infinity, -.infinity,
    ]
    for _ in 0..<20 {
      let logits = (0..<300).map { _ in
        random.uniform() < 0.5 ? values[random.int(below: values.count)] : random.normal()
      }
      let ids = logits.map { _ in ["a", "ä", "甲", "B", "aa", ""][random.int(below: 6)] }
      let slow = logits.indices.sorted { left, right in
        if logits[left] != logits[right] { return logits[left] > logits[right] }
        let (first, second) = (Array(ids[left].utf8), Array(ids[right].utf8))
        if first == second { return left < right }
        return first.lexicographicallyPrecedes(second)
      }
      #expect(Ranking.order(rawLogits: logits, ids: ids) == slow)
      for count in [0, 1, 10, 400] {
        let first = Ranking.first(count, rawLogits: logits, ids: ids)
        #expect(first == Array(slow.prefix(count)))
      }
    }
  }

  @Test func runsThatAreSortedApartRankAsOne() {
    var random = SplitMix64(seed: 31)
    let worlds: [() -> Double] = [
      { random.normal() },
      // Few values, and keys that differ in their last bits alone.
      { Double(random.int(below: 5)) },
      { Double(bitPattern: (1.0).bitPattern + UInt64(random.int(below: 2000))) },
      { random.uniform() < 0.5 ? -0.0 : 0 },
    ]
    for draw in worlds {
      let logits = (0..<40_000).map { _ in draw() }
      let ids = logits.map { _ in "P\(random.int(below: 1000))" }
      let slow = logits.indices.sorted { left, right in
        if logits[left] != logits[right] { return logits[left] > logits[right] }
        return ids[left] == ids[right]
          ? left < right : ids[left].utf8.lexicographicallyPrecedes(ids[right].utf8)
      }
      for runLength in [700, 16_384, 100_000] {
        for threads in [1, 4] {
          let order = Ranking.order(
            rawLogits: logits,
            ids: ids,
            threads: threads,
            runLength: runLength
          )
          #expect(order == slow)
        }
      }
    }
  }

  @Test func rowsRankByLogitThenByIdInByteOrder() {
    let ids = ["b", "a", "c", "B", "a"]
    let logits = [1.0, 1, 2, 1, 1]
    #expect(Ranking.order(rawLogits: logits, ids: ids) == [2, 3, 1, 4, 0])
    #expect(Ranking.order(rawLogits: [], ids: []) == [])
  }

  @Test func trainingMeansAreTheMeansOfTheContributions() throws {
    let sample = try RandomSample(rows: 200, seed: 3)
    let model = try LogisticRegression.fit(sample.observations, labels: sample.labels).model()
    let scorer = try Scorer(model, on: sample.observations)
    for (index, term) in model.terms.enumerated() {
      let mean = (0..<200).reduce(0) { $0 + scorer.contributions(row: $1)[index] } / 200
      #expect(abs(term.trainingMean - mean) < 1e-13)
    }
  }
}
