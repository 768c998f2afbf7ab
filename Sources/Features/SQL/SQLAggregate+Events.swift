import Tables

/// Aggregates that go by dates, by the order of rows, or by digits.
extension SQLAggregate {
  /// The days from the date before, and the most of them.
  mutating func addGap() {
    let order = over(orderedBy: ["\(row("x")) NULLS LAST"])
    windows.append([(named("before"), "lag(\(row("x"))) \(order)")])
    windows.append([(named("days"), "(\(row("x")) - \(row("before")))")])
    addGroup("days", "max(\(row("days")))")
    answer = SQLValue(text: dialect.asNumber(group("days")), size: .days)
  }

  /// A run is what stands between two rows for which the condition is not true: as many of those
  /// came before all of its rows.
  mutating func addRun(_ orderCount: Int) {
    let columns = (0..<orderCount).map { row("order \($0 + 1)") } + [row("x")]
    let order = columns.map { $0 + " NULLS FIRST" }
    let broken = "sum(CASE WHEN \(row("x")) = 0 THEN 1 ELSE 0 END)"
    windows.append([(named("run"), "\(broken) \(over(orderedBy: order))")])
    windows.append([(named("length"), "sum(\(row("x"))) \(over([row("run")]))")])
    addGroup("length", "max(\(row("length")))")
    answer = SQLValue(text: dialect.asNumber(group("length")), size: .count)
  }

  /// The slope Σwx / Σwt with the weights w = n·t − Σt; t is days from the first, and x is counted
  /// from the smallest.
  mutating func addTrend() {
    let isCounted = "\(row("x")) IS NOT NULL"
    let happened = row("order 1")
    windows.append([
      (named("of"), "count(\(row("x"))) \(over())"),
      (named("least"), "min(\(row("x"))) \(over())"),
      (named("first"), "min(CASE WHEN \(isCounted) THEN \(happened) END) \(over())"),
    ])
    let day = dialect.daysBetween(row("first"), happened)
    windows.append([
      (named("day"), "CASE WHEN \(isCounted) THEN \(day.text) END"),
      (named("rise"), rise.text),
    ])
    windows.append([(named("days"), "sum(\(row("day"))) \(over())")])
    let weight = "(\(dialect.asNumber(row("of"))) * \(row("day")) - \(row("days")))"
    windows.append([(named("weight"), weight)])
    let lifted = dialect.arithmetic(
      .multiply,
      .column(row("weight"), .count),
      .column(row("rise"), rise.size)
    )
    windows.append([(named("lifted"), lifted.text)])
    addGroup("known", "count(\(addable(row("lifted"))))")
    addGroup("lifted", "sum(\(addable(row("lifted"))))")
    addGroup("spread", "sum(\(row("weight")) * \(row("day")))")
    var slope = dialect.arithmetic(
      .divide,
      SQLValue(text: dialect.finite(group("lifted")), size: lifted.size.summed.finite),
      .column(group("spread"), .count)
    )
    if exact != nil { slope.text = "(\(slope.text) / \(dialect.number(Double(Money.scale))))" }
    answer = SQLValue(text: "CASE WHEN \(group("known")) = \(count) THEN \(slope.text) END")
  }

  /// How far x lies above the smallest: of money in exact ten-thousandths.
  private var rise: SQLValue {
    let difference = "(\(row("x")) - \(row("least")))"
    guard exact != nil else {
      return dialect.arithmetic(
        .subtract,
        .column(row("x"), size),
        .column(row("least"), size)
      )
    }
    let units = dialect == .sqlite ? difference : "\(difference) * \(Money.scale)"
    return SQLValue(text: dialect.asNumber(units), size: .count)
  }

  /// The first digit of each value, how many begin with each, and how far that is from the law.
  mutating func addFirstDigits() {
    let x = row("x")
    let digit = dialect.firstDigit(x, isExact: exact != nil)
    let isThere =
      exact == nil ? "abs(\(x)) >= \(dialect.number(FirstDigits.least))" : "\(x) <> 0"
    windows.append([(named("digit"), "CASE WHEN \(isThere) THEN \(digit) END")])
    addGroup("known", "count(\(row("digit")))")
    let known = dialect.asNumber(group("known"))
    let distances = FirstDigits.expected.enumerated().map { index, share in
      let name = "digit \(index + 1)"
      addGroup(name, "count(CASE WHEN \(row("digit")) = '\(index + 1)' THEN 1 END)")
      return "abs(\(dialect.asNumber(group(name))) / \(known) - \(dialect.number(share)))"
    }
    let sum = distances.joined(separator: " + ")
    answer = SQLValue(
      text: "CASE WHEN \(group("known")) >= \(FirstDigits.leastCount) "
        + "THEN (\(sum)) / \(dialect.number(9)) END",
      size: Magnitude(largest: 1, smallest: 1e-20)
    )
  }
}

extension SQLDialect {
  /// The first of the fifteen significant digits of a number that is not 0, as text.
  func firstDigit(_ text: String, isExact: Bool) -> String {
    let written =
      switch self {
      // Their numeric type takes fifteen digits of a double.
      case .postgres: "\(text)::numeric::text"
      case .sqlite: isExact ? "CAST(\(text) AS TEXT)" : "printf('%.14e', \(text))"
      case .duckdb: isExact ? "CAST(\(text) AS VARCHAR)" : "printf('%.14e', \(text))"
      }
    return "substr(ltrim(\(written), '-0.'), 1, 1)"
  }
}
