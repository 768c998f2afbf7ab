import Tables

/// Writes the steps of a statement: each adds the features whose own features are settled.
///
/// A step is one relation over the projects. Aggregates over events are computed by project
/// beside it, aggregates among peers by group, and joined to it.
struct SQLSteps {
  let plan: FeaturePlan
  let dialect: SQLDialect
  let knowledge: SQLKnowledge
  /// The relations so far, in order.
  var relations: [(name: String, text: String, isKept: Bool)] = []
  private var sizes: [Int: Magnitude] = [:]
  private var flagged: Set<Int> = []
  /// The features of which it matters why they are null.
  let explained: Set<Int>
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

  func scope(_ alias: String) -> SQLScope {
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
}

/// One step while it is written.
struct SQLStep {
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
  var isCount: Bool {
    switch form {
    case .events(let aggregate, _, _), .peers(let aggregate, _): aggregate.aggregate == .count
    case .scalar: false
    }
  }

  /// Whether it goes by the order of rows.
  var isOrdered: Bool {
    if case .events(let aggregate, _, _) = form { return aggregate.aggregate.isOrdered }
    return false
  }

  /// Whether it compares a project with its peers.
  var isRanking: Bool {
    if case .peers(let aggregate, _) = form { return aggregate.aggregate.isRanking }
    return false
  }

  /// Whether it matters why its arguments are null: `empty:` stands for want of rows only.
  var isExplained: Bool {
    if case .peers = form { return declaration.empty != nil }
    return false
  }

  /// What peers have in common, on whichever level; each once.
  var peerKeys: [Expression] {
    guard case .peers(_, let levels) = form else { return [] }
    return levels.flatMap(\.keys).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func peerKey(_ number: Int) -> String { "\(name)#peer \(number + 1)" }
  var ownValue: String { "\(name)#own" }
}
