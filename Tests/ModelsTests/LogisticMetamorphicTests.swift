import Determinism
import Models
import Testing

@Suite struct LogisticMetamorphicTests {
  private func rawLogits(
    _ sample: RandomSample,
    scoring: Observations,
    weights: [Double]? = nil,
    _ options: LogisticOptions = LogisticOptions()
  ) throws -> [Double] {
    try LogisticRegression.fit(
      sample.observations,
      labels: sample.labels,
      weights: weights,
      options: options
    ).model().rawLogits(scoring)
  }

  @Test func twoCopiesOfARowEqualWeightTwo() throws {
    let sample = try RandomSample(rows: 150, seed: 1)
    let doubled = Array(0..<150) + Array(0..<50)
    let weights = (0..<150).map { $0 < 50 ? 2.0 : 1 }
    let byCopies = try rawLogits(sample.selecting(doubled), scoring: sample.observations)
    let byWeight = try rawLogits(sample, scoring: sample.observations, weights: weights)
    #expect(largestDifference(byCopies, byWeight) < 1e-9)
  }

  @Test func weightZeroEqualsARowRemoved() throws {
    let sample = try RandomSample(rows: 150, seed: 2)
    let weights = (0..<150).map { $0 < 120 ? 1.0 : 0 }
    let removed = try rawLogits(
      sample.selecting(Array(0..<120)),
      scoring: sample.observations
    )
    let weighted = try rawLogits(sample, scoring: sample.observations, weights: weights)
    #expect(removed == weighted)
  }

  @Test func permutedRowsGiveTheSameModel() throws {
    let sample = try RandomSample(rows: 200, seed: 3)
    var random = SplitMix64(seed: 4)
    let permuted = sample.selecting(random.shuffled(Array(0..<200)))
    let left = try rawLogits(sample, scoring: sample.observations)
    let right = try rawLogits(permuted, scoring: sample.observations)
    #expect(largestDifference(left, right) < 1e-9)
  }

  @Test(arguments: [1e-6, 10_000, -1])
  func aScaledFeatureScalesItsWeightAndNoLogit(factor: Double) throws {
    let sample = try RandomSample(rows: 200, seed: 5)
    let column = ObservationColumn(
      name: "slip",
      numbers: sample.observations.numbers("slip").map { $0 * factor },
      hash: "a1"
    )
    let scaled = try sample.replacing(column)
    let left = try rawLogits(sample, scoring: sample.observations)
    let right = try rawLogits(scaled, scoring: scaled.observations)
    #expect(largestDifference(left, right) < 1e-9)
  }

  @Test func aConstantFeatureChangesNothing() throws {
    let sample = try RandomSample(rows: 200, seed: 6)
    let constant = try sample.replacing(
      ObservationColumn(name: "country", numbers: [Double](repeating: 7, count: 200))
    )
    let fit = try LogisticRegression.fit(constant.observations, labels: constant.labels)
    #expect(fit.notes.contains(.constantFeature("country")))
    let left = try rawLogits(sample, scoring: sample.observations)
    #expect(try fit.model().rawLogits(constant.observations) == left)
  }

  @Test func anEmptyFeatureChangesNothing() throws {
    let sample = try RandomSample(rows: 200, seed: 6)
    let empty = try sample.replacing(
      ObservationColumn(
        name: "lost",
        numbers: [Double](repeating: 0, count: 200),
        presence: [Presence](repeating: .missing, count: 200)
      )
    )
    let fit = try LogisticRegression.fit(empty.observations, labels: empty.labels)
    #expect(fit.notes.contains(.emptyFeature("lost")))
    let left = try rawLogits(sample, scoring: sample.observations)
    #expect(try fit.model().rawLogits(empty.observations) == left)
  }

  @Test(arguments: [2, 5])
  func anyNumberOfThreadsGivesTheSameModelFile(threads: Int) throws {
    let sample = try RandomSample(rows: 500, seed: 7)
    func file(_ threads: Int) throws -> [UInt8] {
      try LogisticRegression.fit(
        sample.observations,
        labels: sample.labels,
        options: LogisticOptions(threads: threads, blockRows: 32)
      ).model().encoded()
    }
    #expect(try file(threads) == file(1))
  }

  @Test func exchangedLabelsNegateTheLogits() throws {
    let sample = try RandomSample(rows: 200, seed: 9)
    var exchanged = sample
    exchanged.labels = sample.labels.map { !$0 }
    let left = try rawLogits(sample, scoring: sample.observations)
    let right = try rawLogits(exchanged, scoring: sample.observations)
    #expect(largestDifference(left, right.map { -$0 }) < 1e-9)
  }

  @Test func aStrongerPenaltyShrinksTheCoefficients() throws {
    let sample = try RandomSample(rows: 200, seed: 10)
    func length(_ lambda: Double) throws -> Double {
      try LogisticRegression.fit(
        sample.observations,
        labels: sample.labels,
        options: LogisticOptions(lambda: lambda)
      ).coefficients.dropLast().reduce(0) { $0 + $1.value * $1.value }
    }
    let lengths = try [0.01, 1, 100, 1e6].map(length)
    #expect(lengths == lengths.sorted(by: >))
    #expect(lengths[3] < 1e-6)
  }
}
