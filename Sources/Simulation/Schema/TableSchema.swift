/// A simulated table: its columns, keys and role in a data package.
public struct TableSchema: Hashable, Sendable {
  /// What the rows of a table are (DESIGN.md, “Describing data”).
  public enum Role: String, Hashable, Sendable {
    case entity, event, outcome
  }

  /// A reference to the key of another table.
  public struct Reference: Hashable, Sendable {
    /// The column that refers.
    public let column: String
    /// The table it refers to.
    public let table: String
    /// The column there.
    public let key: String
  }

  /// The name of the table, and of its file without the ending.
  public let name: String
  /// A title for people.
  public let title: String
  /// What its rows are.
  public let role: Role
  /// The columns, in file order.
  public let columns: [ColumnSchema]
  /// The column that tells rows apart, nil when there is none.
  public var key: String?
  /// The references to other tables.
  public var references: [Reference] = []
  /// The date column from which on a row is known.
  public var happened: String?
  /// The date column that says when a row was recorded.
  public var recorded: String?
  /// The date column from which on an entity exists.
  public var existsFrom: String?
  /// Whether its file is gzipped where the data is shipped.
  public var isLarge = false

  /// The place of a column among the columns, or nil.
  public func index(of column: String) -> Int? {
    columns.firstIndex { $0.name == column }
  }
}
