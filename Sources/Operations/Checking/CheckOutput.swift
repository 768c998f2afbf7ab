import Tables

extension CheckReport {
  /// The findings as a table, one line each.
  public var table: Table {
    Table(
      name: "findings",
      names: ["severity", "rule", "table", "column", "count", "message", "place", "hint"],
      columns: [
        .texts(findings.map(\.severity.rawValue)), .texts(findings.map(\.rule)),
        .texts(findings.map(\.resource)), .texts(findings.map(\.column)),
        .integers(findings.map(\.count)), .texts(findings.map(\.message)),
        .texts(findings.map { $0.location?.description }), .texts(findings.map(\.hint)),
      ]
    )
  }
}
