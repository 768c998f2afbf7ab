import Tables

/// Reads an expression by precedence: `or`, `and`, `not`, comparisons, `+ -`, `* /`, signs.
struct Parser {
  let source: ExpressionText
  private let tokens: [Token]
  private var index = 0
  /// How deep parentheses and signs are nested; bounded, so that no text can exhaust the stack.
  private var depth = 0

  init(_ source: ExpressionText) throws(FeatureError) {
    self.source = source
    self.tokens = try Lexer.tokens(of: source)
    let operators = tokens.count { $0.isOperator }
    guard tokens.count <= Syntax.limit, operators <= 250 else { throw tooLong() }
  }

  /// A scalar expression, such as an `applies:` condition.
  static func scalar(_ source: ExpressionText) throws(FeatureError) -> Syntax {
    var parser = try Parser(source)
    let result = try parser.expression()
    try parser.expectEnd()
    return result
  }

  // Words

  var token: Token { tokens[index] }

  func peek(_ ahead: Int = 1) -> Token { tokens[min(index + ahead, tokens.count - 1)] }

  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard token.kind == .keyword(keyword) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Symbol, _ purpose: String) throws(FeatureError) {
    guard take(symbol) else { throw expected("‘\(symbol.rawValue)’ \(purpose)") }
  }

  mutating func expect(_ keyword: Keyword, _ purpose: String) throws(FeatureError) {
    guard take(keyword) else { throw expected("‘\(keyword.rawValue)’ \(purpose)") }
  }

  func expectEnd() throws(FeatureError) {
    guard token.kind != .end else { return }
    throw expected("the end of the expression")
  }

  /// The error that `what` should stand where the next word is.
  func expected(_ what: String, hint: String? = nil) -> FeatureError {
    let found = token.kind == .end ? "the end" : "‘\(source[token.range])’"
    return FeatureError(
      .syntax,
      "expected \(what), found \(found)",
      at: source.location(at: token.range.lowerBound),
      hint: hint
    )
  }

  func span(from start: Int) -> Range<Int> {
    start..<max(start, index > 0 ? tokens[index - 1].range.upperBound : start)
  }

  // Expressions

  mutating func expression() throws(FeatureError) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else {
      throw FeatureError(
        .syntax,
        "the expression is nested too deeply",
        at: source.location(at: token.range.lowerBound),
        hint: "give its parts names as hidden features"
      )
    }
    var left = try conjunction()
    while take(.or) { left = join(.or, left, try conjunction()) }
    if left.size > Syntax.limit { throw tooLong() }
    return left
  }

  private func tooLong() -> FeatureError {
    FeatureError(
      .syntax,
      "the expression is too long",
      at: source.start,
      hint: "give its parts names as hidden features"
    )
  }

  private mutating func conjunction() throws(FeatureError) -> Syntax {
    var left = try negation()
    while take(.and) { left = join(.and, left, try negation()) }
    return left
  }

  private mutating func negation() throws(FeatureError) -> Syntax {
    var starts: [Int] = []
    while token.kind == .keyword(.not) {
      starts.append(token.range.lowerBound)
      advance()
    }
    var result = try comparison()
    for start in starts.reversed() {
      result = Syntax(kind: .operation(.not, [result]), range: start..<result.range.upperBound)
    }
    return result
  }

  private mutating func comparison() throws(FeatureError) -> Syntax {
    var left = try sum()
    while true {
      if case .symbol(let symbol) = token.kind, let operation = Parser.comparisons[symbol] {
        advance()
        left = join(operation, left, try sum())
      } else if token.kind == .keyword(.is) {
        advance()
        let isNegated = take(.not)
        try expect(.null, "after ‘is’")
        left = finish(.isNull, [left], isNegated: isNegated)
      } else if let found = try predicate(after: left) {
        left = found
      } else {
        return left
      }
    }
  }

  /// `[not] in`, `[not] between`, `[not] like`; nil when none of them follows.
  private mutating func predicate(after left: Syntax) throws(FeatureError) -> Syntax? {
    let isNegated = token.kind == .keyword(.not)
    guard case .keyword(let keyword) = isNegated ? peek().kind : token.kind,
      [.in, .between, .like].contains(keyword)
    else { return nil }
    if isNegated { advance() }
    advance()
    switch keyword {
    case .in:
      try expect(.open, "after ‘in’")
      var arguments = [left]
      repeat { arguments.append(try expression()) } while take(.comma)
      try expect(.close, "to end the list")
      return finish(.isIn, arguments, isNegated: isNegated)
    case .between:
      let low = try sum()
      try expect(.and, "between the two bounds")
      let high = try sum()
      let both = finish(
        .and,
        [join(.greaterOrEqual, left, low), join(.lessOrEqual, left, high)],
        isNegated: false
      )
      return isNegated ? finish(.not, [both], isNegated: false) : both
    default:
      return finish(.like, [left, try sum()], isNegated: isNegated)
    }
  }

  private mutating func sum() throws(FeatureError) -> Syntax {
    var left = try product()
    while true {
      if take(.plus) {
        left = join(.add, left, try product())
      } else if take(.minus) {
        left = join(.subtract, left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(FeatureError) -> Syntax {
    var left = try signed()
    while true {
      if take(.star) {
        left = join(.multiply, left, try signed())
      } else if take(.slash) {
        left = join(.divide, left, try signed())
      } else {
        return left
      }
    }
  }

  private mutating func signed() throws(FeatureError) -> Syntax {
    var signs: [Int] = []
    while true {
      let start = token.range.lowerBound
      if take(.minus) {
        signs.append(start)
      } else if !take(.plus) {
        break
      }
    }
    var result = try primary()
    for start in signs.reversed() {
      let range = start..<result.range.upperBound
      if case .number(let value) = result.kind {
        result = Syntax(kind: .number(-value), range: range)
      } else {
        result = Syntax(kind: .operation(.negate, [result]), range: range)
      }
    }
    return result
  }

  private static let comparisons: [Symbol: Operation] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual,
    .greater: .greater, .greaterOrEqual: .greaterOrEqual,
  ]

  private func join(_ operation: Operation, _ left: Syntax, _ right: Syntax) -> Syntax {
    Syntax(
      kind: .operation(operation, [left, right]),
      range: left.range.lowerBound..<right.range.upperBound
    )
  }

  private func finish(_ operation: Operation, _ arguments: [Syntax], isNegated: Bool) -> Syntax {
    let range = span(from: arguments.first?.range.lowerBound ?? 0)
    let result = Syntax(kind: .operation(operation, arguments), range: range)
    return isNegated ? Syntax(kind: .operation(.not, [result]), range: range) : result
  }
}
