import Features
import Tables

/// The page of the feature language, made from its table.
public struct FunctionPage: Sendable {
  /// One entry with its SQL.
  public struct Item: Sendable {
    /// The entry.
    public let entry: LanguageEntry
    /// The SQL that its example becomes, line by line.
    public let sql: [String]
  }

  /// The database that the SQL is for.
  public let dialect: SQLDialect
  /// Every entry, in the order of the language's table.
  public let items: [Item]

  /// The page with the SQL of one database.
  public init(_ dialect: SQLDialect) throws {
    self.dialect = dialect
    items = try LanguageReference.entries.map { Item(entry: $0, sql: try $0.sql(dialect)) }
  }

  /// The page as a table, one row an entry.
  public var table: Table {
    func column(_ text: (Item) -> String) -> Column {
      .texts(
        items.map { item in
          let text = text(item)
          return text.isEmpty ? nil : text
        }
      )
    }
    return Table(
      name: "functions",
      names: [
        "name", "kind", "usage", "types", "works_on", "meaning", "missing", "example", "sql",
      ],
      columns: [
        column { $0.entry.name }, column { $0.entry.kind.rawValue }, column { $0.entry.usage },
        column { $0.entry.types },
        column { $0.entry.places.map(\.rawValue).joined(separator: ", ") },
        column { $0.entry.meaning }, column { $0.entry.missing }, column { $0.entry.example },
        column { $0.sql.joined(separator: "\n") },
      ]
    )
  }
}
