extension Pinned {
  /// The natural logarithm of `x`: −infinity at zero, NaN below.
  ///
  /// `x = 2^k·(1 + f)` with 1 + f between √½ and √2; `log(1 + f)` is the series of
  /// `2·atanh(f/(2 + f))`, arranged so that the large part `f` is added last.
  ///
  /// - Reference: Cody and Waite (1980), Software Manual for the Elementary Functions, ch. 5
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x <= 0 { return x == 0 ? -.infinity : .nan }
    let (exponent, fraction) = decomposed(x)
    return logarithm(exponent: exponent, fraction: fraction, correction: 0)
  }

  /// The natural logarithm of `1 + x` without cancellation near zero.
  ///
  /// - Reference: as `log`; what `1 + x` loses to rounding is added to first order.
  public static func log1p(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x <= -1 { return x == -1 ? -.infinity : .nan }
    if x.magnitude < 0x1p-54 { return x }
    if x > -0.2928 && x < 0.4142 {
      return logarithm(exponent: 0, fraction: x, correction: 0)
    }
    let sum = 1 + x
    let lost = x >= 1 ? 1 - (sum - x) : x - (sum - 1)
    let (exponent, fraction) = decomposed(sum)
    return logarithm(exponent: exponent, fraction: fraction, correction: lost / sum)
  }

  /// `x` as `2^exponent · (1 + fraction)`, 1 + fraction between √½ and √2, for finite x > 0.
  static func decomposed(_ x: Double) -> (exponent: Double, fraction: Double) {
    let isSubnormal = x < 0x1p-1022
    let pattern = (isSubnormal ? x * 0x1p54 : x).bitPattern
    var exponent = Int(truncatingIfNeeded: pattern >> 52) - 1023 - (isSubnormal ? 54 : 0)
    var mantissa = Double(bitPattern: pattern & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    if mantissa > 1.4142135623730951 {
      mantissa *= 0.5
      exponent += 1
    }
    return (Double(exponent), mantissa - 1)
  }

  /// `exponent·ln2 + log(1 + fraction) + correction`.
  static func logarithm(exponent: Double, fraction: Double, correction: Double) -> Double {
    let quotient = fraction / (2 + fraction)
    let square = quotient * quotient
    var series = 2 / 23.0
    for coefficient in atanhCoefficients { series = coefficient + square * series }
    series *= square
    let halfSquare = 0.5 * fraction * fraction
    let small = quotient * (halfSquare + series) + (exponent * ln2Trail + correction)
    if exponent == 0 { return fraction - (halfSquare - small) }
    return exponent * ln2Lead - ((halfSquare - small) - fraction)
  }
}
