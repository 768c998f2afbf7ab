import Tables

extension SQLTables {
  /// A script for the database's own shell that makes every table and fills it from `NAME.csv` in
  /// the folder it is run in, as `watchpost check --clean` writes them.
  public var loading: String {
    var text = "-- Run it in this folder: \(command)\n"
    if dialect == .sqlite {
      text += "-- An empty text becomes null: the shell cannot tell it from a missing value.\n"
    }
    for resource in resources {
      text += "\n" + create(resource) + "\n" + filling(resource) + "\n"
    }
    return text
  }

  private var command: String {
    switch dialect {
    case .sqlite: "sqlite3 DATABASE < load.sqlite.sql"
    case .duckdb: "duckdb DATABASE < load.duckdb.sql"
    case .postgres: "psql DATABASE -f load.postgres.sql"
    }
  }

  private func filling(_ resource: Resource) -> String {
    let name = dialect.name(resource.name)
    let file = Lexer.literal(resource.name + ".csv")
    switch dialect {
    case .duckdb:
      return "COPY \(name) FROM \(file) (HEADER, DELIMITER ',', QUOTE '\"', NULLSTR '', "
        + "ALLOW_QUOTED_NULLS false);"
    case .postgres:
      return "\\copy \(name) FROM \(file) WITH (FORMAT csv, HEADER true)"
    case .sqlite:
      let fields = fields(of: resource)
      let staged = dialect.name(resource.name + " as text")
      let columns = fields.map { "\(dialect.name($0.name)) TEXT" }.joined(separator: ", ")
      let values = fields.map { converted(dialect.name($0.name), $0.type) }
      return """
        CREATE TEMP TABLE \(staged) (\(columns));
        .import --csv --skip 1 --schema temp \(file) \(staged)
        INSERT INTO \(name) SELECT
          \(values.joined(separator: ",\n  "))
        FROM \(staged);
        DROP TABLE \(staged);
        """
    }
  }

  /// A text of the file as SQLite's tables hold its value.
  private func converted(_ name: String, _ type: FieldType) -> String {
    let text = "nullif(\(name), '')"
    return switch type {
    case .text: text
    case .integer: "CAST(\(text) AS INTEGER)"
    case .number: "CAST(\(text) AS REAL)"
    // By the digits: amounts above 2⁵³ ten-thousandths are no doubles.
    case .money:
      """
      CASE WHEN instr(\(text), '.') = 0 THEN CAST(\(text) AS INTEGER) * 10000 \
      ELSE CAST(replace(substr(\(text) || '0000', 1, instr(\(text), '.') + 4), '.', '') AS INTEGER) END
      """
    case .boolean: "CASE \(name) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"
    case .date: "CAST(julianday(\(text)) - 2440587.5 AS INTEGER)"
    }
  }
}
