/// How a fit ended, measured at the coefficients it returns.
public struct Convergence: Hashable, Sendable {
  /// Whether the optimum was reached.
  public enum Outcome: String, Hashable, Sendable {
    /// The objective is within the tolerance of its minimum.
    case converged
    /// The iteration limit came first.
    case stoppedAtIterationLimit = "stopped_at_iteration_limit"
    /// No step along the search direction lowers the objective.
    case stoppedWithoutProgress = "stopped_without_progress"
  }

  /// Whether the optimum was reached.
  public var outcome: Outcome
  /// Newton steps taken.
  public var iterations: Int
  /// The largest component of the gradient divided by the sum of the weights.
  public var gradientNorm: Double
  /// Half the squared Newton decrement: how far the objective is above its minimum, to second
  /// order.
  public var decrement: Double
  /// The penalised log-loss, summed over rows.
  public var objective: Double

  /// An ending of its parts.
  public init(
    outcome: Outcome,
    iterations: Int,
    gradientNorm: Double,
    decrement: Double,
    objective: Double
  ) {
    self.outcome = outcome
    self.iterations = iterations
    self.gradientNorm = gradientNorm
    self.decrement = decrement
    self.objective = objective
  }

  /// Whether the optimum was reached.
  public var hasConverged: Bool { outcome == .converged }
}
