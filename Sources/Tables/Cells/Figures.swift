/// Numbers as people read them, without a locale database: the same text on every machine.
package enum Figures {
  /// A count with separators of thousands: `14,077`.
  package static func count(_ value: Int) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  /// A count with its noun: `1 row`, `2 rows`.
  package static func count(_ value: Int, of noun: String, plural: String? = nil) -> String {
    count(value) + " " + (value == 1 ? noun : plural ?? noun + "s")
  }

  /// A number with a fixed count of decimals, half away from zero: `0.732`.
  ///
  /// From 10¹⁵ on, with more digits than can be told apart, or when not finite, as Swift prints it.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard let parts = parts(value, decimals) else { return "\(value)" }
    return parts.sign + parts.whole + (decimals > 0 ? "." + parts.fraction : "")
  }

  /// A number with at most `decimals` decimals, trailing zeros dropped, thousands separated:
  /// `1,234.5`.
  ///
  /// Rounds, and prints what is too large, as `fixed`.
  package static func short(_ value: Double, _ decimals: Int) -> String {
    guard var parts = parts(value, decimals) else { return "\(value)" }
    while parts.fraction.hasSuffix("0") { parts.fraction.removeLast() }
    let point = parts.fraction.isEmpty ? "" : "."
    return parts.sign + grouped(parts.whole) + point + parts.fraction
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

  /// The digits before and behind the point, after rounding; no sign where all of them are zero.
  private static func parts(
    _ value: Double,
    _ decimals: Int
  ) -> (sign: String, whole: String, fraction: String)? {
    var scale = 1.0
    for _ in 0..<max(0, decimals) { scale *= 10 }
    let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
    guard value.isFinite, abs(value) < 1e15, scaled < 9e18 else { return nil }
    let digits = String(Int64(scaled))
    let padding = String(repeating: "0", count: max(0, decimals + 1 - digits.count))
    let padded = padding + digits
    return (
      sign: value < 0 && scaled != 0 ? "-" : "",
      whole: String(padded.dropLast(max(0, decimals))),
      fraction: String(padded.suffix(max(0, decimals)))
    )
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
