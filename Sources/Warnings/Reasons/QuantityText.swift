import Tables

/// How values of one unit are written in one language, as bytes of UTF-8.
///
/// Money of a currency is `CNY 12,345` in English and in 元, 万元 or 亿元 in Chinese; `share` is a
/// percentage; `%` is already one; `ratio`, `rank` and `band` say what a number is and are not
/// written; an unknown unit stands behind the number as it is.
public struct QuantityText: Sendable {
  private enum Form: Sendable {
    case plain
    case share
    case percent
    /// An amount behind its currency.
    case money(currency: [UInt8])
    /// An amount before its currency, in units, ten thousands or hundred millions.
    case chineseMoney(currency: [UInt8])
    /// What stands behind 1, and behind any other number.
    case counted(one: [UInt8], many: [UInt8])
  }

  private let form: Form

  /// The form of a unit; nil and the empty unit are plain numbers.
  public init(unit: String?, language: Language) {
    form = QuantityText.form(unit ?? "", language)
  }

  private static func form(_ unit: String, _ language: Language) -> Form {
    switch unit {
    case "", "ratio", "rank", "band": return .plain
    case "share": return .share
    case "%": return .percent
    default: break
    }
    if isCurrency(unit) {
      if language == .en { return .money(currency: Array("\(unit) ".utf8)) }
      return .chineseMoney(currency: Array((UnitNames.currencies[unit] ?? " " + unit).utf8))
    }
    guard let known = UnitNames.known[unit] else {
      let suffix = Array(" \(unit)".utf8)
      return .counted(one: suffix, many: suffix)
    }
    if language == .zh { return .counted(one: Array(known.zh.utf8), many: Array(known.zh.utf8)) }
    return .counted(one: Array(" \(known.one)".utf8), many: Array(" \(known.many)".utf8))
  }

  /// Whether a unit is an ISO 4217 code: three capital letters.
  private static func isCurrency(_ unit: String) -> Bool {
    unit.utf8.count == 3 && unit.utf8.allSatisfy { (65...90).contains($0) }
  }

  /// Appends a value with its unit.
  public func append(_ value: Double, to bytes: inout [UInt8]) {
    let start = bytes.count
    switch form {
    case .plain: NumberText.append(plain: value, to: &bytes)
    case .share: append(percentage: value * 100, to: &bytes)
    case .percent: append(percentage: value, to: &bytes)
    case .money(let currency):
      bytes.append(contentsOf: currency)
      Figures.append(short: value, abs(value) < 1_000 ? 2 : 0, to: &bytes)
    case .chineseMoney(let currency):
      // The bounds are where the rounded number would read 10,000 of the smaller unit.
      if abs(value) >= 99_999_950 {
        Figures.append(short: value / 1e8, 2, to: &bytes)
        bytes.append(contentsOf: "亿".utf8)
      } else if abs(value) >= 9_999.995 {
        Figures.append(short: value / 1e4, 2, to: &bytes)
        bytes.append(contentsOf: "万".utf8)
      } else {
        Figures.append(short: value, 2, to: &bytes)
      }
      bytes.append(contentsOf: currency)
    case .counted(let one, let many):
      NumberText.append(plain: value, to: &bytes)
      let isOne = bytes.count == start + 1 && bytes[start] == UInt8(ascii: "1")
      bytes.append(contentsOf: isOne ? one : many)
    }
  }

  private func append(percentage: Double, to bytes: inout [UInt8]) {
    Figures.append(short: percentage, 1, to: &bytes)
    bytes.append(UInt8(ascii: "%"))
  }
}
