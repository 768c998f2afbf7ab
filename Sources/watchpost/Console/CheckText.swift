import Tables

/// A check report as people read it.
enum CheckText {
  /// The lines of a report: tables, rejects by rule, findings, and the answer.
  static func lines(_ report: CheckReport, showsFields: Bool) -> [String] {
    var tables = TextTable(["table", "rows", "rejected", "fields", "files"], right: [1, 2, 3])
    for table in report.tables {
      tables.add([
        table.name, Figures.count(table.rows), Figures.count(table.rejectedRows),
        String(table.fields.count), table.files.joined(separator: ", "),
      ])
    }
    var lines = tables.lines()
    lines += codes(report)
    lines += rejects(report)
    if showsFields { for table in report.tables { lines += [""] + fields(table) } }
    if !report.findings.isEmpty { lines.append("") }
    for finding in report.findings { lines += self.finding(finding) }
    lines.append("")
    lines.append(
      CheckFinding.Severity.allCases.map { severity in
        Figures.count(report.count(severity), of: severity.rawValue)
      }.joined(separator: ", ")
    )
    return lines
  }

  private static func codes(_ report: CheckReport) -> [String] {
    report.tables.compactMap { table in
      let cells = table.fields.reduce(0) { $0 + $1.codes.values.reduce(0, +) }
      let fields = table.fields.count { !$0.codes.isEmpty }
      guard cells > 0 else { return nil }
      return "\(table.name): \(Figures.count(cells, of: "cell")) of "
        + "\(Figures.count(fields, of: "field")) \(cells == 1 ? "holds a declared code" : "hold declared codes")"
        + " (missing, not rejects)"
    }
  }

  private static func rejects(_ report: CheckReport) -> [String] {
    report.tables.flatMap { table in
      table.rejects.map { reject in
        let column = reject.column.isEmpty ? "" : ".\(reject.column)"
        let what = Summary.words(reject.count, isWholeRow: reject.isWholeRow)
        return "\(table.name)\(column): \(what), \(reject.rule)"
      }
    }
  }

  private static func fields(_ table: TableCheck) -> [String] {
    var text = TextTable(
      [table.name, "type", "present", "missing", "rejected", "distinct", "least", "most"],
      right: [2, 3, 4, 5]
    )
    for field in table.fields {
      text.add([
        field.name, field.unit.map { "\(field.type.rawValue) (\($0))" } ?? field.type.rawValue,
        Figures.count(field.present), Figures.count(field.missing),
        Figures.count(field.rejected), Figures.count(field.distinct), field.minimum ?? "",
        field.maximum ?? "",
      ])
    }
    return text.lines()
  }

  private static func finding(_ finding: CheckFinding) -> [String] {
    let colour: Colour =
      switch finding.severity {
      case .error: .red
      case .warning: .yellow
      case .note: .faint
      }
    let column = finding.column.map { ".\($0)" } ?? ""
    var text = "\(colour(finding.severity.rawValue)): \(finding.resource)\(column): "
    text += finding.message
    if let location = finding.location { text += " (\(location))" }
    return [text] + (finding.hint.map { ["  hint: \($0)"] } ?? [])
  }
}
