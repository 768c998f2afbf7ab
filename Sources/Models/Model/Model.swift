/// A model: `logit = intercept + Σ term(feature)`, and how it came to be.
///
/// The kinds that are read in points (scorecard and expert) hold points in their intercept and
/// terms: `points = intercept + Σ term(feature)` and `logit = (points − offset) / factor`.
///
/// - Units: log-odds, or points; higher is riskier.
public struct Model: Hashable, Sendable {
  /// How a model was made, which decides what its terms hold.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Penalised logistic regression.
    case logistic
    /// Step functions in whole points, fitted.
    case scorecard
    /// A boosted additive model.
    case additive
    /// Points that experts gave; trained on nothing.
    case expert
  }

  /// How the model was made.
  public var kind: Kind
  /// What it reads, by name.
  public var features: [ModelFeature]
  /// The sum's constant.
  public var intercept: Double
  /// The parts of the sum, added in this order.
  public var terms: [Term]
  /// The increasing map from raw logits to probabilities; nil when there is none.
  public var calibration: Calibration?
  /// How points become log-odds; nil unless the model is read in points.
  public var pointScale: PointScale?
  /// What it was trained on and how well it did.
  public var trained: TrainingRecord
  /// Which way risk was declared to rise, by feature.
  public var signs: [String: Sign]
  /// How sure the coefficients are; nil when the model does not tell.
  public var uncertainty: Uncertainty?

  /// A model of its parts; `verify()` tells whether they fit together.
  public init(
    kind: Kind,
    features: [ModelFeature],
    intercept: Double,
    terms: [Term],
    calibration: Calibration? = nil,
    pointScale: PointScale? = nil,
    trained: TrainingRecord = TrainingRecord(),
    signs: [String: Sign] = [:],
    uncertainty: Uncertainty? = nil
  ) {
    self.kind = kind
    self.features = features
    self.intercept = intercept
    self.terms = terms
    self.calibration = calibration
    self.pointScale = pointScale
    self.trained = trained
    self.signs = signs
    self.uncertainty = uncertainty
  }

  /// Whether the sum is in points.
  public var isInPoints: Bool { kind == .expert || kind == .scorecard }

  /// The raw logit of a sum of terms: the sum itself, or its points put on the log-odds scale.
  public func rawLogit(ofSum sum: Double) -> Double {
    guard isInPoints, let pointScale else { return sum }
    return (sum - pointScale.offset) / pointScale.factor
  }

  /// Probabilities of raw logits, or nil when the model has no calibration: without one, of
  /// whatever kind it is, its logits give ranks, and its points points, but no probabilities.
  ///
  /// - Units: 0…1.
  public func probabilities(ofRawLogits rawLogits: [Double]) -> [Double]? {
    calibration.map { rawLogits.map($0.probability) }
  }
}

/// What a model needs to know about one of its features.
public struct ModelFeature: Hashable, Sendable {
  /// The name its column goes by.
  public var name: String
  /// Its declaration in canonical form; nil for a ready column.
  public var declaration: String?
  /// The declaration's hash; nil for a ready column.
  public var hash: String?
  /// Its unit.
  public var unit: String?

  /// A feature of its parts.
  public init(
    name: String,
    declaration: String? = nil,
    hash: String? = nil,
    unit: String? = nil
  ) {
    self.name = name
    self.declaration = declaration
    self.hash = hash
    self.unit = unit
  }
}

/// Which way risk rises with a feature.
public enum Sign: String, Hashable, Sendable, CaseIterable {
  /// Higher values are riskier.
  case higher
  /// Lower values are riskier.
  case lower
}

/// How points become log-odds: `logit = (points − offset) / factor`.
public struct PointScale: Hashable, Sendable {
  /// The points at which the odds are even.
  public var offset: Double
  /// The points that multiply the odds by e; positive.
  public var factor: Double

  /// A scale of its parts.
  public init(offset: Double = 0, factor: Double = 1) {
    self.offset = offset
    self.factor = factor
  }
}
