/// Elementary functions that give the same bytes on every machine.
///
/// The C library's `exp` and `log` differ between versions and pick other instructions on other
/// processors. These use only additions, multiplications, divisions and comparisons of doubles,
/// which IEEE 754 defines to the last bit, in a fixed order and never fused.
///
/// Every function is within one unit in the last place of the exact value (0.50 to 0.73 measured,
/// see `Tests/DeterminismTests/Goldens/pinned.py`), and NaN gives NaN.
public enum Pinned {}

/// A double and what is left of it: the value is `high + low`, unevaluated.
struct DoubleDouble {
  var high: Double
  var low: Double
}

extension Pinned {
  /// The power of two `2^exponent`, for exponents of normal doubles (−1022…1023).
  static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: exponent + 1023) << 52)
  }

  /// `value · 2^exponent`, rounded once; `value` is in [0.5, 4) and the result may be subnormal.
  static func scaled(_ value: Double, by exponent: Int) -> Double {
    if exponent > 1020 { return value * powerOfTwo(exponent - 4) * 16 }
    if exponent >= -1021 { return value * powerOfTwo(exponent) }
    return value * powerOfTwo(exponent + 100) * powerOfTwo(-100)
  }

  /// The nearest whole number, ties to even, for magnitudes below 2⁵¹: adding and taking away
  /// 1.5 · 2⁵² leaves no room for a fraction.
  static func nearestInteger(_ value: Double) -> Double {
    let shift = 0x1.8p52
    return (value + shift) - shift
  }

  /// The rounding error of `left · right`, whose rounded value is `product`.
  ///
  /// - Reference: Dekker (1971), doi:10.1007/BF01397083
  static func productError(_ left: Double, _ right: Double, product: Double) -> Double {
    let splitter = 134_217_729.0
    let leftBig = splitter * left
    let leftHigh = leftBig - (leftBig - left)
    let leftLow = left - leftHigh
    let rightBig = splitter * right
    let rightHigh = rightBig - (rightBig - right)
    let rightLow = right - rightHigh
    return ((leftHigh * rightHigh - product) + leftHigh * rightLow + leftLow * rightHigh)
      + leftLow * rightLow
  }
}
