import Tables

/// Reads JSON text (RFC 8259) and remembers where everything stands.
///
/// Two keys of one name, numbers that no double holds, and nesting deeper than 64 are errors.
struct JSONParser {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1
  private var lineStart = 0
  private var depth = 0

  private init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The one value that `bytes` hold.
  static func parse(_ bytes: [UInt8], file: String) throws(ModelError) -> JSONNode {
    var parser = JSONParser(bytes, file: file)
    let node = try parser.value()
    parser.skipSpace()
    if parser.position < bytes.count { throw parser.error("something follows the end") }
    return node
  }

  private func error(_ what: String) -> ModelError {
    let location = SourceLocation(file: file, line: line, column: position - lineStart + 1)
    return position >= bytes.count
      ? ModelError(.truncated, at: location) : ModelError(.malformed(what), at: location)
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = position + 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      position += 1
    }
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(ModelError) -> JSONNode {
    skipSpace()
    let (startLine, startColumn) = (line, position - lineStart + 1)
    let content: JSONNode.Content
    switch peek() {
    case UInt8(ascii: "{"): content = .object(try members())
    case UInt8(ascii: "["): content = .list(try elements())
    case UInt8(ascii: "\""): content = .text(try text())
    case UInt8(ascii: "t"): content = try word("true", .boolean(true))
    case UInt8(ascii: "f"): content = try word("false", .boolean(false))
    case UInt8(ascii: "n"): content = try word("null", .null)
    case .some(let byte) where byte == UInt8(ascii: "-") || JSONParser.isDigit(byte):
      content = try number()
    default: throw error("a value is expected here")
    }
    return JSONNode(content: content, line: startLine, column: startColumn)
  }

  private mutating func open() throws(ModelError) {
    guard depth < 64 else { throw error("values are nested too deeply") }
    depth += 1
    position += 1
    skipSpace()
  }

  /// Takes the byte that closes a list or an object, if it stands here.
  private mutating func close(_ byte: UInt8) -> Bool {
    skipSpace()
    guard take(byte) else { return false }
    depth -= 1
    return true
  }

  private mutating func members() throws(ModelError) -> [(key: String, value: JSONNode)] {
    var members: [(key: String, value: JSONNode)] = []
    var keys: Set<String> = []
    try open()
    if close(UInt8(ascii: "}")) { return [] }
    while true {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw error("a key in quotes is expected here") }
      let start = position
      let key = try text()
      guard keys.insert(key).inserted else {
        position = start
        throw error("the key “\(Diagnostic.masked(key))” is given twice")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("a colon is expected after a key") }
      members.append((key, try value()))
      if close(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw error("a comma or } is expected here") }
    }
  }

  private mutating func elements() throws(ModelError) -> [JSONNode] {
    var elements: [JSONNode] = []
    try open()
    if close(UInt8(ascii: "]")) { return [] }
    while true {
      elements.append(try value())
      if close(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw error("a comma or ] is expected here") }
    }
  }

  private mutating func word(
    _ word: String,
    _ content: JSONNode.Content
  ) throws(ModelError) -> JSONNode.Content {
    for byte in word.utf8 {
      guard take(byte) else { throw error("“\(word)” is expected here") }
    }
    return content
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = peek(), JSONParser.isDigit(byte) { position += 1 }
    return position - start
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private mutating func number() throws(ModelError) -> JSONNode.Content {
    let start = position
    var isWhole = true
    _ = take(UInt8(ascii: "-"))
    let leadsWithZero = peek() == UInt8(ascii: "0")
    let count = digits()
    guard count > 0, !leadsWithZero || count == 1 else { throw error("this is not a number") }
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() > 0 else { throw error("digits are expected after the point") }
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      guard digits() > 0 else { throw error("digits are expected in the exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      position = start
      throw error("the number is too large")
    }
    return .number(value)
  }

  private mutating func text() throws(ModelError) -> String {
    let start = position
    position += 1
    var result: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: result, as: UTF8.self) else {
          position = start
          throw error("the text is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &result)
      case 0..<0x20: throw error("a text may not hold a control character")
      default:
        result.append(byte)
        position += 1
      }
    }
    throw error("a text has no end")
  }

  private mutating func escape(into result: inout [UInt8]) throws(ModelError) {
    position += 1
    guard let byte = peek() else { throw error("a text has no end") }
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
      UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
      UInt8(ascii: "t"): 9,
    ]
    if let character = plain[byte] {
      result.append(character)
      position += 1
      return
    }
    guard byte == UInt8(ascii: "u") else { throw error("no such escape in a text") }
    var code = try codeUnit()
    if (0xD800..<0xDC00).contains(code) {
      guard peek() == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw error("half a surrogate pair") }
      position += 1
      let low = try codeUnit()
      guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
    result.append(contentsOf: String(Character(scalar)).utf8)
  }

  /// Four hexadecimal digits after `u`, where the position stands.
  private mutating func codeUnit() throws(ModelError) -> UInt32 {
    position += 1
    guard position + 4 <= bytes.count else {
      position = bytes.count
      throw error("a text has no end")
    }
    let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let code = UInt32(digits, radix: 16)
    else { throw error("four hexadecimal digits are expected after \\u") }
    position += 4
    return code
  }
}
