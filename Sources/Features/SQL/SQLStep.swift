import Tables

/// Writes the steps of a statement: each adds the features whose own features are settled.
///
/// A step is one relation over the projects. Aggregates over events are computed by project
/// beside it, aggregates among peers by group, and joined to it.
struct SQLSteps {
  private let plan: FeaturePlan
  private let dialect: SQLDialect
  private let knowledge: SQLKnowledge
  /// The relations so far, in order.
  private(set) var relations: [(name: String, text: String, isKept: Bool)] = []
  private var sizes: [Int: Magnitude] = [:]
  private var flagged: Set<Int> = []
  /// The features of which it matters why they are null.
  private let explained: Set<Int>
  /// The step that holds everything settled so far.
  private(set) var last: String

  init(_ plan: FeaturePlan, _ dialect: SQLDialect) {
    self.plan = plan
    self.dialect = dialect
    knowledge = SQLKnowledge(plan: plan, dialect: dialect)
    last = SQLKnowledge.known
    explained = plan.features.filter(\.isExplained).reduce(into: []) {
      $0.formUnion(plan.closure(of: $1.index))
    }
    if knowledge.needsLatestFact {
      relations.append((SQLKnowledge.snapshot, knowledge.latestFact, true))
    }
    let read = Set(plan.features.flatMap(\.inputs)).union(windowColumns).sorted()
    let own = read.filter { $0.resource == plan.package.subject.name }
    relations.append((last, knowledge.projects(own), true))
    addWaves()
  }

  /// The columns that bounds of windows read.
  private var windowColumns: Set<InputColumn> {
    var columns: Set<InputColumn> = []
    for window in plan.features.map(\.window) {
      for bound in [window.first, window.last] {
        bound?.forEach { if case .column(let column) = $0.kind { columns.insert(column) } }
      }
    }
    return columns
  }

  /// Each wave settles every feature that waits for no other.
  private mutating func addWaves() {
    var waiting = plan.order
    var settled: Set<Int> = []
    var number = 0
    while !waiting.isEmpty {
      let wave = waiting.filter { plan.features[$0].dependencies.allSatisfy(settled.contains) }
      guard !wave.isEmpty else { return }
      number += 1
      add(wave.map { plan.features[$0] }, number)
      settled.formUnion(wave)
      waiting.removeAll(where: settled.contains)
    }
  }

  private func scope(_ alias: String) -> SQLScope {
    SQLScope(plan: plan, dialect: dialect, alias: alias, sizes: sizes, flagged: flagged)
  }

  private mutating func add(_ features: [PlannedFeature], _ number: Int) {
    let name = "step \(number)"
    var step = SQLStep(name: name, source: last)
    addPeerRows(features, &step)
    var tables: [String] = []
    for feature in features {
      if let table = feature.table, !tables.contains(table) { tables.append(table) }
    }
    for table in tables {
      addEvents(features.filter { $0.table == table }, of: table, &step)
    }
    addPeers(features, &step)
    for feature in features {
      guard case .scalar(let expression) = feature.form else { continue }
      step.values[feature.index] = scope("p").value(expression)
      step.flags[feature.index] = scope("p").isNone(expression)
    }
    var columns = ["p.*"]
    var newlyFlagged: Set<Int> = []
    for feature in features.sorted(by: { $0.index < $1.index }) {
      let value = settled(feature, step.values[feature.index])
      columns.append("\(value.text) AS \(dialect.name(feature.name))")
      sizes[feature.index] = value.size
      if explained.contains(feature.index), let flag = step.flags[feature.index] {
        let name = SQLScope.flag(of: feature)
        let applied = settled(feature, SQLValue(text: flag)).text
        columns.append("coalesce(\(applied), FALSE) AS \(dialect.name(name))")
        newlyFlagged.insert(feature.index)
      }
    }
    flagged.formUnion(newlyFlagged)
    relations.append(
      (
        name,
        "SELECT \(columns.joined(separator: ",\n    "))\n  FROM \(dialect.name(step.source)) AS p"
          + step.joins.map { "\n  \($0)" }.joined(),
        true
      )
    )
    last = name
  }

  /// A feature's value where it applies; null of its type where nothing gives one.
  private func settled(_ feature: PlannedFeature, _ value: SQLValue?) -> SQLValue {
    guard var value else { return SQLValue(text: dialect.null(feature.valueType)) }
    if let condition = feature.applies {
      value.text = "CASE WHEN \(scope("p").value(condition).text) THEN \(value.text) END"
    }
    return value
  }

  // MARK: - Aggregates

  /// Whether what an aggregate reads can be known on the date; nil when nothing can be lost.
  ///
  /// An aggregate of what is left would be wrong, so it is null when one of its columns is.
  private func readable(_ feature: PlannedFeature) -> String? {
    let days = Set(feature.formInputs.compactMap(knowledge.snapshot)).sorted()
    guard !days.isEmpty else { return nil }
    return days.map { "\(scope("p").asOf) >= \($0)" }.joined(separator: " AND ")
  }

  /// Whether an aggregate reads a column or a table that is not there.
  private func isNeverReadable(_ feature: PlannedFeature) -> Bool {
    feature.formInputs.contains { !plan.package.canRead($0) }
      || feature.formTables.union([feature.table].compactMap { $0 })
        .contains { plan.package[resource: $0] == nil }
  }

  private mutating func addEvents(
    _ features: [PlannedFeature],
    of table: String,
    _ step: inout SQLStep
  ) {
    let features = features.filter { !isNeverReadable($0) }
    guard let resource = plan.package[resource: table], !features.isEmpty else { return }
    let base = "\(step.name) \(table)"
    let keys = knowledge.keyColumns
    let order = addEventRows(base, resource, features, step)
    let rows = scope("r")
    var aggregates: [(PlannedFeature, SQLAggregate)] = []
    for feature in features {
      guard case .events(let aggregate, _, let condition) = feature.form else { continue }
      aggregates.append(
        (
          feature,
          SQLAggregate(
            feature,
            aggregate,
            condition: condition,
            scope: rows,
            keys: keys,
            alias: step.nextAlias,
            order: order
          )
        )
      )
    }
    let group = addGroups(base, aggregates.map(\.1), keys: keys, from: base)
    step.join(group, on: keys, dialect)
    for (feature, aggregate) in aggregates {
      let value = finished(feature, aggregate)
      step.values[feature.index] = covered(value, resource, feature)
      guard !feature.isCount, feature.declaration.empty == nil else { continue }
      var none = SQLValue(text: "coalesce(\(aggregate.count), 0) = 0")
      if let condition = readable(feature) { none.text += " AND \(condition)" }
      step.flags[feature.index] = covered(none, resource, feature).text
    }
  }

  /// The known rows of an event table with what features read of them and of their projects.
  ///
  /// - Returns: the columns that order rows: when they happened, then their primary keys.
  private mutating func addEventRows(
    _ name: String,
    _ resource: Resource,
    _ features: [PlannedFeature],
    _ step: SQLStep
  ) -> [String] {
    var columns = (knowledge.keyColumns + [SQLKnowledge.asOf]).map { "p.\(dialect.name($0))" }
    var order: [String] = []
    var seen: Set<String> = []
    for expression in features.flatMap({ $0.form.expressions }) {
      expression.forEach { part in
        switch part.kind {
        case .column(let column) where plan.package.canRead(column):
          let target = scope("r").name(of: column)
          guard seen.insert(target).inserted else { return }
          guard column.resource == resource.name, let field = resource[field: column.field] else {
            columns.append("p.\(dialect.name(target))")
            return
          }
          let text = knowledge.known("e", field, of: resource, asOf: scope("p").asOf)
          columns.append("\(text) AS \(dialect.name(target))")
        case .feature(let index):
          let target = plan.features[index].name
          if seen.insert(target).inserted { columns.append("p.\(dialect.name(target))") }
        default: break
        }
      }
    }
    if features.contains(where: \.isOrdered) {
      for field in ([resource.happened].compactMap { $0 } + resource.primaryKey) {
        guard let field = resource[field: field] else { continue }
        let target = "#order \(order.count + 1)"
        columns.append("\(knowledge.raw("e", field)) AS \(dialect.name(target))")
        order.append(target)
      }
    }
    let conditions = knowledge.isRowKnown(resource, asOf: scope("p").asOf)
    let rows = knowledge.joined(resource, subjectAlias: "p", to: step.source)
    relations.append(
      (
        name,
        "SELECT \(columns.joined(separator: ",\n    "))\n  FROM \(rows)"
          + (conditions.isEmpty ? "" : "\n  WHERE \(conditions.joined(separator: " AND "))"),
        false
      )
    )
    return order
  }

  /// The rows, the windows over them, and the groups of aggregates.
  ///
  /// - Returns: the relation of groups.
  private mutating func addGroups(
    _ name: String,
    _ aggregates: [SQLAggregate],
    keys: [String],
    from source: String,
    where condition: String? = nil
  ) -> String {
    func list(_ columns: [SQLAggregate.Column]) -> String {
      columns.map { "\($0.text) AS \(dialect.name($0.name))" }.joined(separator: ",\n    ")
    }
    func relation(_ source: String) -> String { "\n  FROM \(dialect.name(source)) AS r" }
    let own = keys.map { "r.\(dialect.name($0))" }
    let separator = own.isEmpty ? "" : ",\n    "
    var source = source
    var text = "SELECT \(own.joined(separator: ", "))\(separator)\(list(aggregates.flatMap(\.rows)))"
    text += relation(source)
    if let condition { text += "\n  WHERE \(condition)" }
    relations.append(("\(name) rows", text, false))
    source = "\(name) rows"
    let depth = aggregates.map(\.windows.count).max() ?? 0
    for level in 0..<depth {
      let columns = aggregates.flatMap { $0.windows.count > level ? $0.windows[level] : [] }
      let next = "\(name) windows \(level + 1)"
      relations.append((next, "SELECT r.*,\n    \(list(columns))\(relation(source))", false))
      source = next
    }
    let group = "\(name) groups"
    text = "SELECT \(own.joined(separator: ", "))\(separator)\(list(aggregates.flatMap(\.groups)))"
    text += relation(source) + (own.isEmpty ? "" : "\n  GROUP BY \(own.joined(separator: ", "))")
    relations.append((group, text, false))
    return group
  }

  /// An aggregate's answer for a project: 0 or `empty:` where no row counts, null where it reads
  /// what cannot be known.
  private func finished(
    _ feature: PlannedFeature,
    _ aggregate: SQLAggregate,
    isExplained: Bool = false
  ) -> SQLValue {
    var value = aggregate.answer
    let count = "coalesce(\(aggregate.count), 0)"
    if feature.isCount {
      value.text = dialect.asNumber(count)
    } else if !feature.isRanking {
      fill(&value, feature, where: "\(count) = 0" + (isExplained ? " AND \(aggregate.gaps) = 0" : ""))
    }
    if let condition = readable(feature) {
      value.text = "CASE WHEN \(condition) THEN \(value.text) END"
    }
    return value
  }

  /// Gives the aggregate of no rows the value that the declaration says.
  private func fill(_ value: inout SQLValue, _ feature: PlannedFeature, where condition: String) {
    guard let empty = feature.declaration.empty else { return }
    value.text =
      "CASE WHEN \(condition) THEN \(dialect.number(empty)) ELSE \(value.text) END"
    value.size = value.size.or(Magnitude(of: empty))
  }

  // MARK: - Peers

  /// The keys and arguments of aggregates among peers, as columns of the projects.
  private mutating func addPeerRows(_ features: [PlannedFeature], _ step: inout SQLStep) {
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

  private mutating func addPeers(_ features: [PlannedFeature], _ step: inout SQLStep) {
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
        if kind == .zscore { value = score(feature, value, summary.mean) }
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

  /// (x − mean) / deviation.
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

  // MARK: - Covers

  /// An aggregate's value, null where its window leaves what the table covers.
  private func covered(
    _ value: SQLValue,
    _ table: Resource,
    _ feature: PlannedFeature
  ) -> SQLValue {
    guard table.coversFrom != nil || table.coversTo != nil else { return value }
    let scope = scope("p")
    var begins = [feature.window.first.map { scope.value($0).text }].compactMap { $0 }
    if plan.package.subject.existsFrom != nil { begins.append(scope.reference("#exists from")) }
    let first =
      begins.isEmpty
      ? dialect.null(.date)
      : begins.count == 1 ? begins[0] : "coalesce(\(begins.joined(separator: ", ")))"
    let asOf = SQLValue(text: scope.asOf, isAtom: true, canBeNull: false)
    let last =
      feature.window.last.map {
        dialect.knownExtreme(wantsLeast: true, scope.value($0), asOf)
      } ?? scope.asOf
    let days = [SQLValue(text: "\(first)"), SQLValue(text: "\(last)", isAtom: last == asOf.text)]
    let isCovered = dialect.with(days) { named in
      let (first, last) = (named[0].text, named[1].text)
      var text = "CASE WHEN \(first) > \(last) THEN TRUE"
      if let from = table.coversFrom {
        text += " WHEN \(first) IS NULL OR \(first) < \(dialect.date(from.number)) THEN FALSE"
      }
      if let to = table.coversTo {
        text += " WHEN \(last) > \(dialect.date(to.number)) THEN FALSE"
      }
      return text + " ELSE TRUE END"
    }
    var value = value
    value.text = "CASE WHEN \(isCovered) THEN \(value.text) END"
    return value
  }
}

/// One step while it is written.
private struct SQLStep {
  let name: String
  /// The relation its projects come from, called `p`.
  var source: String
  var joins: [String] = []
  /// The values of the features it settles.
  var values: [Int: SQLValue] = [:]
  /// Whether they are null for want of rows.
  var flags: [Int: String] = [:]

  /// What the relation joined next will be called.
  var nextAlias: String { "g\(joins.count + 1)" }

  mutating func join(_ relation: String, on keys: [String], _ dialect: SQLDialect) {
    let next = nextAlias
    let conditions = keys.map { key in
      "\(next).\(dialect.name(key)) = p.\(dialect.name(key))"
    }
    let condition = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    joins.append("LEFT JOIN \(dialect.name(relation)) AS \(next) ON \(condition)")
  }
}

extension PlannedFeature {
  /// Whether it counts, so that no rows are 0.
  fileprivate var isCount: Bool {
    switch form {
    case .events(let aggregate, _, _), .peers(let aggregate, _): aggregate.aggregate == .count
    case .scalar: false
    }
  }

  /// Whether it goes by the order of rows.
  fileprivate var isOrdered: Bool {
    if case .events(let aggregate, _, _) = form {
      return aggregate.aggregate == .first || aggregate.aggregate == .last
    }
    return false
  }

  /// Whether it compares a project with its peers.
  fileprivate var isRanking: Bool {
    if case .peers(let aggregate, _) = form { return aggregate.aggregate.isRanking }
    return false
  }

  /// Whether it matters why its arguments are null: `empty:` stands for want of rows only.
  fileprivate var isExplained: Bool {
    if case .peers = form { return declaration.empty != nil }
    return false
  }

  fileprivate func peerKey(_ number: Int) -> String { "\(name)#peer \(number + 1)" }
  fileprivate var ownValue: String { "\(name)#own" }
}
