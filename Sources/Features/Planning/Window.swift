import Tables

/// The first and the last day an aggregate's condition lets through, as expressions about the
/// project; nil where the condition does not bound it.
///
/// Bounds are read off comparisons of the table's `happened` with anything that does not depend
/// on the row: `happened > as_of - 90`, `happened between …`, `days_between(happened, as_of) <= 30`.
/// `and` takes the tighter bound, `or` the looser one, anything else bounds nothing; so a window
/// is never thought smaller than it is. Where a bound is null for a project it does not count.
package struct Window: Hashable, Sendable {
  package var first: Expression?
  package var last: Expression?

  init() {}

  /// The window of a condition over a table whose rows happened on `happened`.
  init(of condition: Expression?, happened: InputColumn?) {
    guard let condition, let happened else { return }
    self = Window.bounds(condition, happened)
  }

  private init(first: Expression?, last: Expression?) {
    self.first = first
    self.last = last
  }

  private static func bounds(_ condition: Expression, _ happened: InputColumn) -> Window {
    guard case .apply(let operation, let arguments) = condition.kind else { return Window() }
    switch operation {
    case .and:
      return arguments.map { bounds($0, happened) }.reduce(Window()) { left, right in
        Window(
          first: tighter(.latestKnown, left.first, right.first),
          last: tighter(.earliestKnown, left.last, right.last)
        )
      }
    case .or:
      let parts = arguments.map { bounds($0, happened) }
      guard let head = parts.first else { return Window() }
      return parts.dropFirst().reduce(head) { left, right in
        Window(
          first: looser(.least, left.first, right.first),
          last: looser(.greatest, left.last, right.last)
        )
      }
    case .equal, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return comparison(operation, arguments[0], arguments[1], happened)
        ?? comparison(operation.mirrored, arguments[1], arguments[0], happened) ?? Window()
    default:
      return Window()
    }
  }

  /// A null bound on one side leaves the other.
  private static func tighter(
    _ operation: Operation,
    _ left: Expression?,
    _ right: Expression?
  ) -> Expression? {
    guard let left, let right else { return left ?? right }
    return Expression(.apply(operation, [left, right]), .date)
  }

  private static func looser(
    _ operation: Operation,
    _ left: Expression?,
    _ right: Expression?
  ) -> Expression? {
    guard let left, let right else { return nil }
    return Expression(.apply(operation, [left, right]), .date)
  }

  private static func comparison(
    _ operation: Operation,
    _ left: Expression,
    _ right: Expression,
    _ happened: InputColumn
  ) -> Window? {
    guard !right.reads(table: happened.resource) else { return nil }
    if left.kind == .column(happened) { return window(operation, right) }
    guard case .apply(.daysBetween, let ends) = left.kind else { return nil }
    // days_between(happened, e) = e − happened.
    if ends[0].kind == .column(happened), !ends[1].reads(table: happened.resource) {
      let bound = Expression(.apply(.subtractDays, [ends[1], right]), .date)
      return window(operation.mirrored, bound)
    }
    if ends[1].kind == .column(happened), !ends[0].reads(table: happened.resource) {
      return window(operation, Expression(.apply(.addDays, [ends[0], right]), .date))
    }
    return nil
  }

  private static func window(_ operation: Operation, _ bound: Expression) -> Window {
    func moved(_ operation: Operation) -> Expression {
      Expression(.apply(operation, [bound, Expression(.number(1), .number)]), .date)
    }
    switch operation {
    case .greater: return Window(first: moved(.addDays), last: nil)
    case .greaterOrEqual: return Window(first: bound, last: nil)
    case .less: return Window(first: nil, last: moved(.subtractDays))
    case .lessOrEqual: return Window(first: nil, last: bound)
    default: return Window(first: bound, last: bound)
    }
  }
}

extension Expression {
  /// Whether it reads a column of `table`.
  func reads(table: String) -> Bool {
    var found = false
    forEach { part in
      if case .column(let column) = part.kind, column.resource == table { found = true }
    }
    return found
  }
}
