import Tables

/// What has to have passed before an expression over a row no longer changes with the as-of date.
///
/// `days_between(received_on, coalesce(closed_on, as_of)) > 60` is settled once `closed_on` is past:
/// the date it stood in for is no longer read. `planned_on <= as_of` is settled once it holds.
struct Settlement {
  /// Columns of days that have to be there and not after the as-of date.
  private(set) var facts: [Field] = []
  /// Days that have to be no later than their limit.
  private(set) var limits: [DatedCondition.DayLimit] = []
  private let table: Resource
  private let isTimeless: (Expression) -> Bool

  /// `isTimeless` says what is the same on every date.
  init(_ table: Resource, isTimeless: @escaping (Expression) -> Bool) {
    self.table = table
    self.isTimeless = isTimeless
  }

  /// Adds what an expression waits for; false where it may never be settled.
  mutating func add(_ expression: Expression) -> Bool {
    if isTimeless(expression) { return true }
    if case .column(let column) = expression.kind { return add(column) }
    guard case .apply(let operation, let arguments) = expression.kind else { return false }
    if operation == .coalesce, let first = arguments.first, isFact(first),
      arguments.dropFirst().allSatisfy(isOfTheRowAndDate)
    {
      return add(first)
    }
    if operation.isComparison,
      let dated = DatedCondition(expression, isTimeless: isTimeless), dated.fixed.isEmpty
    {
      limits += dated.begins + dated.ends
      return true
    }
    return arguments.allSatisfy { add($0) }
  }

  private mutating func add(_ column: InputColumn) -> Bool {
    guard column.resource == table.name, let field = table[field: column.field],
      field.knowledge != .current, !field.isWithheld
    else { return false }
    if let known = field.knownOn {
      guard let day = table[field: known] else { return false }
      facts.append(day)
    }
    if field.type == .date, field.knowledge != .plan { facts.append(field) }
    return true
  }

  /// Whether it reads neither features nor other tables, whose rows are not those of the pass.
  private func isOfTheRowAndDate(_ expression: Expression) -> Bool {
    var isOther = false
    expression.forEach { part in
      switch part.kind {
      case .feature: isOther = true
      case .column(let column): isOther = isOther || column.resource != table.name
      default: break
      }
    }
    return !isOther
  }

  /// Whether it is a column of days that are there once they are past.
  private func isFact(_ expression: Expression) -> Bool {
    guard case .column(let column) = expression.kind, column.resource == table.name,
      let field = table[field: column.field]
    else { return false }
    return field.type == .date && field.knowledge != .plan && field.knownOn == nil
  }
}
