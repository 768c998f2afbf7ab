/// One thing that a declaration can say: the page of the language is made of these.
public struct LanguageEntry: Sendable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, CaseIterable {
    case function, aggregate, `operator`, value, clause, option
  }

  /// Where in a declaration it may stand.
  public enum Place: String, Sendable, CaseIterable {
    /// An expression over the project's columns.
    case project
    /// What is computed from a table of events.
    case events
    /// What is computed among peers.
    case peers
  }

  /// What it is called.
  public let name: String
  /// What kind of thing it is.
  public let kind: Kind
  /// How it is written.
  public let usage: String
  /// The types of its arguments and of its result.
  public let types: String
  /// What it means, in one line.
  public let meaning: String
  /// What it gives where a value is missing.
  public let missing: String
  /// Where it may stand.
  public let places: [Place]
  /// A declaration that uses it, over the columns of `LanguageReference.package`.
  package let example: String
}
