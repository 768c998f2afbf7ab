/// Reads numbers the slow, obvious way: texts cut up and put together again, then the library.
enum NumberTwin {
  private static let factors: [(String, Int)] = [
    ("万亿", 12), ("千万", 7), ("百万", 6), ("十万", 5), ("万", 4), ("亿", 8), ("千", 3), ("百", 2),
  ]

  /// The digits without separators and the power of ten, or nil when it is no number.
  static func parts(_ text: String) -> (digits: String, power: Int, isNegative: Bool)? {
    var text = folded(text).filter { $0 != " " }
    var isNegative = false
    if text.hasPrefix("("), text.hasSuffix(")") {
      text = String(text.dropFirst().dropLast())
      isNegative = true
    } else if text.hasSuffix("-") {
      text.removeLast()
      isNegative = true
    } else if text.hasPrefix("-") || text.hasPrefix("+") {
      isNegative = text.removeFirst() == "-"
    }
    if text.hasPrefix("¥") { text.removeFirst() }
    var power = 0
    if text.hasSuffix("元") { text.removeLast() }
    if let (word, factor) = factors.first(where: { text.hasSuffix($0.0) }) {
      text.removeLast(word.count)
      power += factor
    } else if text.hasSuffix("%") {
      text.removeLast()
      power -= 2
    }
    if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let exponent = Int(text[text.index(after: mark)...]) else { return nil }
      power += exponent
      text = String(text[..<mark])
    }
    let halves = text.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, let whole = halves.first else { return nil }
    let fraction = halves.count == 2 ? halves[1] : ""
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    if groups.count > 1 {
      guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
    }
    let digits = groups.joined() + fraction
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return (digits, power - fraction.count, isNegative)
  }

  static func double(_ text: String) -> Double? {
    guard let (digits, power, isNegative) = parts(text),
      let value = Double("\(digits)e\(power)"), value.isFinite
    else { return nil }
    return value == 0 ? 0 : isNegative ? -value : value
  }

  private static func folded(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          if (0xFF01...0xFF5E).contains(scalar.value) {
            return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
          }
          return scalar == "￥" ? "¥" : scalar
        }
      )
    )
  }
}
