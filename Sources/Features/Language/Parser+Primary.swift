import Tables

extension Parser {
  /// A literal, a name, a call, a `case` or something in parentheses.
  mutating func primary() throws(FeatureError) -> Syntax {
    let start = token.range.lowerBound
    switch token.kind {
    case .number(let value): return literal(.number(value))
    case .text(let value): return literal(.text(value))
    case .keyword(.true): return literal(.boolean(true))
    case .keyword(.false): return literal(.boolean(false))
    case .keyword(.null): return literal(.null)
    case .keyword(.asOf): return literal(.asOf)
    case .keyword(.case): return try choice()
    case .symbol(.open):
      advance()
      var inner = try expression()
      try expect(.close, "to match the ‘(’ at \(source.location(at: start))")
      inner.range = span(from: start)
      return inner
    case .name(let name, let isQuoted): return try named(name, isQuoted: isQuoted)
    default: throw expected("a value")
    }
  }

  private mutating func literal(_ kind: Syntax.Kind) -> Syntax {
    let range = token.range
    advance()
    return Syntax(kind: kind, range: range)
  }

  private mutating func named(_ name: String, isQuoted: Bool) throws(FeatureError) -> Syntax {
    let start = token.range.lowerBound
    if !isQuoted, case .text(let text) = peek().kind {
      guard name.lowercased() == "date" else {
        advance()
        throw expected("an operator")
      }
      advance()
      guard let day = Day(iso: text) else {
        throw FeatureError(
          .syntax,
          "‘\(text)’ is not a date",
          at: source.location(at: token.range.lowerBound),
          hint: "write it as date 'YYYY-MM-DD'"
        )
      }
      advance()
      return Syntax(kind: .date(day.number), range: span(from: start))
    }
    if !isQuoted, peek().kind == .symbol(.open) { return try call(name, start: start) }
    advance()
    guard take(.dot) else {
      return Syntax(kind: .name(name, qualifier: nil), range: span(from: start))
    }
    guard case .name(let field, _) = token.kind else {
      throw expected("the name of a column after ‘\(name).’")
    }
    advance()
    return Syntax(kind: .name(field, qualifier: name), range: span(from: start))
  }

  private mutating func call(_ name: String, start: Int) throws(FeatureError) -> Syntax {
    if ScalarFunction.named(name) == nil, Aggregate(named: name) != nil {
      throw FeatureError(
        .syntax,
        "the aggregate \(name.lowercased()) cannot stand inside another expression",
        at: source.location(at: start),
        hint: "declare it as a feature of its own (hidden: true) and use that feature's name"
      )
    }
    advance()
    advance()
    var arguments: [Syntax] = []
    if !take(.close) {
      repeat { arguments.append(try expression()) } while take(.comma)
      try expect(.close, "to end the arguments of \(name)")
    }
    return Syntax(kind: .call(name, arguments), range: span(from: start))
  }

  private mutating func choice() throws(FeatureError) -> Syntax {
    let start = token.range.lowerBound
    advance()
    let subject = token.kind == .keyword(.when) ? nil : try expression()
    var parts: [Syntax] = []
    while take(.when) {
      let condition = try expression()
      try expect(.then, "after the condition")
      let result = try expression()
      if let subject {
        parts.append(
          Syntax(kind: .operation(.equal, [subject, condition]), range: condition.range)
        )
      } else {
        parts.append(condition)
      }
      parts.append(result)
    }
    if parts.isEmpty { throw expected("‘when’") }
    if take(.else) {
      parts.append(try expression())
    } else {
      parts.append(Syntax(kind: .null, range: token.range.lowerBound..<token.range.lowerBound))
    }
    try expect(.end, "to close the ‘case’ at \(source.location(at: start))")
    return Syntax(kind: .choice(parts), range: span(from: start))
  }
}
