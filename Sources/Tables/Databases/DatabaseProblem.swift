/// Why a database cannot be read.
public enum DatabaseProblem: Hashable, Sendable {
  /// The database cannot be reached, or does not let us in, in its own words.
  case away(String)
  /// Somebody else holds the file.
  case locked
  /// The address is none.
  case address(String)
  /// There is no such file.
  case missingFile
  /// The file is no SQLite database, or a damaged one.
  case notDatabase(String)
  /// The file cannot be opened.
  case unreadable(String)
  /// The database has no table of this name that this user may see.
  case unknownTable(String, nearest: String?, found: [String])
  /// The statement is refused, in the database's own words.
  case refused(String)
  /// The query is not one statement that reads.
  case notQuery
  /// The connection ended while rows were read.
  case interrupted(String)
  /// The client library is not on this machine.
  case noLibrary(String)
  /// Nothing says what the tables of the database are.
  case noPackage(tables: [String])
  /// A password stands in a file.
  case passwordInFile
}

extension DatabaseProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    let (message, value, hint) = words
    return Diagnostic(message, at: location, value: value, hint: hint, kind: kind)
  }

  private var kind: Diagnostic.Kind {
    switch self {
    case .away, .locked, .interrupted: .temporary
    default: .input
    }
  }

  private var words: (message: String, value: String?, hint: String) {
    switch self {
    case .away(let message):
      (
        "the database cannot be reached: \(message)", nil,
        "check that the server runs and lets this user in, then run again"
      )
    case .locked:
      (
        "the database is locked by another program", nil, "run again when it has finished writing"
      )
    case .address(let message):
      (
        "the address of the database cannot be read: \(message)", nil,
        "write postgres://user@host:5432/database; characters such as / and @ in a name or "
          + "password are written %2F and %40"
      )
    case .missingFile:
      (
        "there is no such file", nil, "check the path; relative paths start at the current folder"
      )
    case .notDatabase(let message):
      ("the file is no SQLite database: \(message)", nil, "check the path, or fetch the file again")
    case .unreadable(let message):
      (
        "the database cannot be opened: \(message)", nil,
        "check the permissions of the file and of its folder"
      )
    case .unknownTable(let name, let nearest, let found):
      (
        "the database has no such table, or this user may not see it", name,
        nearest.map { "did you mean \"\($0)\"?" } ?? Self.list(found)
      )
    case .refused(let message):
      (
        "the database refuses to read this: \(message)", nil,
        "correct table or query in the data package"
      )
    case .notQuery:
      (
        "a query must be one statement that reads", nil,
        "write a single SELECT without a semicolon"
      )
    case .interrupted(let message):
      ("the database stopped while it was read: \(message)", nil, "run again")
    case .noLibrary(let message):
      (
        "PostgreSQL's client library is not on this machine: \(message)", nil,
        "install it; Debian calls it libpq5"
      )
    case .noPackage(let tables):
      (
        "nothing says what the tables of the database are", nil,
        "give --package FILE, a datapackage.yaml whose resources name them; \(Self.list(tables))"
      )
    case .passwordInFile:
      (
        "a password does not belong in a file that others read", nil,
        "take it out and keep it in PGPASSWORD or ~/.pgpass"
      )
    }
  }

  private static func list(_ tables: [String]) -> String {
    if tables.isEmpty { return "the database has no tables that this user may see" }
    let shown = tables.prefix(12).joined(separator: ", ")
    return "the database has \(shown)"
      + (tables.count > 12 ? " and \(tables.count - 12) more" : "")
  }
}
