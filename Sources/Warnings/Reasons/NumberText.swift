import Tables

/// Numbers as people read them, without a locale database: the same text on every machine.
public enum NumberText {
  /// A number with two decimals, or as many more (at most six) as two significant digits take.
  public static func plain(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(plain: value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what `plain` gives.
  static func append(plain value: Double, to bytes: inout [UInt8]) {
    var decimals = 2
    var bound = 0.1
    while abs(value) < bound, value != 0, decimals < 6 {
      decimals += 1
      bound /= 10
    }
    Figures.append(short: value, decimals, to: &bytes)
  }

  /// A value with its unit, as `language` writes it; see `QuantityText`.
  public static func quantity(_ value: Double, unit: String?, language: Language) -> String {
    var bytes: [UInt8] = []
    QuantityText(unit: unit, language: language).append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The words of a unit.
struct UnitNames {
  var one: String
  var many: String
  var zh: String

  static let known: [String: UnitNames] = [
    "day": day, "days": day, "d": day,
    "month": month, "months": month,
    "year": UnitNames(one: "year", many: "years", zh: "年"),
    "case": UnitNames(one: "case", many: "cases", zh: "件"),
    "person": UnitNames(one: "person", many: "people", zh: "人"),
    "people": UnitNames(one: "person", many: "people", zh: "人"),
    "item": UnitNames(one: "item", many: "items", zh: "项"),
    "phase": UnitNames(one: "phase", many: "phases", zh: "个阶段"),
    "payment": UnitNames(one: "payment", many: "payments", zh: "笔"),
    "amendment": UnitNames(one: "amendment", many: "amendments", zh: "次变更"),
    "time": UnitNames(one: "time", many: "times", zh: "次"),
    "company": UnitNames(one: "company", many: "companies", zh: "家"),
    "bid": UnitNames(one: "bid", many: "bids", zh: "份"),
    "bidder": UnitNames(one: "bidder", many: "bidders", zh: "家"),
    "change": UnitNames(one: "change", many: "changes", zh: "次变更"),
    "contract": UnitNames(one: "contract", many: "contracts", zh: "份合同"),
    "finding": UnitNames(one: "finding", many: "findings", zh: "个问题"),
    "inspection": UnitNames(one: "inspection", many: "inspections", zh: "次检查"),
    "interval": UnitNames(one: "interval", many: "intervals", zh: "个周期"),
    "milestone": UnitNames(one: "milestone", many: "milestones", zh: "个节点"),
    "payee": UnitNames(one: "payee", many: "payees", zh: "个收款方"),
    "tender": UnitNames(one: "tender", many: "tenders", zh: "次招标"),
    "point": UnitNames(one: "point", many: "points", zh: "分"),
    "project": UnitNames(one: "project", many: "projects", zh: "个项目"),
  ]

  static let currencies = [
    "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "CAD": "加元", "HKD": "港元",
    "JPY": "日元",
  ]

  private static let day = UnitNames(one: "day", many: "days", zh: "天")
  private static let month = UnitNames(one: "month", many: "months", zh: "个月")
}
