import Tables

/// What is known on the as-of date, as SQL: rules 0 to 5 of the design.
struct SQLKnowledge {
  let plan: FeaturePlan
  let dialect: SQLDialect

  static let asOf = "as of"
  static let snapshot = "snapshot"
  static let known = "known"

  private var package: DataPackage { plan.package }
  private var subject: Resource { package.subject }

  /// The columns of the project that hold its key.
  var keyColumns: [String] { subject.key.indices.map { "#id \($0 + 1)" } }

  /// A column just as the table has it, text compared by bytes.
  func raw(_ alias: String, _ field: Field) -> String {
    let name = "\(alias).\(dialect.name(field.name))"
    return dialect == .postgres && field.type == .text ? "(\(name) COLLATE \"C\")" : name
  }

  /// A column as it is known: rules 2, 3 and 5.
  func known(_ alias: String, _ field: Field, of resource: Resource, asOf: String) -> String {
    var conditions: [String] = []
    if let snapshot = snapshot(InputColumn(resource: resource.name, field: field.name)) {
      conditions.append("\(asOf) >= \(snapshot)")
    }
    if let other = field.knownOn { conditions.append("\(alias).\(dialect.name(other)) <= \(asOf)") }
    let text = raw(alias, field)
    if field.type == .date, field.knowledge != .plan { conditions.append("\(text) <= \(asOf)") }
    if conditions.isEmpty { return text }
    return "CASE WHEN \(conditions.joined(separator: " AND ")) THEN \(text) END"
  }

  /// The day from which on a current column can be read; nil when it always can.
  func snapshot(_ column: InputColumn) -> String? {
    guard let resource = package[resource: column.resource],
      let field = resource[field: column.field], field.knowledge == .current
    else { return nil }
    return resource.snapshotOn.map { dialect.date($0.number) }
      ?? "(SELECT day FROM \(dialect.name(SQLKnowledge.snapshot)))"
  }

  /// Whether the default snapshot is needed: a current column whose table declares none.
  var needsLatestFact: Bool {
    plan.features.flatMap(\.inputs).contains { column in
      snapshot(column) != nil && package[resource: column.resource]?.snapshotOn == nil
    }
  }

  /// The latest day on which anything is said to have happened or been recorded.
  var latestFact: String {
    var days: [String] = []
    for resource in package.resources where resource.role != .outcome {
      guard resource.name == subject.name || package.links[resource.name] != nil else { continue }
      let facts = resource.fields.filter { $0.type == .date && $0.knowledge == .fact }
      for field in facts where !field.isWithheld && field.personal != .drop {
        let rows =
          resource.name == subject.name
          ? "\(dialect.name(resource.name)) AS e" : joined(resource, subjectAlias: "s", to: nil)
        days.append("SELECT max(e.\(dialect.name(field.name))) AS day FROM \(rows)")
      }
    }
    let latest = dialect.date(Day.latest.number)
    guard !days.isEmpty else { return "SELECT \(latest) AS day" }
    return "SELECT coalesce(max(day), \(latest)) AS day FROM (\n    "
      + days.joined(separator: "\n    UNION ALL ") + "\n  ) AS d"
  }

  // MARK: - Projects

  /// The projects that exist on the date, with the columns that are read: rules 0 and 4.
  func projects(_ columns: [InputColumn]) -> String {
    let asOf = "d.day"
    var selected = ["\(asOf) AS \(SQLDialect.asOfColumn)"]
    for (name, key) in zip(keyColumns, subject.key.compactMap { subject[field: $0] }) {
      selected.append("\(raw("s", key)) AS \(dialect.name(name))")
    }
    if let from = subject.existsFrom.flatMap({ subject[field: $0] }) {
      selected.append("\(raw("s", from)) AS \(dialect.name("#exists from"))")
    }
    for column in columns {
      guard package.canRead(column), let field = subject[field: column.field] else { continue }
      let text = known("s", field, of: subject, asOf: asOf)
      selected.append("\(text) AS \(dialect.name(field.name))")
    }
    let dates = "CROSS JOIN \(dialect.name(SQLKnowledge.asOf)) AS d"
    var rows = "\(dialect.name(subject.name)) AS s"
    var conditions: [String] = []
    if let version = subject.version {
      let keys = subject.key.map { "s.\(dialect.name($0))" }.joined(separator: ", ")
      let day = "s.\(dialect.name(version))"
      rows = """
        (
            SELECT s.*, row_number() OVER (PARTITION BY \(keys) ORDER BY \(day) DESC) AS "#version"
            FROM \(rows) \(dates) WHERE \(day) <= d.day
          ) AS s
        """
      conditions.append("s.\"#version\" = 1")
    }
    if let from = subject.existsFrom { conditions.append("s.\(dialect.name(from)) <= d.day") }
    if let until = subject.existsUntil {
      let name = "s.\(dialect.name(until))"
      conditions.append("(\(name) IS NULL OR \(name) >= d.day)")
    }
    return "SELECT \(selected.joined(separator: ",\n    "))\n  FROM \(rows) \(dates)"
      + (conditions.isEmpty ? "" : "\n  WHERE \(conditions.joined(separator: " AND "))")
  }

  // MARK: - Events

  /// An event table `e` joined to the projects it belongs to, over one or two hops.
  ///
  /// To the step `step`, or to the table of projects where it is nil.
  func joined(_ resource: Resource, subjectAlias: String, to step: String?) -> String {
    var text = "\(dialect.name(resource.name)) AS e"
    var (alias, current) = ("e", resource)
    let hops = package.links[resource.name]?.hops ?? []
    for (index, hop) in hops.enumerated() {
      guard let target = package[resource: hop.resource] else { continue }
      let isLast = index == hops.count - 1
      let next = isLast ? subjectAlias : "h"
      let name = isLast ? step ?? target.name : target.name
      let conditions = zip(hop.fields, hop.targets).compactMap { field, targetField -> String? in
        guard let from = current[field: field], let to = target[field: targetField] else {
          return nil
        }
        var right = raw(next, to)
        if isLast, step != nil, let place = subject.key.firstIndex(of: targetField) {
          right = "\(next).\(dialect.name(keyColumns[place]))"
        }
        return sameKey((raw(alias, from), from.type), (right, to.type))
      }
      text += " JOIN \(dialect.name(name)) AS \(next) ON \(conditions.joined(separator: " AND "))"
      (alias, current) = (next, target)
    }
    return text
  }

  /// Keys of different types are compared as texts.
  private func sameKey(
    _ left: (text: String, type: FieldType),
    _ right: (text: String, type: FieldType)
  ) -> String {
    if left.type == right.type { return "\(left.text) = \(right.text)" }
    let type = dialect.columnType(.text)
    return "CAST(\(left.text) AS \(type)) = CAST(\(right.text) AS \(type))"
  }

  /// Rule 1: the conditions under which a row of `e` is known.
  func isRowKnown(_ resource: Resource, asOf: String) -> [String] {
    [resource.happened, resource.recorded].compactMap { name in
      name.map { "e.\(dialect.name($0)) <= \(asOf)" }
    }
  }
}
