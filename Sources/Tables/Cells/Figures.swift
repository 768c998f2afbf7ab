/// Numbers as people read them, without a locale database: the same text on every machine.
package enum Figures {
  /// A count with separators of thousands: `14,077`.
  package static func count(_ value: Int) -> String {
    text { bytes in
      if value < 0 { bytes.append(minus) }
      append(UInt64(value.magnitude), grouped: true, to: &bytes)
    }
  }

  /// A count with its noun: `1 row`, `2 rows`.
  package static func count(_ value: Int, of noun: String, plural: String? = nil) -> String {
    count(value) + " " + (value == 1 ? noun : plural ?? noun + "s")
  }

  /// A number with a fixed count of decimals, half away from zero: `0.732`.
  ///
  /// From 10¹⁵ on, with more digits than can be told apart, or when not finite, as Swift prints it.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    text { append(value, decimals, isShort: false, to: &$0) }
  }

  /// A number with at most `decimals` decimals, trailing zeros dropped, thousands separated:
  /// `1,234.5`.
  ///
  /// Rounds, and prints what is too large, as `fixed`.
  package static func short(_ value: Double, _ decimals: Int) -> String {
    text { append(short: value, decimals, to: &$0) }
  }

  /// Appends what `short` gives.
  package static func append(short value: Double, _ decimals: Int, to bytes: inout [UInt8]) {
    append(value, decimals, isShort: true, to: &bytes)
  }

  /// A signed number: `+0.41`.
  package static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    return text.hasPrefix("-") ? text : "+" + text
  }

  /// A share as a percentage: `34.9%`.
  ///
  /// What is not nothing is not shown as nothing (`<0.1%`), and what is not all not as all
  /// (`>99.9%`).
  package static func percent(_ value: Double) -> String {
    if value > 1e-9, value < 0.0005 { return "<0.1%" }
    if value < 1, value >= 0.9995 { return ">99.9%" }
    return fixed(value * 100, 1) + "%"
  }

  /// The shortest text that reads back as the same number; whole numbers without a fraction.
  package static func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static let minus = UInt8(ascii: "-")
  private static let zero = UInt8(ascii: "0")

  private static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a rounded number; without a sign where all its digits are zero.
  private static func append(
    _ value: Double,
    _ decimals: Int,
    isShort: Bool,
    to bytes: inout [UInt8]
  ) {
    let decimals = max(0, decimals)
    var power: UInt64 = 1
    for _ in 0..<min(decimals, 18) { power *= 10 }
    let scaled = (abs(value) * Double(power)).rounded(.toNearestOrAwayFromZero)
    guard value.isFinite, abs(value) < 1e15, scaled < 9e18, decimals <= 18 else {
      bytes.append(contentsOf: value.description.utf8)
      return
    }
    var (whole, fraction) = UInt64(scaled).quotientAndRemainder(dividingBy: power)
    if value < 0, scaled != 0 { bytes.append(minus) }
    append(whole, grouped: isShort, to: &bytes)
    if isShort ? fraction == 0 : decimals == 0 { return }
    bytes.append(UInt8(ascii: "."))
    while power > 1, !isShort || fraction > 0 {
      power /= 10
      (whole, fraction) = fraction.quotientAndRemainder(dividingBy: power)
      bytes.append(zero + UInt8(truncatingIfNeeded: whole))
    }
  }

  /// Appends a whole number, with separators of thousands if asked.
  package static func append(_ value: UInt64, grouped: Bool = false, to bytes: inout [UInt8]) {
    // 2⁶⁴ has 20 digits and 6 separators.
    var text = InlineArray<26, UInt8>(repeating: zero)
    var start = 26
    var rest = value
    var count = 0
    repeat {
      if grouped, count > 0, count % 3 == 0 {
        start -= 1
        text[start] = UInt8(ascii: ",")
      }
      start -= 1
      text[start] = zero + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    while start < 26 {
      bytes.append(text[start])
      start += 1
    }
  }
}
