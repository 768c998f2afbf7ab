extension Pinned {
  /// e to the power of `x`.
  ///
  /// Above 709.78… infinity, below −745.13… zero.
  ///
  /// - Reference: Tang (1989), Table-driven implementation of the exponential function in IEEE
  ///   floating-point arithmetic, doi:10.1145/63522.214389
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    let (power, exponent) = exponentialParts(x)
    return scaled(power.high + power.low, by: exponent)
  }

  /// e to the power of `x`, less one, without cancellation near zero.
  ///
  /// - Reference: Tang (1992), Table-driven implementation of the expm1 function in IEEE
  ///   floating-point arithmetic, doi:10.1145/146847.146928
  public static func expm1(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -37.5 { return -1 }
    let magnitude = x.magnitude
    if magnitude < 0x1p-54 { return x }
    if magnitude < 0.25 { return smallExponentialLessOne(x) }
    let (power, exponent) = exponentialParts(x)
    if exponent > 60 { return scaled(power.high + power.low, by: exponent) }
    let one = powerOfTwo(-exponent)
    let difference = power.high - one
    // The two-sum error of the line above, whichever of the two is larger.
    let taken = power.high - difference
    let error = (power.high - (difference + taken)) + (taken - one)
    return (difference + (error + power.low)) * powerOfTwo(exponent)
  }

  /// e to the power of `x` as `power · 2^exponent`, `power` in [1, 2), for |x| ≤ 746.
  ///
  /// `x = (32·exponent + j)·ln2/32 + r` with |r| ≤ ln2/64; the table holds 2^(j/32), the rest is
  /// the Taylor polynomial of degree six, whose remainder is below 2⁻⁵⁷ of the result's last bit.
  static func exponentialParts(_ x: Double) -> (power: DoubleDouble, exponent: Int) {
    let steps = nearestInteger(x * inverseStep)
    let step = Int(steps)
    let index = step & 31
    let exponent = (step - index) >> 5
    let residue = x - steps * stepLead
    let correction = -(steps * stepTrail)
    let r = residue + correction
    let polynomial =
      r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))))
    let growth = residue + (correction + polynomial)
    let (lead, trail) = powersOfTwo[index]
    let rest = trail + lead * growth
    let high = lead + rest
    return (DoubleDouble(high: high, low: rest - (high - lead)), exponent)
  }

  /// `exp(x) − 1` for |x| < 1/4: `x + x²/2` with `x` split in two so that the square is exact.
  private static func smallExponentialLessOne(_ x: Double) -> Double {
    let upper = Double(Float(x))
    let lower = x - upper
    let square = upper * upper * 0.5
    let squareRest = lower * (x + upper) * 0.5
    var series = 1 / 6_227_020_800.0
    for factorial in inverseFactorials { series = factorial + x * series }
    let cubic = x * x * x * series
    if square >= 0x1p-7 { return (upper + square) + (cubic + (lower + squareRest)) }
    return x + (square + (cubic + squareRest))
  }
}
