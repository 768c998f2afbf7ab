import LinearAlgebra
import Tables

/// Newton's method with step halving for a convex objective.
///
/// - Reference: Boyd and Vandenberghe (2004), Convex Optimization, section 9.5
struct NewtonSolver {
  /// Where the iteration ended.
  struct Result {
    var coefficients: [Double]
    var convergence: Convergence
    /// The Newton direction at `coefficients`, or the last one taken when there is none.
    var direction: [Double]
    /// The Hessian could not be factored, and stands here.
    var singularHessian: Matrix?
    /// The Hessian at the optimum, when that was reached.
    var hessian: Cholesky?
  }

  /// Half the squared decrement, relative to 1 + objective, at which the iteration ends.
  private static let tolerance = 1e-20
  /// The same, at which it may end when rounding allows no further progress.
  private static let looseTolerance = 1e-12
  /// Halvings of a step at most.
  private static let halvings = 40

  /// Minimises `objective` from `start`.
  ///
  /// `totalWeight` only scales the gradient norm that is reported.
  static func minimise(
    _ objective: LogisticObjective,
    from start: [Double],
    totalWeight: Double,
    maximumIterations: Int,
    step progress: RunProgress.Step? = nil
  ) -> Result {
    var coefficients = start
    var here = objective.evaluate(coefficients)
    var direction = [Double](repeating: 0, count: coefficients.count)
    var lastDecrement = Double.infinity
    var iterations = 0

    func result(
      _ outcome: Convergence.Outcome,
      singular: Matrix? = nil,
      hessian: Cholesky? = nil
    ) -> Result {
      Result(
        coefficients: coefficients,
        convergence: Convergence(
          outcome: outcome,
          iterations: iterations,
          gradientNorm: here.gradient.reduce(0) { max($0, $1.magnitude) } / totalWeight,
          decrement: lastDecrement,
          objective: here.loss
        ),
        direction: direction,
        singularHessian: singular,
        hessian: hessian
      )
    }

    while true {
      guard let factor = try? Cholesky(here.hessian) else {
        return result(.stoppedWithoutProgress, singular: here.hessian)
      }
      direction = factor.solve(here.gradient).map { -$0 }
      let slope = zip(here.gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
      let decrement = -slope / 2
      guard decrement.isFinite else {
        return result(.stoppedWithoutProgress, singular: here.hessian)
      }
      let scale = 1 + here.loss.magnitude
      let hasStalled =
        decrement <= looseTolerance * scale && decrement > lastDecrement / 4
      lastDecrement = decrement
      if decrement <= tolerance * scale || hasStalled {
        return result(.converged, hessian: factor)
      }
      if iterations == maximumIterations { return result(.stoppedAtIterationLimit) }

      var step = 1.0
      var isAccepted = false
      for _ in 0...halvings {
        let candidate = zip(coefficients, direction).map { $0 + step * $1 }
        let there = objective.evaluate(candidate)
        // The last term is what rounding may add to a sum that should not rise.
        if there.loss <= here.loss + 1e-4 * step * slope + 1e-14 * scale {
          coefficients = candidate
          here = there
          isAccepted = true
          break
        }
        step /= 2
      }
      guard isAccepted else { return result(.stoppedWithoutProgress) }
      iterations += 1
      progress?.reach(iterations)
    }
  }
}
