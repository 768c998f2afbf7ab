/// What a comparison found, as data; the command line renders it.
public struct ComparisonReport: Hashable, Sendable {
  /// How the rows were set apart from those the model was made from.
  public var split: SplitDescription
  /// The number of bootstrap replicates behind every interval.
  public var replicates: Int
  /// The seed of the draws.
  public var seed: UInt64
  /// One report a population, as they were asked for.
  public var populations: [PopulationReport]
}

/// Every scorer on one population.
public struct PopulationReport: Hashable, Sendable {
  /// What the population is called, such as `all` or `unseen`.
  public var name: String
  /// The number of rows.
  public var rows: Int
  /// The number of distinct groups (projects); nil when no groups were given.
  public var groups: Int?
  /// The number of positive rows.
  public var positives: Int
  /// The number of groups with a positive row; nil when no groups were given.
  public var positiveGroups: Int?
  /// The scorers, as they were given.
  public var scorers: [ScorerReport]
  /// The first scorer less each other one.
  public var differences: [DifferenceReport]
}

/// One scorer on one population.
public struct ScorerReport: Hashable, Sendable {
  /// What the scorer is called.
  public var name: String
  /// Its figures, in the order of `Metric.all(budgets:)`.
  public var figures: [MetricEstimate]
  /// Its calibration table; no bins when it gives no probabilities.
  public var calibration: CalibrationTable

  /// The estimate of a metric, or nil when it was not asked for.
  public subscript(metric: Metric) -> Estimate? {
    figures.first { $0.metric == metric }?.estimate
  }
}

/// A metric with its estimate.
public struct MetricEstimate: Hashable, Sendable {
  /// What is measured.
  public var metric: Metric
  /// The figure and its interval.
  public var estimate: Estimate
}

/// The difference of two scorers in one metric, with a paired interval.
public struct DifferenceReport: Hashable, Sendable {
  /// The scorer that is taken from.
  public var first: String
  /// The scorer that is taken away.
  public var second: String
  /// What is measured.
  public var metric: Metric
  /// `first` − `second`.
  public var estimate: Estimate
}

/// One line of a report when it is written as a table.
public struct ReportLine: Hashable, Sendable, Encodable {
  /// The population.
  public var population: String
  /// The scorer, or `first − second` for a difference.
  public var scorer: String
  /// The metric's stable name.
  public var metric: String
  /// The figure, or nil when undefined.
  public var value: Double?
  /// The lower end of the 95% interval, or nil.
  public var lower: Double?
  /// The upper end of the 95% interval, or nil.
  public var upper: Double?
  /// Why something is undefined; empty when nothing is.
  public var note: String
  /// How the rows were set apart from those the model was made from.
  public var split: String

  init(
    population: String,
    scorer: String,
    metric: Metric,
    estimate: Estimate,
    split: SplitDescription
  ) {
    self.split = split.description
    self.population = population
    self.scorer = scorer
    self.metric = metric.name
    value = estimate.figure.value
    lower = estimate.interval.lower
    upper = estimate.interval.upper
    note = (estimate.figure.reason ?? estimate.interval.reason)?.description ?? ""
  }
}

extension ComparisonReport {
  /// The report as lines of a table: populations, then scorers, then metrics, then differences.
  public var lines: [ReportLine] {
    populations.flatMap { population in
      let figures = population.scorers.flatMap { scorer in
        scorer.figures.map { figure in
          ReportLine(
            population: population.name,
            scorer: scorer.name,
            metric: figure.metric,
            estimate: figure.estimate,
            split: split
          )
        }
      }
      let differences = population.differences.map { difference in
        ReportLine(
          population: population.name,
          scorer: "\(difference.first) − \(difference.second)",
          metric: difference.metric,
          estimate: difference.estimate,
          split: split
        )
      }
      return figures + differences
    }
  }
}
