import Tables

extension SQLSteps {
  /// The keys and arguments of aggregates among peers, as columns of the projects.
  mutating func addPeerRows(_ features: [PlannedFeature], _ step: inout SQLStep) {
    var columns: [String] = []
    for feature in features where !isNeverReadable(feature) {
      guard case .peers(let aggregate, let keys) = feature.form else { continue }
      for (number, key) in keys.enumerated() {
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
      guard case .peers(let aggregate, let keys) = feature.form else { continue }
      let names = keys.indices.map(feature.peerKey)
      let present = names.map { "p.\(dialect.name($0)) IS NOT NULL" }
      let kind = aggregate.aggregate
      var value: SQLValue
      var none: String?
      if kind == .rank || kind == .percentRank {
        value = ranked(feature, kind, names)
      } else {
        let isExplained = !kind.isRanking && explained.contains(feature.index)
        let summary = addSummary(feature, aggregate, names, isExplained, &step)
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
      let conditions = present + [readable(feature)].compactMap { $0 }
      if !conditions.isEmpty {
        let all = conditions.joined(separator: " AND ")
        value.text = "CASE WHEN \(all) THEN \(value.text) END"
        none = none.map { "\(all) AND \($0)" }
      }
      step.values[feature.index] = value
      step.flags[feature.index] = none
    }
  }

  /// The aggregate of each group of peers, joined to the projects.
  private mutating func addSummary(
    _ feature: PlannedFeature,
    _ aggregate: AggregateExpression,
    _ keys: [String],
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
      isExplained: isExplained
    )
    let present = keys.map { "r.\(dialect.name($0)) IS NOT NULL" }
    let group = addGroups(
      "\(step.name) \(feature.name)",
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

  private func ranked(
    _ feature: PlannedFeature,
    _ aggregate: Aggregate,
    _ keys: [String]
  ) -> SQLValue {
    let x = "p.\(dialect.name(feature.ownValue))"
    let columns = keys.map { "p.\(dialect.name($0))" }.joined(separator: ", ")
    let partition = columns.isEmpty ? "" : "PARTITION BY \(columns) "
    let rank = dialect.asNumber("rank() OVER (\(partition)ORDER BY \(x) NULLS LAST)")
    var text = rank
    if aggregate == .percentRank {
      let peers = dialect.asNumber("count(\(x)) OVER (\(partition))")
      let zero = dialect.number(0)
      text = "coalesce((\(rank) - 1) / nullif(\(peers) - 1, \(zero)), \(zero))"
    }
    return SQLValue(
      text: "CASE WHEN \(x) IS NOT NULL THEN \(text) END",
      size: Magnitude(largest: 0x1p63, smallest: 0x1p-63)
    )
  }
}
