import Tables

/// Dates: days since 1970-01-01 in SQLite, dates elsewhere.
extension SQLDialect {
  /// Any value as a number.
  func asNumber(_ text: String) -> String {
    switch self {
    case .sqlite: "CAST(\(text) AS REAL)"
    case .duckdb: "CAST(\(text) AS DOUBLE)"
    case .postgres: "(\(text))::float8"
    }
  }

  /// The days from one date to another.
  func daysBetween(_ first: String, _ second: String) -> SQLValue {
    SQLValue(text: asNumber("(\(second)) - (\(first))"), size: .days)
  }

  /// A part of a date, as a number.
  func part(_ operation: Operation, _ date: String) -> SQLValue {
    let isYear = operation == .year
    let text =
      switch self {
      case .sqlite:
        asNumber("strftime('\(isYear ? "%Y" : "%m")', (\(date)) * 86400, 'unixepoch')")
      case .duckdb, .postgres:
        asNumber("extract(\(isYear ? "year" : "month") FROM \(date))")
      }
    return SQLValue(text: text, size: .days)
  }

  /// A date some days later or earlier; null when the days are no whole number or the result
  /// leaves the calendar.
  func moved(_ date: SQLValue, by days: SQLValue, isForward: Bool) -> SQLValue {
    let sign = isForward ? "+" : "-"
    // The as-of date and a literal stay inside; `days` is written as an integer.
    if date.text.hasSuffix(SQLDialect.asOfColumn), days.isLiteral, days.size.isWhole,
      days.size.largest < 100_000, let count = Int(exactly: days.size.largest)
    {
      let isNegative = days.text.hasPrefix("(-")
      return SQLValue(
        text: "(\(date.text) \(isNegative == isForward ? "-" : "+") \(count))",
        canBeNull: false
      )
    }
    let epoch = "DATE '1970-01-01'"
    let start = self == .sqlite ? date.text : "((\(date.text)) - \(epoch))"
    let moved = SQLValue(text: "(\(asNumber(start)) \(sign) \(days.text))")
    // A day may be so small that the sum does not show that it is no whole number.
    let isWhole = days.size.isWhole
    let text = with(isWhole ? [moved] : [moved, days]) { named in
      let day = named[0].text
      let range =
        "\(day) BETWEEN \(number(Double(Day.earliest.number))) "
        + "AND \(number(Double(Day.latest.number)))"
      let integer = "CAST(\(day) AS INTEGER)"
      let result = self == .sqlite ? integer : "\(epoch) + \(integer)"
      let whole = isWhole ? "" : " AND \(named[1].text) = floor(\(named[1].text))"
      return "CASE WHEN \(range)\(whole) THEN \(result) END"
    }
    return SQLValue(text: text)
  }

  /// The name of the column that holds the as-of date, as every step has it.
  static let asOfColumn = "\"as of\""

  /// A date as the answer shows it.
  func shown(_ text: String, _ type: ValueType) -> String {
    self == .sqlite && type == .date ? "date((\(text)) * 86400, 'unixepoch')" : text
  }
}
