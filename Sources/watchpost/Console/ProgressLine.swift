import Tables

/// How far a run has come, as one line that fits a terminal.
///
/// Plain ASCII, because a character that some terminals show twice as wide would break the line.
struct ProgressLine {
  /// What the run does as a whole: `training …`.
  var label: String
  /// The step under way, if any.
  var step: RunProgress.State?

  private static let barWidth = 24

  /// The line, at most `columns` wide without its colours: title, bar, share, counts; what does
  /// not fit is left out from the right.
  func text(columns: Int, isColourful: Bool) -> String {
    guard let step, !isComplete(step) else { return ProgressLine.cut(label, to: columns) }
    guard let total = step.total, total > 0 else {
      return ProgressLine.cut("\(step.title): \(counts(step))", to: columns)
    }
    let share = min(1, max(0, Double(step.done) / Double(total)))
    let percent = String(Int(share * 100))
    let figures = String(repeating: " ", count: 3 - percent.count) + percent + "%"
    let bar = ProgressLine.bar(share, isColourful)
    let barred = ProgressLine.barWidth + 2 + 2 + figures.count
    let title = ProgressLine.cut(step.title, to: columns)
    let left = columns - TextTable.width(title) - 2
    let full = barred + 2 + TextTable.width(counts(step))
    if left >= full { return "\(title)  \(bar)  \(figures)  \(counts(step))" }
    if left >= barred { return "\(title)  \(bar)  \(figures)" }
    return left >= figures.count ? "\(title)  \(figures)" : title
  }

  /// What is complete gives way to the label: the run does something else by then.
  private func isComplete(_ step: RunProgress.State) -> Bool {
    step.total.map { step.done >= $0 } ?? false
  }

  private static func bar(_ share: Double, _ isColourful: Bool) -> String {
    let filled = Int(share * Double(barWidth))
    let done = String(repeating: "#", count: filled)
    let rest = String(repeating: ".", count: barWidth - filled)
    guard isColourful else { return "[\(done)\(rest)]" }
    return "[\(Colour.green.on(done))\(Colour.faint.on(rest))]"
  }

  private func counts(_ step: RunProgress.State) -> String {
    let unit =
      switch step.unit {
      case .bytes: "MB"
      case .projects: "projects"
      case .tables: "tables"
      case .draws: "draws"
      case .iterations: "iterations"
      }
    func text(_ count: Int) -> String {
      step.unit == .bytes ? Figures.fixed(Double(count) / 1e6, 1) : Figures.count(count)
    }
    return text(step.done) + (step.total.map { " of \(text($0))" } ?? "") + " " + unit
  }

  /// At most `columns` columns of a text, without what would steer the terminal.
  static func cut(_ text: String, to columns: Int) -> String {
    var line = ""
    var width = 0
    for character in text where !character.unicodeScalars.contains(where: { $0.value < 0x20 }) {
      width += TextTable.width(String(character))
      guard width <= columns else { break }
      line.append(character)
    }
    return line
  }
}
