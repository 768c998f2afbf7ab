import Evaluation
import FoundationEssentials
import Testing

/// Figures against scikit-learn, SciPy and statsmodels (Goldens/metrics.py).
@Suite struct MetricGoldenTests {
  @Test func everyFigureEqualsTheLibrarys() throws {
    for golden in try Golden.read().cases {
      let rows = try golden.rows
      let metrics = Metric.all(budgets: [1, 3, 10])
      #expect(metrics.count == golden.figures.count, "\(golden.name)")
      for (metric, figure) in zip(metrics, rows.figures(metrics)) {
        let expected = try #require(golden.figures[metric.name])
        let value = try #require(figure.value, "\(golden.name): \(metric.name)")
        #expect(
          isClose(value, expected, relative: 1e-12),
          "\(golden.name): \(metric.name) is \(value), expected \(expected)"
        )
      }
    }
  }

  @Test func everyBinEqualsTheScripts() throws {
    for golden in try Golden.read().cases {
      let bins = CalibrationTable(try golden.rows, bins: 5).bins
      try #require(bins.count == golden.bins.count, "\(golden.name)")
      for (bin, expected) in zip(bins, golden.bins) {
        #expect(isClose(bin.rows, expected.rows, relative: 1e-12))
        #expect(isClose(bin.observed, expected.observed, relative: 1e-12))
        #expect(isClose(bin.expected, expected.expected, relative: 1e-12))
        #expect(isClose(bin.rate.interval.lower ?? -1, expected.lower, relative: 1e-12))
        #expect(isClose(bin.rate.interval.upper ?? -1, expected.upper, relative: 1e-12))
      }
    }
  }

  @Test func wilsonIntervalsEqualStatsmodels() throws {
    for golden in try Golden.read().wilson {
      let interval = Wilson.interval(positives: golden.positives, of: golden.count)
      #expect(isClose(interval.lower ?? -1, golden.lower, relative: 1e-12))
      #expect(isClose(interval.upper ?? -1, golden.upper, relative: 1e-12))
    }
    #expect(Wilson.interval(positives: 0, of: 0) == .undefined(.noRows))
  }
}

/// What Goldens/metrics.json holds.
struct Golden: Decodable {
  struct Case: Decodable {
    struct Bin: Decodable {
      var rows, observed, expected, lower, upper: Double
    }
    var name: String
    var labels: [Int]
    var probabilities: [Double]
    var weights: [Double]?
    var figures: [String: Double]
    var bins: [Bin]

    var rows: ScoredRows {
      get throws {
        try ScoredRows(
          labels: labels.map { $0 == 1 },
          scores: probabilities,
          probabilities: probabilities,
          weights: weights
        )
      }
    }
  }
  struct Share: Decodable {
    var positives, count, lower, upper: Double
  }
  var cases: [Case]
  var wilson: [Share]

  static func read(beside file: String = #filePath) throws -> Golden {
    let path = file.split(separator: "/").dropLast().joined(separator: "/")
    let data = try Data(contentsOf: URL(filePath: "/\(path)/Goldens/metrics.json"))
    return try JSONDecoder().decode(Golden.self, from: data)
  }
}

/// Whether two numbers differ by at most `relative` of the larger, or of one near zero.
func isClose(_ left: Double, _ right: Double, relative: Double) -> Bool {
  abs(left - right) <= relative * max(1, abs(left), abs(right))
}
