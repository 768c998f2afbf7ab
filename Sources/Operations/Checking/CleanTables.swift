import Features
import Tables

extension CheckJob {
  /// Writes every table as it is used: by our names, typed, without what was rejected.
  ///
  /// One `NAME.csv` for each resource but outcomes, and for each database a script that makes the
  /// tables and loads them.
  ///
  /// - Returns: how many rows each table has, in order; nil where nothing was to be written.
  public func clean() throws -> [(table: String, rows: Int)]? {
    guard let folder = request.clean else { return nil }
    try Files.makeFolder(folder)
    var rejects = RejectLog()
    var written: [(table: String, rows: Int)] = []
    let tables = SQLTables(dataset.package, .duckdb)
    for resource in tables.resources {
      var table = try dataset.table(resource.name, rejects: &rejects)
      let names = tables.fields(of: resource).map(\.name)
      table.columns = names.compactMap { table[$0] }
      table.names = names
      let file = try outputs.file(at: CheckJob.file(of: resource, in: folder))
      var writer = CSVWriter(file)
      try writer.write(table)
      written.append((resource.name, table.rowCount))
    }
    for dialect in SQLDialect.allCases {
      let script = SQLTables(dataset.package, dialect).loading
      try outputs.file(at: CheckJob.file(loading: dialect, in: folder)).write(script)
    }
    try outputs.commit()
    return written
  }

  /// The files that `clean` writes.
  var cleanFiles: [String] {
    guard let folder = request.clean else { return [] }
    return SQLTables(dataset.package, .duckdb).resources.map { CheckJob.file(of: $0, in: folder) }
      + SQLDialect.allCases.map { CheckJob.file(loading: $0, in: folder) }
  }

  private static func file(of resource: Resource, in folder: String) -> String {
    "\(folder)/\(resource.name).csv"
  }

  private static func file(loading dialect: SQLDialect, in folder: String) -> String {
    "\(folder)/load.\(dialect.rawValue).sql"
  }
}
