import Tables

/// A condition over the rows of a table as a span of as-of dates: what is the same on every date,
/// and the days of the row between whose dates it holds.
///
/// `paid_on > as_of - 90 and kind = 'advance'` is an advance from any date until the one that lies
/// 90 days after `paid_on`.
struct DatedCondition {
  /// What has to hold and is the same on every date.
  private(set) var fixed: [Expression] = []
  /// The row counts from the first date on whose limit is not before its day.
  private(set) var begins: [DayLimit] = []
  /// The row counts until the first date whose limit is not before its day.
  private(set) var ends: [DayLimit] = []

  /// A day of the row beside one that depends on the as-of date alone: `day <= limit + offset`.
  struct DayLimit: Hashable {
    var day: Expression
    var limit: Expression
    var offset: Int32
  }

  /// Nil where the condition is no such span; `isTimeless` says what is the same on every date.
  init?(_ condition: Expression?, isTimeless: (Expression) -> Bool) {
    guard let condition else { return }
    guard add(condition, isTimeless) else { return nil }
  }

  private mutating func add(_ condition: Expression, _ isTimeless: (Expression) -> Bool) -> Bool {
    if isTimeless(condition) {
      fixed.append(condition)
      return true
    }
    guard case .apply(let operation, let arguments) = condition.kind else { return false }
    if operation == .and { return arguments.allSatisfy { add($0, isTimeless) } }
    guard arguments.count == 2 else { return false }
    return compare(operation, arguments[0], arguments[1], isTimeless)
      || compare(operation.mirrored, arguments[1], arguments[0], isTimeless)
  }

  /// A comparison of something of the row with something of the date.
  private mutating func compare(
    _ operation: Operation,
    _ left: Expression,
    _ right: Expression,
    _ isTimeless: (Expression) -> Bool
  ) -> Bool {
    if left.type == .date, right.type == .date, isTimeless(left), right.isOfTheDate {
      return limit(operation, left, right, 0)
    }
    guard case .apply(.daysBetween, let ends) = left.kind, case .number(let number) = right.kind,
      number.magnitude < 1e6
    else { return false }
    // Days are whole, so that a limit between two of them is one of the two.
    let (least, most) = (Int32(number.rounded(.up)), Int32(number.rounded(.down)))
    if operation == .equal, least != most { return false }
    let days = [.less, .greaterOrEqual].contains(operation) ? least : most
    // days_between(a, b) = b − a.
    if isTimeless(ends[0]), ends[1].isOfTheDate {
      return limit(operation.mirrored, ends[0], ends[1], -days)
    }
    if isTimeless(ends[1]), ends[0].isOfTheDate { return limit(operation, ends[1], ends[0], days) }
    return false
  }

  /// `day` compared with `limit + offset`.
  private mutating func limit(
    _ operation: Operation,
    _ day: Expression,
    _ limit: Expression,
    _ offset: Int32
  ) -> Bool {
    func moved(_ more: Int32) -> DayLimit {
      DayLimit(day: day, limit: limit, offset: offset + more)
    }
    switch operation {
    case .lessOrEqual: begins.append(moved(0))
    case .less: begins.append(moved(-1))
    case .greater: ends.append(moved(0))
    case .greaterOrEqual: ends.append(moved(-1))
    case .equal:
      begins.append(moved(0))
      ends.append(moved(-1))
    default: return false
    }
    return true
  }
}

extension Expression {
  /// Whether it depends on the as-of date and nothing else.
  var isOfTheDate: Bool {
    var isDated = false
    var isOther = false
    forEach { part in
      switch part.kind {
      case .asOf: isDated = true
      case .column, .feature: isOther = true
      default: break
      }
    }
    return isDated && !isOther
  }
}
