import Tables

/// A feature as somebody declared it.
public struct Declaration: Sendable, Hashable {
  /// Which direction of a feature means more risk.
  public enum Riskier: String, Sendable, Hashable, CaseIterable {
    /// Larger values are riskier.
    case higher
    /// Smaller values are riskier.
    case lower
  }

  /// The feature's name.
  public var name: String
  /// The expression as written.
  public var expression: String
  /// What people call it, by language; `en` when only one title was given.
  public var title: [String: String]
  /// The unit of its values.
  public var unit: String?
  /// Which direction means more risk.
  public var riskier: Riskier?
  /// Whether it is only for other features to use.
  public var isHidden: Bool
  /// The value of an aggregate of no rows.
  public var empty: Double?
  /// The condition under which it applies to a project.
  public var applies: String? { appliesText?.text }
  /// Where its name stands.
  public var location: SourceLocation
  /// Where its expression starts.
  public var expressionLocation: SourceLocation { expressionText.start }

  let expressionText: ExpressionText
  let appliesText: ExpressionText?

  /// A declaration made in code; places in messages count from the expression's first character.
  public init(
    name: String,
    expression: String,
    title: [String: String] = [:],
    unit: String? = nil,
    riskier: Riskier? = nil,
    isHidden: Bool = false,
    empty: Double? = nil,
    applies: String? = nil,
    location: SourceLocation? = nil
  ) {
    let location = location ?? SourceLocation(file: name)
    self.init(
      name: name,
      expression: ExpressionText(expression, at: location),
      title: title,
      unit: unit,
      riskier: riskier,
      isHidden: isHidden,
      empty: empty,
      applies: applies.map { ExpressionText($0, at: location) },
      location: location
    )
  }

  init(
    name: String,
    expression: ExpressionText,
    title: [String: String],
    unit: String?,
    riskier: Riskier?,
    isHidden: Bool,
    empty: Double?,
    applies: ExpressionText?,
    location: SourceLocation
  ) {
    self.name = name
    self.expression = expression.text
    self.expressionText = expression
    self.title = title
    self.unit = unit
    self.riskier = riskier
    self.isHidden = isHidden
    self.empty = empty
    self.appliesText = applies
    self.location = location
  }
}
