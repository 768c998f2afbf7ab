/// A field or a row that was not taken, with the place and the reason.
public struct Reject: Hashable, Sendable {
  /// The resource it belongs to.
  public var resource: String
  /// The file (as the descriptor names it) and the line its record starts on.
  public var location: SourceLocation
  /// The header of the field, nil when no one field is at fault.
  public var column: String?
  /// The value, shortened and masked.
  public var value: String
  /// The stable name of the rule that refused it (see `Rule`).
  public var rule: String
  /// How to mend it, one sentence.
  public var hint: String
  /// Whether the whole row was left out, and not only the field.
  public var isWholeRow: Bool

  /// A reject of its parts.
  public init(
    resource: String,
    location: SourceLocation,
    column: String?,
    value: String,
    rule: String,
    hint: String,
    isWholeRow: Bool
  ) {
    self.resource = resource
    self.location = location
    self.column = column
    self.value = value
    self.rule = rule
    self.hint = hint
    self.isWholeRow = isWholeRow
  }

  /// The rule that refuses bytes which are no UTF-8.
  static func unreadable(_ text: Span<UInt8>) -> Rule {
    if SheetError.isMarked(text) { return .sheetError }
    return BinaryValue.isMarked(text) ? .binary : .encoding
  }

  /// The rules that the reader itself checks; the rules of cells are named by `CellRule`.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// The field is not valid in the declared encoding.
    case encoding = "encoding.invalid"
    /// The cell of a sheet holds an error such as `#N/A`, or a formula without its value.
    case sheetError = "sheet.error"
    /// The value of a database is binary data.
    case binary = "database.binary"
    /// The row has more or fewer fields than the header.
    case rowShape = "row.shape"
    /// The row's own key, or the key that leads to its project, is missing.
    case keyMissing = "key.missing"
    /// The row's key was seen before.
    case keyDuplicate = "key.duplicate"
    /// The row refers to a key that does not exist.
    case keyDangling = "key.dangling"
    /// The row does not say when it happened.
    case happenedMissing = "happened.null"
    /// A required value is missing.
    case required = "constraint.required"
    /// The value was seen before in a field whose values are unique.
    case unique = "constraint.unique"
    /// The value is below the least allowed.
    case minimum = "constraint.minimum"
    /// The value is above the greatest allowed.
    case maximum = "constraint.maximum"
    /// The value is not among those allowed.
    case allowed = "constraint.enum"
    /// The text does not match the pattern.
    case pattern = "constraint.pattern"
    /// The text is too short.
    case minimumLength = "constraint.minLength"
    /// The text is too long.
    case maximumLength = "constraint.maxLength"
  }
}
