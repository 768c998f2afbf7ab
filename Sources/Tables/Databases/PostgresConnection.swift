import CPostgres

/// The client library, opened when a server is first asked for.
///
/// Safe because its functions are filled in by `cpostgres_open` or nothing is returned, and they are
/// called as libpq documents them.
@safe
struct PostgresLibrary {
  let functions: cpostgres_library

  /// The library, or why there is none.
  static func load() throws(TableError) -> PostgresLibrary {
    var functions = cpostgres_library()
    // The local is filled; the message is a terminated text of the loader, copied at once.
    if let message = unsafe cpostgres_open(&functions) {
      throw TableError(.database(.noLibrary(unsafe String(cString: message))))
    }
    return PostgresLibrary(functions: functions)
  }
}

/// A connection to a server in a transaction that only reads.
///
/// Safe because the handle is private, made by `init` and ended by `deinit` only, and used by one
/// thread at a time. Texts of libpq are terminated and are copied before the next call; results are
/// cleared once each.
@safe
final class PostgresConnection {
  private let library: PostgresLibrary
  private let connection: OpaquePointer
  private let address: DatabaseAddress

  /// How long to wait for a server that does not answer, where nothing else is said.
  private static let patience = "10"

  /// Reaches the server at a URL; everything the URL leaves open libpq takes from the environment,
  /// passwords from `.pgpass` too.
  init(url: String) throws(TableError) {
    library = try PostgresLibrary.load()
    address = .postgres(url: url)
    let location = SourceLocation(file: address.displayName)
    if let message = PostgresConnection.problem(of: url, library) {
      throw TableError(
        .database(.address(PostgresConnection.clean(message, address))),
        at: location
      )
    }
    // Without a time of its own, libpq would wait for ever; what the URL says counts all the same.
    let patience = FileSystem.hasVariable("PGCONNECT_TIMEOUT") ? nil : PostgresConnection.patience
    // The texts live for the call; the connection is ours to finish, or null.
    let opened = unsafe withUnsafePointer(to: library.functions) { functions in
      unsafe cpostgres_connect(functions, url, patience)
    }
    guard let opened = unsafe opened else {
      throw TableError(.database(.away("out of memory")), at: location)
    }
    unsafe connection = unsafe opened
    unsafe withUnsafePointer(to: library.functions) { functions in
      unsafe cpostgres_silence(functions, opened)
    }
    // The connection is live until `deinit`; so below.
    guard unsafe library.functions.status(opened) == CPOSTGRES_CONNECTION_OK else {
      throw TableError(.database(.away(lastMessage)), at: location)
    }
  }

  deinit {
    unsafe library.functions.finish(connection)
  }

  /// Why a URL cannot be read, or nil.
  private static func problem(of url: String, _ library: PostgresLibrary) -> String? {
    var message: UnsafeMutablePointer<CChar>?
    // The list and the message are ours to free; either is null.
    let list = unsafe library.functions.parse_address(url, &message)
    unsafe library.functions.free_address(list)
    guard let text = unsafe message else { return unsafe list == nil ? "out of memory" : nil }
    defer { unsafe library.functions.free_memory(text) }
    return unsafe String(cString: text)
  }

  // MARK: Statements

  /// Runs one statement and returns its rows; a missing value is an empty text.
  @discardableResult
  func run(_ statement: String, at location: SourceLocation) throws(TableError) -> [[String]] {
    let result = unsafe library.functions.execute(connection, statement, 0, nil, nil, nil, nil, 0)
    defer { unsafe library.functions.clear(result) }
    try unsafe verify(result, [CPOSTGRES_COMMAND_OK, CPOSTGRES_TUPLES_OK], at: location)
    let columns = unsafe library.functions.columns(result)
    let rows = unsafe library.functions.rows(result)
    return (0..<rows).map { row in
      (0..<columns).map { column in
        // Row and column are within what the result says it has.
        unsafe library.functions.value(result, row, column).map { unsafe String(cString: $0) } ?? ""
      }
    }
  }

  /// The names and the types of the columns that one statement would give; it is not run.
  func describe(
    _ statement: String,
    at location: SourceLocation
  ) throws(TableError) -> [(name: String, type: UInt32)] {
    let prepared = unsafe library.functions.prepare(connection, "", statement, 0, nil)
    defer { unsafe library.functions.clear(prepared) }
    try unsafe verify(prepared, [CPOSTGRES_COMMAND_OK], at: location)
    let result = unsafe library.functions.describe(connection, "")
    defer { unsafe library.functions.clear(result) }
    try unsafe verify(result, [CPOSTGRES_COMMAND_OK], at: location)
    let columns = unsafe library.functions.columns(result)
    return (0..<columns).map { column in
      // The column is within what the result says it has.
      let name = unsafe library.functions.column_name(result, column)
      return (
        unsafe name.map { unsafe String(cString: $0) } ?? "",
        unsafe library.functions.column_type(result, column)
      )
    }
  }

  // MARK: Copying

  /// Begins to copy rows out by one statement.
  func beginCopy(_ statement: String, at location: SourceLocation) throws(TableError) {
    let result = unsafe library.functions.execute(connection, statement, 0, nil, nil, nil, nil, 0)
    defer { unsafe library.functions.clear(result) }
    try unsafe verify(result, [CPOSTGRES_COPY_OUT], at: location)
  }

  /// Appends the next row to `bytes`; false when the copy has come to its end.
  func copyRow(to bytes: inout [UInt8], at location: SourceLocation) throws(TableError) -> Bool {
    var row: UnsafeMutablePointer<CChar>?
    // libpq gives a buffer of `count` bytes that is ours to free.
    let count = unsafe library.functions.copy_data(connection, &row, 0)
    if count > 0, let row = unsafe row {
      unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(count)))
      unsafe library.functions.free_memory(row)
      return true
    }
    if count == -2 { throw TableError(.database(.interrupted(lastMessage)), at: location) }
    // The end has a result that says whether all went well, and then no more.
    while let result = unsafe library.functions.get_result(connection) {
      defer { unsafe library.functions.clear(result) }
      try unsafe verify(result, [CPOSTGRES_COMMAND_OK], at: location)
    }
    return false
  }

  // MARK: Errors

  private func verify(
    _ result: OpaquePointer?,
    _ wanted: [Int],
    at location: SourceLocation
  ) throws(TableError) {
    let status = Int(unsafe library.functions.result_status(result))
    if wanted.contains(where: { $0 == status }) { return }
    func field(_ code: Int) -> String? {
      unsafe library.functions.result_field(result, Int32(code)).map { unsafe String(cString: $0) }
    }
    let message = field(CPOSTGRES_MESSAGE).map {
      PostgresConnection.clean($0, address)
    }
    let state = field(CPOSTGRES_SQLSTATE) ?? "08000"
    throw TableError(
      .database(PostgresConnection.problem(state, message ?? lastMessage)),
      at: location
    )
  }

  /// What an error of a state means.
  ///
  /// - Source: PostgreSQL's appendix “PostgreSQL Error Codes”.
  static func problem(_ state: String, _ message: String) -> DatabaseProblem {
    switch state.prefix(2) {
    // Broken connections; too little of something; an operator's hand; the system; and rows
    // that a standby server could no longer keep for us.
    case "08", "53", "57", "58", "40": .interrupted(message)
    case _ where state == "55P03": .locked
    case _ where state == "42P01" || state == "3F000":
      .unknownTable("", nearest: nil, found: [])
    default: .refused(message)
    }
  }

  /// What libpq says of the connection.
  private var lastMessage: String {
    let text = unsafe library.functions.error_message(connection)
    return PostgresConnection.clean(unsafe text.map { unsafe String(cString: $0) } ?? "", address)
  }

  /// A message on one line, without passwords and long numbers.
  static func clean(_ message: String, _ address: DatabaseAddress) -> String {
    var text = message
    for password in address.passwords { text = text.replacing(password, with: "***") }
    text = DatabaseAddress.hidingPasswords(in: text)
    let lines = text.split(whereSeparator: \.isNewline).map { Blanks.trimmed(String($0)) }
    return Diagnostic.masked(lines.joined(separator: "; "), limit: 300)
  }
}
