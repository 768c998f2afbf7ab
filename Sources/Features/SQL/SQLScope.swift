import Tables

/// Writes typed expressions as SQL over the columns of one step.
///
/// A step is a relation with a column for each column of the project that is read, for each feature
/// that is settled, and for the as-of date; a step over events has columns `table.field` too.
struct SQLScope {
  let plan: FeaturePlan
  let dialect: SQLDialect
  /// What the step is called in the statement.
  let alias: String
  /// How large the features settled so far may be.
  var sizes: [Int: Magnitude] = [:]
  /// The features that have a column beside them that says they are null for want of rows.
  var flagged: Set<Int> = []

  private var absence: Absence {
    Absence(package: plan.package) { plan.features[$0].isAbsent }
  }

  /// The name of a column of the step, with the step's.
  func reference(_ name: String) -> String { "\(alias).\(dialect.name(name))" }

  var asOf: String { "\(alias).\(SQLDialect.asOfColumn)" }

  /// What a column of a table is called in a step.
  func name(of column: InputColumn) -> String {
    column.resource == plan.package.subject.name ? column.field : column.description
  }

  private func field(_ column: InputColumn) -> Field? {
    plan.package.canRead(column)
      ? plan.package[resource: column.resource]?[field: column.field] : nil
  }

  /// A column as tables hold it: money and integers exact; nil where it cannot be read.
  func stored(_ column: InputColumn) -> (text: String, type: FieldType)? {
    field(column).map { (reference(name(of: column)), $0.type) }
  }

  /// The SQL of an expression; the text of a truth may stand after `where`.
  func value(_ expression: Expression) -> SQLValue {
    switch expression.kind {
    case .number(let value):
      return SQLValue(
        text: dialect.number(value),
        isAtom: true,
        canBeNull: false,
        size: Magnitude(of: value)
      )
    case .text(let value):
      return SQLValue(text: dialect.text(value), isAtom: true, canBeNull: false)
    case .boolean(let value):
      return SQLValue(text: dialect.boolean(value), isAtom: true, canBeNull: false)
    case .date(let day):
      return SQLValue(text: dialect.date(day), isAtom: true, canBeNull: false)
    case .null:
      return null(expression.type)
    case .asOf:
      return SQLValue(text: asOf, isAtom: true, canBeNull: false)
    case .column(let column):
      return self.column(column, expression.type)
    case .feature(let index):
      let feature = plan.features[index]
      // A feature of unknown type is null, in whatever type is asked for.
      guard feature.valueType == expression.type, feature.valueType != .unknown else {
        return null(expression.type)
      }
      return .column(reference(feature.name), sizes[index] ?? .any)
    case .apply(let operation, let arguments):
      return absent(operation, arguments, expression.type)
        ?? apply(operation, arguments, expression.type)
    }
  }

  private func null(_ type: ValueType) -> SQLValue {
    SQLValue(text: dialect.null(type), isAtom: true)
  }

  private func column(_ column: InputColumn, _ type: ValueType) -> SQLValue {
    guard let field = field(column) else { return null(type) }
    let text = reference(name(of: column))
    return .column(dialect.value(text, of: field.type), Magnitude(of: field.type))
  }

  /// Operations that pass over a null stop at what is absent; nil where they meet nothing absent.
  private func absent(
    _ operation: Operation,
    _ arguments: [Expression],
    _ type: ValueType
  ) -> SQLValue? {
    switch operation {
    case .isNull:
      return absence.reaches(arguments[0]) ? null(.boolean) : nil
    case .nullif:
      return absence.reaches(arguments[1]) ? null(type) : nil
    case .coalesce:
      guard let end = arguments.firstIndex(where: absence.reaches) else { return nil }
      return apply(operation, Array(arguments[...end]), type)
    case .choice:
      let conditions = stride(from: 0, to: arguments.count - 1, by: 2)
      guard let end = conditions.first(where: { absence.reaches(arguments[$0]) }) else {
        return nil
      }
      return apply(operation, arguments[..<end] + [Expression(.null, type)], type)
    default:
      return nil
    }
  }

  private func apply(
    _ operation: Operation,
    _ arguments: [Expression],
    _ type: ValueType
  ) -> SQLValue {
    if operation == .like, case .text(let pattern)? = arguments.last?.kind {
      return SQLValue(text: dialect.like(value(arguments[0]).text, pattern))
    }
    let values = arguments.map(value)
    let texts = values.map(\.text)
    let canBeNull = values.contains(where: \.canBeNull)
    func truth(_ text: String) -> SQLValue { SQLValue(text: text, canBeNull: canBeNull) }
    switch operation {
    case .add, .subtract, .multiply, .divide:
      return dialect.arithmetic(operation, values[0], values[1])
    case .negate, .abs, .ln, .exp, .sqrt, .round, .floor:
      return dialect.function(operation, values[0])
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return truth("(\(texts[0]) \(operation.rawValue) \(texts[1]))")
    case .and, .or:
      return truth("(" + texts.joined(separator: " \(operation.rawValue.uppercased()) ") + ")")
    case .not: return truth("(NOT \(texts[0]))")
    case .isNull: return SQLValue(text: "(\(texts[0]) IS NULL)", canBeNull: false)
    case .isIn:
      return truth("(\(texts[0]) IN (\(texts.dropFirst().joined(separator: ", "))))")
    case .like: return null(type)
    case .lower: return SQLValue(text: dialect.lower(texts[0]), canBeNull: canBeNull)
    case .length:
      let text = dialect.asNumber("length(\(texts[0]))")
      return SQLValue(text: text, canBeNull: canBeNull, size: .count)
    case .contains: return truth(dialect.contains(texts[0], texts[1]))
    case .choice: return choice(values)
    case .coalesce:
      if values.count == 1 { return values[0] }
      let text = "coalesce(\(texts.joined(separator: ", ")))"
      return SQLValue(
        text: text,
        canBeNull: values.allSatisfy(\.canBeNull),
        size: union(values)
      )
    case .nullif:
      return SQLValue(text: "nullif(\(texts[0]), \(texts[1]))", size: values[0].size)
    case .least, .greatest:
      let text = dialect.extreme(wantsLeast: operation == .least, values)
      return SQLValue(text: text, canBeNull: canBeNull, size: union(values))
    case .latestKnown, .earliestKnown:
      let wantsLeast = operation == .earliestKnown
      return SQLValue(text: dialect.knownExtreme(wantsLeast: wantsLeast, values[0], values[1]))
    case .daysBetween: return dialect.daysBetween(texts[0], texts[1])
    case .workingDaysBetween:
      guard let calendar = plan.package.calendar, values.count == 2 else { return null(type) }
      return dialect.workingDays(values[0], values[1], calendar)
    case .year, .month: return dialect.part(operation, texts[0])
    case .addDays, .subtractDays:
      return dialect.moved(values[0], by: values[1], isForward: operation == .addDays)
    }
  }

  private func choice(_ values: [SQLValue]) -> SQLValue {
    var text = "CASE"
    var results: [SQLValue] = []
    for index in stride(from: 0, to: values.count - 1, by: 2) {
      text += " WHEN \(values[index].text) THEN \(values[index + 1].text)"
      results.append(values[index + 1])
    }
    guard let last = values.last else { return null(.unknown) }
    if results.isEmpty { return last }
    results.append(last)
    return SQLValue(text: "\(text) ELSE \(last.text) END", size: union(results))
  }

  private func union(_ values: [SQLValue]) -> Magnitude {
    values.dropFirst().reduce(values.first?.size ?? .any) { $0.or($1.size) }
  }
}

extension SQLDialect {
  /// A stored value as expressions use it: every number a double, text compared by its bytes.
  func value(_ text: String, of type: FieldType) -> String {
    switch type {
    case .integer: asNumber(text)
    // Above 2⁵³ ten-thousandths one division would round twice.
    case .money:
      self == .sqlite ? "(\(text) / 10000 + \(text) % 10000 / 10000.0)" : asNumber(text)
    case .number: self == .sqlite ? text : asNumber(text)
    default: text
    }
  }
}
