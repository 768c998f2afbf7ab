/// What the values of a field must satisfy, as the descriptor writes it.
///
/// Bounds and allowed values are texts in the field's own format; they are read like its cells.
public struct Constraints: Hashable, Sendable {
  /// Whether a missing value is a reject.
  public var isRequired: Bool
  /// Whether no two rows may hold the same value.
  public var isUnique: Bool
  /// The least value allowed.
  public var minimum: String?
  /// The greatest value allowed.
  public var maximum: String?
  /// The values allowed; nil when all are.
  public var allowed: [String]?
  /// The regular expression that a whole text must match.
  public var pattern: String?
  /// The least number of characters.
  public var minimumLength: Int?
  /// The greatest number of characters.
  public var maximumLength: Int?

  /// Constraints of their parts; without arguments none.
  public init(
    isRequired: Bool = false,
    isUnique: Bool = false,
    minimum: String? = nil,
    maximum: String? = nil,
    allowed: [String]? = nil,
    pattern: String? = nil,
    minimumLength: Int? = nil,
    maximumLength: Int? = nil
  ) {
    self.isRequired = isRequired
    self.isUnique = isUnique
    self.minimum = minimum
    self.maximum = maximum
    self.allowed = allowed
    self.pattern = pattern
    self.minimumLength = minimumLength
    self.maximumLength = maximumLength
  }

  /// Whether nothing is asked.
  public var isEmpty: Bool { self == Constraints() }
}
