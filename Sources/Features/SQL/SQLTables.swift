import Tables

/// The tables that the SQL of features reads, as a database declares them.
public struct SQLTables: Sendable {
  private let package: DataPackage
  private let dialect: SQLDialect

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

  /// The statement that makes a table; with keys, the database refuses what the SQL of features
  /// takes for granted.
  public func create(_ resource: Resource, withKeys isWithKeys: Bool = true) -> String {
    var lines = fields(of: resource).map { field in
      "  \(dialect.name(field.name)) \(dialect.columnType(field.type))"
    }
    if isWithKeys {
      if !resource.primaryKey.isEmpty { lines.append("  PRIMARY KEY (\(list(resource.primaryKey)))") }
      for key in referred(resource) { lines.append("  UNIQUE (\(list(key)))") }
    }
    return "CREATE TABLE \(dialect.name(resource.name)) (\n"
      + lines.joined(separator: ",\n") + "\n);"
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
        if targets != resource.primaryKey.sorted(), !keys.contains(targets) { keys.append(targets) }
      }
    }
    return keys
  }
}
