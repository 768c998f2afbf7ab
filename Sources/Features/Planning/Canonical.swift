import Crypto
import Tables

/// Prints typed expressions in one fixed spelling, with referenced features written out.
///
/// Two declarations that print the same compute the same on the same records. A feature whose
/// print is longer than `limit` bytes is referred to by its hash, so that features that build on
/// each other do not double at each step.
struct Canonical {
  let package: DataPackage
  /// The prints of the features that come before, by place.
  var prints: [Int: String] = [:]

  static let limit = 16_384

  /// SHA-256 of a print, in hexadecimal.
  static func hash(_ print: String) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var text = ""
    for byte in SHA256.hash(data: Array(print.utf8)) {
      text.unicodeScalars.append(digits[Int(byte >> 4)])
      text.unicodeScalars.append(digits[Int(byte & 15)])
    }
    return text
  }

  func print(_ form: TypedForm, applies: Expression?, empty: Double?) -> String {
    var text: String
    switch form {
    case .scalar(let expression):
      text = print(expression)
    case .events(let aggregate, let table, let condition):
      text = "(from \(meaning(ofTable: table)) \(print(aggregate))"
      if let condition { text += " where \(print(condition))" }
      text += ")"
    case .peers(let aggregate, let keys):
      text = "(over (\(keys.map(print).joined(separator: " "))) \(print(aggregate)))"
    }
    if let empty { text = "(empty \(empty) \(text))" }
    if let applies { text = "(applies \(print(applies)) \(text))" }
    return text
  }

  private func print(_ aggregate: AggregateExpression) -> String {
    var words = [aggregate.aggregate.rawValue]
    if aggregate.isDistinct { words.append("distinct") }
    words.append(aggregate.argument.map(print) ?? "*")
    if aggregate.aggregate == .quantile { words.append(String(aggregate.share)) }
    if let key = aggregate.key { words += ["by", print(key)] }
    return "(" + words.joined(separator: " ") + ")"
  }

  private func print(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let value): return String(value)
    case .text(let text): return Lexer.literal(text)
    case .boolean(let value): return String(value)
    case .date(let number): return Day(number: number).description
    case .null: return "null"
    case .asOf: return "as_of"
    case .column(let column): return meaning(of: column)
    case .feature(let index): return prints[index] ?? "feature"
    case .apply(let operation, let arguments):
      return "(\(operation.rawValue) \(arguments.map(print).joined(separator: " ")))"
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
