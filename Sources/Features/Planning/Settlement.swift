import Tables

/// What has to have passed before an expression over a row no longer changes with the as-of date.
///
/// `days_between(received_on, coalesce(closed_on, as_of)) > 60` is settled once `closed_on` is past:
/// the date it stood in for is no longer read. `planned_on <= as_of` is settled once it holds, and
/// `checked_on is null` at once where the row has no such day: the records are the same on every
/// date, so that a fact that is in none of them is known on none.
struct Settlement {
  /// Columns of days that have to be there and not after the as-of date.
  private(set) var facts: [Field] = []
  /// Columns of days that have to be not after the as-of date where they are there.
  private(set) var days: [Field] = []
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
  ///
  /// - Complexity: linear, but for parentheses inside each other.
  mutating func add(_ expression: Expression) -> Bool {
    isTimeless(expression) || settle(expression)
  }

  private mutating func settle(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .number, .text, .boolean, .date, .null: return true
    case .asOf, .feature: return false
    case .column(let column): return isTimeless(expression) || settle(column)
    case .apply(let operation, let arguments):
      if operation == .coalesce, let first = arguments.first, let fact = fact(first),
        arguments.dropFirst().allSatisfy(isOfTheRowAndDate)
      {
        return settle(fact, orElse: arguments.dropFirst())
      }
      if operation.isComparison,
        let dated = DatedCondition(expression, isTimeless: isTimeless), dated.fixed.isEmpty
      {
        limits += dated.begins + dated.ends
        return true
      }
      return arguments.allSatisfy { settle($0) }
    }
  }

  /// A day behind which other values are not read once it is there.
  private mutating func settle(_ fact: Field, orElse others: ArraySlice<Expression>) -> Bool {
    var trial = self
    if others.allSatisfy({ trial.settle($0) }), trial.facts.count == facts.count {
      self = trial
      days.append(fact)
    } else {
      facts.append(fact)
    }
    return true
  }

  private mutating func settle(_ column: InputColumn) -> Bool {
    guard column.resource == table.name, let field = table[field: column.field],
      field.knowledge != .current, !field.isWithheld
    else { return false }
    if let known = field.knownOn {
      guard let day = table[field: known] else { return false }
      days.append(day)
    }
    if field.type == .date, field.knowledge != .plan { days.append(field) }
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

  /// A column of days that are there once they are past.
  private func fact(_ expression: Expression) -> Field? {
    guard case .column(let column) = expression.kind, column.resource == table.name,
      let field = table[field: column.field], field.type == .date, field.knowledge != .plan,
      field.knowledge != .current, field.knownOn == nil, !field.isWithheld
    else { return nil }
    return field
  }
}
