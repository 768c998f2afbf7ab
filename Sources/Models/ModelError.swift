public import Tables

/// Why a model cannot be read, fitted or used.
public struct ModelError: DiagnosticError, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The file ends before its value does.
    case truncated
    /// The text is not JSON, and why.
    case malformed(String)
    /// The file is of another format or version.
    case wrongFormat(found: String, expected: String)
    /// A key is needed.
    case missingKey(String)
    /// Nothing reads this key.
    case unknownKey(String, nearest: String?, known: [String])
    /// Something else than expected stands at the key.
    case wrongShape(key: String, expected: String, found: String)
    /// The value is none of those that the key can have.
    case wrongValue(key: String, value: String, known: [String])
    /// The parts of the model do not fit together, in a sentence.
    case inconsistent(String)

    /// Two columns have one name.
    case duplicateColumn(String)
    /// The table has no such column.
    case noSuchColumn(String, nearest: String?)
    /// A row has no id (row from 1).
    case missingID(column: String, row: Int)
    /// Date columns cannot be features.
    case datesAmongFeatures([String])

    /// The observations lack features of the model.
    case missingFeatures([String])
    /// Features are declared otherwise than when the model was trained.
    case changedDeclarations([String])
    /// Features are in another unit than when the model was trained.
    case changedUnits([UnitChange])
    /// Features are numbers where the model expects categories, or the other way round.
    case changedTypes([TypeChange])

    /// There is no row to learn from.
    case noRows
    /// No feature has two different values.
    case noUsableFeatures
    /// Every row has the same label.
    case oneClass(isPositive: Bool, rows: Int)
    /// There are no more rows than coefficients, and no penalty.
    case tooFewRows(rows: Int, coefficients: Int)
    /// A weight or an offset is not finite, or a weight is negative (row from 1).
    case invalidRow(what: String, row: Int)
    /// A feature's values are too large, or too close together, to compute with.
    case unusableScale(String)
    /// An option is out of its range.
    case invalidOption(String, requirement: String)
    /// Without a penalty there is no finite optimum: these columns separate the classes; empty
    /// when only a combination of features does.
    case separated([String])
    /// Without a penalty the coefficients are not determined: this column follows from others.
    case collinear(String)
    /// The fit stopped before its optimum.
    case didNotConverge(Convergence)
  }

  /// A feature whose unit changed.
  public struct UnitChange: Hashable, Sendable {
    /// The feature.
    public var name: String
    /// The unit when the model was trained.
    public var trained: String
    /// The unit now.
    public var found: String

    /// A change of its parts.
    public init(name: String, trained: String, found: String) {
      self.name = name
      self.trained = trained
      self.found = found
    }
  }

  /// A feature whose type changed.
  public struct TypeChange: Hashable, Sendable {
    /// The feature.
    public var name: String
    /// Whether the model expects numbers.
    public var expectsNumbers: Bool

    /// A change of its parts.
    public init(name: String, expectsNumbers: Bool) {
      self.name = name
      self.expectsNumbers = expectsNumbers
    }
  }

  /// What is wrong.
  public var problem: Problem
  /// Where, for a file.
  public var location: SourceLocation?

  /// An error of its parts.
  public init(_ problem: Problem, at location: SourceLocation? = nil) {
    self.problem = problem
    self.location = location
  }
}
