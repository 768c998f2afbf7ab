import Features
import Operations

/// The page of the feature language for people.
enum FunctionText {
  /// The lines: a heading for each kind, a paragraph for each entry.
  static func lines(_ page: FunctionPage) -> [String] {
    var lines = [
      "The feature language. Examples are about projects (x, y, t, d, is_open) and their payments",
      "(paid_on, amount, payee, is_late); their SQL is \(page.dialect.title)'s, without the tables",
      "around it: watchpost features DATASET --sql \(page.dialect.rawValue) prints whole statements.",
    ]
    var kind: LanguageEntry.Kind?
    for item in page.items {
      let entry = item.entry
      if entry.kind != kind {
        lines += ["", Colour.bold(heading(entry.kind))]
        kind = entry.kind
      }
      lines += ["", Colour.bold(entry.usage)]
      let places = entry.places.map(\.rawValue).joined(separator: ", ")
      for (label, text) in [
        ("means", entry.meaning), ("types", entry.types), ("works on", places),
        ("missing", entry.missing), ("example", entry.example),
      ] where !text.isEmpty {
        lines.append("  \(label)\(String(repeating: " ", count: 9 - label.count))\(text)")
      }
      for (number, text) in item.sql.enumerated() {
        lines.append((number == 0 ? "  SQL      " : "           ") + text)
      }
    }
    return lines
  }

  private static func heading(_ kind: LanguageEntry.Kind) -> String {
    switch kind {
    case .function: "FUNCTIONS"
    case .aggregate: "AGGREGATES"
    case .operator: "OPERATORS"
    case .value: "VALUES"
    case .clause: "CLAUSES"
    case .option: "OPTIONS OF A DECLARATION"
    }
  }
}
