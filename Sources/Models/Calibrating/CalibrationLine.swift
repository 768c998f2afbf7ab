import Determinism

/// A logistic line through targets in 0…1, in plain loops: the same bytes on every machine.
struct CalibrationLine {
  var slope: Double
  var intercept: Double

  /// The intercept `b` at which `Σ logistic(x + b) = Σ t`, by bisection: the sum rises with `b`.
  ///
  /// The targets are neither all 0 nor all 1.
  static func intercept(_ x: [Double], targets: [Double]) -> Double {
    let total = targets.reduce(0, +)
    let mean = Pinned.logit(total / Double(targets.count))
    var low = mean - (x.max() ?? 0)
    var high = mean - (x.min() ?? 0)
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return middle }
      let sum = x.reduce(0) { $0 + Pinned.logistic($1 + middle) }
      if sum < total { low = middle } else { high = middle }
    }
  }

  /// The line that minimises `Σ log(1 + exp z) − t·z` with `z = slope·x + intercept`, by
  /// Newton's method from a slope of 0.
  ///
  /// The inputs are standardised first, so that their unit does not count. Where all inputs are
  /// equal the slope is 0.
  static func fit(_ x: [Double], targets: [Double]) -> CalibrationLine {
    let count = Double(x.count)
    let mean = x.reduce(0) { $0 + $1 / count }
    let scale = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }.squareRoot()
    var line = CalibrationLine(
      slope: 0,
      intercept: Pinned.logit(targets.reduce(0) { $0 + $1 / count })
    )
    guard scale > 0, scale.isFinite else { return line }
    let inputs = x.map { ($0 - mean) / scale }
    var here = Evaluation(line, inputs, targets)
    for _ in 0..<200 {
      let step = here.newtonStep
      let descent = here.slopeGradient * step.slope + here.interceptGradient * step.intercept
      if -descent <= 1e-26 * (1 + here.loss) { break }
      guard let next = search(from: line, here, along: step, descent, inputs, targets) else {
        break
      }
      (line, here) = next
    }
    return CalibrationLine(
      slope: line.slope / scale,
      intercept: line.intercept - line.slope / scale * mean
    )
  }

  /// The first of the halved steps that lowers the loss enough, or nil when none does.
  private static func search(
    from line: CalibrationLine,
    _ here: Evaluation,
    along step: CalibrationLine,
    _ descent: Double,
    _ inputs: [Double],
    _ targets: [Double]
  ) -> (CalibrationLine, Evaluation)? {
    var length = 1.0
    while length > 1e-12 {
      let candidate = CalibrationLine(
        slope: line.slope + length * step.slope,
        intercept: line.intercept + length * step.intercept
      )
      let there = Evaluation(candidate, inputs, targets)
      // The last term is what rounding may add to a sum that should not rise.
      if there.loss <= here.loss + 1e-4 * length * descent + 1e-15 * (1 + here.loss) {
        return (candidate, there)
      }
      length /= 2
    }
    return nil
  }

  /// The loss at a line, its gradient and its Hessian.
  private struct Evaluation {
    var loss = 0.0
    var slopeGradient = 0.0
    var interceptGradient = 0.0
    var slopeCurvature = 0.0
    var mixedCurvature = 0.0
    var interceptCurvature = 0.0

    init(_ line: CalibrationLine, _ inputs: [Double], _ targets: [Double]) {
      for (x, target) in zip(inputs, targets) {
        let z = line.slope * x + line.intercept
        let p = Pinned.logistic(z)
        let residual = p - target
        let curvature = p * Pinned.logistic(-z)
        loss += Pinned.log1pExp(z) - target * z
        slopeGradient += residual * x
        interceptGradient += residual
        slopeCurvature += curvature * x * x
        mixedCurvature += curvature * x
        interceptCurvature += curvature
      }
    }

    /// The step to the minimum of the loss's second-order expansion.
    var newtonStep: CalibrationLine {
      let determinant = max(
        slopeCurvature * interceptCurvature - mixedCurvature * mixedCurvature,
        .leastNormalMagnitude
      )
      return CalibrationLine(
        slope: -(interceptCurvature * slopeGradient - mixedCurvature * interceptGradient)
          / determinant,
        intercept: -(slopeCurvature * interceptGradient - mixedCurvature * slopeGradient)
          / determinant
      )
    }
  }
}
