import Determinism
import Models
import Testing

@Suite struct LogisticTroubleTests {
  private func observations(_ columns: [String: [Double]]) throws -> Observations {
    let count = columns.values.first?.count ?? 0
    return try Observations(
      ids: (0..<count).map(String.init),
      columns: columns.keys.sorted().map {
        ObservationColumn(name: $0, numbers: columns[$0] ?? [])
      }
    )
  }

  private func problem(
    _ observations: Observations,
    _ labels: [Bool],
    _ options: LogisticOptions = LogisticOptions(),
    weights: [Double]? = nil
  ) -> ModelError.Problem? {
    do throws(ModelError) {
      _ = try LogisticRegression.fit(
        observations,
        labels: labels,
        weights: weights,
        options: options
      )
      return nil
    } catch {
      return error.problem
    }
  }

  private let noPenalty = LogisticOptions(lambda: 0)

  @Test func oneClassIsRefused() throws {
    let rows = try observations(["x": [1, 2, 3]])
    #expect(problem(rows, [true, true, true]) == .oneClass(isPositive: true, rows: 3))
    #expect(
      problem(rows, [true, true, false], weights: [1, 1, 0])
        == .oneClass(isPositive: true, rows: 2)
    )
  }

  @Test func noRowsAreRefused() throws {
    #expect(problem(try observations(["x": []]), []) == .noRows)
    #expect(problem(try observations(["x": [1]]), [true], weights: [0]) == .noRows)
  }

  @Test func featuresThatNeverVaryAreRefused() throws {
    let rows = try observations(["x": [4, 4, 4]])
    #expect(problem(rows, [true, false, true]) == .noUsableFeatures)
  }

  @Test func unusableWeightsAndOptionsAreRefused() throws {
    let rows = try observations(["x": [1, 2, 3]])
    let labels = [true, false, true]
    #expect(problem(rows, labels, weights: [1, -1, 1]) == .invalidRow(what: "the weight", row: 2))
    #expect(
      problem(rows, labels, weights: [1, 1, .nan]) == .invalidRow(what: "the weight", row: 3)
    )
    for lambda in [-1, .nan, .infinity] {
      let problem = problem(rows, labels, LogisticOptions(lambda: lambda))
      #expect(problem == .invalidOption("lambda", requirement: "a finite number, 0 or more"))
    }
  }

  @Test func valuesTooLargeToSquareAreRefusedByName() throws {
    let rows = try observations(["x": [1e300, -1e300, 1e299, 5]])
    #expect(problem(rows, [true, false, true, false]) == .unusableScale("x"))
  }

  @Test func aSeparatingFeatureIsNamedWithoutAPenaltyAndNotedWithOne() throws {
    var random = SplitMix64(seed: 1)
    let noise = (0..<40).map { _ in random.normal() }
    let rows = try observations(["leak": (0..<40).map(Double.init), "noise": noise])
    let labels = (0..<40).map { $0 >= 25 }
    #expect(problem(rows, labels, noPenalty) == .separated(["leak"]))
    let fit = try LogisticRegression.fit(rows, labels: labels)
    #expect(fit.convergence.hasConverged)
    #expect(fit.notes.contains(.separatingColumn("leak")))
  }

  @Test func aFeatureThatSeparatesUpToATieIsNamedToo() throws {
    // Both classes have the value 3, and no other: only quasi-complete separation.
    var random = SplitMix64(seed: 2)
    let leak = [0, 1, 2, 3, 3, 3, 3, 4, 5, 6].map(Double.init)
    let rows = try observations(["leak": leak, "noise": leak.map { _ in random.normal() }])
    let labels = [false, false, false, false, true, false, true, true, true, true]
    #expect(problem(rows, labels, noPenalty) == .separated(["leak"]))
  }

  @Test(arguments: [true, false])
  func aSeparatingCombinationIsToldApart(isComplete: Bool) throws {
    // The sum separates, neither part does; incomplete separation has ties on the border.
    var random = SplitMix64(seed: 3)
    var left: [Double] = []
    var right: [Double] = []
    var labels: [Bool] = []
    for row in 0..<60 {
      let x = random.uniform(-2..<2)
      let isPositive = row % 2 == 0
      let isOnBorder = !isComplete && row < 10
      let gap = isOnBorder ? 0 : random.uniform(0.2..<1)
      left.append(x)
      right.append((isPositive ? gap : -gap) - x)
      labels.append(isPositive)
    }
    let rows = try observations(["left": left, "right": right])
    #expect(problem(rows, labels, noPenalty) == .separated([]))
    #expect(problem(rows, labels) == nil)
  }

  @Test func aFeatureThatFollowsFromOthersIsNamedWithoutAPenalty() throws {
    var random = SplitMix64(seed: 4)
    let a = (0..<50).map { _ in random.normal() }
    let b = (0..<50).map { _ in random.normal() }
    let rows = try observations(["a": a, "b": b, "c": a.map { 2 * $0 + 1 }])
    let labels = (0..<50).map { _ in random.uniform() < 0.5 }
    let found = try #require(problem(rows, labels, noPenalty))
    #expect(found == .collinear("a") || found == .collinear("c"))
    #expect(problem(rows, labels) == nil)
  }

  @Test func fewerRowsThanFeaturesNeedAPenalty() throws {
    var random = SplitMix64(seed: 5)
    let columns = Dictionary(
      uniqueKeysWithValues: (0..<12).map { index in
        ("f\(index)", (0..<8).map { _ in random.normal() })
      }
    )
    let rows = try observations(columns)
    let labels = (0..<8).map { $0 % 2 == 0 }
    #expect(problem(rows, labels, noPenalty) == .tooFewRows(rows: 8, coefficients: 13))
    let fit = try LogisticRegression.fit(rows, labels: labels)
    #expect(fit.convergence.hasConverged)
    #expect(fit.notes.contains(.fewerRowsThanCoefficients(rows: 8, coefficients: 13)))
  }

  @Test func aFitThatStopsGivesNoModelUnlessAskedFor() throws {
    let sample = try Goldens.sample(Goldens.features)
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      options: LogisticOptions(maximumIterations: 1)
    )
    #expect(fit.convergence.outcome == .stoppedAtIterationLimit)
    #expect(throws: ModelError(.didNotConverge(fit.convergence))) { try fit.model() }
    let model = try fit.model(acceptingStopped: true)
    #expect(model.trained.fit["outcome"] == .text("stopped_at_iteration_limit"))
  }

  @Test func rareCategoriesArePooledAndUnseenOnesJoinThem() throws {
    var random = SplitMix64(seed: 6)
    let codes = (0..<100).map { row in Int32(row < 60 ? 0 : row < 94 ? 1 : row < 97 ? 2 : 3) }
    let rows = try Observations(
      ids: codes.indices.map(String.init),
      columns: [
        ObservationColumn(name: "team", codes: codes, names: ["a", "b", "c", "d"])
      ]
    )
    let labels = codes.map { random.uniform() < ($0 > 1 ? 0.9 : 0.3) }
    let fit = try LogisticRegression.fit(rows, labels: labels)
    #expect(fit.notes == [.pooledCategories("team", count: 2)])
    let model = try fit.model()
    guard case .categories(let values, let other) = model.terms[0].shape else {
      Issue.record("a category table is expected")
      return
    }
    #expect(values.keys.sorted() == ["a", "b"])
    #expect(other > (values["a"] ?? 0))
    #expect(model.terms[0].contribution(of: .category("never seen")) == other)
  }

  @Test func whatTheTrainingRowsNeverShowedCountsAsAverage() throws {
    let sample = try RandomSample(rows: 200, seed: 11)
    let model = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      options: LogisticOptions(minimumCategoryWeight: 1)
    ).model()
    let slip = try #require(model.terms.first { $0.feature == "slip" })
    #expect(slip.missing == slip.trainingMean)
    let sector = try #require(model.terms.first { $0.feature == "sector" })
    #expect(sector.contribution(of: .category("space")) == sector.trainingMean)
  }

  @Test func featuresMissingTogetherShareOneCoefficient() throws {
    let sample = try RandomSample(rows: 200, seed: 12)
    let fit = try LogisticRegression.fit(sample.observations, labels: sample.labels)
    let shared = try #require(fit.coefficients.first { $0.name.contains("bids missing") })
    #expect(shared.name == "bids missing, sector missing")
    let terms = try fit.model().terms
    #expect(terms[2].missing == shared.value / 2)
    #expect(terms[3].missing == shared.value / 2)
    #expect(terms[1].notApplicable != nil)
  }

  @Test func aWeightAgainstTheDeclaredDirectionIsNoted() throws {
    let sample = try RandomSample(rows: 300, seed: 13)
    let signs: [String: Sign] = ["slip": .lower, "bids": .lower]
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      options: LogisticOptions(signs: signs)
    )
    #expect(fit.notes == [.againstDeclaredSign("slip", .lower)])
    #expect(try fit.model().signs == signs)
  }
}
