import Operations
import Tables
import Warnings

/// Scores as people read them: how many of each level, then the riskiest with their reasons.
enum ScoreText {
  /// The lines of a result.
  static func lines(_ result: ScoreResult, language: Language) -> [String] {
    var lines = [counts(result, language)]
    if !result.decided.isEmpty {
      lines.append(
        "\(Figures.count(result.decided.count)) further projects are not ranked: what the model "
          + "predicts has already come about"
      )
    }
    if let changes = changes(result) { lines.append(changes) }
    for row in result.top {
      lines.append("")
      lines.append(heading(row, result, language))
      guard result.hasReasons else { continue }
      for reason in row.reasons.strongest { lines.append("     " + reason.text(language)) }
      if let missing = notComputed(row.reasons, language) { lines.append("     " + missing) }
    }
    return lines
  }

  /// How many features could not be computed, and the first of them.
  private static func notComputed(_ reasons: Reasons, _ language: Language) -> String? {
    let names = reasons.notComputed.map(\.feature)
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(3).joined(separator: language == .zh ? "、" : ", ")
    let more = names.count > 3 ? " …" : ""
    return language == .zh
      ? "\(names.count)项无法计算：\(shown)\(more)"
      : "\(names.count) could not be computed: \(shown)\(more)"
  }

  private static func counts(_ result: ScoreResult, _ language: Language) -> String {
    let counts = result.levelCounts
    let levels = result.policy.levels.indices.reversed().map { index in
      let count = counts[index]
      let name = result.policy.levels[index].title(language)
      return coloured(result.policy.levels[index].name, "\(Figures.count(count)) \(name)")
    }
    let date = result.asOf.map { " as of \($0)" } ?? ""
    return "\(Figures.count(result.count)) projects scored\(date): "
      + levels.joined(separator: ", ")
  }

  private static func changes(_ result: ScoreResult) -> String? {
    guard let counts = result.changeCounts, result.count > 0 else { return nil }
    return "Since then: "
      + counts.map { "\(Figures.count($0.count)) \($0.kind.rawValue)" }.joined(separator: ", ")
  }

  private static func heading(
    _ row: ScoreResult.Row,
    _ result: ScoreResult,
    _ language: Language
  ) -> String {
    let level = result.policy.level(at: row.placement.level)
    var parts = ["\(row.placement.rank).", Colour.bold(row.project.id)]
    if let level { parts.append(coloured(level.name, level.title(language))) }
    if let probability = row.project.probability {
      var text = Figures.percent(probability)
      if let interval = row.interval {
        text +=
          " [\(Figures.percent(interval.lowerBound)), \(Figures.percent(interval.upperBound))]"
      }
      parts.append(text)
    }
    if let points = row.project.points { parts.append("\(Figures.fixed(points, 0)) points") }
    if !row.placement.raisedBy.isEmpty {
      parts.append("raised by \(row.placement.raisedBy.joined(separator: ", "))")
    }
    if let change = row.change, change.kind != .same { parts.append("(\(change.kind.rawValue))") }
    return parts.joined(separator: "  ")
  }

  /// A word in the colour of its level.
  static func coloured(_ level: String, _ text: String) -> String {
    Colour(level: level)?(text) ?? text
  }
}

extension Colour {
  /// The colour of one of the four usual levels.
  init?(level: String) {
    switch level {
    case "red": self = .red
    case "orange": self = .orange
    case "yellow": self = .yellow
    case "blue": self = .blue
    default: return nil
    }
  }
}
