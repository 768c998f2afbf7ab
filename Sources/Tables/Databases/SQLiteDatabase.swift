import CSQLite
import Synchronization

/// A SQLite file, opened for reading only, in one transaction from its opening on.
final class SQLiteDatabase: RecordDatabase {
  static let scheme = "sqlite"
  let kind = scheme
  let byteOrder = "BINARY"
  let path: String
  private let connection = Mutex<SQLiteConnection?>(nil)

  init(path: String) { self.path = path }

  var address: DatabaseAddress { .sqlite(path: path) }

  func open() throws(TableError) { _ = try connected() }

  private func connected() throws(TableError) -> SQLiteConnection {
    try connection.withLock { connection throws(TableError) in
      if let connection { return connection }
      let opened = try SQLiteConnection(path: path)
      connection = opened
      return opened
    }
  }

  func tables() throws(TableError) -> [String] {
    let statement = try SQLiteStatement(
      """
      SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' \
      ESCAPE '!' ORDER BY name
      """,
      on: try connected(),
      at: SourceLocation(file: path)
    )
    var names: [String] = []
    while try statement.step() { names.append(statement.text(at: 0) ?? "") }
    return names
  }

  func columns(of table: DatabaseTable) throws(TableError) -> [DatabaseColumn] {
    if case .table(let name) = table.relation {
      let known = try tables()
      let last = name.split(separator: ".").last.map { $0.lowercased() }
      guard known.contains(where: { $0.lowercased() == last }) else {
        throw table.unknown(name, among: known)
      }
    }
    let statement = try SQLiteStatement(
      DatabaseStatement.columns(of: table.relation),
      on: try connected(),
      at: SourceLocation(file: table.name)
    )
    return statement.columnNames.map { DatabaseColumn(name: $0, form: .text) }
  }

  func rows(
    of statement: DatabaseStatement,
    from table: DatabaseTable
  ) throws(TableError) -> any ByteInput {
    let rows = try SQLiteStatement(
      statement.text,
      on: try connected(),
      at: SourceLocation(file: table.name)
    )
    return DatabaseRows { (bytes) throws(TableError) in
      guard try rows.step() else { return false }
      rows.appendRow(width: statement.width, to: &bytes)
      return true
    }
  }
}

extension SQLiteStatement {
  /// Appends the first `width` values of the row as a record of CSV.
  fileprivate func appendRow(width: Int, to bytes: inout [UInt8]) {
    for column in 0..<width {
      if column > 0 { bytes.append(UInt8(ascii: ",")) }
      switch value(at: column) {
      case .missing: break
      case .integer(let value): bytes.append(contentsOf: String(value).utf8)
      case .real(let value): bytes.append(contentsOf: Figures.shortest(value).utf8)
      case .text(let text): Self.append(quoted: text, to: &bytes)
      case .blob: BinaryValue.append(to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func append(quoted text: [UInt8], to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
