import Tables

extension SQLSteps {
  /// The aggregates over one event table, joined to the projects.
  mutating func addEvents(
    _ features: [PlannedFeature],
    of table: String,
    _ step: inout SQLStep
  ) {
    let features = features.filter { !isNeverReadable($0) }
    guard let resource = plan.package[resource: table], !features.isEmpty else { return }
    let base = "\(step.name) \(table)"
    let keys = knowledge.keyColumns
    let order = addEventRows(base, resource, features, step)
    let rows = scope("r")
    var aggregates: [(PlannedFeature, SQLAggregate)] = []
    for feature in features {
      guard case .events(let aggregate, _, let condition) = feature.form else { continue }
      aggregates.append(
        (
          feature,
          SQLAggregate(
            feature,
            aggregate,
            condition: condition,
            scope: rows,
            keys: keys,
            alias: step.nextAlias,
            order: order
          )
        )
      )
    }
    let group = addGroups(base, aggregates.map(\.1), keys: keys, from: base)
    step.join(group, on: keys, dialect)
    for (feature, aggregate) in aggregates {
      let value = finished(feature, aggregate)
      step.values[feature.index] = covered(value, resource, feature)
      guard !feature.isCount, feature.declaration.empty == nil else { continue }
      var none = SQLValue(text: "coalesce(\(aggregate.count), 0) = 0")
      if let condition = readable(feature) { none.text += " AND \(condition)" }
      step.flags[feature.index] = covered(none, resource, feature).text
    }
  }

  /// The known rows of an event table with what features read of them and of their projects.
  ///
  /// - Returns: the columns that order rows: when they happened, then their primary keys.
  private mutating func addEventRows(
    _ name: String,
    _ resource: Resource,
    _ features: [PlannedFeature],
    _ step: SQLStep
  ) -> [String] {
    var columns = (knowledge.keyColumns + [SQLKnowledge.asOf]).map { "p.\(dialect.name($0))" }
    var order: [String] = []
    var seen: Set<String> = []
    for expression in features.flatMap({ $0.form.expressions }) {
      expression.forEach { part in
        switch part.kind {
        case .column(let column) where plan.package.canRead(column):
          let target = scope("r").name(of: column)
          guard seen.insert(target).inserted else { return }
          guard column.resource == resource.name, let field = resource[field: column.field] else {
            columns.append("p.\(dialect.name(target))")
            return
          }
          let text = knowledge.known("e", field, of: resource, asOf: scope("p").asOf)
          columns.append("\(text) AS \(dialect.name(target))")
        case .feature(let index):
          let target = plan.features[index].name
          if seen.insert(target).inserted { columns.append("p.\(dialect.name(target))") }
        default: break
        }
      }
    }
    if features.contains(where: \.isOrdered) {
      for field in ([resource.happened].compactMap { $0 } + resource.primaryKey) {
        guard let field = resource[field: field] else { continue }
        let target = "#order \(order.count + 1)"
        columns.append("\(knowledge.raw("e", field)) AS \(dialect.name(target))")
        order.append(target)
      }
    }
    let conditions = knowledge.isRowKnown(resource, asOf: scope("p").asOf)
    let rows = knowledge.joined(resource, subjectAlias: "p", to: step.source)
    relations.append(
      (
        name,
        "SELECT \(columns.joined(separator: ",\n    "))\n  FROM \(rows)"
          + (conditions.isEmpty ? "" : "\n  WHERE \(conditions.joined(separator: " AND "))"),
        false
      )
    )
    return order
  }

  /// An aggregate's value, null where its window leaves what the table covers.
  private func covered(
    _ value: SQLValue,
    _ table: Resource,
    _ feature: PlannedFeature
  ) -> SQLValue {
    guard table.coversFrom != nil || table.coversTo != nil else { return value }
    let scope = scope("p")
    var begins = [feature.window.first.map { scope.value($0).text }].compactMap { $0 }
    if plan.package.subject.existsFrom != nil { begins.append(scope.reference("#exists from")) }
    let first =
      begins.isEmpty
      ? dialect.null(.date)
      : begins.count == 1 ? begins[0] : "coalesce(\(begins.joined(separator: ", ")))"
    let asOf = SQLValue(text: scope.asOf, isAtom: true, canBeNull: false)
    let last =
      feature.window.last.map {
        dialect.knownExtreme(wantsLeast: true, scope.value($0), asOf)
      } ?? scope.asOf
    let days = [SQLValue(text: "\(first)"), SQLValue(text: "\(last)", isAtom: last == asOf.text)]
    let isCovered = dialect.with(days) { named in
      let (first, last) = (named[0].text, named[1].text)
      var text = "CASE WHEN \(first) > \(last) THEN TRUE"
      if let from = table.coversFrom {
        text += " WHEN \(first) IS NULL OR \(first) < \(dialect.date(from.number)) THEN FALSE"
      }
      if let to = table.coversTo {
        text += " WHEN \(last) > \(dialect.date(to.number)) THEN FALSE"
      }
      return text + " ELSE TRUE END"
    }
    var value = value
    value.text = "CASE WHEN \(isCovered) THEN \(value.text) END"
    return value
  }
}
