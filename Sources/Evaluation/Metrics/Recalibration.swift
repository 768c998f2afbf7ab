import Determinism

/// Logistic recalibration: logit p' = a + b · logit p, fitted by Newton's method.
///
/// The maximum exists exactly when the classes overlap (Albert and Anderson 1984); that is
/// tested before fitting, so that an infinite slope is a reason and not a large number.
struct Recalibration {
  /// The fitted line.
  struct Line: Equatable {
    var intercept: Double
    var slope: Double
  }

  /// A fitted line, or the reason why there is none.
  enum Outcome: Equatable {
    case line(Line)
    case undefined(Undefined)

    func figure(_ part: KeyPath<Line, Double>) -> Figure {
      switch self {
      case .line(let line): Figure(computed: line[keyPath: part])
      case .undefined(let reason): .undefined(reason)
      }
    }
  }

  /// The log-odds of each probability, kept within those of 2⁻⁵² and 1 − 2⁻⁵².
  let logits: [Double]
  let labels: [Bool]

  init(probabilities: [Double], labels: [Bool]) {
    let edge = Double.ulpOfOne
    self.logits = probabilities.map { Pinned.logit(min(max($0, edge), 1 - edge)) }
    self.labels = labels
  }

  /// The line that maximises the likelihood of rows weighted by `weights`.
  ///
  /// - Parameters:
  ///   - weights: one a row; rows of weight 0 do not count.
  ///   - slope: the slope when it is held fixed, else nil.
  ///   - start: where to begin; nil begins at the identity.
  ///   - tolerance: the squared Newton decrement per unit weight at which to stop.
  /// - Returns: the line, or why the likelihood has no maximum.
  func fit(
    weights: [Double],
    fixedSlope slope: Double? = nil,
    from start: Line? = nil,
    tolerance: Double = 1e-28
  ) -> Outcome {
    var total = 0.0
    var mean = 0.0
    var low = (positive: Double.infinity, negative: Double.infinity)
    var high = (positive: -Double.infinity, negative: -Double.infinity)
    for row in labels.indices where weights[row] > 0 {
      total += weights[row]
      mean += weights[row] * logits[row]
      if labels[row] {
        low.positive = min(low.positive, logits[row])
        high.positive = max(high.positive, logits[row])
      } else {
        low.negative = min(low.negative, logits[row])
        high.negative = max(high.negative, logits[row])
      }
    }
    guard total > 0 else { return .undefined(.noRows) }
    guard low.positive <= high.positive, low.negative <= high.negative else {
      return .undefined(.oneClass)
    }
    if slope == nil {
      if min(low.positive, low.negative) == max(high.positive, high.negative) {
        return .undefined(.constantScores)
      }
      if high.negative <= low.positive || high.positive <= low.negative {
        return .undefined(.separated)
      }
    }
    // Centred, so that the two equations are nearly independent.
    let centre = slope == nil ? mean / total : 0
    var line = start ?? Line(intercept: 0, slope: slope ?? 1)
    line.intercept += line.slope * centre
    var state = equations(at: line, centre: centre, weights: weights, freeSlope: slope == nil)
    for _ in 0..<100 {
      let step = state.step
      let decrement = step.intercept * state.gradient.0 + step.slope * state.gradient.1
      if !(decrement > tolerance * total) {
        // The last step is already known, and squares what error is left.
        let last = Line(
          intercept: line.intercept - step.intercept,
          slope: line.slope - step.slope
        )
        return finish(last, centre, isValid: decrement.isFinite)
      }
      var length = 1.0
      var next = state
      var candidate = line
      var improved = false
      while length > 1e-9 {
        candidate = Line(
          intercept: line.intercept - length * step.intercept,
          slope: line.slope - length * step.slope
        )
        next = equations(
          at: candidate,
          centre: centre,
          weights: weights,
          freeSlope: slope == nil
        )
        // Along Newton's direction the gradient in the Hessian's metric falls at first.
        if state.norm(next.gradient) < state.norm(state.gradient) {
          improved = true
          break
        }
        length /= 2
      }
      guard improved else {
        // No step helps: either this is the floor of rounding, or the fit has failed.
        return finish(line, centre, isValid: decrement <= 1e-16 * total)
      }
      line = candidate
      state = next
    }
    return .undefined(.notConverged)
  }

  private func finish(_ line: Line, _ centre: Double, isValid: Bool) -> Outcome {
    guard isValid, line.intercept.isFinite, line.slope.isFinite else {
      return .undefined(.notConverged)
    }
    return .line(Line(intercept: line.intercept - line.slope * centre, slope: line.slope))
  }

  /// Gradient and Hessian of the negative log-likelihood in (intercept, slope).
  private struct Equations {
    var gradient = (0.0, 0.0)
    var hessian = (0.0, 0.0, 0.0)
    var freeSlope: Bool

    /// Hessian⁻¹ · `vector`.
    func solve(_ vector: (Double, Double)) -> (Double, Double) {
      guard freeSlope else { return (vector.0 / hessian.0, 0) }
      let determinant = hessian.0 * hessian.2 - hessian.1 * hessian.1
      return (
        (hessian.2 * vector.0 - hessian.1 * vector.1) / determinant,
        (hessian.0 * vector.1 - hessian.1 * vector.0) / determinant
      )
    }

    var step: Line {
      let solved = solve(gradient)
      return Line(intercept: solved.0, slope: solved.1)
    }

    /// The squared length of a gradient in this Hessian's metric.
    func norm(_ gradient: (Double, Double)) -> Double {
      let solved = solve(gradient)
      return gradient.0 * solved.0 + (freeSlope ? gradient.1 * solved.1 : 0)
    }
  }

  private func equations(
    at line: Line,
    centre: Double,
    weights: [Double],
    freeSlope: Bool
  ) -> Equations {
    var result = Equations(freeSlope: freeSlope)
    for row in labels.indices where weights[row] > 0 {
      let x = logits[row] - centre
      let mean = Pinned.logistic(line.intercept + line.slope * x)
      let residual = weights[row] * (labels[row] ? mean - 1 : mean)
      let curvature = weights[row] * mean * (1 - mean)
      result.gradient.0 += residual
      result.gradient.1 += residual * x
      result.hessian.0 += curvature
      result.hessian.1 += curvature * x
      result.hessian.2 += curvature * x * x
    }
    return result
  }
}
