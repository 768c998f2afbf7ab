import Tables

extension TypeChecker {
  /// The typed form of a declaration.
  func check(_ form: Form) throws(FeatureError) -> TypedForm {
    switch form {
    case .scalar(let syntax):
      return .scalar(try check(syntax))
    case .events(let call, let table, let range, let condition):
      try verify(table: table, range: range)
      if call.aggregate.isRanking {
        throw error(
          .syntax,
          "\(call.aggregate.rawValue) compares a project with its peers",
          at: Syntax(kind: .null, range: call.range),
          hint: "write \(call.aggregate.usage) over (partition by …)"
        )
      }
      try verify(order: call, table: table)
      let aggregate = try check(call)
      var typed: Expression?
      if let condition { typed = try check(condition, as: .boolean, "the condition of ‘where’") }
      return .events(aggregate, table: table, condition: typed)
    case .peers(let call, let levels):
      if call.aggregate.isOrdered {
        throw error(
          .syntax,
          "peers have no order for \(call.aggregate.rawValue)",
          at: Syntax(kind: .null, range: call.range),
          hint: [.first, .last].contains(call.aggregate)
            ? "use min, max or rank" : "it reads events: \(call.aggregate.usage) from TABLE"
        )
      }
      var typed: [PeerLevel<Expression>] = []
      for level in levels {
        var keys: [Expression] = []
        for key in level.keys { keys.append(try check(key).coerced(to: .number)) }
        typed.append(PeerLevel(keys: keys, minimum: level.minimum))
      }
      return .peers(try check(call), levels: typed)
    }
  }

  private func verify(table: String, range: Range<Int>) throws(FeatureError) {
    let place = Syntax(kind: .null, range: range)
    let package = scope.package
    if let resource = package[resource: table] {
      if resource.role == .outcome {
        throw error(
          .forbidden(table),
          "no feature may read the outcomes in \(table)",
          at: place,
          hint: "a feature is what was known before the outcome"
        )
      }
      if table == package.subject.name {
        throw error(
          .forbidden(table),
          "\(table) is what features are about, not a table of events",
          at: place,
          hint: "compare projects with: … over (partition by …)"
        )
      }
      if resource.version != nil {
        throw error(
          .forbidden(table),
          "\(table) keeps versions, which no aggregate reads",
          at: place,
          hint: "declare the table as events with happened"
        )
      }
      if package.links[table] == nil {
        throw error(
          .forbidden(table),
          "rows of \(table) do not lead to \(package.subject.name)",
          at: place,
          hint: "declare a foreignKey in the data package"
        )
      }
      return
    }
    if table == "outcomes" {
      throw error(.forbidden(table), "no feature may read outcomes", at: place)
    }
    let isStandard = StandardTables.names.contains(table) && table != "projects"
    if isStandard || scope.policy == .insufficient { return }
    let tables = package.resources
      .filter { $0.role != .outcome && $0.name != package.subject.name }.map(\.name)
    let nearest = NearestName.of(table, among: tables)
    throw error(
      .unknownName(table, nearest: nearest),
      "there is no table ‘\(table)’",
      at: place,
      hint: nearest.map { "did you mean ‘\($0)’?" }
        ?? "tables are \(tables.joined(separator: ", "))"
    )
  }

  /// What needs dates, or an order of rows, is an error where the table has none.
  private func verify(order call: AggregateCall, table: String) throws(FeatureError) {
    guard let resource = scope.package[resource: table] else { return }
    let name = call.aggregate.rawValue
    let hint = "declare happened: FIELD for \(table) in the data package"
    let place = Syntax(kind: .null, range: call.range)
    if call.aggregate == .trend, resource.happened == nil {
      throw error(
        .type,
        "\(name) goes by the dates on which rows happened, and \(table) declares no happened",
        at: place,
        hint: hint
      )
    }
    if call.aggregate == .longestRun, resource.happened == nil, resource.primaryKey.isEmpty {
      throw error(
        .type,
        "rows of \(table) have no order for \(name): it declares neither happened nor a primary key",
        at: place,
        hint: hint
      )
    }
  }

  private func check(_ call: AggregateCall) throws(FeatureError) -> AggregateExpression {
    var result = AggregateExpression(aggregate: call.aggregate, isDistinct: call.isDistinct)
    guard let argument = call.argument else { return result }
    let name = call.aggregate.rawValue
    switch call.aggregate {
    case .count, .first, .last:
      result.argument = try check(argument)
    case .longestGap:
      result.argument = try check(argument, as: .date, "the argument of \(name)")
    case .longestRun:
      result.argument = try check(argument, as: .boolean, "the condition of \(name)")
    case .min, .max, .rank, .percentRank:
      let typed = try check(argument)
      let allowed: [ValueType] =
        call.aggregate == .rank || call.aggregate == .percentRank
        ? [.number, .date, .unknown] : [.number, .date, .text, .unknown]
      guard allowed.contains(typed.type) else {
        throw error(
          .type,
          "\(name) orders numbers or dates, but \(words(argument)) is \(typed.type.words)",
          at: argument,
          hint: typed.type == .boolean ? "count them: count(*) … where \(words(argument))" : nil
        )
      }
      result.argument = typed
    default:
      result.argument = try check(argument, as: .number, "the argument of \(name)")
    }
    guard let second = call.second else { return result }
    if call.aggregate == .quantile {
      guard case .number(let share) = second.kind, (0...1).contains(share) else {
        throw error(
          .type,
          "the share of quantile is a number from 0 to 1",
          at: second,
          hint: "write for example quantile(x, 0.9)"
        )
      }
      result.share = share
    } else {
      result.key = try check(second).coerced(to: .number)
    }
    return result
  }
}
