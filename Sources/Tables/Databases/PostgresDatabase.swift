import Synchronization

/// A PostgreSQL server, read in one read-only snapshot.
///
/// One connection holds the snapshot for the whole run; every table that is read has a connection
/// of its own in it.
final class PostgresDatabase: RecordDatabase {
  static let scheme = "postgres"
  let kind = scheme
  let byteOrder = "C"
  private let url: String
  private let snapshot = Mutex<Snapshot?>(nil)

  /// The state that is read, and the connection that keeps it.
  private struct Snapshot {
    var connection: PostgresConnection
    var name: String
  }

  init(url: String) { self.url = url }

  var address: DatabaseAddress { .postgres(url: url) }
  private var location: SourceLocation { SourceLocation(file: address.displayName) }

  private static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  func open() throws(TableError) { _ = try snapshotName() }

  private func snapshotName() throws(TableError) -> String {
    try snapshot.withLock { snapshot throws(TableError) in
      if let snapshot { return snapshot.name }
      let connection = try PostgresConnection(url: url)
      try connection.run("SET default_transaction_read_only = on", at: location)
      // It waits while tables are read, which may take long.
      try connection.run("SET idle_in_transaction_session_timeout = 0", at: location)
      try connection.run(PostgresDatabase.begin, at: location)
      let rows = try connection.run("SELECT pg_export_snapshot()", at: location)
      let name = rows.first?.first ?? ""
      snapshot = Snapshot(connection: connection, name: name)
      return name
    }
  }

  /// A connection that sees the snapshot and whose values are written in one way.
  private func connection() throws(TableError) -> PostgresConnection {
    let name = try snapshotName()
    let connection = try PostgresConnection(url: url)
    for setting in [
      "default_transaction_read_only = on", "DateStyle = 'ISO, YMD'", "IntervalStyle = iso_8601",
      "extra_float_digits = 1", "bytea_output = 'hex'", "lc_monetary = 'C'", "xmlbinary = base64",
    ] {
      try connection.run("SET \(setting)", at: location)
    }
    try connection.run(PostgresDatabase.begin, at: location)
    try connection.run(
      "SET TRANSACTION SNAPSHOT '\(name.replacing("'", with: "''"))'",
      at: location
    )
    return connection
  }

  func tables() throws(TableError) -> [String] {
    let rows = try connection().run(
      """
      SELECT n.nspname, c.relname, pg_table_is_visible(c.oid)::text
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
        AND n.nspname <> 'information_schema'
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY 1, 2
      """,
      at: location
    )
    return rows.map { $0[2] == "true" ? $0[1] : "\($0[0]).\($0[1])" }
  }

  func columns(of table: DatabaseTable) throws(TableError) -> [DatabaseColumn] {
    let connection = try connection()
    do {
      return try connection.describe(
        DatabaseStatement.columns(of: table.relation),
        at: SourceLocation(file: table.name)
      ).map { DatabaseColumn(name: $0.name, form: PostgresDatabase.form(of: $0.type)) }
    } catch {
      guard case .database(.unknownTable) = error.problem, case .table(let name) = table.relation
      else { throw error }
      throw table.unknown(name, among: try tables())
    }
  }

  /// How values of a type become text, by the type's number in PostgreSQL's `pg_type.dat`.
  private static func form(of type: UInt32) -> DatabaseColumn.Form {
    switch type {
    case 16: .truth
    case 18, 19, 25, 1042, 1043: .text
    default: .plain
    }
  }

  func rows(
    of statement: DatabaseStatement,
    from table: DatabaseTable
  ) throws(TableError) -> any ByteInput {
    let connection = try connection()
    let location = SourceLocation(file: table.name)
    // A statement with parameters, as libpq sends it, cannot be two.
    try connection.beginCopy(
      "COPY (\(statement.text)) TO STDOUT (FORMAT csv)",
      at: location
    )
    return DatabaseRows { (bytes) throws(TableError) in
      try connection.copyRow(to: &bytes, at: location)
    }
  }
}
