import Tables

/// What a feature says of one project, or why it says nothing.
public enum ReadValue: Hashable, Sendable {
  /// A number, in the feature's unit.
  case number(Double)
  /// A category.
  case text(String)
  /// True or false.
  case boolean(Bool)
  /// A day.
  case date(Day)
  /// An aggregate of no rows.
  case none
  /// No finite result, such as x/0.
  case undefined
  /// The feature does not concern this project.
  case notApplicable
  /// It could not be computed, for want of these inputs.
  case insufficient([String])
}

/// A feature of one project with what the model makes of it.
public struct FeatureReading: Hashable, Sendable {
  /// The feature's name.
  public var feature: String
  /// What people call it, by language code; the name stands in where a title is missing.
  public var titles: [String: String]
  /// The unit of its values, such as `CNY`, `day` or `share`.
  public var unit: String?
  /// Its value on the as-of date.
  public var value: ReadValue
  /// What it adds to the score: its term less the term's mean in training.
  public var contribution: Double
  /// The indicator that it belongs to, by id.
  public var indicator: String?
  /// How seriously that indicator is flagged; nil when it is not, or could not be computed.
  public var flag: FlagLevel?

  /// A reading of its parts.
  public init(
    feature: String,
    titles: [String: String] = [:],
    unit: String? = nil,
    value: ReadValue,
    contribution: Double,
    indicator: String? = nil,
    flag: FlagLevel? = nil
  ) {
    self.feature = feature
    self.titles = titles
    self.unit = unit
    self.value = value
    self.contribution = contribution
    self.indicator = indicator
    self.flag = flag
  }

  /// What people call the feature.
  public func title(_ language: Language) -> String { titles[language.rawValue] ?? feature }

  /// The value with its unit, as `language` writes it.
  public func valueText(_ language: Language) -> String {
    var bytes: [UInt8] = []
    ReasonText(self, unit: .logits, language: language).append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What contributions are counted in.
public enum ScoreUnit: String, Hashable, Sendable, CaseIterable, Codable {
  /// Log-odds, as in a logistic or additive model.
  case logits
  /// Points, as in the expert model or a scorecard.
  case points

  /// A contribution with its sign and unit: `+0.82 log-odds`.
  public func text(_ contribution: Double, _ language: Language) -> String {
    var bytes: [UInt8] = []
    ReasonText(title: "", valueUnit: nil, unit: self, language: language)
      .append(added: contribution, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
