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
      let what = words(entry.count, isWholeRow: entry.key.isWholeRow)
      Console.note("  \(entry.key.resource)\(column): \(what), \(entry.key.rule)")
    }
    if rejects.summary.count > 10 {
      Console.note("  and \(Figures.count(rejects.summary.count - 10, of: "further rule"))")
    }
  }

  /// What became of rejects: `1 row left out`, `2 values read as missing`.
  static func words(_ count: Int, isWholeRow: Bool) -> String {
    isWholeRow
      ? Figures.count(count, of: "row") + " left out"
      : Figures.count(count, of: "value") + " read as missing"
  }
}
