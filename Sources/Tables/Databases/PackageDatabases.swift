/// The databases that the tables of a package come from; each is one, however often it is named,
/// so that all tables are of one moment.
struct PackageDatabases {
  /// The database the user asks for, in place of the package's files and of its own database.
  private let given: (any RecordDatabase)?
  /// The database that the package names for all resources without files.
  private let declared: (any RecordDatabase)?
  private let folder: String
  private var known: [DatabaseAddress: any RecordDatabase] = [:]

  /// The databases of a package in `folder`: the one `given`, and the one at `source` of the
  /// descriptor.
  init(
    given: (any RecordDatabase)?,
    declared source: DescriptorNode?,
    in folder: String
  ) throws(TableError) {
    self.given = given
    self.folder = folder
    var known: [DatabaseAddress: any RecordDatabase] = [:]
    declared = try source.map { source throws(TableError) in
      try Self.database(at: source, in: folder, &known)
    }
    self.known = known
  }

  /// The table or query that the rows of a resource come from; nil when they come from files.
  ///
  /// `ours` is what stands under `watchpost:` of the resource.
  mutating func table(
    of resource: String,
    hasPath: Bool,
    _ ours: [String: DescriptorNode]
  ) throws(TableError) -> DatabaseTable? {
    if let table = ours["table"], ours["query"] != nil {
      throw table.error(.wrongShape(key: "table", expected: "left out where there is a query"))
    }
    let database: (any RecordDatabase)?
    if let source = ours["source"] {
      database = try Self.database(at: source, in: folder, &known)
    } else {
      database = given ?? (hasPath ? nil : declared)
    }
    guard let database else {
      if !hasPath, let node = ours["table"] ?? ours["query"] {
        throw node.error(.missingKey("source", of: "the package"))
      }
      return nil
    }
    let relation: DatabaseTable.Relation =
      if let query = ours["query"] {
        .query(try query.text())
      } else {
        .table(try ours["table"]?.text() ?? resource)
      }
    return DatabaseTable(database: database, relation: relation, resource: resource)
  }

  private static func database(
    at node: DescriptorNode,
    in folder: String,
    _ known: inout [DatabaseAddress: any RecordDatabase]
  ) throws(TableError) -> any RecordDatabase {
    let text = try node.text()
    guard var address = DatabaseAddress(text) else {
      throw node.error(
        .wrongValue(text, key: "source", expected: "postgres://…, or a file named .sqlite or .db")
      )
    }
    guard address.passwords.isEmpty else {
      throw TableError(.database(.passwordInFile), at: node.location)
    }
    if case .sqlite(let path) = address, !path.hasPrefix("/") {
      guard ResourceDescriptor.isSafe(path) else { throw node.error(.unsafePath(path)) }
      address = .sqlite(path: folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)")
    }
    if let database = known[address] { return database }
    let database = address.database
    known[address] = database
    return database
  }
}

extension DatabaseAddress {
  /// The database there, not yet reached.
  var database: any RecordDatabase {
    switch self {
    case .postgres(let url): PostgresDatabase(url: url)
    case .sqlite(let path): SQLiteDatabase(path: path)
    }
  }
}
