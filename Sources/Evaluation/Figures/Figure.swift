/// A figure, or the reason why there is none.
///
/// What cannot be computed is said, never written as NaN or as zero.
public enum Figure: Hashable, Sendable {
  /// A finite number.
  case value(Double)
  /// There is no such number.
  case undefined(Undefined)

  /// The number, or nil when undefined.
  public var value: Double? {
    guard case .value(let value) = self else { return nil }
    return value
  }

  /// Why there is no number, or nil when there is one.
  public var reason: Undefined? {
    guard case .undefined(let reason) = self else { return nil }
    return reason
  }

  /// A figure of a computed number: what is not finite has overflowed.
  init(computed value: Double) {
    self = value.isFinite ? .value(value) : .undefined(.overflow)
  }
}

/// Why a figure cannot be computed.
public enum Undefined: Hashable, Sendable, CustomStringConvertible {
  /// There are no rows, or their weights sum to zero.
  case noRows
  /// There is no positive row.
  case noPositives
  /// All rows have one label.
  case oneClass
  /// The budget is larger than the number of rows.
  case budgetAboveRows(budget: Int, rows: Double)
  /// The budget is not positive.
  case budgetNotPositive(Int)
  /// The scorer gives no probabilities.
  case noProbabilities
  /// All probabilities are equal, so there is no slope.
  case constantScores
  /// Scores separate the classes without overlap, so that the slope is infinite.
  case separated
  /// Newton's method did not converge.
  case notConverged
  /// Nothing is expected, so there is no ratio to it.
  case nothingExpected
  /// All rows belong to one group, so that resampling groups shows nothing.
  case oneGroup
  /// Resampling was not asked for.
  case noReplicates
  /// The figure was defined in fewer than nine of ten replicates.
  case tooFewReplicates(defined: Int, of: Int)
  /// The figure it is made from is undefined on the rows themselves.
  case figureUndefined
  /// The arithmetic overflowed.
  case overflow

  /// The reason in plain words.
  public var description: String {
    switch self {
    case .noRows: "no rows"
    case .noPositives: "no positive rows"
    case .oneClass: "all rows have one label"
    case .budgetAboveRows(let budget, let rows):
      "a budget of \(budget) is more than the \(Undefined.count(rows)) rows"
    case .budgetNotPositive(let budget): "a budget of \(budget) is not positive"
    case .noProbabilities: "the scores are not probabilities"
    case .constantScores: "all probabilities are equal"
    case .separated: "the scores separate the classes without overlap"
    case .notConverged: "Newton's method did not converge"
    case .nothingExpected: "nothing is expected"
    case .oneGroup: "all rows belong to one group"
    case .noReplicates: "no replicates were asked for"
    case .tooFewReplicates(let defined, let total):
      "defined in only \(defined) of \(total) replicates"
    case .figureUndefined: "the figure itself is undefined"
    case .overflow: "the arithmetic overflowed"
    }
  }

  private static func count(_ rows: Double) -> String {
    Int(exactly: rows).map(String.init) ?? String(rows)
  }
}

/// A 95% interval, or the reason why there is none.
public enum Interval: Hashable, Sendable {
  /// From `lower` to `upper`, both finite.
  case range(lower: Double, upper: Double)
  /// There is no interval.
  case undefined(Undefined)

  /// The lower end, or nil when undefined.
  public var lower: Double? {
    guard case .range(let lower, _) = self else { return nil }
    return lower
  }

  /// The upper end, or nil when undefined.
  public var upper: Double? {
    guard case .range(_, let upper) = self else { return nil }
    return upper
  }

  /// Why there is no interval, or nil when there is one.
  public var reason: Undefined? {
    guard case .undefined(let reason) = self else { return nil }
    return reason
  }
}

/// A figure with its 95% interval.
public struct Estimate: Hashable, Sendable {
  /// The figure on the rows themselves.
  public var figure: Figure
  /// Its interval.
  public var interval: Interval

  /// A figure with its interval.
  public init(_ figure: Figure, _ interval: Interval) {
    self.figure = figure
    self.interval = interval
  }
}
