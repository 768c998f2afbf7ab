/// The shortest decimal digits that read back as a double, and where the point is.
///
/// Among the shortest the nearest to the number, as `Double.description` gives them; that is what
/// the tests compare with, and what takes several times as long.
///
/// - Reference: R. Giulietti, “The Schubfach way to render doubles” (2020)
struct ShortestDecimal {
  /// The digits as a whole number, without zeros at the end.
  private(set) var digits: UInt64
  /// The power of ten of the last digit.
  private(set) var exponent: Int

  /// The digits of a positive, finite number.
  init(_ number: Double) {
    let isAtPower = number.significandBitPattern == 0 && number.exponentBitPattern > 1
    let hidden: UInt64 = number.exponentBitPattern == 0 ? 0 : 1 << 52
    let significand = number.significandBitPattern | hidden
    let power = max(Int(number.exponentBitPattern), 1) - 1075
    // Four times the number, and the middles between it and its neighbours, in units of 2^power.
    let below = 4 &* significand &- (isAtPower ? 1 : 2)
    let above = 4 &* significand &+ 2
    // The greatest k for which 10^k is at most the distance between those middles.
    let k = (power &* 1_262_611 &- (isAtPower ? 524_031 : 0)) >> 22
    let shift = UInt64(truncatingIfNeeded: power &+ ((-k &* 1_741_647) >> 19) &+ 1)
    let scale = PowersOfTen.shared[-k]
    let lower = ShortestDecimal.scaled(below &<< shift, scale)
    let middle = ShortestDecimal.scaled(4 &* significand &<< shift, scale)
    let upper = ShortestDecimal.scaled(above &<< shift, scale)
    // The middles themselves read back as the number only if it is even.
    let least = lower &+ (significand & 1)
    let greatest = upper &- (significand & 1)
    let whole = middle / 4
    digits = whole
    exponent = k
    if whole >= 10 {
      let tens = whole / 10
      let isLowIn = least <= 40 &* tens
      let isHighIn = 40 &* tens &+ 40 <= greatest
      if isLowIn != isHighIn {
        digits = tens &+ (isHighIn ? 1 : 0)
        exponent = k &+ 1
        dropZeros()
        return
      }
    }
    let isLowIn = least <= 4 &* whole
    let isHighIn = 4 &* whole &+ 4 <= greatest
    if isLowIn != isHighIn {
      digits = whole &+ (isHighIn ? 1 : 0)
    } else {
      let half = 4 &* whole &+ 2
      digits = whole &+ (middle > half || (middle == half && whole & 1 == 1) ? 1 : 0)
    }
    dropZeros()
  }

  /// The upper part of a product, its last bit set where anything follows.
  @inline(__always)
  private static func scaled(_ value: UInt64, _ scale: PowersOfTen.Power) -> UInt64 {
    let low = scale.low.multipliedFullWidth(by: value).high
    let high = scale.high.multipliedFullWidth(by: value)
    let (rest, isOver) = high.low.addingReportingOverflow(low)
    return (high.high &+ (isOver ? 1 : 0)) | (rest > 1 ? 1 : 0)
  }

  private mutating func dropZeros() {
    guard digits % 10 == 0 else { return }
    // There are at most 16 of them.
    drop(8, 100_000_000)
    drop(4, 10_000)
    drop(2, 100)
    drop(1, 10)
    drop(1, 10)
  }

  @inline(__always)
  private mutating func drop(_ count: Int, _ power: UInt64) {
    let (quotient, rest) = digits.quotientAndRemainder(dividingBy: power)
    guard rest == 0 else { return }
    digits = quotient
    exponent &+= count
  }
}
