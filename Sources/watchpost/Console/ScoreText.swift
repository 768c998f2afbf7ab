import Operations
import Tables
import Warnings

/// Scores as people read them: how many of each level, then the riskiest with their reasons.
struct ScoreText {
  let result: ScoreResult
  let language: Language
  /// How many projects that are gone are shown.
  let top: Int

  /// The lines of the result.
  func lines() -> [String] {
    var lines = [counts()]
    if let decided = decided() { lines.append(decided) }
    if let changes = changes() { lines.append(changes) }
    for row in result.top {
      lines.append("")
      lines.append(heading(row))
      guard result.hasReasons else { continue }
      for reason in row.reasons.strongest { lines.append("     " + reason.text(language)) }
      if let missing = notComputed(row.reasons) { lines.append("     " + missing) }
    }
    return lines + gone()
  }

  private func words(_ english: String, _ chinese: String) -> String {
    language == .zh ? chinese : english
  }

  /// How many features could not be computed, and the first of them.
  private func notComputed(_ reasons: Reasons) -> String? {
    let names = reasons.notComputed.map(\.feature)
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(3).joined(separator: words(", ", "、"))
    let more = names.count > 3 ? " …" : ""
    return words(
      "\(names.count) could not be computed: \(shown)\(more)",
      "\(names.count)项无法计算：\(shown)\(more)"
    )
  }

  private func counts() -> String {
    let counts = result.levelCounts
    let levels = result.policy.levels.indices.reversed().map { index in
      let count = Figures.count(counts[index])
      let title = result.policy.levels[index].title(language)
      return ScoreText.coloured(
        result.policy.levels[index].name,
        words("\(count) \(title)", "\(title)\(count)")
      )
    }
    let count = result.count
    let date = result.asOf.map { words(" as of \($0)", "截至\($0)，") } ?? ""
    return words(
      "\(Figures.count(count, of: "project")) scored\(date): \(levels.joined(separator: ", "))",
      "\(date)评分项目\(Figures.count(count))个：\(levels.joined(separator: "、"))"
    )
  }

  private func decided() -> String? {
    let count = result.decided.count
    guard count > 0 else { return nil }
    return words(
      "\(Figures.count(count, of: "further project")) \(count == 1 ? "is" : "are") not ranked: what "
        + "the model predicts has already come about",
      "另有\(Figures.count(count))个项目不参与排名：模型所预测的情形已经发生"
    )
  }

  private func heading(_ row: ScoreResult.Row) -> String {
    var parts = ["\(row.placement.rank).", Colour.bold(row.project.id)]
    if let level = result.policy.level(at: row.placement.level) {
      parts.append(ScoreText.coloured(level.name, level.title(language)))
    }
    if let probability = row.project.probability {
      var text = Figures.percent(probability)
      if let interval = row.interval {
        text +=
          " [\(Figures.percent(interval.lowerBound)), \(Figures.percent(interval.upperBound))]"
      }
      parts.append(text)
    }
    if let points = row.project.points {
      let text = Figures.fixed(points, 0)
      parts.append(words("\(text) points", "\(text)分"))
    }
    if !row.placement.raisedBy.isEmpty {
      let names = row.placement.raisedBy.joined(separator: words(", ", "、"))
      parts.append(words("raised by \(names)", "因\(names)升级"))
    }
    if let change = row.change, change.kind != .same { parts.append(self.change(change)) }
    return parts.joined(separator: "  ")
  }

  /// A word in the colour of its level.
  static func coloured(_ level: String, _ text: String) -> String {
    Colour(level: level)?(text) ?? text
  }

  // MARK: What changed

  private func changes() -> String? {
    guard let against = result.against, let changes = result.changeCounts else { return nil }
    let counts = changes.map { kind, count in
      words("\(Figures.count(count)) \(name(kind))", "\(name(kind))\(Figures.count(count))")
    }
    return words(
      "Since \(against): \(counts.joined(separator: ", "))",
      "与\(against)相比：\(counts.joined(separator: "、"))"
    )
  }

  /// `(raised from blue)`.
  private func change(_ change: ScoreResult.Change) -> String {
    guard change.kind != .new else { return words("(new)", "（新增）") }
    let before = levelName(change.levelBefore)
    return words(
      "(\(name(change.kind)) from \(before))",
      "（由\(before)\(name(change.kind))）"
    )
  }

  private func levelName(_ name: String?) -> String {
    guard let name else { return words("no level", "无等级") }
    return result.policy.levels.first { $0.name == name }?.title(language) ?? name
  }

  private func name(_ kind: ScoreResult.Change.Kind) -> String {
    guard language == .zh else { return kind.rawValue }
    return switch kind {
    case .new: "新增"
    case .raised: "升级"
    case .lowered: "降级"
    case .cleared: "解除"
    case .same: "不变"
    case .gone: "退出"
    }
  }

  /// The projects that had a level and are not scored now.
  private func gone() -> [String] {
    let warned = result.gone.filter { $0.levelBefore != nil }
    guard !warned.isEmpty, top > 0 else { return [] }
    var lines = ["", words("Had a level then, not scored now:", "当时有等级、现不参与评分：")]
    for project in warned.prefix(top) {
      let level = levelName(project.levelBefore)
      lines.append(
        "     "
          + words(
            "\(project.id): was \(level), rank \(Figures.count(project.rankBefore)); ",
            "\(project.id)：原为\(level)，第\(Figures.count(project.rankBefore))名；"
          ) + project.why(language)
      )
    }
    if warned.count > top {
      let more = Figures.count(warned.count - top)
      lines.append("     " + words("and \(more) more", "另有\(more)个"))
    }
    return lines
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
