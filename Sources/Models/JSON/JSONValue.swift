/// A JSON value as it stands in our files.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number written without a fraction or an exponent.
  case integer(Int)
  /// A finite number written with a fraction or an exponent.
  case number(Double)
  /// A text.
  case text(String)
  /// A list.
  case list([JSONValue])
  /// Values by key.
  case object([String: JSONValue])

  /// The value as a double, if it is a number.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value as a text, if it is one.
  public var string: String? {
    if case .text(let value) = self { value } else { nil }
  }

  /// A finite number, or null for one that is not: JSON has no infinities.
  public init(finite value: Double?) {
    if let value, value.isFinite { self = .number(value) } else { self = .null }
  }
}

extension JSONValue {
  /// The value as JSON text: keys sorted by their UTF-8, two spaces a level, lists of plain values
  /// on one line, numbers in the shortest form that reads back the same, a line feed at the end.
  public func encoded() -> [UInt8] {
    var text = ""
    write(to: &text, indent: 0)
    text += "\n"
    return Array(text.utf8)
  }

  private func write(to text: inout String, indent: Int) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      precondition(value.isFinite, "JSON has no infinities")
      text += value.description
    case .text(let value): JSONValue.write(value, to: &text)
    case .list(let values): JSONValue.write(values, to: &text, indent: indent)
    case .object(let values): JSONValue.write(values, to: &text, indent: indent)
    }
  }

  private var isPlain: Bool {
    switch self {
    case .list, .object: false
    default: true
    }
  }

  private static func write(_ values: [JSONValue], to text: inout String, indent: Int) {
    let isOnOneLine = values.allSatisfy(\.isPlain)
    let inner = "\n" + String(repeating: "  ", count: indent + 1)
    text += "["
    for (index, value) in values.enumerated() {
      if index > 0 { text += isOnOneLine ? ", " : "," }
      if !isOnOneLine { text += inner }
      value.write(to: &text, indent: indent + 1)
    }
    text += isOnOneLine ? "]" : "\n" + String(repeating: "  ", count: indent) + "]"
  }

  private static func write(_ values: [String: JSONValue], to text: inout String, indent: Int) {
    if values.isEmpty {
      text += "{}"
      return
    }
    let inner = "\n" + String(repeating: "  ", count: indent + 1)
    text += "{"
    let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, (key, value)) in sorted.enumerated() {
      if index > 0 { text += "," }
      text += inner
      write(key, to: &text)
      text += ": "
      value.write(to: &text, indent: indent + 1)
    }
    text += "\n" + String(repeating: "  ", count: indent) + "}"
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
