import Tables

extension SQLSteps {
  /// The keys and arguments of aggregates among peers, as columns of the projects.
  mutating func addPeerRows(_ features: [PlannedFeature], _ step: inout SQLStep) {
    var columns: [String] = []
    for feature in features where !isNeverReadable(feature) {
      guard case .peers(let aggregate, _) = feature.form else { continue }
      for (number, key) in feature.peerKeys.enumerated() {
        let name = feature.peerKey(number)
        columns.append("\(scope("p").value(key).text) AS \(dialect.name(name))")
      }
      if aggregate.aggregate.isRanking, let argument = aggregate.argument {
        columns.append("\(scope("p").value(argument).text) AS \(dialect.name(feature.ownValue))")
      }
    }
    guard !columns.isEmpty else { return }
    let name = "\(step.name) peers"
    let text = "SELECT p.*,\n    \(columns.joined(separator: ",\n    "))"
    relations.append((name, "\(text)\n  FROM \(dialect.name(step.source)) AS p", true))
    step.source = name
  }

  mutating func addPeers(_ features: [PlannedFeature], _ step: inout SQLStep) {
    for feature in features where !isNeverReadable(feature) {
      guard case .peers(let aggregate, let levels) = feature.form else { continue }
      var answers = levels.indices.map { level in
        addAnswer(feature, aggregate, levels[level], level, &step)
      }
      if levels.count == 1, levels[0].minimum == nil {
        answers[0].conditions += [readable(feature)].compactMap { $0 }
      } else if let condition = readable(feature) {
        for level in answers.indices { answers[level].conditions.insert(condition, at: 0) }
      }
      (step.values[feature.index], step.flags[feature.index]) = SQLPeerAnswer.first(of: answers)
    }
  }

  /// The answer of one level, and when it is the level that counts.
  private mutating func addAnswer(
    _ feature: PlannedFeature,
    _ aggregate: AggregateExpression,
    _ level: PeerLevel<Expression>,
    _ number: Int,
    _ step: inout SQLStep
  ) -> SQLPeerAnswer {
    let all = feature.peerKeys
    let names = all.indices.filter { level.keys.contains(all[$0]) }.map(feature.peerKey)
    var conditions = names.map { "p.\(dialect.name($0)) IS NOT NULL" }
    let kind = aggregate.aggregate
    var value: SQLValue
    var none: String?
    var peers: String
    if kind == .rank || kind == .percentRank {
      (value, peers) = ranked(feature, kind, names)
    } else {
      let isExplained = !kind.isRanking && explained.contains(feature.index)
      let summary = addSummary(feature, aggregate, level, names, number, isExplained, &step)
      peers = summary.peers
      value = finished(feature, summary, isExplained: isExplained && summary.hasGaps)
      if kind == .zscore || kind == .robustZscore { value = score(feature, value, summary.mean) }
      if isExplained, summary.hasGaps, feature.declaration.empty == nil {
        none = "\(summary.count) = 0 AND \(summary.gaps) = 0"
      }
    }
    if kind.isRanking {
      let own = "p.\(dialect.name(feature.ownValue))"
      let flag = aggregate.argument.flatMap(scope("p").isNone)
      if let flag {
        none = "\(own) IS NULL AND \(flag)"
        fill(&value, feature, where: "\(own) IS NULL AND \(flag)")
        if feature.declaration.empty != nil { none = nil }
      }
    }
    if let minimum = level.minimum { conditions.append("\(peers) >= \(minimum)") }
    return SQLPeerAnswer(conditions: conditions, value: value, none: none)
  }

  /// The aggregate of each group of peers, joined to the projects.
  private mutating func addSummary(
    _ feature: PlannedFeature,
    _ aggregate: AggregateExpression,
    _ level: PeerLevel<Expression>,
    _ keys: [String],
    _ number: Int,
    _ isExplained: Bool,
    _ step: inout SQLStep
  ) -> SQLAggregate {
    let summary = SQLAggregate(
      feature,
      aggregate,
      condition: nil,
      scope: scope("r"),
      keys: keys,
      alias: step.nextAlias,
      isExplained: isExplained,
      isBounded: level.minimum != nil
    )
    let present = keys.map { "r.\(dialect.name($0)) IS NOT NULL" }
    let group = addGroups(
      "\(step.name) \(feature.name)" + (number == 0 ? "" : " level \(number + 1)"),
      [summary],
      keys: keys,
      from: step.source,
      where: present.isEmpty ? nil : present.joined(separator: " AND ")
    )
    step.join(group, on: keys, dialect)
    return summary
  }

  /// (x − mean) / deviation, or the robust ones of both.
  private func score(
    _ feature: PlannedFeature,
    _ deviation: SQLValue,
    _ mean: String
  ) -> SQLValue {
    let own = SQLValue.column("p.\(dialect.name(feature.ownValue))")
    let mean = SQLValue.column(mean)
    return dialect.arithmetic(.divide, dialect.arithmetic(.subtract, own, mean), deviation)
  }

  /// The rank, and how many peers have one.
  private func ranked(
    _ feature: PlannedFeature,
    _ aggregate: Aggregate,
    _ keys: [String]
  ) -> (SQLValue, peers: String) {
    let x = "p.\(dialect.name(feature.ownValue))"
    let columns = keys.map { "p.\(dialect.name($0))" }.joined(separator: ", ")
    let partition = columns.isEmpty ? "" : "PARTITION BY \(columns) "
    let rank = dialect.asNumber("rank() OVER (\(partition)ORDER BY \(x) NULLS LAST)")
    let count = "count(\(x)) OVER (\(partition))"
    var text = rank
    if aggregate == .percentRank {
      let peers = dialect.asNumber(count)
      let zero = dialect.number(0)
      text = "coalesce((\(rank) - 1) / nullif(\(peers) - 1, \(zero)), \(zero))"
    }
    let value = SQLValue(
      text: "CASE WHEN \(x) IS NOT NULL THEN \(text) END",
      size: Magnitude(largest: 0x1p63, smallest: 0x1p-63)
    )
    return (value, count)
  }
}

/// What an aggregate among peers says on one level.
private struct SQLPeerAnswer {
  /// When it is the level that counts, if none before is.
  var conditions: [String]
  var value: SQLValue
  /// Whether it is null for want of rows.
  var none: String?

  /// The answer of the first level that counts, and whether it is null for want of rows.
  static func first(of answers: [SQLPeerAnswer]) -> (SQLValue?, String?) {
    guard var value = answers.first?.value else { return (nil, nil) }
    var text = ""
    var none = ""
    for answer in answers {
      value.size = value.size.or(answer.value.size)
      let condition = answer.conditions.joined(separator: " AND ")
      if condition.isEmpty {
        if answers.count == 1 { return (answer.value, answer.none) }
        // The last level, which is everyone.
        text += " ELSE \(answer.value.text)"
        none += answer.none.map { " ELSE \($0)" } ?? ""
      } else {
        text += " WHEN \(condition) THEN \(answer.value.text)"
        none += " WHEN \(condition) THEN \(answer.none ?? "FALSE")"
      }
    }
    value.text = "CASE\(text) END"
    let isPossible = answers.contains { $0.none != nil }
    return (value, isPossible ? "(CASE\(none) END)" : nil)
  }
}
