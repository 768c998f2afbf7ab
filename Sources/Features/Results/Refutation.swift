import Tables

/// Something that verification may find to be wrong about a project.
public enum Refutation: Sendable, Hashable {
  /// The evidence rows of an aggregate, or of all aggregates a feature is computed from, are
  /// taken away.
  case events(feature: String, id: String)
  /// A feature takes this value; nil means that it has none.
  case value(feature: String, Double?, id: String)

  /// The project's key.
  public var id: String {
    switch self {
    case .events(_, let id), .value(_, _, let id): id
    }
  }

  /// The feature.
  public var feature: String {
    switch self {
    case .events(let feature, _), .value(let feature, _, _): feature
    }
  }
}

/// One row of the records that a feature's value rests on.
public struct EvidenceRow: Sendable, Hashable {
  /// A field and what it says.
  public struct Value: Sendable, Hashable {
    /// The field's name (ours).
    public let name: String
    /// Its value as known on the as-of date: empty when missing or later than the date,
    /// `(not known on DATE)` when the column says nothing about that date.
    public let text: String

    /// A field and its text.
    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The resource.
  public let resource: String
  /// The file, as the descriptor names it.
  public let file: String
  /// The line its record starts on.
  public let line: Int
  /// The fields, without personal ones; first the key, when it happened and was recorded, and what
  /// the feature reads.
  ///
  /// Of an event all fields follow; of the project's own row nothing else is here.
  public let values: [Value]

  /// A row of its parts.
  public init(resource: String, file: String, line: Int, values: [Value]) {
    self.resource = resource
    self.file = file
    self.line = line
    self.values = values
  }

  /// `file:line`, or `sqlite:table:row 7`.
  public var location: SourceLocation { SourceLocation(file: file, line: line) }
}
