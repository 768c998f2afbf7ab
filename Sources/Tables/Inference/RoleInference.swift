/// Finds what the tables are about and when their rows happened.
enum RoleInference {
  /// The share of rows without a date above which a date does not say when rows happened.
  private static let missing = 0.01

  /// The table that the others are about: `projects`, else the one most others refer to, else the
  /// first with a key.
  static func subject(of tables: [InferredTable]) -> Int? {
    if let projects = tables.firstIndex(where: { $0.resource.name == "projects" }) {
      return projects
    }
    var best: (index: Int, references: Int)?
    for (index, table) in tables.enumerated() where table.resource.name != "outcomes" {
      let references = tables.count { other in
        other.resource.foreignKeys.contains { $0.resource == table.resource.name }
      }
      let hasKey = !table.resource.primaryKey.isEmpty
      guard hasKey || tables.count == 1 else { continue }
      if best.map({ references > $0.references }) ?? true { best = (index, references) }
    }
    return best?.index ?? tables.indices.first
  }

  /// Gives every table its role, and rows their dates.
  static func addRoles(_ tables: inout [InferredTable], subject: Int) {
    let reach = reached(tables, from: tables[subject].resource.name)
    for index in tables.indices {
      if index == subject {
        tables[index].resource.role = .entity
        tables[index].reasons["role"] = "the table the others are about"
        addExistence(&tables[index])
        continue
      }
      guard reach.contains(tables[index].resource.name) else {
        tables[index].resource.role = .entity
        tables[index].reasons["role"] = "no key leads to \(tables[subject].resource.name)"
        tables[index].notes.append(
          "no key leads from here to \(tables[subject].resource.name), so no feature can use it"
        )
        continue
      }
      addDates(&tables[index])
      let isOutcome =
        tables[index].resource.name == "outcomes" && tables[index].resource.happened != nil
      tables[index].resource.role = isOutcome ? .outcome : .event
      tables[index].reasons["role"] =
        isOutcome ? "the standard table of outcomes" : "a key leads to the subject"
    }
    addSnapshot(&tables, subject: subject)
  }

  /// The tables that lead to the subject in at most two steps.
  private static func reached(_ tables: [InferredTable], from subject: String) -> Set<String> {
    func direct(_ target: Set<String>) -> Set<String> {
      Set(
        tables.filter { table in
          table.resource.foreignKeys.contains { target.contains($0.resource) }
        }.map(\.resource.name)
      )
    }
    let first = direct([subject])
    return first.union(direct(first))
  }

  private static func isFilled(_ field: Field, _ table: InferredTable) -> Bool {
    guard field.type == .date, let column = table.column(field), table.profile.rows > 0 else {
      return false
    }
    let codes = Set(field.missingValues ?? [])
    var missing = column.empty
    for code in column.counts.indices where codes.contains(column.text(code)) {
      missing += column.counts[code]
    }
    return Double(missing) <= RoleInference.missing * Double(table.profile.rows)
  }

  private static func addDates(_ table: inout InferredTable) {
    let resource = table.resource
    let standard = table.standard
    if let name = standard?.recorded, resource[field: name]?.type == .date {
      table.resource.recorded = name
      table.reasons["recorded"] = "by its name"
    } else if let field = resource.fields.first(where: {
      $0.type == .date && HeaderReading($0.header).isRecording && standard?.happened != $0.name
    }) {
      table.resource.recorded = field.name
      table.reasons["recorded"] = "by its header"
    }
    if let name = standard?.happened, let field = resource[field: name], isFilled(field, table) {
      table.resource.happened = name
      table.reasons["happened"] = "by its name"
      return
    }
    if standard?.name == "milestones" { return }
    let free = resource.fields.filter { field in
      field.knowledge != .plan && field.name != table.resource.recorded && isFilled(field, table)
    }
    guard let field = free.first else {
      table.notes.append(
        "no date says when a row happened, so every row is known on every date: "
          + "features may see what nobody could know yet"
      )
      return
    }
    table.resource.happened = field.name
    table.reasons["happened"] = "the first date that is never planned and hardly ever missing"
  }

  private static func addExistence(_ table: inout InferredTable) {
    guard let field = table.resource[field: "approved_on"], isFilled(field, table) else { return }
    table.resource.existsFrom = field.name
    table.reasons["exists_from"] = "by its name"
  }

  /// The latest day on which something is known to have happened: an event, or a date whose header
  /// says that it came about; where there is neither, the latest fact of the subject, without what
  /// stands far from all others.
  private static func addSnapshot(_ tables: inout [InferredTable], subject: Int) {
    let events = tables.flatMap { table in
      table.resource.fields.filter { field in
        [table.resource.happened, table.resource.recorded].contains(field.name)
          || (field.type == .date && HeaderReading(field.header).isActual)
      }.flatMap { days(of: $0, table) }
    }
    let facts = tables[subject].resource.fields.filter {
      $0.type == .date && $0.knowledge != .plan
    }.flatMap { days(of: $0, tables[subject]) }
    let known = (events.isEmpty ? facts : events).sorted()
    guard !known.isEmpty else { return }
    // A mistyped year is no snapshot: more than a year beyond 99.5% of the distinct days.
    let usual = known[(known.count - 1) * 995 / 1000]
    guard let latest = known.last(where: { $0 - usual <= 366 }) else { return }
    tables[subject].resource.snapshotOn = latest
    tables[subject].reasons["snapshot_on"] =
      events.isEmpty
      ? "the latest date that is no plan" : "the latest day on which anything happened"
    if let last = known.last, last != latest {
      tables[subject].notes.append("some dates lie far after \(latest), the latest is \(last)")
    }
    for index in tables.indices { addPlans(&tables[index], after: latest) }
  }

  /// Dates of which one in fifty and more lies after the snapshot were set in advance, unless
  /// their header says that they came about: a fact read as a plan would be known before its day.
  private static func addPlans(_ table: inout InferredTable, after snapshot: Day) {
    let resource = table.resource
    for (index, field) in resource.fields.enumerated()
    where field.type == .date && field.knowledge != .plan
      && !HeaderReading(field.header).isActual
      && ![resource.happened, resource.recorded, resource.existsFrom].contains(field.name)
    {
      guard let cell = try? DateCell(format: field.format), let column = table.column(field) else {
        continue
      }
      var later = 0
      for code in column.counts.indices {
        let bytes = column.texts.utf8(of: Int32(code))
        if case .value(let day) = cell.parse(bytes.span), day > snapshot {
          later += column.counts[code]
        }
      }
      guard later > 0, later * 50 >= column.filled else { continue }
      table.resource.fields[index].knowledge = .plan
      table.resource.fields[index].isKnowledgeDeclared = true
      table.fieldReasons[index] += "; a plan, since \(later) lie after the snapshot"
    }
  }

  /// The distinct days of a field.
  private static func days(of field: Field, _ table: InferredTable) -> [Day] {
    guard let cell = try? DateCell(format: field.format), let column = table.column(field) else {
      return []
    }
    return column.counts.indices.compactMap { code in
      let bytes = column.texts.utf8(of: Int32(code))
      if case .value(let day) = cell.parse(bytes.span) { return day }
      return nil
    }
  }
}
