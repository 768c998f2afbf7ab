import Evaluation
import Operations
import Tables

/// A panel in words: what each block holds, what was dropped and why.
enum PanelText {
  /// A few lines: the split, the blocks, the dropped rows.
  static func summary(_ data: PanelData) -> String {
    var lines: [String] = []
    if let split = data.split { lines.append("Split: \(split.description)") }
    var table = TextTable(
      ["block", "rows", "positive", "projects", "positive projects"],
      right: [1, 2, 3, 4]
    )
    for block in data.panel.blocks where block.rows > 0 {
      table.add([
        block.block.rawValue, Figures.count(block.rows), Figures.count(block.positives),
        Figures.count(block.projects), Figures.count(block.positiveProjects),
      ])
    }
    if !data.panel.kept.isEmpty { lines += table.lines() }
    let dropped = Panel.Drop.allCases.compactMap { reason -> String? in
      let count = data.panel.dropped[reason] ?? 0
      return count == 0 ? nil : "\(Figures.count(count)) \(reason.words)"
    }
    if !dropped.isEmpty { lines.append("Without a label: " + dropped.joined(separator: ", ")) }
    if data.panel.outcomesWithoutProject > 0 {
      lines.append(
        "Outcomes of projects that exist on none of these dates: "
          + Figures.count(data.panel.outcomesWithoutProject)
      )
    }
    return lines.joined(separator: "\n")
  }
}
