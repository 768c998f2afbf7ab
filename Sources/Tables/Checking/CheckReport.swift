/// What is right and wrong with a dataset, as data.
public struct CheckReport: Sendable {
  /// The tables, in the order of the descriptor.
  public var tables: [TableCheck] = []
  /// What was found, the worst first within each table.
  public var findings: [CheckFinding] = []

  /// Nothing looked at yet.
  public init() {}

  /// How many findings are of a severity.
  public func count(_ severity: CheckFinding.Severity) -> Int {
    findings.count { $0.severity == severity }
  }

  /// Whether a run over the dataset would go through: there is no error.
  public var isClean: Bool { count(.error) == 0 }
}

/// Something about a dataset that somebody should know.
public struct CheckFinding: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A run would stop.
    case error
    /// A run goes on, and its answers may be wrong.
    case warning
    /// Worth knowing.
    case note

    /// Errors before warnings before notes.
    public static func < (left: Severity, right: Severity) -> Bool {
      left.order < right.order
    }

    private var order: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// The stable name of what was found, as `dates.order`.
  public var rule: String
  /// The table, empty when the package is meant.
  public var resource: String
  /// The header of the column, nil when the table is meant.
  public var column: String?
  /// One sentence without a full stop; never a personal value.
  public var message: String
  /// How often, 0 where counting makes no sense.
  public var count: Int
  /// The first place.
  public var location: SourceLocation?
  /// How to mend it, one sentence.
  public var hint: String?

  /// A finding of its parts.
  public init(
    _ severity: Severity,
    _ rule: String,
    resource: String,
    column: String? = nil,
    _ message: String,
    count: Int = 0,
    at location: SourceLocation? = nil,
    hint: String? = nil
  ) {
    self.severity = severity
    self.rule = rule
    self.resource = resource
    self.column = column
    self.message = message
    self.count = count
    self.location = location
    self.hint = hint
  }
}

/// One table as it was read.
public struct TableCheck: Hashable, Sendable {
  /// The resource.
  public var name: String
  /// Its files.
  public var files: [String] = []
  /// All rows, those left out included.
  public var rows = 0
  /// Rows left out.
  public var rejectedRows = 0
  /// Rows that say the same as an earlier one.
  public var duplicateRows = 0
  /// Rejects by column and rule.
  public var rejects: [RejectCount] = []
  /// The fields, in the order of the descriptor.
  public var fields: [FieldCheck] = []
  /// Headers that no field declares.
  public var undeclared: [String] = []

  /// A table of which nothing was read yet.
  public init(name: String) {
    self.name = name
  }

  /// Rejects of one rule in one column.
  public struct RejectCount: Hashable, Sendable {
    /// The header; empty when the row is meant.
    public var column: String
    /// The rule.
    public var rule: String
    /// Whether rows were left out.
    public var isWholeRow: Bool
    /// How many.
    public var count: Int
  }
}

/// One field as it was read.
public struct FieldCheck: Hashable, Sendable {
  /// The header.
  public var header: String
  /// Our name.
  public var name: String
  /// The type.
  public var type: FieldType
  /// The unit.
  public var unit: String?
  /// Rows with a value.
  public var present = 0
  /// Rows without one, refused and coded values included.
  public var missing = 0
  /// Refused values.
  public var rejected = 0
  /// Declared missing values by their text.
  public var codes: [String: Int] = [:]
  /// The least value as text; nil for text, where there is none, and where values are hidden.
  public var minimum: String?
  /// The greatest value as text.
  public var maximum: String?
  /// Different values, about.
  public var distinct = 0
  /// What is done because it is personal.
  public var personal: PersonalFinding.Action?
}
