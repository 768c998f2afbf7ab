import Tables

/// What kind of value an expression has.
package enum ValueType: String, Hashable, Sendable {
  case number, text, boolean, date
  /// A bare `null`, or a column that the data do not have: fits every type.
  case unknown

  init(_ type: FieldType) {
    switch type {
    case .text: self = .text
    case .integer, .number, .money: self = .number
    case .boolean: self = .boolean
    case .date: self = .date
    }
  }

  /// The type as messages call it.
  var words: String {
    switch self {
    case .number: "a number"
    case .text: "text"
    case .boolean: "true or false"
    case .date: "a date"
    case .unknown: "null"
    }
  }
}

/// A column that features read.
public struct InputColumn: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The resource's name.
  public var resource: String
  /// The field's name (ours).
  public var field: String

  /// The column `field` of `resource`.
  public init(resource: String, field: String) {
    self.resource = resource
    self.field = field
  }

  /// `resource.field`.
  public var description: String { field.isEmpty ? resource : "\(resource).\(field)" }

  /// By resource, then field.
  public static func < (left: InputColumn, right: InputColumn) -> Bool {
    (left.resource, left.field) < (right.resource, right.field)
  }
}

extension DataPackage {
  /// Whether a column can be read: the data have it, and it is not withheld for want of a key.
  func canRead(_ column: InputColumn) -> Bool {
    self[resource: column.resource]?[field: column.field].map { !$0.isWithheld } ?? false
  }
}

/// An expression whose names are resolved and whose types fit.
package struct Expression: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    case number(Double)
    case text(String)
    case boolean(Bool)
    case date(Int32)
    case null
    case asOf
    case column(InputColumn)
    /// The feature at this place among the declarations.
    case feature(Int)
    case apply(Operation, [Expression])
  }

  package var kind: Kind
  package var type: ValueType

  package init(_ kind: Kind, _ type: ValueType) {
    self.kind = kind
    self.type = type
  }

  /// The same expression where an unknown type has become `type`, which it `fits`.
  func coerced(to type: ValueType) -> Expression {
    guard self.type == .unknown, type != .unknown else { return self }
    guard case .apply(let operation, let arguments) = kind else { return Expression(kind, type) }
    if type == .date, [.add, .subtract].contains(operation), arguments.count == 2 {
      return moved(operation, arguments[0], arguments[1])
    }
    let coerced = arguments.enumerated().map { index, argument in
      let isCondition =
        operation == .choice && index % 2 == 0 && index != arguments.count - 1
      return isCondition ? argument : argument.coerced(to: type)
    }
    return Expression(.apply(operation, coerced), type)
  }

  /// A date moved by days, of an unknown sum: the date is the unknown operand, the left of two.
  private func moved(
    _ operation: Operation,
    _ left: Expression,
    _ right: Expression
  ) -> Expression {
    let (date, days) = left.type == .unknown ? (left, right) : (right, left)
    return Expression(
      .apply(
        operation == .add ? .addDays : .subtractDays,
        [date.coerced(to: .date), days.coerced(to: .number)]
      ),
      .date
    )
  }

  /// Whether it is of `type`, or of an unknown type that may become it.
  ///
  /// A sum of unknowns is a number or a date, never text.
  func fits(_ type: ValueType) -> Bool {
    guard self.type == .unknown else { return self.type == type }
    guard case .apply(let operation, let arguments) = kind else { return true }
    switch operation {
    case .add, .subtract, .least, .greatest:
      return [.number, .date, .unknown].contains(type)
    case .choice:
      return arguments.enumerated().allSatisfy { index, argument in
        (index % 2 == 0 && index != arguments.count - 1) || argument.fits(type)
      }
    default:
      return arguments.allSatisfy { $0.fits(type) }
    }
  }

  /// Its type as messages call it.
  var words: String {
    type == .unknown && !fits(.text) ? "a number or a date" : type.words
  }

  /// Calls `body` for this expression and every one inside it.
  package func forEach(_ body: (Expression) -> Void) {
    body(self)
    if case .apply(_, let arguments) = kind {
      for argument in arguments { argument.forEach(body) }
    }
  }
}

/// An aggregate whose parts are typed.
package struct AggregateExpression: Hashable, Sendable {
  package var aggregate: Aggregate
  package var isDistinct = false
  /// Nil for `count(*)`.
  package var argument: Expression?
  /// The share of `quantile`, one half for `median`.
  package var share = 0.5
  /// The key of `hhi` and `share_of_largest`.
  package var key: Expression?

  /// The type of its result.
  package var type: ValueType {
    switch aggregate {
    case .min, .max, .first, .last: argument?.type ?? .unknown
    default: .number
    }
  }

  var expressions: [Expression] { [argument, key].compactMap { $0 } }
}

/// A declaration's expression, typed.
package enum TypedForm: Hashable, Sendable {
  case scalar(Expression)
  case events(AggregateExpression, table: String, condition: Expression?)
  case peers(AggregateExpression, levels: [PeerLevel<Expression>])

  package var type: ValueType {
    switch self {
    case .scalar(let expression): expression.type
    case .events(let aggregate, _, _), .peers(let aggregate, _): aggregate.type
    }
  }

  /// Every expression in it.
  package var expressions: [Expression] {
    switch self {
    case .scalar(let expression): [expression]
    case .events(let aggregate, _, let condition):
      aggregate.expressions + [condition].compactMap { $0 }
    case .peers(let aggregate, let levels): aggregate.expressions + levels.flatMap(\.keys)
    }
  }
}
