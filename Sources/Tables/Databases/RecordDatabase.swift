/// A database with tables of a dataset, as it stood at one moment.
///
/// The moment is that of `open()`: whatever is read later, and how often, is of the same state.
protocol RecordDatabase: AnyObject, Sendable {
  /// Where it is.
  var address: DatabaseAddress { get }
  /// What positions begin with: `postgres`.
  var kind: String { get }
  /// The collation that orders texts by their bytes.
  var byteOrder: String { get }

  /// Reaches the database and holds on to its present state; nothing the second time.
  func open() throws(TableError)

  /// The tables and views that can be read, in order of name.
  func tables() throws(TableError) -> [String]

  /// The columns of a table or a query, in order.
  func columns(of table: DatabaseTable) throws(TableError) -> [DatabaseColumn]

  /// The rows of a statement as CSV without a header: a missing value is nothing at all, an empty
  /// text stands in quotes.
  func rows(
    of statement: DatabaseStatement,
    from table: DatabaseTable
  ) throws(TableError) -> any ByteInput
}

/// A column of a table or a query.
struct DatabaseColumn: Hashable, Sendable {
  var name: String
  /// How its value is asked for, where that is not its name.
  var form = Form.plain

  /// How a value is made the text that files have.
  enum Form: Hashable, Sendable {
    /// As it is.
    case plain
    /// A text, which is ordered by its bytes and not as people of a country order it.
    case text
    /// A truth, which is written `true` or `false`.
    case truth
  }
}

/// The rows of a resource that is a table or a query of a database.
struct DatabaseTable: Sendable {
  /// Where its rows come from.
  enum Relation: Hashable, Sendable {
    /// A table or a view, with its schema or without: `finance.payments`.
    case table(String)
    /// A query.
    case query(String)
  }

  let database: any RecordDatabase
  let relation: Relation
  /// The name of the resource.
  let resource: String

  /// What stands for a file in positions: `postgres:finance.payments`, which `SourceLocation` reads.
  var name: String {
    switch relation {
    case .table(let table): "\(database.kind):\(table)"
    case .query: "\(database.kind):\(resource)"
    }
  }

  /// Whether a file of a position is a table, whose rows are counted and not its lines.
  static func isName(_ file: String) -> Bool {
    file.hasPrefix("\(PostgresDatabase.scheme):") || file.hasPrefix("\(SQLiteDatabase.scheme):")
  }

  /// The error that this table cannot be read.
  func error(_ problem: DatabaseProblem) -> TableError {
    TableError(.database(problem), at: SourceLocation(file: name))
  }

  /// The error that the database has no table `table` but those `known`.
  func unknown(_ table: String, among known: [String]) -> TableError {
    error(.unknownTable(table, nearest: NearestName.of(table, among: known), found: known))
  }
}

/// A statement that reads some columns of a table or a query, in an order that does not depend on
/// how the database keeps its rows.
struct DatabaseStatement: Sendable {
  /// The text, without a semicolon.
  let text: String
  /// The number of values in each row.
  let width: Int

  /// Reads `columns`, ordered by those at the places `order`.
  ///
  /// Of a single column one more value is read, for a line with nothing on it is no record.
  init(_ columns: [DatabaseColumn], of table: DatabaseTable, order: [Int]) {
    var values = columns.map { column in
      let name = Self.quoted(column.name)
      return column.form == .truth ? "CAST(\(name) AS text)" : name
    }
    while values.count < 2 { values.append("0") }
    width = values.count
    let terms = order.map { place in
      let name = Self.quoted(columns[place].name)
      guard columns[place].form == .text else { return name }
      return "\(name) COLLATE \(Self.quoted(table.database.byteOrder))"
    }
    text =
      "SELECT \(values.joined(separator: ", ")) FROM \(Self.source(table.relation))"
      + (terms.isEmpty ? "" : " ORDER BY \(terms.joined(separator: ", "))")
  }

  /// A statement that shows what columns there are; it need not be run.
  static func columns(of relation: DatabaseTable.Relation) -> String {
    "SELECT * FROM \(source(relation))"
  }

  private static func source(_ relation: DatabaseTable.Relation) -> String {
    switch relation {
    case .table(let name):
      name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        .map { quoted(String($0)) }.joined(separator: ".")
    // The query may end in a comment, so the bracket has a line of its own.
    case .query(let text): "(\(text)\n) AS records"
    }
  }

  /// A name in quotes, so that it is nothing but a name.
  static func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }
}
