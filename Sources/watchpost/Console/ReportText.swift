import Evaluation
import Tables

/// A comparison report as people read it: the split first, then figures with their intervals.
enum ReportText {
  /// The lines of a report.
  static func lines(_ report: ComparisonReport) -> [String] {
    var lines = ["Split: \(report.split)"]
    for population in report.populations {
      lines.append("")
      lines.append(heading(population))
      lines += table(population)
      lines += calibration(population)
    }
    lines.append("")
    lines.append(
      """
      Intervals: 95 %, \(Figures.count(report.replicates)) bootstrap draws of whole projects, \
      seed \(report.seed).
      """
    )
    return lines
  }

  private static func heading(_ population: PopulationReport) -> String {
    var text = "\(population.name.capitalized): \(Figures.count(population.rows, of: "row"))"
    if let groups = population.groups { text += " of \(Figures.count(groups, of: "project"))" }
    text += ", \(Figures.count(population.positives)) positive"
    if let groups = population.positiveGroups {
      text += " (\(Figures.count(groups, of: "project")))"
    }
    return Colour.bold(text)
  }

  private static func table(_ population: PopulationReport) -> [String] {
    var table = TextTable([""] + population.scorers.map(\.name), right: [])
    guard let first = population.scorers.first else { return [] }
    for figure in first.figures {
      let cells = population.scorers.map { scorer in
        scorer[figure.metric].map { estimate($0) } ?? ""
      }
      table.add([title(figure.metric)] + cells)
    }
    var lines = table.lines()
    for difference in population.differences
    where difference.metric == .auc || isPrecision(difference.metric) {
      guard difference.second != "prevalence", difference.estimate.figure.value != nil else {
        continue
      }
      lines.append(
        "\(title(difference.metric)), \(difference.first) − \(difference.second): "
          + estimate(difference.estimate, signed: true)
      )
    }
    return lines
  }

  private static func isPrecision(_ metric: Metric) -> Bool {
    if case .precision = metric { return true }
    return false
  }

  private static func calibration(_ population: PopulationReport) -> [String] {
    guard let scorer = population.scorers.first, !scorer.calibration.bins.isEmpty else { return [] }
    var table = TextTable(["predicted", "rows", "expected", "observed", "rate"], right: [1, 2, 3])
    for bin in scorer.calibration.bins {
      table.add([
        "\(Figures.percent(bin.lowest))…\(Figures.percent(bin.highest))",
        Figures.fixed(bin.rows, 0), Figures.fixed(bin.expected, 1), Figures.fixed(bin.observed, 0),
        estimate(bin.rate, percent: true),
      ])
    }
    return ["Calibration of \(scorer.name):"] + table.lines().map { "  " + $0 }
  }

  /// `0.732 [0.701, 0.764]`, or why there is no figure.
  static func estimate(
    _ estimate: Estimate,
    signed: Bool = false,
    percent: Bool = false
  ) -> String {
    guard let value = estimate.figure.value else {
      return "– (\(estimate.figure.reason?.description ?? "undefined"))"
    }
    func text(_ number: Double) -> String {
      if percent { return Figures.percent(number) }
      return signed ? Figures.signed(number, 3) : Figures.fixed(number, 3)
    }
    guard let lower = estimate.interval.lower, let upper = estimate.interval.upper else {
      return text(value)
    }
    return "\(text(value)) [\(text(lower)), \(text(upper))]"
  }

  /// What people call a metric.
  static func title(_ metric: Metric) -> String {
    switch metric {
    case .auc: "AUC"
    case .averagePrecision: "average precision"
    case .ks: "KS"
    case .brier: "Brier score"
    case .logLoss: "log-loss"
    case .calibrationInTheLarge: "calibration in the large"
    case .calibrationIntercept: "calibration intercept"
    case .calibrationSlope: "calibration slope"
    case .precision(let budget): "precision at \(Figures.count(budget))"
    case .recall(let budget): "recall at \(Figures.count(budget))"
    case .lift(let budget): "lift at \(Figures.count(budget))"
    case .prevalence: "prevalence"
    }
  }
}
