/// A column that is personal or seems to be, and what is done about it.
public struct PersonalFinding: Hashable, Sendable {
  /// What is done.
  public enum Action: String, Hashable, Sendable {
    /// Reading stops.
    case refused
    /// The column is left out at the level of bytes.
    case dropped
    /// The values are replaced by keyed hashes.
    case tokened
    /// The column is left out, because it is to be replaced by keyed hashes and there is no key.
    case withheld
    /// Reading goes on: too few values match.
    case warned
  }

  /// The resource.
  public var resource: String
  /// The header of the column.
  public var column: String
  /// What it holds; nil when only the declaration says that it is personal.
  public var kind: PersonalKind?
  /// What is done.
  public var action: Action
  /// How it was found: `by its header`, `93% of 1,204 values`, or `declared`.
  public var why: String
  /// Where the descriptor declares the field.
  public var location: SourceLocation?

  /// A finding of its parts.
  public init(
    resource: String,
    column: String,
    kind: PersonalKind?,
    action: Action,
    why: String,
    location: SourceLocation? = nil
  ) {
    self.resource = resource
    self.column = column
    self.kind = kind
    self.action = action
    self.why = why
    self.location = location
  }
}
