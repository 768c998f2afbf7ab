import Determinism
import Models
import Testing

/// The cluster-robust covariance of a logistic regression.
@Suite struct ClusterTests {
  /// The model and half the width of each row's interval.
  private func fit(
    _ sample: RandomSample,
    groups: [String]?,
    weights: [Double]? = nil,
    lambda: Double = 0,
    scoring: Observations? = nil
  ) throws -> (fit: LogisticFit, margins: [Double]) {
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      weights: weights,
      groups: groups,
      options: LogisticOptions(lambda: lambda)
    )
    let intervals = try #require(
      try fit.model().rawLogitIntervals(scoring ?? sample.observations)
    )
    return (fit, intervals.map { ($0.upperBound - $0.lowerBound) / 2 })
  }

  @Test(arguments: [("clusters", 0.0), ("rows", 0), ("penalised", 2)])
  func intervalsAreThoseOfStatsmodelsAndOfTheClosedForm(name: String, lambda: Double) throws {
    let expected = try Goldens.rows("clusters_expected.csv").filter { $0[0] == name }
    let sample = try Goldens.sample(["slip", "budget", "sector"])
    let count = sample.labels.count
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      groups: (0..<count).map { name == "rows" ? "r\($0)" : "g\($0 * $0 % 61)" },
      options: LogisticOptions(lambda: lambda, minimumCategoryWeight: 1)
    )
    #expect(fit.clusters == (name == "rows" ? count : Set((0..<count).map { $0 * $0 % 61 }).count))
    let scorer = try Scorer(try fit.model(), on: sample.observations)
    let rawLogits = scorer.rawLogits()
    let intervals = try #require(scorer.intervals())
    #expect(expected.count == 30)
    for line in expected {
      let row = try #require(Int(line[1]))
      let numbers = try line[2...].map { try #require(Double($0)) }
      let found = [rawLogits[row], intervals[row].lowerBound, intervals[row].upperBound]
      #expect(largestDifference(found, numbers) < 1e-8, "row \(row): \(found)")
    }
  }

  @Test(arguments: [0.0, 2])
  func copiesOfRowsWithinTheirGroupDoNotNarrowIntervals(lambda: Double) throws {
    let sample = try RandomSample(rows: 300, seed: 31)
    let groups = (0..<300).map { "g\($0 / 3)" }
    let once = try fit(sample, groups: groups, lambda: lambda)
    // Four copies of everything, the penalty with them: only (n − 1)/(n − p) is another.
    let rows = (0..<1200).map { $0 % 300 }
    let copies = try fit(
      sample.selecting(rows),
      groups: rows.map { groups[$0] },
      lambda: 4 * lambda,
      scoring: sample.observations
    )
    let columns = Double(once.fit.coefficients.count)
    let change = (1199 / (1200 - columns) / (299 / (300 - columns))).squareRoot()
    #expect(largestDifference(copies.margins, once.margins.map { $0 * change }) < 1e-7)
    // By the rows alone the same copies would halve them.
    let naive = try fit(
      sample.selecting(rows),
      groups: nil,
      lambda: 4 * lambda,
      scoring: sample.observations
    )
    let plain = try fit(sample, groups: nil, lambda: lambda)
    #expect(largestDifference(naive.margins, plain.margins.map { $0 / 2 }) < 1e-7)
  }

  @Test func namesAndOrderOfGroupsDoNotMatter() throws {
    let sample = try RandomSample(rows: 200, seed: 32)
    let groups = (0..<200).map { "g\($0 % 50)" }
    let plain = try fit(sample, groups: groups, lambda: 1)
    var random = SplitMix64(seed: 33)
    let order = random.shuffled(Array(0..<200))
    let other = try fit(
      sample.selecting(order),
      groups: order.map { "项目\($0 % 50 * 7 % 50)" },
      lambda: 1,
      scoring: sample.observations
    )
    #expect(largestDifference(plain.margins, other.margins) < 1e-9)
    // Groups change the intervals and nothing else.
    let without = try fit(sample, groups: nil, lambda: 1)
    #expect(without.fit.coefficients == plain.fit.coefficients)
    #expect(largestDifference(plain.margins, without.margins) > 1e-3)
  }

  @Test func rowsOfWeightZeroBelongToNoGroup() throws {
    let sample = try RandomSample(rows: 240, seed: 34)
    let groups = (0..<240).map { "g\($0 % 60)" }
    let weights = (0..<240).map { $0 < 200 ? 1.0 : 0 }
    let weighted = try fit(sample, groups: groups, weights: weights, lambda: 1)
    let cut = try fit(
      sample.selecting(Array(0..<200)),
      groups: Array(groups.prefix(200)),
      lambda: 1,
      scoring: sample.observations
    )
    #expect(largestDifference(weighted.margins, cut.margins) < 1e-12)
    #expect(weighted.fit.clusters == 60)
  }

  @Test func tooFewGroupsLeaveTheModelsOwnCovarianceAndSaySo() throws {
    let sample = try RandomSample(rows: 200, seed: 35)
    let few = try fit(sample, groups: (0..<200).map { "g\($0 % 4)" }, lambda: 1)
    let without = try fit(sample, groups: nil, lambda: 1)
    #expect(few.fit.clusters == nil)
    #expect(few.margins == without.margins)
    let note = FitNote.fewClusters(clusters: 4, coefficients: few.fit.coefficients.count)
    #expect(few.fit.notes.contains(note))
    #expect(note.description.contains("too narrow"))
  }

  @Test func theModelFileSaysWhichCovarianceItKeeps() throws {
    let sample = try RandomSample(rows: 200, seed: 36)
    let model = try fit(sample, groups: (0..<200).map { "g\($0 % 50)" }).fit.model()
    let back = try Model(decoding: model.encoded(), file: "m.json")
    #expect(back == model)
    #expect(back.trained.fit["covariance"] == .text("cluster"))
    #expect(back.trained.fit["clusters"] == .integer(50))
    let plain = try fit(sample, groups: nil).fit.model()
    #expect(plain.trained.fit["covariance"] == .text("model"))
    #expect(plain.trained.fit["clusters"] == nil)
  }

  @Test func intervalsOfRowsThatRepeatHoldTheTruthAboutNinetyFiveTimesInAHundred() throws {
    // 100 projects seen on five dates: what is drawn for the project holds on all of them.
    var random = SplitMix64(seed: 37)
    let point = try Observations(
      ids: ["a"],
      columns: [ObservationColumn(name: "x", numbers: [0.7])]
    )
    let truth = -0.4 + 0.9 * 0.7
    var held = (clustered: 0, naive: 0)
    let draws = 150
    for _ in 0..<draws {
      let x = (0..<100).map { _ in random.normal() }
      let outcomes = x.map { random.uniform() < Pinned.logistic(-0.4 + 0.9 * $0) }
      let rows = (0..<500).map { $0 / 5 }
      let sample = try Observations(
        ids: rows.map(String.init),
        columns: [ObservationColumn(name: "x", numbers: rows.map { x[$0] })]
      )
      func holds(_ groups: [String]?) throws -> Bool {
        let intervals = try LogisticRegression.fit(
          sample,
          labels: rows.map { outcomes[$0] },
          groups: groups,
          options: LogisticOptions(lambda: 0)
        ).model().rawLogitIntervals(point)
        return try #require(intervals)[0].contains(truth)
      }
      if try holds(sample.ids) { held.clustered += 1 }
      if try holds(nil) { held.naive += 1 }
    }
    // Four standard errors of a share of 0.95 in 150 draws are 0.071.
    #expect(Double(held.clustered) / Double(draws) > 0.879, "\(held)")
    #expect(Double(held.naive) / Double(draws) < 0.8, "\(held)")
  }
}
