import Tables

/// Several scorers on the same rows, in all of them and in parts of them.
///
/// Replicates are paired: each draw of projects is scored by every scorer, so that the interval
/// of a difference leaves out what moves both alike.
public struct Comparison: Sendable {
  /// One way of scoring the rows.
  public struct Scorer: Sendable {
    /// What it is called in the report.
    public var name: String
    /// What it ranks by, higher is riskier.
    public var scores: [Double]
    /// Its probabilities, or nil when it has none.
    public var probabilities: [Double]?

    /// A scorer of its parts.
    public init(name: String, scores: [Double], probabilities: [Double]? = nil) {
      self.name = name
      self.scores = scores
      self.probabilities = probabilities
    }

    /// The scorer that gives every row the same probability.
    ///
    /// Commonly the share of positives in training. It ranks nothing, and so shows what a figure
    /// is worth.
    public static func prevalence(_ share: Double, rows: Int) -> Scorer {
      let shares = [Double](repeating: share, count: max(0, rows))
      return Scorer(name: "prevalence", scores: shares, probabilities: shares)
    }
  }

  /// A part of the rows that is reported apart.
  public struct Population: Sendable {
    /// What it is called in the report, such as `all` or `unseen`.
    public var name: String
    /// Whether each row belongs to it.
    public var includes: [Bool]

    /// A population of its parts.
    public init(name: String, includes: [Bool]) {
      self.name = name
      self.includes = includes
    }

    /// Every row.
    public static func all(rows: Int) -> Population {
      Population(name: "all", includes: [Bool](repeating: true, count: max(0, rows)))
    }

    /// The rows of groups that are not among those the model was made from.
    public static func unseen(groups: [String], notIn trained: Set<String>) -> Population {
      Population(name: "unseen", includes: groups.map { !trained.contains($0) })
    }
  }

  /// Whether the bad outcome came about, row by row.
  public var labels: [Bool]
  /// Row weights, or nil.
  public var weights: [Double]?
  /// The group (project) of each row, or nil when rows are independent.
  public var groups: [String]?
  /// The scorers; differences are taken of the first with each other one.
  public var scorers: [Scorer]
  /// The populations to report.
  public var populations: [Population]
  /// How the rows were set apart from those the model was made from.
  public var split: SplitDescription
  /// How many rows can be looked at.
  public var budgets: [Int]
  /// How intervals are drawn.
  public var bootstrap: BootstrapOptions
  /// The number of bins of the calibration tables.
  public var bins: Int

  /// A comparison of its parts.
  public init(
    labels: [Bool],
    weights: [Double]? = nil,
    groups: [String]? = nil,
    scorers: [Scorer],
    populations: [Population]? = nil,
    split: SplitDescription,
    budgets: [Int] = [],
    bootstrap: BootstrapOptions = BootstrapOptions(),
    bins: Int = 10
  ) {
    self.labels = labels
    self.weights = weights
    self.groups = groups
    self.scorers = scorers
    self.populations = populations ?? [.all(rows: labels.count)]
    self.split = split
    self.budgets = budgets
    self.bootstrap = bootstrap
    self.bins = bins
  }

  /// The report.
  ///
  /// - Complexity: O(populations · scorers · replicates · n).
  public func report(
    progress: RunProgress = .none
  ) throws(EvaluationError) -> ComparisonReport {
    let step = progress.step(
      "drawing projects",
      .draws,
      of: bootstrap.replicates * populations.count
    )
    var parts: [PopulationReport] = []
    for population in populations { parts.append(try report(on: population, step)) }
    return ComparisonReport(
      split: split,
      replicates: bootstrap.replicates,
      seed: bootstrap.seed,
      populations: parts
    )
  }

  private func report(
    on population: Population,
    _ step: RunProgress.Step?
  ) throws(EvaluationError) -> PopulationReport {
    func expect(_ column: String, _ count: Int?) throws(EvaluationError) {
      guard let count, count != labels.count else { return }
      throw EvaluationError(.lengths(column: column, count: count, rows: labels.count))
    }
    try expect("population \(population.name)", population.includes.count)
    try expect("groups", groups?.count)
    try expect("weights", weights?.count)
    for scorer in scorers {
      try expect("\(scorer.name) scores", scorer.scores.count)
      try expect("\(scorer.name) probabilities", scorer.probabilities?.count)
    }
    let kept = labels.indices.filter { population.includes[$0] }
    let partLabels = kept.map { labels[$0] }
    let partGroups = groups.map { names in Groups(kept.map { names[$0] }) }
    let partWeights = weights.map { values in kept.map { values[$0] } }
    let metrics = Metric.all(budgets: budgets)
    var rows: [ScoredRows] = []
    for scorer in scorers {
      rows.append(
        try ScoredRows(
          labels: partLabels,
          scores: kept.map { scorer.scores[$0] },
          probabilities: scorer.probabilities.map { values in kept.map { values[$0] } },
          weights: partWeights,
          groups: partGroups
        )
      )
    }
    let kernels = rows.map { MetricKernel($0, metrics: metrics) }
    let figures = kernels.map { $0.figures() }
    let groupCount = partGroups?.count ?? kept.count
    let resampling = Bootstrap(options: bootstrap, groups: groupCount)
    let replicates = resampling.replicates(step: step) { multiplicity in
      kernels.flatMap { $0.figures(multiplicity: multiplicity) }
    }
    func drawn(_ scorer: Int, _ metric: Int) -> [Figure] {
      replicates.map { $0[scorer * metrics.count + metric] }
    }
    let reports = scorers.indices.map { scorer in
      ScorerReport(
        name: scorers[scorer].name,
        figures: metrics.indices.map { metric in
          let interval = resampling.interval(
            of: figures[scorer][metric],
            replicates: drawn(scorer, metric)
          )
          return MetricEstimate(
            metric: metrics[metric],
            estimate: Estimate(figures[scorer][metric], interval)
          )
        },
        calibration: CalibrationTable(rows[scorer], bins: bins)
      )
    }
    let differences = scorers.indices.dropFirst().flatMap { other in
      metrics.indices.compactMap { metric -> DifferenceReport? in
        guard metrics[metric] != .prevalence else { return nil }
        let difference = figures[0][metric] - figures[other][metric]
        let draws = zip(drawn(0, metric), drawn(other, metric)).map { $0 - $1 }
        return DifferenceReport(
          first: scorers[0].name,
          second: scorers[other].name,
          metric: metrics[metric],
          estimate: Estimate(
            difference,
            resampling.interval(of: difference, replicates: draws)
          )
        )
      }
    }
    return PopulationReport(
      name: population.name,
      rows: kept.count,
      groups: groups == nil ? nil : groupCount,
      positives: partLabels.count { $0 },
      positiveGroups: partGroups.map { groups in
        Set(partLabels.indices.filter { partLabels[$0] }.map { groups.ofRow[$0] }).count
      },
      scorers: reports,
      differences: differences
    )
  }
}

extension Figure {
  /// The difference of two figures, undefined where either is, for the reason of the first.
  static func - (left: Figure, right: Figure) -> Figure {
    switch (left, right) {
    case (.value(let left), .value(let right)): Figure(computed: left - right)
    case (.undefined, _): left
    default: right
    }
  }
}
