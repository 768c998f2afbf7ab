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
        throw table.error(
          .unknownTable(name, nearest: NearestName.of(name, among: known), found: known)
        )
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
    SQLiteRows(
      try SQLiteStatement(
        statement.text,
        on: try connected(),
        at: SourceLocation(file: table.name)
      ),
      width: statement.width
    )
  }
}

/// Rows of a statement as CSV.
final class SQLiteRows: ByteInput {
  private let statement: SQLiteStatement
  private let width: Int
  /// Rows that are ready and not yet handed out, from `start` on.
  private var ready: [UInt8] = []
  private var start = 0
  private(set) var position = 0

  init(_ statement: SQLiteStatement, width: Int) {
    self.statement = statement
    self.width = width
  }

  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int {
    if start == ready.count {
      ready.removeAll(keepingCapacity: true)
      start = 0
      while ready.count < limit, try statement.step() { append() }
    }
    let count = min(limit, ready.count - start)
    buffer.grow(to: offset + count)
    buffer.replaceSubrange(offset..<offset + count, with: ready[start..<start + count])
    start += count
    position += count
    return count
  }

  private func append() {
    for column in 0..<width {
      if column > 0 { ready.append(UInt8(ascii: ",")) }
      switch statement.value(at: column) {
      case .missing: break
      case .integer(let value): ready.append(contentsOf: String(value).utf8)
      case .real(let value): ready.append(contentsOf: Figures.shortest(value).utf8)
      case .text(let bytes): appendQuoted(bytes)
      // No text: the field that holds it is refused, whatever its type.
      case .blob: ready.append(0xFF)
      }
    }
    ready.append(UInt8(ascii: "\n"))
  }

  private func appendQuoted(_ text: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    ready.append(quote)
    for byte in text {
      if byte == quote { ready.append(quote) }
      ready.append(byte)
    }
    ready.append(quote)
  }
}
