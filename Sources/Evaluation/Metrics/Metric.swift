/// A figure of merit.
public enum Metric: Hashable, Sendable {
  /// The chance that a positive row ranks above a negative one, ties counting half.
  case auc
  /// Average precision: precision at each distinct score, weighted by the recall it adds.
  case averagePrecision
  /// Kolmogorov-Smirnov: the largest distance between the classes' cumulative shares.
  case ks
  /// The mean squared difference of probability and outcome.
  case brier
  /// The mean negative log-likelihood, probabilities kept 2⁻⁵² away from 0 and 1.
  case logLoss
  /// The intercept a of logit p' = a + logit p: 0 when the average is right.
  case calibrationInTheLarge
  /// The intercept a of logit p' = a + b · logit p.
  case calibrationIntercept
  /// The slope b of logit p' = a + b · logit p: 1 is right, below 1 is overconfident.
  case calibrationSlope
  /// The share of positives among the `k` highest scores; ties at the boundary in expectation.
  case precision(at: Int)
  /// The share of all positives that are among the `k` highest scores.
  case recall(at: Int)
  /// Precision at `k` over the prevalence.
  case lift(at: Int)
  /// The share of positives among all rows.
  case prevalence

  /// A stable name, as in tables: `auc`, `precision_at_50`.
  public var name: String {
    switch self {
    case .auc: "auc"
    case .averagePrecision: "average_precision"
    case .ks: "ks"
    case .brier: "brier"
    case .logLoss: "log_loss"
    case .calibrationInTheLarge: "calibration_in_the_large"
    case .calibrationIntercept: "calibration_intercept"
    case .calibrationSlope: "calibration_slope"
    case .precision(let budget): "precision_at_\(budget)"
    case .recall(let budget): "recall_at_\(budget)"
    case .lift(let budget): "lift_at_\(budget)"
    case .prevalence: "prevalence"
    }
  }

  /// Whether more is better; nil where neither is.
  public var higherIsBetter: Bool? {
    switch self {
    case .auc, .averagePrecision, .ks, .precision, .recall, .lift: true
    case .brier, .logLoss: false
    case .calibrationInTheLarge, .calibrationIntercept, .calibrationSlope, .prevalence: nil
    }
  }

  /// Every metric, the budgeted ones for each budget.
  public static func all(budgets: [Int]) -> [Metric] {
    let ranked: [Metric] = [.prevalence, .auc, .averagePrecision, .ks]
    let budgeted = budgets.flatMap { budget -> [Metric] in
      [.precision(at: budget), .recall(at: budget), .lift(at: budget)]
    }
    let calibrated: [Metric] = [
      .brier, .logLoss, .calibrationInTheLarge, .calibrationIntercept, .calibrationSlope,
    ]
    return ranked + budgeted + calibrated
  }

  /// The budget, for the metrics that have one.
  var budget: Int? {
    switch self {
    case .precision(let budget), .recall(let budget), .lift(let budget): budget
    default: nil
    }
  }
}
