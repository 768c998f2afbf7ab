import Tables

/// Gives every name of an expression its meaning and every part its type.
struct TypeChecker {
  let source: ExpressionText
  let scope: Scope
  /// The types of the features that may be named, by place.
  let featureTypes: [ValueType?]

  func error(
    _ problem: FeatureError.Problem = .type,
    _ message: String,
    at syntax: Syntax,
    hint: String? = nil
  ) -> FeatureError {
    FeatureError(
      problem,
      message,
      at: source.location(at: syntax.range.lowerBound),
      hint: hint
    )
  }

  func words(_ syntax: Syntax) -> String { "‘\(source[syntax.range])’" }

  /// The typed form of an expression.
  func check(_ syntax: Syntax) throws(FeatureError) -> Expression {
    switch syntax.kind {
    case .number(let value): return Expression(.number(value), .number)
    case .text(let value): return Expression(.text(value), .text)
    case .boolean(let value): return Expression(.boolean(value), .boolean)
    case .date(let value): return Expression(.date(value), .date)
    case .null: return Expression(.null, .unknown)
    case .asOf: return Expression(.asOf, .date)
    case .name(let name, let qualifier): return try named(name, qualifier, syntax)
    case .operation(let operation, let arguments):
      return try self.operation(operation, arguments, syntax)
    case .choice(let parts): return try choice(parts)
    case .call(let name, let arguments): return try call(name, arguments, syntax)
    }
  }

  /// The typed form of an expression that must be of `type`.
  func check(
    _ syntax: Syntax,
    as type: ValueType,
    _ purpose: String
  ) throws(FeatureError) -> Expression {
    try fit(try check(syntax), syntax, as: type, purpose)
  }

  private func fit(
    _ expression: Expression,
    _ syntax: Syntax,
    as type: ValueType,
    _ purpose: String
  ) throws(FeatureError) -> Expression {
    guard expression.fits(type) else {
      throw error(
        .type,
        "\(words(syntax)) is \(expression.words), but \(purpose) is \(type.words)",
        at: syntax,
        hint: hint(from: syntax, expression.type, to: type)
      )
    }
    return expression.coerced(to: type)
  }

  /// Expressions of one type.
  func unify(_ parts: [Syntax]) throws(FeatureError) -> [Expression] {
    var expressions: [Expression] = []
    var known: (syntax: Syntax, type: ValueType)?
    for part in parts {
      let expression = try check(part)
      expressions.append(expression)
      guard expression.type != .unknown else { continue }
      if let known, known.type != expression.type {
        throw error(
          .type,
          "\(words(known.syntax)) is \(known.type.words), "
            + "but \(words(part)) is \(expression.type.words)",
          at: part,
          hint: hint(from: part, expression.type, to: known.type)
            ?? hint(from: known.syntax, known.type, to: expression.type)
        )
      }
      if known == nil { known = (part, expression.type) }
    }
    guard let known else { return expressions }
    for (part, expression) in zip(parts, expressions) where !expression.fits(known.type) {
      throw error(
        .type,
        "\(words(known.syntax)) is \(known.type.words), "
          + "but \(words(part)) is \(expression.words)",
        at: part
      )
    }
    return expressions.map { $0.coerced(to: known.type) }
  }

  private func hint(from syntax: Syntax, _ type: ValueType, to wanted: ValueType) -> String? {
    if case .text(let text) = syntax.kind {
      if wanted == .date, Day(iso: text) != nil { return "write date '\(text)'" }
      if wanted == .number, Double(text) != nil { return "write \(text) without quotes" }
    }
    if type == .number, wanted == .text, case .number = syntax.kind {
      return "write '\(source[syntax.range])' in quotes"
    }
    return nil
  }

  private func named(
    _ name: String,
    _ qualifier: String?,
    _ syntax: Syntax
  ) throws(FeatureError) -> Expression {
    switch scope.meaning(of: name, qualifier: qualifier) {
    case .column(let column, let type): return Expression(.column(column), type)
    case .feature(let index):
      return Expression(.feature(index), featureTypes[index] ?? .unknown)
    case .unknown:
      var error = scope.unknown(
        name,
        qualifier: qualifier,
        at: source.location(at: syntax.range.lowerBound)
      )
      if qualifier == nil, source[syntax.range].first(where: { $0 != "(" && $0 != " " }) == "\"" {
        error.hint = Lexer.textHint(name) + (error.hint.map { "; \($0)" } ?? "")
      }
      throw error
    }
  }

  /// Deep expressions go through here once a level, so that all but the way down is elsewhere.
  private func operation(
    _ operation: Operation,
    _ arguments: [Syntax],
    _ syntax: Syntax
  ) throws(FeatureError) -> Expression {
    switch operation {
    case .and, .or, .not:
      return try joined(operation, arguments, .boolean, "an operand of ‘\(operation.rawValue)’")
    case .isNull, .isIn: return try unified(operation, arguments)
    case .like: return try like(arguments)
    case .add, .subtract:
      return try sum(
        operation,
        arguments,
        try check(arguments[0]),
        try check(arguments[1]),
        syntax
      )
    case .negate, .multiply, .divide:
      return try joined(operation, arguments, .number, "an operand of arithmetic")
    default: return try comparison(operation, arguments)
    }
  }

  /// An operation whose operands and result are all of one type.
  private func joined(
    _ operation: Operation,
    _ arguments: [Syntax],
    _ type: ValueType,
    _ purpose: String
  ) throws(FeatureError) -> Expression {
    var typed: [Expression] = []
    for argument in arguments {
      typed.append(try fit(try check(argument), argument, as: type, purpose))
    }
    return Expression(.apply(operation, typed), type)
  }

  /// An operation on operands of any one type that is true or false.
  private func unified(
    _ operation: Operation,
    _ arguments: [Syntax]
  ) throws(FeatureError) -> Expression {
    let typed = try unify(arguments)
    return Expression(.apply(operation, typed.map { $0.coerced(to: .number) }), .boolean)
  }

  private func comparison(
    _ operation: Operation,
    _ arguments: [Syntax]
  ) throws(FeatureError) -> Expression {
    for argument in arguments where argument.kind == .null {
      throw error(
        .type,
        "a comparison with null is never true",
        at: argument,
        hint: "write ‘is null’ or ‘is not null’"
      )
    }
    let typed = try unify(arguments)
    if let first = typed.first, first.type == .boolean, ![.equal, .notEqual].contains(operation) {
      throw error(.type, "true and false have no order", at: arguments[0])
    }
    return Expression(.apply(operation, typed.map { $0.coerced(to: .number) }), .boolean)
  }

  private func like(_ arguments: [Syntax]) throws(FeatureError) -> Expression {
    guard case .text(let pattern) = arguments[1].kind else {
      throw error(
        .type,
        "the pattern of ‘like’ is a text in quotes",
        at: arguments[1],
        hint: "write for example like 'road%': % is any text, _ any one character"
      )
    }
    let text = try check(arguments[0], as: .text, "what ‘like’ looks at")
    return Expression(.apply(.like, [text, Expression(.text(pattern), .text)]), .boolean)
  }

  /// `+` and `−` of numbers, or of a date and a number of days; what stands around it decides where
  /// an operand is of unknown type.
  private func sum(
    _ operation: Operation,
    _ arguments: [Syntax],
    _ left: Expression,
    _ right: Expression,
    _ syntax: Syntax
  ) throws(FeatureError) -> Expression {
    if left.type == .date, right.type == .date {
      let (first, second) = (source[arguments[0].range], source[arguments[1].range])
      throw error(
        .type,
        operation == .add ? "two dates cannot be added" : "dates are not subtracted",
        at: syntax,
        hint: operation == .add ? nil : "write days_between(\(second), \(first))"
      )
    }
    if left.type == .date {
      return try days(operation == .add ? .addDays : .subtractDays, left, right, arguments[1])
    }
    if right.type == .date, operation == .add {
      return try days(.addDays, right, left, arguments[0])
    }
    let purpose = "an operand of arithmetic"
    if left.type == .unknown || right.type == .unknown {
      _ = try fit(left, arguments[0], as: .number, purpose)
      _ = try fit(right, arguments[1], as: .number, purpose)
      // Only what is added to or subtracted from can be a date.
      let isOpen = left.type == .unknown || (operation == .add && right.type == .unknown)
      if isOpen { return Expression(.apply(operation, [left, right]), .unknown) }
    }
    let typed = [
      try fit(left, arguments[0], as: .number, purpose),
      try fit(right, arguments[1], as: .number, purpose),
    ]
    return Expression(.apply(operation, typed), .number)
  }

  private func days(
    _ operation: Operation,
    _ date: Expression,
    _ days: Expression,
    _ syntax: Syntax
  ) throws(FeatureError) -> Expression {
    if case .number(let value) = days.kind, value != value.rounded() {
      throw error(.type, "a date moves by whole days", at: syntax)
    }
    guard days.type == .number || days.type == .unknown else {
      throw error(
        .type,
        "\(words(syntax)) is \(days.type.words), but a date moves by a number of days",
        at: syntax
      )
    }
    return Expression(.apply(operation, [date, days.coerced(to: .number)]), .date)
  }

  private func choice(_ parts: [Syntax]) throws(FeatureError) -> Expression {
    var conditions: [Expression] = []
    var results: [Syntax] = []
    for index in stride(from: 0, to: parts.count - 1, by: 2) {
      conditions.append(try check(parts[index], as: .boolean, "a condition"))
      results.append(parts[index + 1])
    }
    if let last = parts.last { results.append(last) }
    let typed = try unify(results)
    var arguments: [Expression] = []
    for (condition, result) in zip(conditions, typed) { arguments += [condition, result] }
    if let last = typed.last { arguments.append(last) }
    return Expression(.apply(.choice, arguments), typed.last?.type ?? .unknown)
  }

  private func call(
    _ name: String,
    _ arguments: [Syntax],
    _ syntax: Syntax
  ) throws(FeatureError) -> Expression {
    guard let function = ScalarFunction.named(name) else {
      let known = ScalarFunction.all.map(\.name) + Aggregate.allCases.map(\.rawValue)
      let nearest = NearestName.of(name, among: known)
      throw error(
        .unknownName(name, nearest: nearest),
        "there is no function ‘\(name)’",
        at: syntax,
        hint: nearest.map { "did you mean ‘\($0)’?" }
          ?? "functions are \(known.joined(separator: ", "))"
      )
    }
    guard function.arity.contains(arguments.count) else {
      throw error(
        .syntax,
        "\(function.name) does not take \(arguments.count) arguments",
        at: syntax,
        hint: "write \(function.usage)"
      )
    }
    let operation = function.operation
    switch operation {
    case .coalesce:
      let typed = try unify(arguments)
      return Expression(.apply(operation, typed), typed[0].type)
    case .nullif:
      let typed = try unify(arguments)
      return Expression(.apply(operation, typed), typed[0].type)
    case .least, .greatest:
      let typed = try unify(arguments)
      guard [.number, .date, .unknown].contains(typed[0].type) else {
        throw error(
          .type,
          "\(function.name) compares numbers or dates, not \(typed[0].type.words)",
          at: arguments[0]
        )
      }
      return Expression(.apply(operation, typed), typed[0].type)
    case .daysBetween, .year, .month:
      var typed: [Expression] = []
      for argument in arguments {
        typed.append(try check(argument, as: .date, "an argument of \(function.name)"))
      }
      return Expression(.apply(operation, typed), .number)
    case .lower, .length, .contains:
      var typed: [Expression] = []
      for argument in arguments {
        typed.append(try check(argument, as: .text, "an argument of \(function.name)"))
      }
      let types: [Operation: ValueType] = [.lower: .text, .length: .number]
      return Expression(.apply(operation, typed), types[operation] ?? .boolean)
    case .workingDaysBetween:
      return try workingDays(arguments, syntax)
    default:
      var typed: [Expression] = []
      for argument in arguments {
        typed.append(try check(argument, as: .number, "an argument of \(function.name)"))
      }
      return Expression(.apply(operation, typed), .number)
    }
  }
}
