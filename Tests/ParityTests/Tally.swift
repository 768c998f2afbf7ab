import FeatureWorlds
import Features
import Tables

/// How often each thing occurred that the comparison is meant to meet.
struct Tally {
  private var counts: [String: Int] = [:]

  subscript(_ thing: String) -> Int { counts[thing] ?? 0 }

  private mutating func note(_ thing: String, _ count: Int = 1) {
    counts[thing, default: 0] += count
  }

  mutating func add(_ other: Tally) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// What occurred less often than `least` times, with how often.
  func missing(atLeast least: Int) -> [String: Int] {
    Tally.wanted.reduce(into: [:]) { missing, thing in
      if self[thing] < least { missing[thing] = self[thing] }
    }
  }

  /// Every operation, every aggregate in both forms, every rule of what is known, every state.
  private static let wanted: [String] =
    Operation.allCases.map { "operation \($0.rawValue)" }
    + Aggregate.allCases.flatMap { aggregate in
      (aggregate.isRanking ? [] : ["events \(aggregate.rawValue)"])
        + (aggregate.isOrdered ? [] : ["peers \(aggregate.rawValue)"])
    }
    + ["number", "text", "date", "boolean"].map { "literal \($0)" }
    + ["as_of", "null", "feature", "where", "distinct", "empty", "applies"]
    + LanguageReference.words.map { "word \($0)" } + constructs.map(\.name)
    + ["case of a subject", "two hops", "three keys or fewer", "no keys"]
    + ["enough peers", "peers else", "peers else all"]
    + [
      "rule 0: not yet", "rule 0: no more", "rule 1: happened later", "rule 1: recorded later",
      "rule 2: later fact", "rule 3: not known yet", "rule 4: older version",
      "rule 5: before the snapshot", "rule 5: latest fact", "covers", "empty table",
    ]
    + FeatureState.allCases.map { "state \($0.name)" }

  // MARK: - Declarations

  /// What is written in more than one way and means what other things mean.
  private static let constructs: [(name: String, form: String)] = [
    ("not in", " not in ("), ("not like", " not like "), ("not between", " not between "),
    ("is not null", " is not null"), ("!=", " != "), ("over ()", " over ()"),
    ("a column of the project", "projects."),
    ("a quoted name", "\""),
  ]

  /// The words and signs of a declaration, and its constructs.
  private mutating func add(text: String) {
    let letters = text.split { !$0.isLetter && $0 != "_" }.map { $0.lowercased() }
    for word in LanguageReference.words {
      let isWord = word.allSatisfy { $0.isLetter || $0 == "_" }
      if isWord ? letters.contains(word) : text.contains(word) { note("word \(word)") }
    }
    for construct in Tally.constructs where text.contains(construct.form) { note(construct.name) }
    if text.contains("case "), !text.contains("case when") { note("case of a subject") }
  }

  mutating func add(_ plan: FeaturePlan, _ source: MemorySource) {
    note("worlds")
    for feature in plan.features {
      note("declarations")
      add(text: feature.declaration.expression)
      for expression in feature.form.expressions + [feature.applies].compactMap({ $0 }) {
        expression.forEach { add($0) }
      }
      for bound in [feature.window.first, feature.window.last] { bound?.forEach { add($0) } }
      if feature.applies != nil { note("applies") }
      if feature.declaration.empty != nil { note("empty") }
      switch feature.form {
      case .scalar: break
      case .events(let aggregate, let table, let condition):
        note("events \(aggregate.aggregate.rawValue)")
        if aggregate.isDistinct { note("distinct") }
        if condition != nil { note("where") }
        if plan.package.links[table]?.hops.count == 2 { note("two hops") }
        if source.events[table]?.isEmpty == true { note("empty table") }
      case .peers(let aggregate, let levels):
        note("peers \(aggregate.aggregate.rawValue)")
        note(levels[0].keys.isEmpty ? "no keys" : "three keys or fewer")
        if levels[0].minimum != nil { note("enough peers") }
        if levels.count > 1 { note("peers else") }
        if levels.count > 1, levels.last?.keys.isEmpty == true { note("peers else all") }
      }
      for column in feature.inputs { addKnowledge(column, source) }
      if let table = feature.table { addRows(table, source) }
    }
    addProjects(source)
  }

  private mutating func add(_ expression: Expression) {
    switch expression.kind {
    case .number: note("literal number")
    case .text: note("literal text")
    case .boolean: note("literal boolean")
    case .date: note("literal date")
    case .null: note("null")
    case .asOf: note("as_of")
    case .column: note("column")
    case .feature: note("feature")
    case .apply(let operation, _): note("operation \(operation.rawValue)")
    }
  }

  // MARK: - What is known

  private func isLater(_ cell: Cell?) -> Bool {
    if case .date(let day)? = cell { return day > World.asOf.number }
    return false
  }

  private mutating func addKnowledge(_ column: InputColumn, _ source: MemorySource) {
    guard let resource = source.package[resource: column.resource],
      let field = resource[field: column.field]
    else { return }
    let isSubject = resource.name == source.package.subject.name
    let rows = isSubject ? source.projects : source.events[resource.name] ?? []
    if field.type == .date, field.knowledge == .fact {
      note("rule 2: later fact", rows.count { isLater($0[field.name]) })
    }
    if let other = field.knownOn {
      note("rule 3: not known yet", rows.count { $0[other] == nil || isLater($0[other]) })
    }
    guard field.knowledge == .current else { return }
    if resource.snapshotOn == nil { note("rule 5: latest fact", rows.count) }
    if let day = resource.snapshotOn, day > World.asOf {
      note("rule 5: before the snapshot", rows.count)
    }
  }

  private mutating func addRows(_ table: String, _ source: MemorySource) {
    guard let resource = source.package[resource: table] else { return }
    let rows = source.events[table] ?? []
    if let happened = resource.happened {
      note("rule 1: happened later", rows.count { isLater($0[happened]) })
    }
    if let recorded = resource.recorded {
      note("rule 1: recorded later", rows.count { isLater($0[recorded]) })
    }
    if resource.coversFrom != nil || resource.coversTo != nil { note("covers") }
  }

  private mutating func addProjects(_ source: MemorySource) {
    let subject = source.package.subject
    if let from = subject.existsFrom {
      note("rule 0: not yet", source.projects.count { isLater($0[from]) })
    }
    if let until = subject.existsUntil {
      let past = source.projects.count { row in
        if case .date(let day)? = row[until] { return day < World.asOf.number }
        return false
      }
      note("rule 0: no more", past)
    }
    if subject.version != nil { note("rule 4: older version", source.projects.count / 2) }
  }

  // MARK: - Answers

  mutating func add(_ feature: PlannedFeature, _ answer: Answer?) {
    note("cells")
    guard let answer else { return }
    if answer.value != nil { note("values") }
    note("state \(answer.state.name)")
  }
}
