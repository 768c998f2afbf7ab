import Tables

/// What every run says at its end: what it could not read, and what it has to remark.
enum Summary {
  /// Notes and reject counts, on standard error.
  static func print(notes: [String], rejects: RejectLog) {
    for note in notes { Console.note("note: \(note)") }
    let count = rejects.count
    guard count > 0 else { return }
    Console.note("rejects: \(Figures.count(count)) (watchpost check shows them)")
    for entry in rejects.summary.prefix(10) {
      let column = entry.key.column.isEmpty ? "" : ".\(entry.key.column)"
      let what = entry.key.isWholeRow ? "rows left out" : "values read as missing"
      Console.note(
        "  \(entry.key.resource)\(column): \(Figures.count(entry.count)) \(what), "
          + entry.key.rule
      )
    }
    if rejects.summary.count > 10 {
      Console.note("  and \(rejects.summary.count - 10) further rules")
    }
  }
}
