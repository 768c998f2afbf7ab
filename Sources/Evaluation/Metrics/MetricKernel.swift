import Determinism

/// Several metrics of one scorer, computed again and again as groups count differently.
///
/// What does not change between replicates is done once: the sort, the losses per group, the
/// log-odds, and a starting line for the recalibration.
struct MetricKernel: Sendable {
  let metrics: [Metric]
  private let ranked: RankedRows
  private let groups: Groups
  private let weights: [Double]
  private let budgets: [Int]
  /// Per group, in the order of codes; empty when there are no probabilities.
  private let weightOfGroup: [Double]
  private let squaredErrorOfGroup: [Double]
  private let logLossOfGroup: [Double]
  private let recalibration: Recalibration?
  private let start: Recalibration.Line?

  init(_ rows: ScoredRows, metrics: [Metric]) {
    self.metrics = metrics
    ranked = rows.ranked
    groups = rows.groups
    var seen: Set<Int> = []
    budgets = metrics.compactMap(\.budget).filter { seen.insert($0).inserted }
    guard let probabilities = rows.probabilities else {
      weights = []
      weightOfGroup = []
      squaredErrorOfGroup = []
      logLossOfGroup = []
      recalibration = nil
      start = nil
      return
    }
    let edge = Double.ulpOfOne
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.labels.count)
    var weightOfGroup = [Double](repeating: 0, count: groups.count)
    var squaredError = weightOfGroup
    var logLoss = weightOfGroup
    for row in rows.labels.indices {
      let group = Int(groups.ofRow[row])
      let distance = rows.labels[row] ? 1 - probabilities[row] : probabilities[row]
      weightOfGroup[group] += weights[row]
      squaredError[group] += weights[row] * distance * distance
      let clipped = min(max(probabilities[row], edge), 1 - edge)
      let likelihood = rows.labels[row] ? Pinned.log(clipped) : Pinned.log1p(-clipped)
      logLoss[group] -= weights[row] * likelihood
    }
    self.weights = weights
    self.weightOfGroup = weightOfGroup
    squaredErrorOfGroup = squaredError
    logLossOfGroup = logLoss
    let fitsLine = metrics.contains { $0.isRecalibration }
    recalibration =
      fitsLine ? Recalibration(probabilities: probabilities, labels: rows.labels) : nil
    if case .line(let line)? = recalibration?.fit(weights: weights) {
      start = line
    } else {
      start = nil
    }
  }

  /// Every metric on the rows themselves, in the order of `metrics`.
  func figures() -> [Figure] {
    figures(multiplicity: [Double](repeating: 1, count: groups.count), isReplicate: false)
  }

  /// Every metric when each group counts `multiplicity[group]` times.
  func figures(multiplicity: [Double], isReplicate: Bool = true) -> [Figure] {
    let ranks = ranked.figures(multiplicity: multiplicity, budgets: budgets)
    let lines = lines(multiplicity: multiplicity, isReplicate: isReplicate)
    return metrics.map { metric in
      switch metric {
      case .auc: ranks.auc
      case .averagePrecision: ranks.averagePrecision
      case .ks: ranks.ks
      case .prevalence: ranks.prevalence
      case .precision(let budget): pick(ranks.precision, budget)
      case .recall(let budget): pick(ranks.recall, budget)
      case .lift(let budget): pick(ranks.lift, budget)
      case .brier: mean(squaredErrorOfGroup, multiplicity)
      case .logLoss: mean(logLossOfGroup, multiplicity)
      case .calibrationInTheLarge: lines.large.figure(\.intercept)
      case .calibrationIntercept: lines.free.figure(\.intercept)
      case .calibrationSlope: lines.free.figure(\.slope)
      }
    }
  }

  private func pick(_ figures: [Figure], _ budget: Int) -> Figure {
    guard let index = budgets.firstIndex(of: budget) else { return .undefined(.noRows) }
    return figures[index]
  }

  private func mean(_ sums: [Double], _ multiplicity: [Double]) -> Figure {
    guard !sums.isEmpty || groups.count == 0 else { return .undefined(.noProbabilities) }
    var sum = 0.0
    var total = 0.0
    for group in sums.indices {
      sum += multiplicity[group] * sums[group]
      total += multiplicity[group] * weightOfGroup[group]
    }
    return total > 0 ? Figure(computed: sum / total) : .undefined(.noRows)
  }

  private func lines(
    multiplicity: [Double],
    isReplicate: Bool
  ) -> (large: Recalibration.Outcome, free: Recalibration.Outcome) {
    guard let recalibration else {
      return (.undefined(.noProbabilities), .undefined(.noProbabilities))
    }
    var counted = weights
    for row in counted.indices { counted[row] *= multiplicity[Int(groups.ofRow[row])] }
    let tolerance = isReplicate ? 1e-14 : 1e-28
    var large = Recalibration.Outcome.undefined(.noRows)
    var free = large
    if metrics.contains(.calibrationInTheLarge) {
      large = recalibration.fit(weights: counted, fixedSlope: 1, tolerance: tolerance)
    }
    if metrics.contains(.calibrationIntercept) || metrics.contains(.calibrationSlope) {
      free = recalibration.fit(
        weights: counted,
        from: isReplicate ? start : nil,
        tolerance: tolerance
      )
    }
    return (large, free)
  }
}

extension Metric {
  /// Whether the metric is read off a fitted recalibration line.
  var isRecalibration: Bool {
    switch self {
    case .calibrationInTheLarge, .calibrationIntercept, .calibrationSlope: true
    default: false
    }
  }
}

extension ScoredRows {
  /// One metric on these rows.
  ///
  /// - Complexity: O(n) after the sort made when the rows were.
  public func figure(_ metric: Metric) -> Figure { figures([metric])[0] }

  /// Several metrics on these rows, in the order asked for.
  public func figures(_ metrics: [Metric]) -> [Figure] {
    MetricKernel(self, metrics: metrics).figures()
  }
}
