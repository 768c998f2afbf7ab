import Determinism
import Models
import Testing

@Suite struct LogisticGoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var lambda: Double
    var isWeighted = false
    var hasOffset = false
    var features = ["slip", "budget", "sector"]

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "plain", lambda: 1),
    Case(name: "weighted", lambda: 10, isWeighted: true),
    Case(name: "absences", lambda: 2, features: Goldens.features),
    Case(name: "absences weighted", lambda: 0.5, isWeighted: true, features: Goldens.features),
    Case(name: "unpenalised", lambda: 0),
    Case(name: "unpenalised offset", lambda: 0, isWeighted: true, hasOffset: true),
  ]

  @Test(arguments: cases)
  func coefficientsAreThoseOfScikitLearnAndStatsmodels(example: Case) throws {
    let expected = try Goldens.rows("logistic_expected.csv").filter { $0[0] == example.name }
    let sample = try Goldens.sample(example.features)
    let fit = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      weights: example.isWeighted ? sample.weights : nil,
      offset: example.hasOffset ? sample.offset : nil,
      options: LogisticOptions(lambda: example.lambda, minimumCategoryWeight: 1)
    )
    #expect(fit.convergence.hasConverged)
    #expect(fit.convergence.gradientNorm < 1e-12)
    #expect(fit.coefficients.count == expected.count)
    let byName = Dictionary(
      fit.coefficients.map { ($0.name.split(separator: ", ").joined(separator: " + "), $0.value) },
      uniquingKeysWith: { $1 }
    )
    for row in expected {
      let value = try #require(Double(row[2]))
      let got = try #require(byName[row[1]], "no column \(row[1])")
      #expect(abs(got - value) < 1e-8, "\(row[1]): \(got) instead of \(value)")
    }
  }

  @Test(arguments: cases)
  func intervalsAreThoseOfStatsmodelsAndOfTheClosedForm(example: Case) throws {
    let expected = try Goldens.rows("intervals_expected.csv").filter { $0[0] == example.name }
    let sample = try Goldens.sample(example.features)
    let model = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      weights: example.isWeighted ? sample.weights : nil,
      offset: example.hasOffset ? sample.offset : nil,
      options: LogisticOptions(lambda: example.lambda, minimumCategoryWeight: 1)
    ).model()
    let scorer = try Scorer(model, on: sample.observations)
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

  @Test func theModelsSumIsTheStandardisedPredictor() throws {
    // The same logit by hand: standardise with plain loops and use the fitted coefficients.
    let sample = try Goldens.sample(["slip", "budget"])
    let fit = try LogisticRegression.fit(sample.observations, labels: sample.labels)
    let rawLogits = try fit.model().rawLogits(sample.observations)
    let columns = try ["slip", "budget"].map { name -> [Double] in
      let column = try #require(sample.observations[name])
      guard case .numbers(let numbers) = column.values else { return [] }
      let count = Double(numbers.count)
      let mean = numbers.reduce(0, +) / count
      let scale = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
      return numbers.map { ($0 - mean) / scale }
    }
    for row in rawLogits.indices {
      let byHand =
        fit.coefficients[2].value + fit.coefficients[0].value * columns[0][row]
        + fit.coefficients[1].value * columns[1][row]
      #expect(abs(rawLogits[row] - byHand) < 1e-12)
    }
  }

  @Test func fittedProbabilitiesAddUpToThePositives() throws {
    // The intercept is not penalised, so that its equation holds exactly.
    let sample = try Goldens.sample(Goldens.features)
    let model = try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      options: LogisticOptions(lambda: 5)
    ).model()
    let probabilities = try model.rawLogits(sample.observations).map(Pinned.logistic)
    #expect(abs(probabilities.reduce(0, +) - Double(sample.labels.count { $0 })) < 1e-8)
  }
}
