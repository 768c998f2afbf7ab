import Features
import Tables

extension Operations {
  /// Writes every table as it is used: by our names, typed, without what was rejected.
  ///
  /// One `NAME.csv` for each resource but outcomes, and for each database a script that makes the
  /// tables and loads them.
  ///
  /// - Returns: how many rows each table has, in order.
  public static func clean(
    _ path: String,
    package: String? = nil,
    to folder: String,
    limits: RejectLimits,
    tokenKey: String?
  ) throws -> [(table: String, rows: Int)] {
    var dataset = try open(path, package: package)
    dataset.limits = limits
    if let tokenKey {
      dataset.tokenKey = try TokenKey(path: tokenKey, outside: dataset.package.folder)
    }
    try Files.makeFolder(folder)
    let outputs = OutputSet()
    var rejects = RejectLog()
    var written: [(table: String, rows: Int)] = []
    let tables = SQLTables(dataset.package, .duckdb)
    for resource in tables.resources {
      var table = try dataset.table(resource.name, rejects: &rejects)
      let names = tables.fields(of: resource).map(\.name)
      table.columns = names.compactMap { table[$0] }
      table.names = names
      let file = try outputs.file(at: "\(folder)/\(resource.name).csv")
      var writer = CSVWriter(file)
      try writer.write(table)
      written.append((resource.name, table.rowCount))
    }
    for dialect in SQLDialect.allCases {
      let script = SQLTables(dataset.package, dialect).loading
      try outputs.file(at: "\(folder)/load.\(dialect.rawValue).sql").write(script)
    }
    try outputs.commit()
    return written
  }
}
