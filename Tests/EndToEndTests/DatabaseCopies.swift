import GRDB
import Tables
import TestSupport

/// Copies of CSV tables in databases: the same names, the same rows, nothing for a missing value.
enum DatabaseCopies {
  /// A table to copy: its name, its columns with their types, and the CSV.
  struct Table {
    var name: String
    var columns: String
    var csv: String
  }

  /// The tables of `TinyDataset` with the types that people give such columns.
  static let tiny = [
    Table(
      name: "projects",
      columns: """
        project_id text, name text, approved_on date, closed_on date, planned_finish date, \
        budget numeric
        """,
      csv: TinyDataset.projects
    ),
    Table(
      name: "complaints",
      columns: "project_id text, received_on date, people integer",
      csv: TinyDataset.complaints
    ),
  ]

  /// The tables of `SmallDataset`, everything as text but numbers.
  static let small = [
    Table(
      name: "projects",
      columns: """
        project_id text, sector text, budget numeric, planned_finish text, actual_finish text
        """,
      csv: SmallDataset.projects.joined(separator: "\n") + "\n"
    ),
    Table(
      name: "complaints",
      columns: "project_id text, received_on text, people integer",
      csv: SmallDataset.complaints.joined(separator: "\n") + "\n"
    ),
    Table(
      name: "outcomes",
      columns: "project_id text, happened text, state text",
      csv: SmallDataset.outcomes.joined(separator: "\n") + "\n"
    ),
  ]

  /// Writes the tables into a new SQLite file.
  static func sqlite(_ tables: [Table], at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      for table in tables {
        try database.execute(sql: "CREATE TABLE \(table.name) (\(table.columns))")
        for row in try rows(of: table) {
          try database.execute(
            sql: """
              INSERT INTO \(table.name) VALUES \
              (\(row.map { _ in "?" }.joined(separator: ", ")))
              """,
            arguments: StatementArguments(row)
          )
        }
      }
    }
    try queue.close()
  }

  /// Makes a new database with the tables on the suite's server, and gives its URL.
  static func postgres(_ tables: [Table], named database: String) throws -> String {
    let server = try running()
    try server.sql("CREATE DATABASE \(database)")
    for table in tables {
      try server.sql(
        """
        CREATE TABLE \(table.name) (\(table.columns));
        COPY \(table.name) FROM STDIN (FORMAT csv, HEADER);
        \(table.csv.hasSuffix("\n") ? String(table.csv.dropLast()) : table.csv)
        \\.

        """,
        in: database
      )
    }
    return server.url(database)
  }

  /// The suite's server.
  static func running() throws -> PostgresServer {
    guard let server = PostgresServer.current else {
      throw PostgresServer.Failure(description: "the suite has no server")
    }
    return server
  }

  /// The rows of a CSV, nil for a field with nothing in it.
  private static func rows(of table: Table) throws -> [[String?]] {
    let file = try Workdir()
    let source = try ByteSource(path: try file.write("table.csv", table.csv))
    let reader = RecordReader(source: source)
    var block = RecordBlock()
    var rows: [[String?]] = []
    while try reader.next(into: &block) {
      for record in 0..<block.count {
        rows.append(
          (0..<block.fieldCount(record: record)).map { field in
            let text = block.text(record: record, field: field) ?? ""
            return text.isEmpty && !block.isQuoted(record: record, field: field) ? nil : text
          }
        )
      }
    }
    return Array(rows.dropFirst())
  }
}
