import Determinism
import Models
import Testing

@Suite struct IntervalTests {
  /// Half the width of each interval.
  private func margins(
    _ sample: RandomSample,
    scoring: Observations,
    weights: [Double]? = nil,
    _ options: LogisticOptions = LogisticOptions()
  ) throws -> [Double] {
    let intervals = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      weights: weights,
      options: options
    ).model().rawLogitIntervals(scoring)
    return try #require(intervals).map { ($0.upperBound - $0.lowerBound) / 2 }
  }

  /// The vector of a row by a plain reading of the columns, one by one.
  private func slowVector(_ model: Model, _ observations: Observations, row: Int) -> [Double] {
    guard let uncertainty = model.uncertainty else { return [] }
    func value(_ feature: String) -> TermValue { observations[feature]?.value(at: row) ?? .missing }
    func isListed(_ feature: String, _ name: String) -> Bool {
      model.terms.contains {
        if case .categories(let values, _) = $0.shape {
          $0.feature == feature && values[name] != nil
        } else {
          false
        }
      }
    }
    func hasColumn(_ feature: String, _ presence: Presence) -> Bool {
      uncertainty.columns.contains {
        if case .absence(let absences) = $0 {
          absences.contains(.init(feature: feature, presence: presence))
        } else {
          false
        }
      }
    }
    func hasOther(_ feature: String) -> Bool {
      uncertainty.columns.contains(.otherCategories(feature: feature))
    }
    /// Whether training never showed what the row holds.
    func isUnseen(_ feature: String) -> Bool {
      switch value(feature) {
      case .number: false
      case .category(let name): !isListed(feature, name) && !hasOther(feature)
      case .missing: !hasColumn(feature, .missing)
      case .notApplicable: !hasColumn(feature, .notApplicable) && !hasColumn(feature, .missing)
      }
    }
    return uncertainty.columns.enumerated().map { index, column in
      switch column {
      case .intercept: return 1
      case .number(let feature, let mean, let scale):
        if isUnseen(feature) { return uncertainty.averages[index] }
        guard case .number(let x) = value(feature) else { return 0 }
        return (x - mean) / scale
      case .category(let feature, let name):
        if isUnseen(feature) { return uncertainty.averages[index] }
        return value(feature) == .category(name) ? 1 : 0
      case .otherCategories(let feature):
        if isUnseen(feature) { return uncertainty.averages[index] }
        guard case .category(let name) = value(feature) else { return 0 }
        return isListed(feature, name) ? 0 : 1
      case .absence(let absences):
        return absences.reduce(0) { sum, absence in
          let share = 1 / Double(absences.count)
          if isUnseen(absence.feature) { return sum + share * uncertainty.averages[index] }
          switch (value(absence.feature), absence.presence) {
          case (.missing, .missing), (.notApplicable, .notApplicable): return sum + share
          case (.notApplicable, .missing) where !hasColumn(absence.feature, .notApplicable):
            return sum + share
          default: return sum
          }
        }
      }
    }
  }

  /// Rows that training never showed: other categories, absences in other places.
  private func strangeRows() throws -> Observations {
    let presences: [Presence] = [.present, .missing, .notApplicable]
    let rows = (0..<81).map { number in
      [number % 3, number / 3 % 3, number / 9 % 3, number / 27].map { presences[$0] }
    }
    return try Observations(
      ids: rows.indices.map { "s\($0)" },
      columns: [
        ObservationColumn(
          name: "slip",
          numbers: rows.indices.map { Double($0) - 40 },
          presence: rows.map { $0[0] },
          hash: "a1"
        ),
        ObservationColumn(
          name: "budget",
          numbers: rows.indices.map { 1e6 + 3e4 * Double($0) },
          presence: rows.map { $0[1] }
        ),
        ObservationColumn(
          name: "bids",
          numbers: rows.indices.map { Double($0 % 11) },
          presence: rows.map { $0[2] }
        ),
        ObservationColumn(
          name: "sector",
          codes: rows.indices.map { Int32($0 % 6) },
          names: ["never seen", "road", "school", "bridge", "水利", "a\"b"],
          presence: rows.map { $0[3] }
        ),
      ]
    )
  }

  @Test(arguments: [(0.0, 1.0), (1.0, 10.0), (3.0, 40.0), (3.0, 1000.0)])
  func theVectorGivesTheLogitAndItsVarianceTheInterval(
    lambda: Double,
    minimumCategoryWeight: Double
  ) throws {
    // The logit is the vector times the coefficients: a vector that gives it for rows of every
    // kind is the right one for the variance.
    let sample = try RandomSample(rows: 300, seed: 21)
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      options: LogisticOptions(lambda: lambda, minimumCategoryWeight: minimumCategoryWeight)
    )
    let model = try fit.model()
    let uncertainty = try #require(model.uncertainty)
    for observations in [sample.observations, try strangeRows()] {
      let scorer = try Scorer(model, on: observations)
      let rawLogits = scorer.rawLogits()
      let intervals = try #require(scorer.intervals())
      for row in 0..<observations.rowCount {
        let vector = slowVector(model, observations, row: row)
        let logit = zip(vector, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1.value }
        #expect(abs(logit - rawLogits[row]) < 1e-10)
        var variance = 0.0
        for first in vector.indices {
          for second in vector.indices {
            let element = uncertainty.covariance[max(first, second)][min(first, second)]
            variance += vector[first] * element * vector[second]
          }
        }
        let margin = 1.959963984540054 * variance.squareRoot()
        #expect(abs(intervals[row].lowerBound - (logit - margin)) < 1e-10)
        #expect(abs(intervals[row].upperBound - (logit + margin)) < 1e-10)
      }
    }
  }

  @Test func intervalsOfAHandMadeModelAreTheHandComputedOnes() throws {
    let observations = try Observations(
      ids: ["a", "b", "c"],
      columns: [
        ObservationColumn(
          name: "slip",
          numbers: [18, 0, 10],
          presence: [.present, .missing, .present]
        ),
        ObservationColumn(
          name: "bids",
          numbers: [3, 0, 0],
          presence: [.present, .missing, .notApplicable]
        ),
        ObservationColumn(
          name: "sector",
          codes: [0, 1, 0],
          names: ["road", "水利"],
          presence: [.present, .present, .missing]
        ),
      ]
    )
    let model = ModelExamples.uncertain
    let intervals = try #require(try model.rawLogitIntervals(observations))
    // a: x = (2, 0, 0, 0, 0, 1): 4·4 + 2·2·(−1) + 2.
    // b: x = (0, 1, 0, 1, 0, 1): 9 + 16 + 2 + 2·(0.3 − 0.75 + 0.5).
    // c: x = (0, ¼, ⅛, 0, 1, 1): 9/16 + 1/64 + 25 + 2
    //    + 2·(¼·⅛·0.1 + 0 + 0 − ¼·0.75 + ⅛·0.0625 + ⅓).
    let first = 9.0 / 16 + 1.0 / 64 + 27
    let second = 0.1 / 32 - 0.75 / 4 + 0.0625 / 8 + 1.0 / 3
    let variances = [14, 27 + 2 * 0.05, first + 2 * second]
    let rawLogits = [3.0, -1 + 0.3 + 0.3 + 0.2, -1 - 0.5 + 0.1]
    for row in 0..<3 {
      let margin = 1.959963984540054 * variances[row].squareRoot()
      #expect(abs(intervals[row].lowerBound - (rawLogits[row] - margin)) < 1e-12)
      #expect(abs(intervals[row].upperBound - (rawLogits[row] + margin)) < 1e-12)
    }
    let probabilities = try #require(try model.probabilityIntervals(observations))
    for (interval, probability) in zip(intervals, probabilities) {
      #expect(probability.lowerBound == Pinned.logistic(0.8 * interval.lowerBound - 0.2))
      #expect(probability.upperBound == Pinned.logistic(0.8 * interval.upperBound - 0.2))
    }
  }

  @Test func modelsWithoutAnUncertaintyHaveNoIntervals() throws {
    let observations = try Observations(
      ids: ["a"],
      columns: [
        ObservationColumn(name: "slip_ratio", numbers: [1]),
        ObservationColumn(name: "bids", numbers: [1]),
      ]
    )
    #expect(try Scorer(ModelExamples.expert, on: observations).intervals() == nil)
    #expect(try ModelExamples.expert.probabilityIntervals(observations) == nil)
    var uncalibrated = ModelExamples.uncertain
    uncalibrated.calibration = nil
    let sample = try strangeRows()
    #expect(try uncalibrated.rawLogitIntervals(sample)?.count == sample.rowCount)
    #expect(try uncalibrated.probabilityIntervals(sample) == nil)
  }

  @Test func tooManyCoefficientsKeepNoUncertaintyAndSaySo() throws {
    let sample = try RandomSample(rows: 100, seed: 22)
    let coefficients = 11
    func fit(_ limit: Int) throws -> LogisticFit {
      try LogisticRegression.fit(
        sample.observations,
        labels: sample.labels,
        options: LogisticOptions(minimumCategoryWeight: 1, maximumUncertainCoefficients: limit)
      )
    }
    let without = try fit(coefficients - 1)
    #expect(without.coefficients.count == coefficients)
    #expect(try without.model().uncertainty == nil)
    #expect(without.notes == [.noUncertainty(coefficients: coefficients)])
    let with = try fit(coefficients)
    #expect(try with.model().uncertainty != nil)
    #expect(with.notes.isEmpty)
  }

  @Test func aFitThatStoppedEarlyHasNoIntervals() throws {
    let sample = try RandomSample(rows: 100, seed: 22)
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      options: LogisticOptions(maximumIterations: 1)
    )
    #expect(try fit.model(acceptingStopped: true).uncertainty == nil)
  }

  @Test func aFittedUncertaintyReadsBackTheSame() throws {
    let sample = try RandomSample(rows: 200, seed: 23)
    let model = try LogisticRegression.fit(sample.observations, labels: sample.labels).model()
    let back = try Model(decoding: model.encoded(), file: "m.json")
    #expect(back.uncertainty != nil)
    #expect(back == model)
    let intervals = try model.rawLogitIntervals(sample.observations)
    #expect(try back.rawLogitIntervals(sample.observations) == intervals)
  }

  @Test func numbersThatOverflowLeaveEverythingOpen() throws {
    let huge: [Double] = [.greatestFiniteMagnitude, -1e300, 1e160]
    let observations = try Observations(
      ids: ["a", "b", "c"],
      columns: [
        ObservationColumn(name: "slip", numbers: huge),
        ObservationColumn(name: "bids", numbers: huge),
        ObservationColumn(name: "sector", codes: [0, 0, 0], names: ["road"]),
      ]
    )
    let everything = -Double.infinity...Double.infinity
    let intervals = try ModelExamples.uncertain.rawLogitIntervals(observations)
    #expect(intervals == [everything, everything, everything])
    let probabilities = try ModelExamples.uncertain.probabilityIntervals(observations)
    #expect(probabilities == [0...1, 0...1, 0...1])
  }

  @Test(arguments: [0.0, 1])
  func twoCopiesOfARowEqualWeightTwo(lambda: Double) throws {
    let sample = try RandomSample(rows: 300, seed: 24)
    let doubled = Array(0..<300) + Array(0..<100)
    let weights = (0..<300).map { $0 < 100 ? 2.0 : 1 }
    let options = LogisticOptions(lambda: lambda)
    let scoring = sample.observations
    let byCopies = try margins(sample.selecting(doubled), scoring: scoring, options)
    let byWeight = try margins(sample, scoring: scoring, weights: weights, options)
    #expect(largestDifference(byCopies, byWeight) < 1e-9)
    let once = try margins(sample, scoring: scoring, options)
    #expect(largestDifference(byCopies, once) > 1e-3)
  }

  @Test func permutedRowsAndScaledFeaturesGiveTheSameIntervals() throws {
    let sample = try RandomSample(rows: 200, seed: 25)
    var random = SplitMix64(seed: 26)
    let permuted = sample.selecting(random.shuffled(Array(0..<200)))
    let plain = try margins(sample, scoring: sample.observations)
    let ofPermuted = try margins(permuted, scoring: sample.observations)
    #expect(largestDifference(plain, ofPermuted) < 1e-9)
    let column = ObservationColumn(
      name: "slip",
      numbers: sample.observations.numbers("slip").map { $0 * -1e-6 },
      hash: "a1"
    )
    let scaled = try sample.replacing(column)
    let ofScaled = try margins(scaled, scoring: scaled.observations)
    #expect(largestDifference(plain, ofScaled) < 1e-9)
  }

  @Test func fourTimesTheWeightHalvesAnUnpenalisedInterval() throws {
    let sample = try RandomSample(rows: 200, seed: 27)
    let options = LogisticOptions(lambda: 0)
    let once = try margins(sample, scoring: sample.observations, options)
    let four = try margins(
      sample,
      scoring: sample.observations,
      weights: [Double](repeating: 4, count: 200),
      options
    )
    #expect(largestDifference(once, four.map { 2 * $0 }) < 1e-8)
  }

  @Test(arguments: [2, 5])
  func anyNumberOfThreadsGivesTheSameIntervals(threads: Int) throws {
    let sample = try RandomSample(rows: 3000, seed: 28)
    let training = sample.selecting(Array(0..<300))
    let model = try LogisticRegression.fit(training.observations, labels: training.labels).model()
    let scorer = try Scorer(model, on: sample.observations)
    let serial = try #require(scorer.intervals())
    #expect(scorer.intervals(threads: threads) == serial)
    #expect(serial.count == 3000)
  }

  @Test func intervalsHoldTheTruthAboutNinetyFiveTimesInAHundred() throws {
    var random = SplitMix64(seed: 29)
    let point = try Observations(
      ids: ["a"],
      columns: [
        ObservationColumn(name: "x", numbers: [1.2]), ObservationColumn(name: "z", numbers: [-0.5]),
      ]
    )
    let truth = -0.5 + 0.8 * 1.2 - 0.6 * -0.5
    var held = 0
    let draws = 200
    for _ in 0..<draws {
      let x = (0..<200).map { _ in random.normal() }
      let z = (0..<200).map { _ in random.normal() }
      let labels = (0..<200).map {
        random.uniform() < Pinned.logistic(-0.5 + 0.8 * x[$0] - 0.6 * z[$0])
      }
      let observations = try Observations(
        ids: labels.indices.map(String.init),
        columns: [
          ObservationColumn(name: "x", numbers: x), ObservationColumn(name: "z", numbers: z),
        ]
      )
      let intervals = try LogisticRegression.fit(
        observations,
        labels: labels,
        options: LogisticOptions(lambda: 0)
      ).model().rawLogitIntervals(point)
      if try #require(intervals)[0].contains(truth) { held += 1 }
    }
    // Four standard errors of a share of 0.95 in 200 draws are 0.062.
    #expect((0.888...0.995).contains(Double(held) / Double(draws)), "\(held) of \(draws)")
  }
}
