import Tables

/// Cuts an expression into words.
struct Lexer {
  private let source: ExpressionText
  private var offset = 0

  private init(_ source: ExpressionText) {
    self.source = source
  }

  /// The words of an expression, the last one `end`.
  static func tokens(of source: ExpressionText) throws(FeatureError) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private func peek(_ ahead: Int = 0) -> UnicodeScalar? {
    let index = offset + ahead
    return index < source.scalars.count ? source.scalars[index] : nil
  }

  private mutating func next() throws(FeatureError) -> Token {
    while let scalar = peek(), scalar.properties.isWhitespace { offset += 1 }
    let start = offset
    guard let scalar = peek() else { return Token(kind: .end, range: start..<start) }
    if Lexer.isDigit(scalar) || (scalar == "." && peek(1).map(Lexer.isDigit) == true) {
      return Token(kind: .number(try number()), range: start..<offset)
    }
    if scalar == "'" {
      let text = try delimited(by: "'", name: "text")
      return Token(kind: .text(text), range: start..<offset)
    }
    if scalar == "\"" {
      let name = try delimited(by: "\"", name: "quoted name")
      return Token(kind: .name(name, isQuoted: true), range: start..<offset)
    }
    if Lexer.startsName(scalar) { return name() }
    return try symbol()
  }

  private mutating func name() -> Token {
    let start = offset
    while let scalar = peek(), Lexer.startsName(scalar) || Lexer.isDigit(scalar) { offset += 1 }
    let text = source[start..<offset]
    if let keyword = Keyword(rawValue: text.lowercased()) {
      return Token(kind: .keyword(keyword), range: start..<offset)
    }
    return Token(kind: .name(text, isQuoted: false), range: start..<offset)
  }

  private mutating func number() throws(FeatureError) -> Double {
    let start = offset
    func digits(_ lexer: inout Lexer) {
      while let scalar = lexer.peek(), Lexer.isDigit(scalar) { lexer.offset += 1 }
    }
    digits(&self)
    if peek() == "." {
      offset += 1
      digits(&self)
    }
    if let scalar = peek(), scalar == "e" || scalar == "E" {
      let signs = peek(1) == "+" || peek(1) == "-" ? 2 : 1
      if peek(signs).map(Lexer.isDigit) == true {
        offset += signs
        digits(&self)
      }
    }
    let text = source[start..<offset]
    if let scalar = peek(), Lexer.startsName(scalar) {
      throw FeatureError(
        .syntax,
        "a name may not start with a digit: ‘\(text)\(scalar)…’",
        at: source.location(at: start),
        hint: "write the name in double quotes"
      )
    }
    guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else {
      throw FeatureError(
        .syntax,
        "the number \(text) is too large",
        at: source.location(at: start)
      )
    }
    return value
  }

  /// The text between two delimiters; a doubled delimiter stands for itself.
  private mutating func delimited(
    by delimiter: UnicodeScalar,
    name: String
  ) throws(FeatureError) -> String {
    let start = offset
    var result = ""
    offset += 1
    while let scalar = peek() {
      offset += 1
      if scalar == delimiter {
        guard peek() == delimiter else { return result }
        offset += 1
      }
      result.unicodeScalars.append(scalar)
    }
    throw FeatureError(
      .syntax,
      "the \(name) that starts here is never closed",
      at: source.location(at: start),
      hint: "close it with \(delimiter); a \(delimiter) inside is written twice"
    )
  }

  private mutating func symbol() throws(FeatureError) -> Token {
    let start = offset
    if let first = peek(), let second = peek(1) {
      let pair = String(Character(first)) + String(Character(second))
      if let symbol = Symbol(rawValue: pair == "!=" ? "<>" : pair) {
        offset += 2
        return Token(kind: .symbol(symbol), range: start..<offset)
      }
      if pair == "==" {
        throw FeatureError(
          .syntax,
          "‘==’ is not an operator",
          at: source.location(at: start),
          hint: "write ="
        )
      }
    }
    guard let scalar = peek(), let symbol = Symbol(rawValue: String(Character(scalar))) else {
      throw unexpectedCharacter(at: start)
    }
    offset += 1
    return Token(kind: .symbol(symbol), range: start..<offset)
  }

  private func unexpectedCharacter(at offset: Int) -> FeatureError {
    let scalar = source.scalars[offset]
    let halfWidth: [UnicodeScalar: String] = [
      "（": "(", "）": ")", "，": ",", "＝": "=", "＜": "<", "＞": ">", "＋": "+", "－": "-",
      "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "<>", "‘": "'", "’": "'", "“": "\"",
      "”": "\"", "．": ".", "−": "-",
    ]
    let hint = halfWidth[scalar].map { "write \($0)" }
    return FeatureError(
      .syntax,
      "the character ‘\(scalar)’ has no meaning here",
      at: source.location(at: offset),
      hint: hint
    )
  }

  private static func isDigit(_ scalar: UnicodeScalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func startsName(_ scalar: UnicodeScalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.isIdeographic
  }
}

extension Lexer {
  /// `name` as an expression writes it: bare where possible, else in double quotes.
  static func quoted(_ name: String) -> String {
    let scalars = Array(name.unicodeScalars)
    let isBare =
      scalars.first.map(startsName) == true
      && scalars.allSatisfy { startsName($0) || isDigit($0) }
      && Keyword(rawValue: name.lowercased()) == nil
    if isBare { return name }
    return "\""
      + name.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// How a text is written, for who wrote it as a name.
  static func textHint(_ text: String) -> String {
    "a text stands in single quotes: \(literal(text))"
  }

  /// `text` as a literal.
  static func literal(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
