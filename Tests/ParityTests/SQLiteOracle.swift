import FeatureWorlds
import Features
import GRDB
import Tables

/// Runs the SQL of features in SQLite, on the records of a small world.
struct SQLiteOracle {
  /// A project's key and the cells of its features.
  typealias Answers = (id: String, cells: [Cell?])

  private let queue: DatabaseQueue
  private let package: DataPackage

  /// A database in memory that holds the records of a world.
  init(_ source: MemorySource) throws {
    queue = try DatabaseQueue()
    package = source.package
    let tables = SQLTables(source.package, .sqlite)
    try queue.write { database in
      for resource in tables.resources {
        try database.execute(sql: tables.create(resource, withKeys: false))
        let isSubject = resource.name == source.package.subject.name
        let rows = isSubject ? source.projects : source.events[resource.name] ?? []
        let fields = tables.fields(of: resource)
        let marks = fields.map { _ in "?" }.joined(separator: ", ")
        let insert = try database.makeStatement(
          sql: "INSERT INTO \"\(resource.name)\" VALUES (\(marks))"
        )
        for row in rows {
          let values = fields.map { SQLiteOracle.stored(row[$0.name], $0.type) }
          try insert.execute(arguments: StatementArguments(values))
        }
      }
    }
  }

  /// A value as the tables hold it: dates in days, money in ten-thousandths.
  private static func stored(_ cell: Cell?, _ type: FieldType) -> (any DatabaseValueConvertible)? {
    switch cell {
    case nil: nil
    case .text(let text)?: text
    case .boolean(let truth)?: truth
    case .date(let day)?: Int64(day)
    case .number(let value)?:
      switch type {
      case .integer: Int64(value)
      case .money: Cell.tenThousandths(value)
      default: value
      }
    }
  }

  /// The answers to a statement, in order.
  func answers(_ statement: String, _ types: [FieldType]) throws -> [Answers] {
    try queue.read { database in
      try GRDB.Row.fetchAll(database, sql: statement).map { row in
        let id: String = row[0]
        let cells = types.enumerated().map { index, type in
          SQLiteOracle.cell(row[index + 1] as DatabaseValue, type)
        }
        return (id, cells)
      }
    }
  }

  private static func cell(_ value: DatabaseValue, _ type: FieldType) -> Cell? {
    guard !value.isNull else { return nil }
    switch type {
    case .text: return String.fromDatabaseValue(value).map { Cell.text($0) }
    case .boolean: return Bool.fromDatabaseValue(value).map { Cell.boolean($0) }
    case .date:
      return String.fromDatabaseValue(value).flatMap { Day(iso: $0) }.map { Cell.date($0.number) }
    default: return Double.fromDatabaseValue(value).map { Cell.number($0) }
    }
  }
}
