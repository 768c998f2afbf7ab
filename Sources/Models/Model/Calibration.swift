import Determinism

/// An increasing map from raw logits to probabilities:
/// `probability = logistic(slope · logit + intercept)`.
public struct Calibration: Hashable, Sendable {
  /// How much was fitted.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// The intercept alone; the slope is 1.
    case intercept
    /// Slope and intercept (Platt).
    case platt
  }

  /// How much was fitted.
  public var method: Method
  /// The factor of the raw logit; positive.
  public var slope: Double
  /// What is added, in log-odds.
  public var intercept: Double
  /// The distinct positive projects it was fitted on.
  public var positiveGroups: Int
  /// The rows it was fitted on.
  public var rows: Int

  /// A calibration of its parts.
  public init(
    method: Method,
    slope: Double,
    intercept: Double,
    positiveGroups: Int,
    rows: Int
  ) {
    self.method = method
    self.slope = slope
    self.intercept = intercept
    self.positiveGroups = positiveGroups
    self.rows = rows
  }

  /// The calibrated log-odds of a raw logit.
  public func logit(_ rawLogit: Double) -> Double { slope * rawLogit + intercept }

  /// The probability of a raw logit, 0…1.
  public func probability(_ rawLogit: Double) -> Double { Pinned.logistic(logit(rawLogit)) }
}
