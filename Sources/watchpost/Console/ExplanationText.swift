import Features
import Indicators
import Models
import Operations
import Tables
import Warnings

/// An explanation as people read it: where the project stands, the sum, the reasons with their
/// rows, law, innocent explanations and steps, and what would lower the level.
struct ExplanationText {
  let explanation: Explanation
  let language: Language

  /// The lines of the explanation.
  func lines() -> [String] {
    var lines = heading()
    lines += [""] + sum()
    lines += [""] + calibration()
    for (index, lead) in explanation.leads.enumerated() {
      lines += [""] + reason(lead, number: index + 1)
    }
    lines += [""] + notComputed() + finding()
    lines.append("")
    lines.append("This is a lead for a person to check, not a finding.")
    return lines
  }

  private var isInPoints: Bool { explanation.model.isInPoints }

  private func heading() -> [String] {
    let level = explanation.policy.level(at: explanation.placement.level)
    var text = "\(Colour.bold(explanation.id)) as of \(explanation.asOf): "
    text += level.map { ScoreText.coloured($0.name, $0.title(language)) } ?? "no level"
    text += ", rank \(Figures.count(explanation.placement.rank))"
    text += " of \(Figures.count(explanation.scored))"
    if !explanation.placement.raisedBy.isEmpty {
      text += ", raised by \(explanation.placement.raisedBy.joined(separator: ", "))"
    }
    return [text]
  }

  private func sum() -> [String] {
    let unit = isInPoints ? "points" : "log-odds"
    var table = TextTable(["feature", "value", unit, "above average"], right: [2, 3])
    table.add(["(intercept)", "", Figures.signed(explanation.model.intercept, 4), ""])
    for line in explanation.lines {
      table.add([
        line.reading.title(language), line.reading.valueText(language),
        Figures.signed(line.contribution, 4),
        Figures.signed(line.contribution - line.trainingMean, 4),
      ])
    }
    table.add(["sum", "", Figures.signed(explanation.sum, 4), ""])
    let proof =
      explanation.isExact
      ? "The terms add up to the score exactly (checked here, to the last bit)."
      : "FAULT: the terms do not add up to the score \(explanation.project.rawLogit)."
    return ["The score is a sum:"] + table.lines().map { "  " + $0 } + [proof]
  }

  private func calibration() -> [String] {
    guard let probability = explanation.project.probability else {
      return ["No probability: this model is not calibrated, its score ranks only."]
    }
    guard let calibration = explanation.model.calibration else {
      return ["Probability \(Figures.percent(probability)), not calibrated on later rows."]
    }
    return [
      """
      Probability \(Figures.percent(probability)) = logistic(\
      \(Figures.fixed(calibration.slope, 4)) × \(Figures.fixed(explanation.project.rawLogit, 4)) \
      \(calibration.intercept < 0 ? "−" : "+") \(Figures.fixed(abs(calibration.intercept), 4))), \
      calibrated on \(Figures.count(calibration.positiveGroups)) positive projects.
      """
    ]
  }

  private func reason(_ lead: Explanation.Lead, number: Int) -> [String] {
    var lines = [Colour.bold("Reason \(number): \(lead.reason.text(language))")]
    if let expression = lead.expression { lines.append("  declared as: \(expression)") }
    for row in lead.evidence.prefix(5) {
      let values = row.values.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
      lines.append("  \(row.location): \(values)")
    }
    if lead.evidence.count > 5 {
      lines.append("  and \(Figures.count(lead.evidence.count - 5)) further rows")
    }
    if let indicator = lead.indicator { lines += self.indicator(indicator) }
    return lines
  }

  private func indicator(_ indicator: Indicator) -> [String] {
    let code = language.rawValue
    var lines = ["  \(indicator.id) \(indicator.title[code]): \(indicator.why[code])"]
    for law in indicator.law {
      lines.append("  law: \(law.citation(code))")
    }
    if let caution = indicator.legalStanding(on: explanation.asOf)
      .caution(on: explanation.asOf, language: code)
    {
      lines.append("  caution: \(caution)")
    }
    for text in indicator.innocent { lines.append("  may be innocent: \(text[code])") }
    for text in indicator.verify { lines.append("  to check: \(text[code])") }
    for control in indicator.riskPoint.controls { lines.append("  control: \(control[code])") }
    return lines
  }

  private func notComputed() -> [String] {
    explanation.notComputed.map { "Could not be computed: " + $0.text(language) }
  }

  private func finding() -> [String] {
    guard explanation.placement.level != nil else { return [] }
    guard let finding = explanation.finding else {
      return ["No one or two reasons carry the level: refuting them would leave it as it is."]
    }
    let names = finding.reasons.map { name in
      explanation.leads.first { $0.reason.feature == name }
        .map { lead in
          explanation.lines.first { $0.reading.feature == lead.reason.feature }?
            .reading.title(language) ?? name
        } ?? name
    }
    let after =
      explanation.policy.level(at: finding.level).map { "the level falls to \($0.title(language))" }
      ?? "no level remains"
    return [
      "If verification refutes \(names.map { "“\($0)”" }.joined(separator: " and ")), \(after)."
    ]
  }
}
