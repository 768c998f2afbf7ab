import Tables

/// The tables that the SQL of features reads, as a database declares and loads them.
public struct SQLTables: Sendable {
  private let package: DataPackage
  let dialect: SQLDialect

  /// The tables of a dataset.
  public init(_ package: DataPackage, _ dialect: SQLDialect) {
    self.package = package
    self.dialect = dialect
  }

  /// The tables in the order of the package; outcomes are none of them, no feature reads them.
  public var resources: [Resource] { package.resources.filter { $0.role != .outcome } }

  /// The fields of a table that have values.
  public func fields(of resource: Resource) -> [Field] {
    resource.fields.filter { $0.personal != .drop && !$0.isWithheld }
  }

  /// The statement that makes a table.
  ///
  /// With keys, the database refuses what the SQL of features takes for granted. With notes, a
  /// comment beside each column says what the file holds.
  public func create(
    _ resource: Resource,
    withKeys isWithKeys: Bool = true,
    withNotes isWithNotes: Bool = false
  ) -> String {
    var lines = fields(of: resource).map { field in
      (
        text: "  \(dialect.name(field.name)) \(dialect.columnType(field.type))",
        note: isWithNotes ? note(field) : nil
      )
    }
    if isWithKeys {
      let primary = resource.primaryKey
      if !primary.isEmpty { lines.append(("  PRIMARY KEY (\(list(primary)))", nil)) }
      for key in referred(resource) { lines.append(("  UNIQUE (\(list(key)))", nil)) }
    }
    var text = "CREATE TABLE \(dialect.name(resource.name)) ("
    for (index, line) in lines.enumerated() {
      text += "\n\(line.text)" + (index < lines.count - 1 ? "," : "")
      if let note = line.note { text += "  -- \(note)" }
    }
    return text + "\n);"
  }

  /// What stands in the file, where it is not simply the value: the header, the unit, the format.
  private func note(_ field: Field) -> String? {
    var words: [String] = []
    if field.header != field.name { words.append("“\(field.header)”") }
    if let format = field.format { words.append("written as \(format)") }
    if let unit = field.unit {
      words.append(field.writtenIn.map { "written in \($0), held in \(unit)" } ?? "in \(unit)")
    }
    if dialect == .sqlite, field.type == .date { words.append("days since 1970-01-01") }
    if dialect == .sqlite, field.type == .money { words.append("ten-thousandths") }
    if field.personal == .token { words.append("as tokens") }
    let text = words.joined(separator: ", ")
    // A comment ends with its line.
    return words.isEmpty ? nil : text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private func list(_ names: [String]) -> String {
    names.map(dialect.name).joined(separator: ", ")
  }

  /// The keys other than the primary one by which rows of other tables find a row.
  private func referred(_ resource: Resource) -> [[String]] {
    var keys: [[String]] = []
    for link in package.links.sorted(by: { $0.key < $1.key }).map(\.value) {
      for hop in link.hops.dropLast() where hop.resource == resource.name {
        let targets = hop.targets.sorted()
        if targets != resource.primaryKey.sorted(), !keys.contains(targets) {
          keys.append(targets)
        }
      }
    }
    return keys
  }
}
