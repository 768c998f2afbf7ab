import Evaluation
import Models

/// What a reader should know of a model before believing it, as Markdown.
public struct ModelCard {
  /// The card's text.
  public let text: String

  /// The card of a model that was just made.
  public init(_ result: TrainResult) {
    let model = result.model
    let record = model.trained
    var lines = ["# Model card: \(model.kind.rawValue)", ""]
    lines.append(
      "A warning is a lead for a person to check, not a finding. Subjects are projects, never the "
        + "people who complain."
    )
    lines += ["", "## How it came to be", ""]
    lines.append("- Kind: \(model.kind.rawValue), \(model.terms.count) terms")
    if !record.split.isEmpty { lines.append("- Split: \(record.split)") }
    if record.rows > 0 {
      lines.append("- Trained on \(record.rows) rows, \(record.positives) positive")
    }
    for (name, date) in record.dates.sorted(by: { $0.key < $1.key }) {
      lines.append("- \(name): \(date)")
    }
    for (file, hash) in record.data.sorted(by: { $0.key < $1.key }) {
      lines.append("- Data: `\(file)` SHA-256 `\(hash)`")
    }
    lines.append("- Calibration: \(ModelCard.words(model.calibration))")
    if !record.notes.isEmpty {
      lines += ["", "## Notes", ""] + record.notes.map { "- \($0)" }
    }
    if let report = result.report {
      lines += ["", "## Figures on the test block", "", "Split: \(report.split)", ""]
      for population in report.populations { lines += ModelCard.table(population) + [""] }
      lines.append(
        "95 % intervals in brackets, \(report.replicates) draws of whole projects."
      )
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func words(_ calibration: Calibration?) -> String {
    guard let calibration else { return "none: the score ranks, it is no probability" }
    return "\(calibration.method.rawValue), on \(calibration.positiveGroups) positive projects"
  }

  private static func table(_ population: PopulationReport) -> [String] {
    var lines = [
      "**\(population.name)**: \(population.rows) rows, \(population.positives) positive", "",
      "| | " + population.scorers.map(\.name).joined(separator: " | ") + " |",
      "|---|" + population.scorers.map { _ in "---|" }.joined(),
    ]
    for metric in population.scorers.first?.figures.map(\.metric) ?? [] {
      let cells = population.scorers.map { $0[metric].map(cell) ?? "" }
      lines.append("| \(metric.name) | " + cells.joined(separator: " | ") + " |")
    }
    return lines
  }

  private static func cell(_ estimate: Estimate) -> String {
    guard let value = estimate.figure.value else {
      return "– (\(estimate.figure.reason?.description ?? "undefined"))"
    }
    func text(_ number: Double) -> String { String((number * 10_000).rounded() / 10_000) }
    guard let low = estimate.interval.lower, let high = estimate.interval.upper else {
      return text(value)
    }
    return "\(text(value)) [\(text(low)), \(text(high))]"
  }
}
