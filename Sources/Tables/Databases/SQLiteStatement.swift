import CSQLite
import Glibc

/// An open SQLite file in a transaction that only reads.
///
/// Safe because the handle is private to this file, opened by `init` and closed by `deinit` only.
/// It is kept as a number because threads share it: SQLite's own lock (`SQLITE_OPEN_FULLMUTEX`) lets
/// one call in at a time.
final class SQLiteConnection: Sendable {
  fileprivate let handle: UInt
  private let path: String

  /// How long to wait for a program that is writing.
  private static let patience: Int32 = 2_000

  init(path: String) throws(TableError) {
    self.path = path
    let location = SourceLocation(file: path)
    switch PackageFolder.kind(of: path) {
    case .file: break
    case .folder: throw TableError(.input(.isFolder), at: location)
    case nil: throw TableError(.database(.missingFile), at: location)
    }
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_FULLMUTEX
    // The path is terminated and lives for the call; a handle is given even where opening fails.
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened = unsafe opened else {
      throw TableError(.database(.unreadable("out of memory")), at: location)
    }
    handle = UInt(bitPattern: opened)
    guard code == SQLITE_OK else { throw failure(code, at: location) }
    // The handle is open; so below.
    _ = unsafe sqlite3_busy_timeout(opened, SQLiteConnection.patience)
    for statement in ["BEGIN", "SELECT count(*) FROM sqlite_schema"] {
      // The state that is read is that of the first look at the file.
      let code = unsafe sqlite3_exec(opened, statement, nil, nil, nil)
      guard code == SQLITE_OK else { throw failure(code, at: location) }
    }
  }

  deinit {
    // Opened by `init`, closed nowhere else; its statements keep it alive.
    _ = unsafe sqlite3_close_v2(OpaquePointer(bitPattern: handle))
  }

  /// What a result code other than success means.
  fileprivate func failure(_ code: Int32, at location: SourceLocation) -> TableError {
    // SQLite returns a terminated text, copied before another call can change it.
    let words = unsafe String(cString: sqlite3_errmsg(OpaquePointer(bitPattern: handle)))
    let problem: DatabaseProblem =
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .locked
      case SQLITE_NOTADB, SQLITE_CORRUPT: .notDatabase(words)
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY: .unreadable(words)
      case SQLITE_IOERR, SQLITE_NOMEM, SQLITE_FULL, SQLITE_INTERRUPT: .interrupted(words)
      default: .refused(Diagnostic.masked(words, limit: 200))
      }
    return TableError(.database(problem), at: location)
  }
}

/// A statement that reads rows.
///
/// Safe because the handle is private, made by `init` and ended by `deinit` only, and used by one
/// thread at a time.
@safe
final class SQLiteStatement {
  /// A value as SQLite keeps it, whatever the column is declared to hold.
  enum Value {
    case missing
    case integer(Int64)
    case real(Double)
    case text([UInt8])
    case blob
  }

  private let statement: OpaquePointer
  private let connection: SQLiteConnection
  private let location: SourceLocation
  private var hasEnded = false

  /// Prepares `text`, which must be one statement that reads; `location` is where errors are.
  init(
    _ text: String,
    on connection: SQLiteConnection,
    at location: SourceLocation
  ) throws(TableError) {
    self.connection = connection
    self.location = location
    var prepared: OpaquePointer?
    var hasMore = false
    let handle = unsafe OpaquePointer(bitPattern: connection.handle)
    // The text lives for the call, and what follows its first statement is looked at within it.
    let code = unsafe text.withCString { start in
      var rest: UnsafePointer<CChar>?
      let code = unsafe sqlite3_prepare_v2(handle, start, -1, &prepared, &rest)
      while let next = unsafe rest, unsafe next.pointee != 0 {
        if unsafe isspace(Int32(next.pointee)) == 0 { hasMore = true }
        unsafe rest = unsafe next + 1
      }
      return code
    }
    guard code == SQLITE_OK else { throw connection.failure(code, at: location) }
    guard let prepared = unsafe prepared else {
      throw TableError(.database(.notQuery), at: location)
    }
    unsafe statement = unsafe prepared
    // The statement was just made; `deinit` ends it, also where this throws.
    guard !hasMore, unsafe sqlite3_stmt_readonly(prepared) != 0,
      unsafe sqlite3_column_count(prepared) > 0
    else { throw TableError(.database(.notQuery), at: location) }
  }

  deinit {
    // Made by `init`, ended nowhere else.
    _ = unsafe sqlite3_finalize(statement)
  }

  /// The names of its columns.
  var columnNames: [String] {
    let count = unsafe sqlite3_column_count(statement)
    return (0..<count).map { column in
      // A terminated text that lives as long as the statement, or null when memory is out.
      unsafe sqlite3_column_name(statement, column).map { unsafe String(cString: $0) } ?? ""
    }
  }

  /// Goes to the next row; false when there is none left.
  func step() throws(TableError) -> Bool {
    // Another step would begin again.
    if hasEnded { return false }
    // The statement is live as long as `self` is; so below.
    let code = unsafe sqlite3_step(statement)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      hasEnded = true
      return false
    default: throw connection.failure(code, at: location)
    }
  }

  /// A value of the row.
  func value(at column: Int) -> Value {
    let column = Int32(column)
    let type = unsafe sqlite3_column_type(statement, column)
    switch type {
    case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(statement, column))
    case SQLITE_NULL: return .missing
    case SQLITE_BLOB: return .blob
    default:
      guard let start = unsafe sqlite3_column_text(statement, column) else { return .missing }
      // The text has this many bytes until the next step; they are copied here.
      let count = Int(unsafe sqlite3_column_bytes(statement, column))
      return .text(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    }
  }

  /// A value of the row as text.
  func text(at column: Int) -> String? {
    guard case .text(let bytes) = value(at: column) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
