import Tables

/// Numbers as people read them, without a locale database: the same text on every machine.
public enum NumberText {
  /// A number with at most `decimals` decimals, trailing zeros dropped, thousands separated.
  ///
  /// Half away from zero; from 10¹⁵ on, or when not finite, as Swift prints it.
  public static func decimal(_ value: Double, decimals: Int = 2) -> String {
    Figures.short(value, min(max(decimals, 0), 6))
  }

  /// A number with two decimals, or as many more (at most six) as two significant digits take.
  public static func plain(_ value: Double) -> String {
    var decimals = 2
    var bound = 0.1
    while abs(value) < bound, value != 0, decimals < 6 {
      decimals += 1
      bound /= 10
    }
    return decimal(value, decimals: decimals)
  }

  /// A share as a percentage with one decimal: 0.125 is `12.5%`.
  public static func percent(_ share: Double) -> String { decimal(share * 100, decimals: 1) + "%" }

  /// A value with its unit, as `language` writes it.
  ///
  /// Money of a currency is `CNY 12,345` in English and in 元, 万元 or 亿元 in Chinese; `share` is a
  /// percentage; `%` is already one; `ratio`, `rank` and `band` are numbers without a unit; an
  /// unknown unit stands behind the number as it is.
  public static func quantity(_ value: Double, unit: String?, language: Language) -> String {
    guard let unit, !unit.isEmpty else { return plain(value) }
    if unit == "share" { return percent(value) }
    if unit == "%" { return decimal(value, decimals: 1) + "%" }
    if Unit.bare.contains(unit) { return plain(value) }
    if isCurrency(unit) { return money(value, currency: unit, language: language) }
    let number = plain(value)
    guard let known = Unit.known[unit] else { return "\(number) \(unit)" }
    switch language {
    case .en: return "\(number) \(number == "1" ? known.one : known.many)"
    case .zh: return number + known.zh
    }
  }

  /// Whether a unit is an ISO 4217 code: three capital letters.
  private static func isCurrency(_ unit: String) -> Bool {
    unit.utf8.count == 3 && unit.utf8.allSatisfy { (65...90).contains($0) }
  }

  private static func money(_ value: Double, currency: String, language: Language) -> String {
    guard language == .zh else {
      return "\(currency) \(decimal(value, decimals: abs(value) < 1_000 ? 2 : 0))"
    }
    let name = Unit.currencies[currency] ?? " " + currency
    // The bounds are where the rounded number would read 10,000 of the smaller unit.
    if abs(value) >= 99_999_950 { return decimal(value / 1e8) + "亿" + name }
    if abs(value) >= 9_999.995 { return decimal(value / 1e4) + "万" + name }
    return decimal(value) + name
  }
}

/// The words of a unit.
private struct Unit {
  var one: String
  var many: String
  var zh: String

  static let known: [String: Unit] = [
    "day": day, "days": day, "d": day,
    "month": month, "months": month,
    "year": Unit(one: "year", many: "years", zh: "年"),
    "case": Unit(one: "case", many: "cases", zh: "件"),
    "person": Unit(one: "person", many: "people", zh: "人"),
    "people": Unit(one: "person", many: "people", zh: "人"),
    "item": Unit(one: "item", many: "items", zh: "项"),
    "phase": Unit(one: "phase", many: "phases", zh: "个阶段"),
    "payment": Unit(one: "payment", many: "payments", zh: "笔"),
    "amendment": Unit(one: "amendment", many: "amendments", zh: "次变更"),
    "time": Unit(one: "time", many: "times", zh: "次"),
    "company": Unit(one: "company", many: "companies", zh: "家"),
    "bid": Unit(one: "bid", many: "bids", zh: "份"),
    "bidder": Unit(one: "bidder", many: "bidders", zh: "家"),
    "change": Unit(one: "change", many: "changes", zh: "次变更"),
    "contract": Unit(one: "contract", many: "contracts", zh: "份合同"),
    "finding": Unit(one: "finding", many: "findings", zh: "个问题"),
    "inspection": Unit(one: "inspection", many: "inspections", zh: "次检查"),
    "interval": Unit(one: "interval", many: "intervals", zh: "个周期"),
    "milestone": Unit(one: "milestone", many: "milestones", zh: "个节点"),
    "payee": Unit(one: "payee", many: "payees", zh: "个收款方"),
    "tender": Unit(one: "tender", many: "tenders", zh: "次招标"),
    "point": Unit(one: "point", many: "points", zh: "分"),
    "project": Unit(one: "project", many: "projects", zh: "个项目"),
  ]

  /// Units that say what a number is, not what it counts.
  static let bare: Set<String> = ["ratio", "rank", "band"]

  static let currencies = [
    "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "CAD": "加元", "HKD": "港元",
    "JPY": "日元",
  ]

  private static let day = Unit(one: "day", many: "days", zh: "天")
  private static let month = Unit(one: "month", many: "months", zh: "个月")
}
