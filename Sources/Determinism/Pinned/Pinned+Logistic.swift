extension Pinned {
  /// The logistic function `1 / (1 + exp(−x))`: log-odds to a probability.
  ///
  /// - Units: `x` in log-odds; the result in 0…1, exactly 1 above about 36.7.
  public static func logistic(_ x: Double) -> Double {
    if x.isNaN { return x }
    let magnitude = x.magnitude
    if magnitude > 40 { return x > 0 ? 1 : exp(x) }
    let (power, exponent) = exponentialParts(-magnitude)
    let scale = powerOfTwo(exponent)
    let small = DoubleDouble(high: power.high * scale, low: power.low * scale)
    let sum = 1 + small.high
    let sumRest = (small.high - (sum - 1)) + small.low
    let top = x >= 0 ? DoubleDouble(high: 1, low: 0) : small
    let quotient = top.high / sum
    let product = quotient * sum
    let remainder =
      (top.high - product) - productError(quotient, sum, product: product)
      + (top.low - quotient * sumRest)
    return quotient + remainder / sum
  }

  /// The log-odds of a probability, `log(p / (1 − p))`: the inverse of `logistic`.
  ///
  /// −infinity at 0, infinity at 1, NaN outside.
  public static func logit(_ p: Double) -> Double {
    if p.isNaN { return p }
    if p <= 0 { return p == 0 ? -.infinity : .nan }
    if p >= 1 { return p == 1 ? .infinity : .nan }
    if p < 0x1p-80 { return log(p) }
    let rest = 1 - p
    let restLow = (1 - rest) - p
    let quotient = p / rest
    let product = quotient * rest
    let remainder =
      (p - product) - productError(quotient, rest, product: product) - quotient * restLow
    let (exponent, fraction) = decomposed(quotient)
    return logarithm(
      exponent: exponent,
      fraction: fraction,
      correction: remainder / rest / quotient
    )
  }

  /// `log(1 + exp(x))` without overflow: the log-loss of a row whose label is 0.
  ///
  /// Within two units in the last place.
  public static func log1pExp(_ x: Double) -> Double {
    x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
  }
}
