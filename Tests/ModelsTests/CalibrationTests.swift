import Determinism
import Models
import Testing

@Suite struct CalibrationTests {
  private struct Rows {
    var rawLogits: [Double]
    var labels: [Bool]

    init() throws {
      let rows = try Goldens.rows("calibration_data.csv")
      self.rawLogits = rows.compactMap { Double($0[0]) }
      self.labels = rows.map { $0[1] == "1" }
    }
  }

  private func expected(_ name: String) throws -> (slope: Double, intercept: Double) {
    let row = try #require(
      try Goldens.rows("calibration_expected.csv").first { $0[0] == name }
    )
    return (try #require(Double(row[1])), try #require(Double(row[2])))
  }

  @Test(arguments: [("platt", 1e-8), ("scikit-learn", 1e-6)])
  func plattsLineIsTheirs(name: String, tolerance: Double) throws {
    let rows = try Rows()
    let outcome = Calibrator.fit(
      rawLogits: rows.rawLogits,
      labels: rows.labels,
      groups: rows.labels.indices.map(String.init)
    )
    let calibration = try #require(outcome.calibration)
    let (slope, intercept) = try expected(name)
    #expect(outcome.note == nil)
    #expect(calibration.method == .platt)
    #expect(abs(calibration.slope - slope) < tolerance)
    #expect(abs(calibration.intercept - intercept) < tolerance)
    #expect(calibration.rows == 180)
    #expect(calibration.positiveGroups == rows.labels.count { $0 })
  }

  @Test func positiveProjectsAreCountedOnceEach() throws {
    let rows = try Rows()
    // All positive rows are of nineteen projects: the intercept alone.
    let groups = rows.labels.indices.map { rows.labels[$0] ? "p\($0 % 19)" : "n\($0)" }
    let outcome = Calibrator.fit(rawLogits: rows.rawLogits, labels: rows.labels, groups: groups)
    let calibration = try #require(outcome.calibration)
    #expect(outcome.note == .interceptOnly(positiveGroups: calibration.positiveGroups))
    #expect(calibration.positiveGroups < 20)
    #expect(calibration.slope == 1)
    #expect(abs(calibration.intercept - (try expected("intercept")).intercept) < 1e-10)
  }

  @Test func fourPositiveProjectsGiveNoProbabilities() throws {
    let rows = try Rows()
    let groups = rows.labels.indices.map { "p\($0 % 4)" }
    #expect(
      Calibrator.fit(rawLogits: rows.rawLogits, labels: rows.labels, groups: groups)
        == .init(calibration: nil, note: .tooFewPositives(4))
    )
    let all = [Bool](repeating: true, count: 30)
    #expect(
      Calibrator.fit(
        rawLogits: all.indices.map(Double.init),
        labels: all,
        groups: all.indices.map(String.init)
      )
        == .init(calibration: nil, note: .noNegatives)
    )
  }

  @Test(arguments: [-1.0, 0])
  func aSlopeThatDoesNotRiseKeepsTheInterceptAlone(factor: Double) throws {
    let rows = try Rows()
    let outcome = Calibrator.fit(
      rawLogits: rows.rawLogits.map { $0 * factor },
      labels: rows.labels,
      groups: rows.labels.indices.map(String.init)
    )
    let calibration = try #require(outcome.calibration)
    #expect(calibration.method == .intercept && calibration.slope == 1)
    guard case .slopeNotPositive(let slope)? = outcome.note else {
      Issue.record("a note is expected")
      return
    }
    #expect(slope <= 0)
    // The intercept alone still makes the mean right.
    let mean = rows.rawLogits.reduce(0) { $0 + calibration.probability($1 * factor) } / 180
    #expect(abs(mean - Double(rows.labels.count { $0 }) / 180) < 1e-12)
  }

  @Test func theUnitOfTheScoreDoesNotCount() throws {
    let rows = try Rows()
    let groups = rows.labels.indices.map(String.init)
    let plain = try #require(
      Calibrator.fit(rawLogits: rows.rawLogits, labels: rows.labels, groups: groups).calibration
    )
    let points = rows.rawLogits.map { $0 * 1000 + 5_000_000 }
    let scaled = try #require(
      Calibrator.fit(rawLogits: points, labels: rows.labels, groups: groups).calibration
    )
    for (raw, point) in zip(rows.rawLogits, points) {
      #expect(abs(plain.probability(raw) - scaled.probability(point)) < 1e-7)
    }
  }

  @Test func perfectSeparationStaysFiniteByTheSmoothedTargets() throws {
    let rawLogits = (0..<60).map { Double($0) - 30 }
    let labels = rawLogits.map { $0 >= 5 }
    let calibration = try #require(
      Calibrator.fit(
        rawLogits: rawLogits,
        labels: labels,
        groups: labels.indices.map(String.init)
      ).calibration
    )
    #expect(calibration.method == .platt)
    #expect(calibration.slope > 0 && calibration.slope < 10)
  }

  @Test func extremeScoresKeepTheInterceptFinite() throws {
    let rawLogits = (0..<40).map { $0 % 2 == 0 ? 1e5 : -1e5 }
    let labels = rawLogits.indices.map { $0 < 10 }
    let outcome = Calibrator.fit(
      rawLogits: rawLogits,
      labels: labels,
      groups: labels.indices.map(String.init)
    )
    let calibration = try #require(outcome.calibration)
    #expect(calibration.intercept.isFinite)
    let sum = rawLogits.reduce(0) { $0 + calibration.probability($1) }
    #expect(abs(sum - 10) < 1e-6)
  }

  @Test func aHigherLogitNeverGivesALowerProbability() {
    let calibration = Calibration(
      method: .platt,
      slope: 0.37,
      intercept: -1.3,
      positiveGroups: 30,
      rows: 99
    )
    var random = SplitMix64(seed: 1)
    for _ in 0..<5000 {
      let raw = random.uniform(-60..<60)
      #expect(calibration.probability(raw) <= calibration.probability(raw.nextUp))
      #expect(calibration.probability(raw) <= calibration.probability(raw + 0.5))
    }
  }
}
