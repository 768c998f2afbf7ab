/// `benford_mad(x)`: how far the first digits of values lie from Benford's law.
///
/// The mean absolute deviation of the shares of the digits 1 to 9 from log₁₀(1 + 1/d), as in
/// Nigrini, *Benford's Law* (Wiley, 2012); zero has no first digit and does not count.
final class FirstDigits: Accumulator {
  /// The fewest values that are not zero for which it is defined: below, chance alone moves it
  /// past every cut in use (INDICATORS: 0.012 and 0.015 from 300 values on).
  static let leastCount = 300

  /// What is smaller counts as 0: the smallest doubles have no fifteen digits.
  static let least = 1e-305

  /// log₁₀(1 + 1/d) for d = 1 to 9.
  static let expected: [Double] = [
    0.3010299956639812, 0.17609125905568124, 0.12493873660829995, 0.09691001300805642,
    0.07918124604762483, 0.0669467896306132, 0.057991946977686754, 0.05115252244738129,
    0.04575749056067512,
  ]

  private var cells = GroupCells<Counts>(Counts())
  private let isExact: Bool

  /// How many values there are, zeros too, and how many begin with each digit.
  private struct Counts: BitwiseCopyable {
    var all: Int64 = 0
    var digits = SIMD16<Int64>(repeating: 0)
  }

  init(isExact: Bool) { self.isExact = isExact }

  func reset(groups: Int) { cells.reset(groups) }

  func add(_ block: AggregateBlock) {
    guard let value = block.value else { return }
    let lane = cells.lane
    block.forEach { row, group in
      let digit =
        if isExact, let exact = block.exact {
          FirstDigits.digit(of: exact[block.start + row].magnitude)
        } else {
          FirstDigits.digit(of: value.register.numbers[row])
        }
      lane[group].all += 1
      lane[group].digits[digit] += 1
    }
  }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    let lane = cells.lane
    return FeatureData(numbers: cells.count, none: { lane[$0].all == 0 }) { group in
      let cell = lane[group]
      let count = cell.all - cell.digits[0]
      guard count >= FirstDigits.leastCount else { return .nan }
      let distances = FirstDigits.expected.enumerated().map { index, share in
        (Double(cell.digits[index + 1]) / Double(count) - share).magnitude
      }
      return distances.reduce(0, +) / 9
    }
  }

  /// The first digit; 0 for zero.
  static func digit(of whole: UInt64) -> Int {
    var rest = whole
    while rest >= 10 { rest /= 10 }
    return Int(rest)
  }

  /// The first of a number's fifteen significant digits; 0 below `least`.
  ///
  /// Fifteen are what databases print alike: 0.3, which no double is, begins with 3.
  static func digit(of number: Double) -> Int {
    let size = number.magnitude
    if size < 1e15, size == size.rounded(.down) { return digit(of: UInt64(size)) }
    if size < least { return 0 }
    return ShortestDecimal(size).firstOfFifteen
  }
}

/// The shortest decimal that reads back as a double: 17 digits at most, times a power of ten.
private struct ShortestDecimal {
  private let number: Double
  private var digits: [UInt8] = []
  private var power = 0

  /// The decimal of a normal number above 0.
  init(_ number: Double) {
    self.number = number
    var isFraction = false
    let words = String(number).split(separator: "e")
    for byte in words[0].utf8 {
      if byte == UInt8(ascii: ".") {
        isFraction = true
        continue
      }
      if isFraction { power -= 1 }
      if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
    }
    if words.count > 1 { power += Int(words[1]) ?? 0 }
  }

  /// The first digit of the number, rounded to fifteen.
  var firstOfFifteen: Int {
    guard let first = digits.first else { return 0 }
    // Only nines up to the fifteenth digit carry into the first.
    guard digits.count > 15, digits[15] >= 5, digits[1..<15].allSatisfy({ $0 == 9 }) else {
      return Int(first)
    }
    // The double nearest to a half may lie below it.
    let isHalf = digits[15] == 5 && digits.count == 16
    return isHalf && !isAtLeastItsDecimal ? Int(first) : Int(first) % 9 + 1
  }

  /// Whether the number is not below its shortest decimal: significand · 2ᵏ ≥ digits · 10ᵖ, in whole
  /// numbers of any length.
  private var isAtLeastItsDecimal: Bool {
    let significand = UInt64(number.significandBitPattern) | 1 << 52
    let exponent = Int(number.exponent) - 52
    let left = ShortestDecimal.product(significand, 2, max(0, exponent), 10, max(0, -power))
    let whole = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
    let right = ShortestDecimal.product(whole, 2, max(0, -exponent), 10, max(0, power))
    if left.count != right.count { return left.count > right.count }
    return !left.reversed().lexicographicallyPrecedes(right.reversed())
  }

  /// start · aˣ · bʸ in digits of 32 bits, the lowest first, without zeros at the end.
  private static func product(
    _ start: UInt64,
    _ a: UInt32,
    _ x: Int,
    _ b: UInt32,
    _ y: Int
  ) -> [UInt32] {
    var limbs = [UInt32(truncatingIfNeeded: start), UInt32(start >> 32)]
    for factor in [UInt32](repeating: a, count: x) + [UInt32](repeating: b, count: y) {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let wide = UInt64(limbs[index]) * UInt64(factor) + carry
        limbs[index] = UInt32(truncatingIfNeeded: wide)
        carry = wide >> 32
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }
    while limbs.last == 0 { limbs.removeLast() }
    return limbs
  }
}
