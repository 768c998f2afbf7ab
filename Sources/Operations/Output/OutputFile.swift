import Models
import Tables

/// A table that can be written, and need not be held in memory for that.
public protocol WrittenTable: Sendable {
  /// The number of rows.
  var rowCount: Int { get }
  /// All of it in memory.
  var table: Table { get }
  /// Writes header and rows.
  func write(to writer: inout CSVWriter) throws(TableError)
  /// Writes header and rows.
  func write(to writer: inout SheetWriter) throws(TableError)
}

extension Table: WrittenTable {
  /// The table itself.
  public var table: Table { self }

  /// Writes header and rows.
  public func write(to writer: inout CSVWriter) throws(TableError) { try writer.write(self) }

  /// Writes header and rows.
  public func write(to writer: inout SheetWriter) throws(TableError) {
    try writer.write(rowsOf: self)
  }
}

/// Tables as files: CSV, compressed CSV, XLSX, JSON; complete or not at all.
public enum OutputFile {
  /// Whether the ending of a path is one we write.
  public static func isKnown(_ path: String) -> Bool {
    path.hasPrefix("/dev/") || endings.contains { path.hasSuffix($0) }
  }

  private static let endings = [".csv.gz", ".csv", ".xlsx", ".json"]

  /// Whether a path is that of a workbook.
  static func isSheet(_ path: String) -> Bool { path.hasSuffix(".xlsx") }

  /// The outputs of a run that reads `inputs` and writes a table to `path`, where one is given,
  /// `isDescribed` by a file beside it.
  ///
  /// - Throws: `TableError` when one would replace an input.
  public static func planned(
    _ path: String?,
    isDescribed: Bool = false,
    sparing inputs: InputFiles
  ) throws -> OutputSet {
    let outputs = OutputSet(sparing: inputs)
    guard let path else { return outputs }
    try outputs.plan(path)
    if isDescribed, hasFileBeside(path) { try outputs.plan(beside(path)) }
    return outputs
  }

  /// Writes a table, and the text that describes it as `NAME.datapackage.json` beside it; both
  /// are in place, or neither is.
  public static func write(
    _ table: some WrittenTable,
    to path: String,
    among outputs: OutputSet,
    isForSpreadsheet: Bool = false,
    beside description: String? = nil
  ) throws {
    if isSheet(path), table.rowCount > SheetWriter.mostRows {
      throw TableError(
        .output(.tooManyRows(limit: SheetWriter.mostRows)),
        at: SourceLocation(file: path)
      )
    }
    let file = try outputs.file(at: path)
    if path.hasSuffix(".json") {
      try file.write(try json(table.table) + "\n")
    } else if isSheet(path) {
      var writer = try SheetWriter(file)
      try table.write(to: &writer)
      try writer.finish()
    } else {
      var writer = CSVWriter(file, forSpreadsheets: isForSpreadsheet)
      try table.write(to: &writer)
    }
    if let description, hasFileBeside(path) {
      try outputs.file(at: beside(path)).write(description)
    }
    try outputs.commit()
  }

  /// Writes files of bytes together: all in place, or none.
  public static func write(
    _ files: [(path: String, bytes: [UInt8])],
    among outputs: OutputSet
  ) throws {
    for file in files { try outputs.file(at: file.path).write(file.bytes) }
    try outputs.commit()
  }

  /// Whether a file can stand beside a path, which is no stream.
  static func hasFileBeside(_ path: String) -> Bool { !path.hasPrefix("/dev/") }

  /// `out.csv` and `out.csv.gz` are described by `out.datapackage.json`.
  static func beside(_ path: String) -> String {
    for ending in endings where path.hasSuffix(ending) {
      return path.dropLast(ending.count) + ".datapackage.json"
    }
    return path + ".datapackage.json"
  }

  /// A table as lines of CSV.
  public static func csv(_ table: some WrittenTable, isForSpreadsheet: Bool) throws -> [String] {
    var writer = CSVWriter(forSpreadsheets: isForSpreadsheet)
    try table.write(to: &writer)
    var text = String(decoding: writer.bytes, as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return [text]
  }

  /// A table as a JSON list of objects; a missing value is null.
  public static func json(_ table: Table) throws -> String {
    let rows = (0..<table.rowCount).map { row in
      var object: [String: JSONValue] = [:]
      for (name, column) in zip(table.names, table.columns) {
        object[name] = column.json(at: row)
      }
      return JSONValue.object(object)
    }
    var text = String(decoding: JSONValue.list(rows).encoded(), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}

extension Column {
  /// A cell as JSON.
  func json(at row: Int) -> JSONValue {
    guard validity[row] else { return .null }
    switch values {
    case .text: return text(at: row).map(JSONValue.text) ?? .null
    case .integer(let values): return .integer(Int(values[row]))
    case .number(let values): return JSONValue(finite: values[row])
    case .money(let values): return JSONValue(finite: Money.units(values[row]))
    case .boolean(let values): return .boolean(values[row])
    case .date(let values): return .text(Day(number: values[row]).description)
    }
  }
}
