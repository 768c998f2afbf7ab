import Tables

extension FeaturePlan {
  /// One statement that computes every declared feature of every project that exists on a date.
  ///
  /// It reads tables and columns called as ours, of the types that `SQLTables` declares. Its first
  /// column is the project's key, then come the visible features in declared order; rows are in
  /// the order of the key. What has no value is null, whatever the reason.
  ///
  /// - Throws: `FeatureError` where the database cannot tell two names apart.
  public func sql(
    _ dialect: SQLDialect,
    asOf: Day,
    withHidden isWithHidden: Bool = false
  ) throws(FeatureError) -> String {
    try verifyNames(dialect)
    let steps = SQLSteps(self, dialect)
    var relations = [
      "\(dialect.name(SQLKnowledge.asOf)) AS (SELECT \(dialect.date(asOf.number)) AS day)"
    ]
    if let calendar = package.calendar, countsWorkingDays, !calendar.exceptions.isEmpty {
      relations.append(dialect.exceptions(of: calendar))
    }
    for relation in steps.relations {
      let hint = relation.isKept ? "MATERIALIZED " : ""
      relations.append("\(dialect.name(relation.name)) AS \(hint)(\n  \(relation.text)\n)")
    }
    var columns = ["\(key(dialect)) AS \(dialect.name(keyName))"]
    for feature in features where isWithHidden || !feature.isHidden {
      let name = dialect.name(feature.name)
      columns.append("\(dialect.shown("p.\(name)", feature.valueType)) AS \(name)")
    }
    return "WITH\n" + relations.joined(separator: ",\n") + "\nSELECT "
      + columns.joined(separator: ",\n  ")
      + "\nFROM \(dialect.name(steps.last)) AS p\nORDER BY 1;"
  }

  /// Whether any feature counts working days.
  private var countsWorkingDays: Bool {
    var isFound = false
    for feature in features {
      let bounds = [feature.applies, feature.window.first, feature.window.last].compactMap { $0 }
      for expression in feature.form.expressions + bounds {
        expression.forEach {
          if case .apply(.workingDaysBetween, _) = $0.kind { isFound = true }
        }
      }
    }
    return isFound
  }

  /// The key as the feature table shows it: the parts of a composite one joined by `|`.
  private func key(_ dialect: SQLDialect) -> String {
    let names = SQLKnowledge(plan: self, dialect: dialect).keyColumns
    let parts = names.map { "p.\(dialect.name($0))" }
    guard parts.count > 1 else { return parts.first ?? "NULL" }
    let type = dialect.columnType(.text)
    return parts.map { part in
      "replace(replace(CAST(\(part) AS \(type)), '\\', '\\\\'), '|', '\\|')"
    }
    .joined(separator: " || '|' || ")
  }

  private func verifyNames(_ dialect: SQLDialect) throws(FeatureError) {
    let subject = package.subject
    guard !subject.key.isEmpty else {
      throw FeatureError(
        .notFound("primaryKey"),
        "\(subject.name) has no primaryKey, by which SQL could join it",
        hint: "declare it in the data package"
      )
    }
    let resources = package.resources.filter { $0.role != .outcome }
    try verifyDistinct(resources.map(\.name), "tables", dialect)
    for resource in resources {
      var names = resource.fields.map(\.name)
      if resource.name == subject.name { names += features.map(\.name) }
      try verifyDistinct(names, "columns of \(resource.name)", dialect)
    }
  }

  private func verifyDistinct(
    _ names: [String],
    _ what: String,
    _ dialect: SQLDialect
  ) throws(FeatureError) {
    var seen: [String: String] = [:]
    for name in names {
      if !dialect.fits(name) {
        throw FeatureError(
          .file,
          "the name \(name) is longer than \(dialect.title) can have (63 bytes)",
          hint: "give it a shorter name"
        )
      }
      if let other = seen.updateValue(name, forKey: name.lowercased()), dialect != .postgres {
        throw FeatureError(
          .duplicate(name),
          "\(dialect.title) cannot tell the \(what) \(other) and \(name) apart",
          hint: "rename one of them"
        )
      }
    }
  }
}
