import Tables

extension Parser {
  /// A whole declaration: a scalar, an aggregate of events, or an aggregate among peers.
  static func form(_ source: ExpressionText) throws(FeatureError) -> Form {
    var parser = try Parser(source)
    if parser.token.kind == .end {
      throw FeatureError(.syntax, "the feature has no expression", at: source.start)
    }
    guard case .name(let name, isQuoted: false) = parser.token.kind,
      parser.peek().kind == .symbol(.open), let aggregate = Aggregate(named: name)
    else {
      let result = try parser.expression()
      try parser.expectEndOfScalar()
      return .scalar(result)
    }
    let call = try parser.aggregateCall(aggregate)
    let form =
      parser.token.kind == .keyword(.over)
      ? try parser.peers(call) : try parser.events(call)
    try parser.expectEnd()
    return form
  }

  private func expectEndOfScalar() throws(FeatureError) {
    if token.kind == .keyword(.from) || token.kind == .keyword(.over) {
      throw expected(
        "the end of the expression",
        hint: "only an aggregate such as count(*) or sum(x) takes ‘from’ or ‘over’"
      )
    }
    try expectEnd()
  }

  private mutating func aggregateCall(_ aggregate: Aggregate) throws(FeatureError) -> AggregateCall
  {
    let start = token.range.lowerBound
    advance()
    advance()
    var call = AggregateCall(aggregate: aggregate, range: start..<start)
    if aggregate == .count, take(.star) {
      try expect(.close, "after ‘count(*’")
      call.range = span(from: start)
      return call
    }
    if token.kind == .keyword(.distinct), aggregate != .count {
      throw expected("a value", hint: "only count takes ‘distinct’")
    }
    call.isDistinct = take(.distinct)
    call.argument = try expression()
    switch aggregate {
    case .quantile:
      try expect(.comma, "and the share, as in quantile(x, 0.9)")
      call.second = try expression()
    case .hhi, .shareOfLargest:
      try expect(.by, "and the key, as in \(aggregate.rawValue)(amount by payee)")
      call.second = try expression()
    case .min, .max:
      if token.kind == .symbol(.comma) {
        throw expected(
          "‘)’",
          hint: aggregate == .min
            ? "the smallest of several values is least(a, b)"
            : "the largest of several values is greatest(a, b)"
        )
      }
    default: break
    }
    try expect(.close, "to end \(aggregate.usage)")
    call.range = span(from: start)
    return call
  }

  private mutating func events(_ call: AggregateCall) throws(FeatureError) -> Form {
    guard take(.from) else {
      let hint =
        token.kind == .end
        ? nil
        : "an aggregate stands alone: declare it as a feature of its own (hidden: true) "
          + "and use that feature's name"
      throw expected("‘from TABLE’ or ‘over (partition by …)’", hint: hint)
    }
    guard case .name(let table, _) = token.kind else { throw expected("the name of a table") }
    let tableRange = token.range
    advance()
    let condition = take(.where) ? try expression() : nil
    if condition == nil, token.kind != .end { throw expected("‘where’ or the end") }
    return .events(call, table: table, tableRange: tableRange, condition: condition)
  }

  private mutating func peers(_ call: AggregateCall) throws(FeatureError) -> Form {
    advance()
    try expect(.open, "after ‘over’")
    var levels: [PeerLevel<Syntax>] = []
    if take(.partition) {
      try expect(.by, "after ‘partition’")
      levels = try peerLevels()
    }
    try expect(.close, "to end ‘over (partition by …’")
    return .peers(call, levels: levels.isEmpty ? [PeerLevel(keys: [])] : levels)
  }

  /// `keys min n else keys else all`; keys without a number of their own take the one before.
  private mutating func peerLevels() throws(FeatureError) -> [PeerLevel<Syntax>] {
    var levels: [PeerLevel<Syntax>] = []
    repeat {
      var level = PeerLevel<Syntax>(keys: [], minimum: levels.last?.minimum)
      if !levels.isEmpty, isWord("all") {
        advance()
        level.minimum = nil
      } else {
        repeat { level.keys.append(try expression()) } while take(.comma)
      }
      if isWord("min") { level.minimum = try peerMinimum() }
      if token.kind == .keyword(.else) {
        if level.keys.isEmpty { throw expected("‘)’", hint: "nothing comes after ‘all’") }
        if level.minimum == nil {
          throw expected(
            "‘min’ and a number",
            hint: "say how many peers are enough: partition by sector min 30 else all"
          )
        }
      }
      levels.append(level)
    } while take(.else)
    return levels
  }

  /// Whether the next word is one that only peers give a meaning.
  private func isWord(_ word: String) -> Bool {
    guard case .name(let name, isQuoted: false) = token.kind, name.lowercased() == word else {
      return false
    }
    return ![.symbol(.open), .symbol(.dot)].contains(peek().kind)
  }

  private mutating func peerMinimum() throws(FeatureError) -> Int {
    advance()
    guard case .number(let value) = token.kind, let count = Int(exactly: value), count > 0,
      count <= Int(Int32.max)
    else {
      throw expected("a number of peers", hint: "write a whole number from 1 on, as in min 30")
    }
    advance()
    return count
  }
}
