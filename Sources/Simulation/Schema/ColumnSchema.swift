/// A column of a simulated table: its names, and what a data package says about it.
public struct ColumnSchema: Hashable, Sendable {
  /// The type of its cells.
  public enum Kind: Hashable, Sendable {
    /// Text that names something: written as it is.
    case text
    /// A day.
    case date
    /// A whole number.
    case integer
    /// A number.
    case number
    /// An amount of yuan.
    case money
    /// A truth value.
    case boolean
  }

  /// What kind of truth a column holds (DESIGN.md, “What is known on a date”).
  public enum Knowledge: String, Hashable, Sendable {
    case fact, plan, fixed, current
  }

  /// The standard name.
  public let name: String
  /// The header of the Chinese variant.
  public let chinese: String
  /// The type of its cells.
  public let kind: Kind
  /// What kind of truth it holds; nil leaves it to the format's default.
  public var knowledge: Knowledge?
  /// The date column from which on a value is known.
  public var knownOn: String?
  /// Whether every row has a value.
  public var isRequired = false
  /// The values it may take; empty for any.
  public var values: [String] = []
  /// Whether amounts are written in 万元 in the Chinese variant.
  public var isInTenThousands = false
  /// Whether a data package must say that only equality of its values counts.
  public var isToken = false

  /// A column that may be empty.
  init(_ name: String, _ chinese: String, _ kind: Kind, _ knowledge: Knowledge? = nil) {
    self.name = name
    self.chinese = chinese
    self.kind = kind
    self.knowledge = knowledge
  }

  /// This column with a value in every row.
  var required: ColumnSchema { changed { $0.isRequired = true } }

  /// This column, known from the day another column names.
  func known(on column: String) -> ColumnSchema { changed { $0.knownOn = column } }

  /// This column, limited to these values.
  func among(_ values: [String]) -> ColumnSchema { changed { $0.values = values } }

  /// This column, in 万元 in the Chinese variant.
  var inTenThousands: ColumnSchema { changed { $0.isInTenThousands = true } }

  /// This column, of which only equality counts.
  var token: ColumnSchema { changed { $0.isToken = true } }

  private func changed(_ change: (inout ColumnSchema) -> Void) -> ColumnSchema {
    var column = self
    change(&column)
    return column
  }
}
