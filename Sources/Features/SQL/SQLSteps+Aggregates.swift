import Tables

extension SQLSteps {
  /// Whether what an aggregate reads can be known on the date; nil when nothing can be lost.
  ///
  /// An aggregate of what is left would be wrong, so it is null when one of its columns is.
  func readable(_ feature: PlannedFeature) -> String? {
    let days = Set(feature.formInputs.compactMap(knowledge.snapshot)).sorted()
    guard !days.isEmpty else { return nil }
    return days.map { "\(scope("p").asOf) >= \($0)" }.joined(separator: " AND ")
  }

  /// Whether an aggregate reads a column or a table that is not there.
  func isNeverReadable(_ feature: PlannedFeature) -> Bool {
    feature.formInputs.contains { !plan.package.canRead($0) }
      || feature.formTables.union([feature.table].compactMap { $0 })
        .contains { plan.package[resource: $0] == nil }
  }

  /// The rows, the windows over them, and the groups of aggregates.
  ///
  /// - Returns: the relation of groups.
  mutating func addGroups(
    _ name: String,
    _ aggregates: [SQLAggregate],
    keys: [String],
    from source: String,
    where condition: String? = nil
  ) -> String {
    func list(_ columns: [SQLAggregate.Column]) -> String {
      columns.map { "\($0.text) AS \(dialect.name($0.name))" }.joined(separator: ",\n    ")
    }
    func relation(_ source: String) -> String { "\n  FROM \(dialect.name(source)) AS r" }
    let own = keys.map { "r.\(dialect.name($0))" }
    let separator = own.isEmpty ? "" : ",\n    "
    var source = source
    var text =
      "SELECT \(own.joined(separator: ", "))\(separator)\(list(aggregates.flatMap(\.rows)))"
    text += relation(source)
    if let condition { text += "\n  WHERE \(condition)" }
    relations.append(("\(name) rows", text, false))
    source = "\(name) rows"
    let depth = aggregates.map(\.windows.count).max() ?? 0
    for level in 0..<depth {
      let columns = aggregates.flatMap { $0.windows.count > level ? $0.windows[level] : [] }
      let next = "\(name) windows \(level + 1)"
      relations.append((next, "SELECT r.*,\n    \(list(columns))\(relation(source))", false))
      source = next
    }
    let group = "\(name) groups"
    text = "SELECT \(own.joined(separator: ", "))\(separator)\(list(aggregates.flatMap(\.groups)))"
    text += relation(source) + (own.isEmpty ? "" : "\n  GROUP BY \(own.joined(separator: ", "))")
    relations.append((group, text, false))
    return group
  }

  /// An aggregate's answer for a project: 0 or `empty:` where no row counts, null where it reads
  /// what cannot be known.
  func finished(
    _ feature: PlannedFeature,
    _ aggregate: SQLAggregate,
    isExplained: Bool = false
  ) -> SQLValue {
    var value = aggregate.answer
    let count = "coalesce(\(aggregate.count), 0)"
    if feature.isCount {
      value.text = dialect.asNumber(count)
    } else if !feature.isRanking {
      fill(
        &value,
        feature,
        where: "\(count) = 0" + (isExplained ? " AND \(aggregate.gaps) = 0" : "")
      )
    }
    if let condition = readable(feature) {
      value.text = "CASE WHEN \(condition) THEN \(value.text) END"
    }
    return value
  }

  /// Gives the aggregate of no rows the value that the declaration says.
  func fill(_ value: inout SQLValue, _ feature: PlannedFeature, where condition: String) {
    guard let empty = feature.declaration.empty else { return }
    value.text =
      "CASE WHEN \(condition) THEN \(dialect.number(empty)) ELSE \(value.text) END"
    value.size = value.size.or(Magnitude(of: empty))
  }
}
