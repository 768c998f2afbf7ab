import FeatureWorlds
import Features
import Foundation
import Tables

/// Worlds written down for other databases, in the folder that `WATCHPOST_WORLDS` names:
/// `Benchmarks/parity.py worlds FOLDER` runs them in DuckDB and PostgreSQL.
enum WorldFiles {
  private static let folder = ProcessInfo.processInfo.environment["WATCHPOST_WORLDS"]

  /// Writes one world: the statements that make and fill its tables, the statement of its features,
  /// and the answers to it.
  static func write(
    _ source: MemorySource,
    _ plan: FeaturePlan,
    _ answers: [SQLiteOracle.Answers],
    _ seed: UInt64
  ) throws {
    guard let folder else { return }
    var world: [String: Any] = [
      "types": plan.features.map(\.type.rawValue),
      "declarations": plan.features.map { "\($0.name): \($0.declaration.expression)" },
      "answers": answers.map { answer in
        [answer.id] + answer.cells.map { $0.map(value) ?? NSNull() }
      },
    ]
    for dialect in [SQLDialect.duckdb, .postgres] {
      world[dialect.rawValue] = [
        "tables": tables(source, dialect),
        "statement": try plan.sql(dialect, asOf: World.asOf, withHidden: true),
      ]
    }
    let data = try JSONSerialization.data(withJSONObject: world, options: [.sortedKeys])
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true
    )
    try data.write(to: URL(fileURLWithPath: "\(folder)/\(seed).json"))
  }

  private static func value(_ cell: Cell) -> Any {
    switch cell {
    case .number(let value): value
    case .text(let text): text
    case .boolean(let truth): truth
    case .date(let day): Day(number: day).description
    }
  }

  private static func tables(_ source: MemorySource, _ dialect: SQLDialect) -> String {
    let tables = SQLTables(source.package, dialect)
    var text = ""
    for resource in tables.resources {
      text += tables.create(resource, withKeys: false) + "\n"
      let isSubject = resource.name == source.package.subject.name
      let fields = tables.fields(of: resource)
      for row in isSubject ? source.projects : source.events[resource.name] ?? [] {
        let values = fields.map { literal(row[$0.name]) }
        text += "INSERT INTO \(resource.name) VALUES (\(values.joined(separator: ", ")));\n"
      }
    }
    return text
  }

  private static func literal(_ cell: Cell?) -> String {
    switch cell {
    case nil: "NULL"
    case .number(let value)?: "\(value)"
    case .text(let text)?: "'\(text.replacing("'", with: "''"))'"
    case .boolean(let truth)?: truth ? "TRUE" : "FALSE"
    case .date(let day)?: "DATE '\(Day(number: day))'"
    }
  }
}
