import Tables

extension LanguageEntry {
  /// The SQL that the example becomes, of the compiler that writes whole statements.
  ///
  /// A scalar expression is one line. An aggregate is cut into columns: of `rows`, of `windows` over
  /// them, of `groups`, and the `answer` made of those; the tables they stand in are left out.
  public func sql(_ dialect: SQLDialect) throws -> [String] {
    let steps = SQLSteps(try LanguageReference.plan(example), dialect)
    var lines: [String] = []
    for relation in steps.relations {
      guard let part = LanguageEntry.part(of: relation.name) else { continue }
      lines += LanguageEntry.columns(relation.text).map { "\(part): \($0)" }
    }
    let answer = LanguageEntry.columns(steps.relations.last?.text ?? "").last ?? ""
    let value = answer.split(separator: " AS \"f\"").first.map(String.init) ?? answer
    return lines.isEmpty ? [value] : lines + ["answer: \(value)"]
  }

  private static func part(of relation: String) -> String? {
    let words = relation.split(separator: " ")
    if words.contains("windows") { return "windows" }
    return ["rows", "groups", "peers"].first { words.last == Substring($0) }
  }

  /// The columns of a relation after the first, which is the key or what came before.
  private static func columns(_ relation: String) -> [String] {
    let list = relation.split(separator: "\n  FROM ").first ?? ""
    return list.split(separator: ",\n    ").dropFirst().map(String.init)
  }
}
