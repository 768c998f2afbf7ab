/// Fields that refer to the key of another resource.
public struct ForeignKey: Hashable, Sendable {
  /// The fields that refer (our names).
  public var fields: [String]
  /// The resource referred to; the empty text means the own one.
  public var resource: String
  /// The fields referred to (our names in that resource), as `fields`.
  public var targets: [String]
  /// Where the descriptor declares it.
  public var location: SourceLocation?

  /// A foreign key of its parts.
  public init(
    _ fields: [String],
    to resource: String,
    _ targets: [String],
    location: SourceLocation? = nil
  ) {
    self.fields = fields
    self.resource = resource
    self.targets = targets
    self.location = location
  }
}

/// The way from a row to the subject it belongs to: one or two hops.
public struct Link: Hashable, Sendable {
  /// From the fields of one table to the key of the next.
  public struct Hop: Hashable, Sendable {
    /// The fields that refer, in the table the hop starts from (our names).
    public var fields: [String]
    /// The resource it leads to.
    public var resource: String
    /// The fields referred to, as `fields`.
    public var targets: [String]

    /// A hop of its parts.
    public init(fields: [String], resource: String, targets: [String]) {
      self.fields = fields
      self.resource = resource
      self.targets = targets
    }
  }

  /// The hops; the last one leads to the subject.
  public var hops: [Hop]

  /// A link of its hops.
  public init(hops: [Hop]) {
    self.hops = hops
  }
}
