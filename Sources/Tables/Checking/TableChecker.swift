/// Reads one table to its end and says what is in it.
struct TableChecker {
  /// The reader, which refuses nothing.
  let reader: TableReader
  private(set) var profiles: [FieldProfile]
  private var orders: [DateOrder]
  private var duplicates: DuplicateRows
  private var lateFacts: [(count: Int, first: RowPosition?)]
  private let snapshot: Day?

  init(_ reader: TableReader, snapshot: Day?) {
    self.reader = reader
    self.snapshot = snapshot
    profiles = reader.fields.map(FieldProfile.init)
    orders = DateOrder.pairs(of: reader.resource, columns: reader.fields.map(\.name))
    duplicates = DuplicateRows(compared: TableChecker.compared(reader))
    lateFacts = reader.fields.map { _ in (0, nil) }
  }

  /// The columns by which rows are the same: all but a key that is nothing but a number.
  ///
  /// Where the key means something (a project, a project and a day), rows that differ in it say
  /// different things, and rows that do not are refused as duplicate keys.
  private static func compared(_ reader: TableReader) -> [Int] {
    let resource = reader.resource
    let key = resource.primaryKey
    guard !key.isEmpty else { return Array(reader.fields.indices) }
    let refers = resource.foreignKeys.contains { $0.fields == key } || key == ["project_id"]
    let isSurrogate = key.count == 1 && (!refers || resource.role == .entity)
    return isSurrogate ? reader.fields.indices.filter { reader.fields[$0].name != key[0] } : []
  }

  mutating func add(_ batch: Batch) {
    for (index, column) in batch.columns.enumerated() {
      profiles[index].add(column, at: batch.positions)
      addLate(column, index, batch)
    }
    for index in orders.indices { orders[index].add(batch) }
    duplicates.add(batch)
  }

  private mutating func addLate(_ column: Column, _ index: Int, _ batch: Batch) {
    guard let snapshot, reader.fields[index].knowledge != .plan,
      case .date(let days) = column.values
    else { return }
    for row in days.indices where column.validity[row] && days[row] > snapshot.number {
      lateFacts[index].count += 1
      if lateFacts[index].first == nil { lateFacts[index].first = batch.positions[row] }
    }
  }

  // MARK: The answer

  private func place(_ position: RowPosition?) -> SourceLocation? {
    guard let position else { return nil }
    let files = reader.files
    let file = files.indices.contains(Int(position.file)) ? files[Int(position.file)] : ""
    return SourceLocation(file: file, line: Int(position.line))
  }

  /// The table as it was read.
  func table(personal: [PersonalFinding]) -> TableCheck {
    var table = TableCheck(name: reader.resource.name)
    table.files = reader.files
    table.undeclared = reader.undeclaredColumns
    table.duplicateRows = duplicates.count
    let counts = reader.rejects.tables[reader.resource.name]
    table.rows = counts?.rows ?? reader.statistics.rows
    table.rejectedRows = counts?.rejectedRows ?? reader.statistics.rejectedRows
    table.rejects = reader.rejects.summary.filter { $0.key.resource == reader.resource.name }
      .map {
        .init(
          column: $0.key.column,
          rule: $0.key.rule,
          isWholeRow: $0.key.isWholeRow,
          count: $0.count
        )
      }
    for field in reader.resource.fields {
      var check = FieldCheck(
        header: field.header,
        name: field.name,
        type: field.type,
        unit: field.unit
      )
      check.personal = personal.first { $0.column == field.header }?.action
      if let count = counts?.fields.first(where: { $0.column == field.header }) {
        check.rejected = count.rejected
        check.codes = count.codes
      }
      if let index = reader.fields.firstIndex(where: { $0.name == field.name }) {
        let profile = profiles[index]
        check.present = profile.present
        check.missing = profile.missing
        check.distinct = profile.distinct
        if check.personal == nil {
          check.minimum = profile.minimum
          check.maximum = profile.maximum
        }
      }
      table.fields.append(check)
    }
    return table
  }

  /// What is odd about the values, personal columns left out.
  func findings(personal: [PersonalFinding]) -> [CheckFinding] {
    let name = reader.resource.name
    var findings: [CheckFinding] = []
    for order in orders where order.count > 0 {
      let (earlier, later) = (reader.fields[order.earlier], reader.fields[order.later])
      findings.append(
        CheckFinding(
          .warning,
          "dates.order",
          resource: name,
          column: later.header,
          "\(later.header) is before \(earlier.header) in \(Self.rows(order.count))",
          count: order.count,
          at: place(order.first)
        )
      )
    }
    if duplicates.count > 0 {
      findings.append(
        CheckFinding(
          .warning,
          "rows.duplicate",
          resource: name,
          "\(Self.rows(duplicates.count)) \(duplicates.count == 1 ? "says" : "say") the same as an "
            + "earlier row in every field but the key",
          count: duplicates.count,
          at: place(duplicates.first),
          hint: "leave out what was entered twice"
        )
      )
    }
    let hidden = Set(personal.filter { $0.action != .warned }.map(\.column))
    for (index, field) in reader.fields.enumerated() where !hidden.contains(field.header) {
      findings += valueFindings(field, index)
    }
    if !reader.undeclaredColumns.isEmpty {
      findings.append(
        CheckFinding(
          .note,
          "columns.undeclared",
          resource: name,
          "columns that no field declares: "
            + reader.undeclaredColumns.prefix(20).map { Diagnostic.masked($0) }
            .joined(separator: ", "),
          count: reader.undeclaredColumns.count,
          hint: "declare them, or leave them out"
        )
      )
    }
    return findings
  }

  private func valueFindings(_ field: Field, _ index: Int) -> [CheckFinding] {
    let name = reader.resource.name
    var findings: [CheckFinding] = []
    for suspicion in profiles[index].magnitudes?.suspicions ?? [] {
      let size = suspicion.decades.magnitude == 4 ? "ten thousand (万)" : "a hundred million (亿)"
      findings.append(
        CheckFinding(
          .warning,
          "values.unit",
          resource: name,
          column: field.header,
          "\(Self.values(suspicion.count)) about \(size) times "
            + (suspicion.decades > 0 ? "larger" : "smaller") + " than is usual here",
          count: suspicion.count,
          at: place(suspicion.first),
          hint: "check the unit these rows were written in"
        )
      )
    }
    if lateFacts[index].count > 0, let snapshot {
      findings.append(
        CheckFinding(
          .warning,
          "dates.future",
          resource: name,
          column: field.header,
          "\(Self.values(lateFacts[index].count)) after the snapshot of \(snapshot)",
          count: lateFacts[index].count,
          at: place(lateFacts[index].first),
          hint: "declare knowledge: plan if the date is set in advance, or correct snapshot_on"
        )
      )
    }
    if profiles[index].present == 0, reader.statistics.rows > 0 {
      findings.append(
        CheckFinding(
          .note,
          "field.empty",
          resource: name,
          column: field.header,
          "no row has a value"
        )
      )
    }
    if field.type == .text { findings += formulas(field, index) }
    return findings
  }

  /// Text that a spreadsheet would run.
  private func formulas(_ field: Field, _ index: Int) -> [CheckFinding] {
    let dictionary = reader.dictionary(ofField: index)
    var count = 0
    for code in 0..<min(dictionary.count, profiles[index].codeCounts.count) {
      let bytes = dictionary.utf8(of: Int32(code))
      if FormulaText.mayRun(bytes.span) { count += profiles[index].codeCounts[code] }
    }
    guard count > 0 else { return [] }
    return [
      CheckFinding(
        .warning,
        "text.formula",
        resource: reader.resource.name,
        column: field.header,
        "a spreadsheet would run the text in \(Self.rows(count)) as a formula",
        count: count,
        hint: "write tables for people with --spreadsheet, which makes it harmless"
      )
    ]
  }

  static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
  static func values(_ count: Int) -> String { count == 1 ? "1 value" : "\(count) values" }
}
