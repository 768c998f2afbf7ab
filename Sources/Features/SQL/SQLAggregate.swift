import Tables

/// One aggregate, cut into columns of rows, of windows over them, and of groups.
///
/// Every aggregate is built of `count`, `sum`, `min`, `max` and `row_number`, which all databases
/// have and mean alike; so its text differs between them as little as its arguments do. The row
/// column `x` is the argument, null in rows that do not count.
struct SQLAggregate {
  typealias Column = (name: String, text: String)

  /// The columns of rows: the argument, the key.
  private(set) var rows: [Column] = []
  /// Columns over those of rows, each list over the lists before.
  var windows: [[Column]] = []
  /// The columns of groups.
  private(set) var groups: [Column] = []
  /// The answer from the columns of groups.
  var answer = SQLValue(text: "NULL")

  private let feature: PlannedFeature
  let aggregate: AggregateExpression
  let dialect: SQLDialect
  /// The columns that make a group, as names.
  private let keys: [String]
  /// What the relation of groups is called where its columns are answers.
  private let alias: String
  /// What is added up exactly: an unconverted column.
  let exact: FieldType?
  let size: Magnitude

  /// The number of rows that count in a group.
  var count: String { group("n") }
  /// The number of rows whose argument is not null, different or not.
  var peers: String { group(aggregate.isDistinct ? "peers" : "n") }
  /// The mean of a standard score, the median of a robust one.
  var mean: String { group("mean") }
  /// The number of rows whose argument is null for another reason than want of rows.
  var gaps: String { group("gaps") }
  /// Whether there is such a column.
  var hasGaps: Bool { groups.contains { $0.name == named("gaps") } }

  /// An aggregate over rows of `scope`.
  ///
  /// `alias` is what the relation of groups is called where its columns are answers; `order` are
  /// the columns that order rows; `isExplained` says that `gaps` is wanted, `isBounded` that `peers`
  /// is.
  init(
    _ feature: PlannedFeature,
    _ aggregate: AggregateExpression,
    condition: Expression?,
    scope: SQLScope,
    keys: [String],
    alias: String,
    order: [String] = [],
    isExplained: Bool = false,
    isBounded: Bool = false
  ) {
    self.feature = feature
    self.aggregate = aggregate
    self.keys = keys
    self.alias = alias
    dialect = scope.dialect
    let argument = aggregate.argument.map(scope.value)
    var text = argument?.text ?? "1"
    var exact: FieldType?
    if case .column(let column)? = aggregate.argument?.kind, let stored = scope.stored(column),
      [.money, .integer].contains(stored.type),
      [.sum, .avg, .hhi, .shareOfLargest, .benfordMAD].contains(aggregate.aggregate)
        || (aggregate.aggregate == .trend && stored.type == .money)
    {
      (text, exact) = (stored.text, stored.type)
    }
    // Null breaks a run, so that its row counts.
    if aggregate.aggregate == .longestRun { text = "CASE WHEN \(text) THEN 1 ELSE 0 END" }
    self.exact = exact
    size = argument?.size ?? .count
    var conditions = condition.map { [scope.value($0).text] } ?? []
    let key = aggregate.key.map(scope.value)
    if let key { conditions.append("\(key.text) IS NOT NULL") }
    func counting(_ text: String) -> String {
      if conditions.isEmpty { return text }
      return "CASE WHEN \(conditions.joined(separator: " AND ")) THEN \(text) END"
    }
    rows = [(named("x"), counting(text))]
    if let key { rows.append((named("key"), counting(key.text))) }
    // The window that orders rows names these columns.
    rows += order.enumerated().map { (named("order \($0 + 1)"), scope.reference($1)) }
    build(order.count)
    if isBounded, aggregate.isDistinct { addGroup("peers", "count(\(row("x")))") }
    if isExplained, let argument, let expression = aggregate.argument {
      let none = scope.isNone(expression).map { " AND NOT \($0)" } ?? ""
      rows.append((named("gap"), "CASE WHEN \(argument.text) IS NULL\(none) THEN 1 END"))
      addGroup("gaps", "count(\(row("gap")))")
    }
  }

  // MARK: - Names

  func named(_ part: String) -> String { "\(feature.name)#\(part)" }
  func row(_ part: String) -> String { "r." + dialect.name(named(part)) }
  func group(_ part: String) -> String { "\(alias)." + dialect.name(named(part)) }

  func over(_ extra: [String] = [], orderedBy order: [String] = []) -> String {
    let partition = (keys.map { "r." + dialect.name($0) } + extra).joined(separator: ", ")
    var parts = partition.isEmpty ? [] : ["PARTITION BY \(partition)"]
    if !order.isEmpty { parts.append("ORDER BY \(order.joined(separator: ", "))") }
    return "OVER (\(parts.joined(separator: " ")))"
  }

  /// A sum of stored values as a number.
  private func total(_ text: String) -> String {
    exact.map { dialect.value(text, of: $0) } ?? dialect.finite(text)
  }

  /// What may be added up: PostgreSQL ends with an error where a sum overflows, so it is null
  /// where a value is that large.
  func addable(_ text: String) -> String {
    isGuarded ? "CASE WHEN abs(\(text)) <= 1e280 THEN \(text) END" : text
  }

  private var isGuarded: Bool {
    dialect == .postgres && exact == nil && size.summed.overflows
  }

  mutating func addGroup(_ part: String, _ text: String) {
    groups.append((named(part), text))
  }

  // MARK: - The aggregates

  private mutating func build(_ orderCount: Int) {
    let distinct = aggregate.isDistinct ? "DISTINCT " : ""
    addGroup("n", "count(\(distinct)\(row("x")))")
    switch aggregate.aggregate {
    case .count:
      answer = SQLValue(text: dialect.asNumber(count), size: .count)
    case .sum: addSum()
    case .avg:
      addSum()
      let rows = SQLValue(text: dialect.asNumber(count), isAtom: true, size: .count)
      answer = dialect.arithmetic(.divide, answer, rows)
    case .min, .max:
      addGroup("value", "\(aggregate.aggregate.rawValue)(\(row("x")))")
      answer = .column(group("value"), size)
    case .standardDeviation: addDeviation()
    case .median, .quantile: addQuantile()
    case .first, .last: addFirst(orderCount)
    case .hhi, .shareOfLargest: addShares()
    case .longestGap: addGap()
    case .longestRun: addRun(orderCount)
    case .trend: addTrend()
    case .benfordMAD: addFirstDigits()
    case .robustZscore: addMedianDeviation()
    case .zscore:
      addDeviation()
      addGroup("mean", "max(\(row("mean")))")
    case .rank, .percentRank: break
    }
  }

  private mutating func addSum() {
    addGroup("sum", "sum(\(addable(row("x"))))")
    let size = exact == nil ? size.summed.finite : .any
    var sum = total(group("sum"))
    if isGuarded {
      addGroup("large", "count(CASE WHEN abs(\(row("x"))) > 1e280 THEN 1 END)")
      sum = "CASE WHEN \(group("large")) = 0 THEN \(sum) END"
    }
    answer = SQLValue(text: sum, size: size)
  }

  /// In two passes: the mean, then the distances from it.
  private mutating func addDeviation() {
    let window = over()
    // A window function has a column to itself: in a subquery it would see one row only.
    windows.append([
      (named("sum"), dialect.finite("sum(\(addable(row("x")))) \(window)")),
      (named("of"), dialect.asNumber("count(\(row("x"))) \(window)")),
    ])
    let mean = dialect.arithmetic(
      .divide,
      .column(row("sum"), size.summed.finite),
      .column(row("of"), .count)
    )
    windows.append([(named("mean"), mean.text)])
    let x = SQLValue.column(row("x"), size)
    let distance = dialect.arithmetic(.subtract, x, .column(row("mean"), size))
    var squared = distance
    squared.text = dialect.with([distance]) { named in
      dialect.arithmetic(.multiply, named[0], named[0]).text
    }
    windows.append([(named("square"), squared.text)])
    addGroup("least", "min(\(row("x")))")
    addGroup("most", "max(\(row("x")))")
    addGroup("squares", "sum(\(addable(row("square"))))")
    addGroup("known", "count(\(addable(row("square"))))")
    let freedom = "\(dialect.asNumber(count)) - 1"
    let variance = "\(dialect.finite(group("squares"))) / (\(freedom))"
    // Equal values have no deviation, whatever their mean is rounded to.
    answer = SQLValue(
      text: "CASE WHEN \(count) < 2 THEN NULL "
        + "WHEN \(group("least")) = \(group("most")) THEN \(dialect.number(0)) "
        + "WHEN \(group("known")) < \(count) THEN NULL "
        + "ELSE sqrt(\(variance)) END"
    )
  }

  /// The two values beside the place, and the share of the way from one to the other.
  private mutating func addQuantile() {
    addNeighbours(of: "x", "")
    addGroup("low", "max(\(row("low")))")
    addGroup("high", "max(\(row("high")))")
    answer = between(group("low"), group("high"), count)
  }

  /// Columns that hold, in one row of a group each, the values beside the place of the share.
  mutating func addNeighbours(of column: String, _ prefix: String) {
    let window = over()
    let place = over(orderedBy: ["\(row(column)) NULLS LAST"])
    windows.append([
      (named(prefix + "place"), "row_number() \(place)"),
      (named(prefix + "of"), "count(\(row(column))) \(window)"),
    ])
    let low = placeBelow(row(prefix + "of"))
    windows.append(
      [("low", 1), ("high", 2)].map { name, step in
        let isHere = "\(row(prefix + "place")) = \(low) + \(step)"
        return (named(prefix + name), "CASE WHEN \(isHere) THEN \(row(column)) END")
      }
    )
  }

  /// The value between two neighbours at the share, of so many values.
  func between(_ low: String, _ high: String, _ count: String) -> SQLValue {
    let below = SQLValue.column(low, size)
    let above = SQLValue(text: "coalesce(\(high), \(low))", size: size)
    let share = dialect.number(aggregate.share)
    let part = SQLValue(
      text: "(\(share) * (\(dialect.asNumber(count)) - 1) - \(placeBelow(count)))",
      size: Magnitude(largest: 1, smallest: 1e-20)
    )
    let way = dialect.arithmetic(.subtract, above, below)
    return dialect.arithmetic(.add, below, dialect.arithmetic(.multiply, part, way))
  }

  private func placeBelow(_ count: String) -> String {
    "floor(\(dialect.number(aggregate.share)) * (\(dialect.asNumber(count)) - 1))"
  }

  private mutating func addFirst(_ orderCount: Int) {
    let isLast = aggregate.aggregate == .last
    let direction = isLast ? " DESC NULLS LAST" : " NULLS FIRST"
    let columns = (0..<orderCount).map { row("order \($0 + 1)") } + [row("x")]
    let places = ["(\(row("x")) IS NULL)"] + columns.map { $0 + direction }
    windows.append([(named("place"), "row_number() \(over(orderedBy: places))")])
    let function = aggregate.type == .boolean && dialect != .sqlite ? "bool_or" : "max"
    addGroup("value", "\(function)(CASE WHEN \(row("place")) = 1 THEN \(row("x")) END)")
    answer = .column(group("value"), size)
  }

  /// The sum of each key, in one of its rows; then its share of their total.
  private mutating func addShares() {
    let key = row("key")
    windows.append([
      (named("sum"), "sum(\(addable(row("x")))) \(over([key]))"),
      (named("place"), "row_number() \(over([key], orderedBy: ["(\(row("x")) IS NULL)"]))"),
    ])
    let isOne = "\(row("place")) = 1 AND \(row("x")) IS NOT NULL"
    windows.append([
      (named("of key"), "CASE WHEN \(isOne) THEN \(total(row("sum"))) END")
    ])
    windows.append([
      (named("total"), "\(dialect.finite("sum(\(row("of key"))) \(over())"))")
    ])
    let share = dialect.arithmetic(
      .divide,
      .column(row("of key")),
      .column(row("total"))
    )
    windows.append([(named("share"), share.text)])
    addGroup("total", "max(\(row("total")))")
    addGroup("least", "min(\(row("of key")))")
    let isHHI = aggregate.aggregate == .hhi
    let part = row("share")
    addGroup("shares", isHHI ? "sum(\(part) * \(part))" : "max(\(part))")
    answer = SQLValue(
      text: "CASE WHEN \(group("total")) > 0 AND \(group("least")) >= 0 "
        + "THEN \(group("shares")) END"
    )
  }
}
