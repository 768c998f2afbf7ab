import Tables

/// Writes typed expressions in one fixed spelling, with referenced features written out.
///
/// Two declarations of one spelling compute the same on the same records. A feature whose
/// spelling is longer than `limit` bytes is referred to by its hash, so that features that build on
/// each other do not double at each step.
struct Canonical {
  let package: DataPackage
  /// The spellings of the features that come before, by place.
  var spellings: [Int: String] = [:]

  static let limit = 16_384

  func spelling(_ form: TypedForm, applies: Expression?, empty: Double?) -> String {
    var text: String
    switch form {
    case .scalar(let expression):
      text = spelling(expression)
    case .events(let aggregate, let table, let condition):
      text = "(from \(meaning(ofTable: table)) \(spelling(aggregate))"
      if let condition { text += " where \(spelling(condition))" }
      text += ")"
    case .peers(let aggregate, let levels):
      let words = levels.map { level in
        let minimum = level.minimum.map { ["min \($0)"] } ?? []
        return "(\((level.keys.map(spelling) + minimum).joined(separator: " ")))"
      }
      text = "(over \(words.joined(separator: " ")) \(spelling(aggregate)))"
    }
    if let empty { text = "(empty \(empty) \(text))" }
    if let applies { text = "(applies \(spelling(applies)) \(text))" }
    return text
  }

  private func spelling(_ aggregate: AggregateExpression) -> String {
    var words = [aggregate.aggregate.rawValue]
    if aggregate.isDistinct { words.append("distinct") }
    words.append(aggregate.argument.map(spelling) ?? "*")
    if aggregate.aggregate == .quantile { words.append(String(aggregate.share)) }
    if let key = aggregate.key { words += ["by", spelling(key)] }
    return "(" + words.joined(separator: " ") + ")"
  }

  private func spelling(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let value): return String(value)
    case .text(let text): return Lexer.literal(text)
    case .boolean(let value): return String(value)
    case .date(let number): return Day(number: number).description
    case .null: return "null"
    case .asOf: return "as_of"
    case .column(let column): return meaning(of: column)
    case .feature(let index): return spellings[index] ?? "feature"
    case .apply(.workingDaysBetween, let arguments):
      let calendar = package.calendar.map { ["[calendar \($0.fingerprint)]"] } ?? []
      let words = [Operation.workingDaysBetween.rawValue] + calendar + arguments.map(spelling)
      return "(\(words.joined(separator: " ")))"
    case .apply(let operation, let arguments):
      return "(\(operation.rawValue) \(arguments.map(spelling).joined(separator: " ")))"
    }
  }

  /// A column with what decides how it is read; the table's own dates are part of it.
  private func meaning(of column: InputColumn) -> String {
    let name = "\(Lexer.quoted(column.resource)).\(Lexer.quoted(column.field))"
    guard let resource = package[resource: column.resource],
      let field = resource[field: column.field]
    else { return "[\(name) absent]" }
    var words = [name, field.type.rawValue]
    if let unit = field.unit { words.append("unit=\(Lexer.quoted(unit))") }
    words.append("knowledge=\(field.knowledge.rawValue)")
    if let knownOn = field.knownOn { words.append("known_on=\(Lexer.quoted(knownOn))") }
    return "[" + (words + dates(of: resource)).joined(separator: " ") + "]"
  }

  private func meaning(ofTable name: String) -> String {
    guard let resource = package[resource: name] else { return "[\(Lexer.quoted(name)) absent]" }
    return "[" + ([Lexer.quoted(name)] + dates(of: resource)).joined(separator: " ") + "]"
  }

  private func dates(of resource: Resource) -> [String] {
    [
      ("happened", resource.happened), ("recorded", resource.recorded),
      ("version", resource.version),
    ]
    .compactMap { key, name in name.map { "\(key)=\(Lexer.quoted($0))" } }
  }
}
