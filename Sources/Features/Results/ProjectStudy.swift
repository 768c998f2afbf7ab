import Tables

/// One project on one date, to be looked at closely: what its features rest on, and what they
/// would be if some of that proved wrong.
///
/// The dataset is read once for all projects and once more for the rows of this one; after that
/// nothing is read again, so that many refutations can be tried.
public struct ProjectStudy {
  /// The project's key.
  public let id: String
  /// The features of all projects.
  public let run: FeatureRun

  private let plan: FeaturePlan
  private let computation: Computation
  private let report: RunReport
  private let ordinal: Int32
  private let position: Int
  private let rows: [String: StoredRows]
  /// The columns of evidence rows that say nothing about the date.
  private let lost: Set<InputColumn>

  /// Computes all features on `asOf` and keeps the rows of project `id`.
  ///
  /// - Throws: `FeatureError` when there is no such project on the date, or a table cannot be
  ///   read.
  public init(
    _ plan: FeaturePlan,
    on dataset: Dataset,
    asOf: Day,
    id: String,
    options: RunOptions = RunOptions()
  ) throws(FeatureError) {
    var dataset = dataset
    dataset.limits = options.limits
    try self.init(plan, from: dataset, asOf: asOf, id: id, options: options)
  }

  package init(
    _ plan: FeaturePlan,
    from source: any RecordSource,
    asOf: Day,
    id: String,
    options: RunOptions = RunOptions()
  ) throws(FeatureError) {
    self.plan = plan
    self.id = id
    let ranged = try RangedRun(plan, source, [asOf], options, isForStudy: true)
    let subjects = ranged.roster.subjects
    guard let ordinal = subjects.ordinal(of: id) else {
      let shown = Diagnostic.masked(id)
      throw FeatureError(
        .notFound(shown),
        "there is no project ‘\(shown)’ in \(plan.package.subject.name)"
      )
    }
    let (context, frames) = ranged.computeAll()
    let computation = Computation(plan, context, frames)
    guard let place = computation.frames[0].position(of: ordinal) else {
      let shown = Diagnostic.masked(id)
      throw FeatureError(.notFound(shown), "the project ‘\(shown)’ does not exist on \(asOf)")
    }
    self.ordinal = ordinal
    position = place
    self.computation = computation
    report = RunReport(ranged)
    run = FeatureRun(tables: computation.tables(only: nil), report: report)
    var rows: [String: StoredRows] = [:]
    do throws(TableError) {
      for table in Set(plan.features.compactMap(\.table)).sorted() {
        guard let resource = plan.package[resource: table] else { continue }
        let aggregates = plan.features.filter { $0.table == table }.map(\.index)
        let pass = EventPass(computation.context, table: resource, features: aggregates)
        rows[table] = try StoredRows(
          resource,
          of: ordinal,
          needed: pass.fields,
          from: source,
          subjects
        )
      }
      let shown = rows.values.flatMap { stored in
        stored.resource.fields.filter { $0.personal == nil }
          .map { InputColumn(resource: stored.resource.name, field: $0.name) }
      }
      let knowledge = try Knowledge(plan, also: shown) { () throws(TableError) in
        try source.latestFact(subjects)
      }
      lost = knowledge.lost(on: asOf)
    } catch {
      throw FeatureError(error)
    }
    self.rows = rows
  }

  /// The features of the project alone.
  public var features: FeatureTable { computation.tables(only: [id])[0] }

  /// The features of the project if `refutations` were true, with everything that follows from
  /// them, its place among its peers included.
  public func features(refuting refutations: [Refutation]) throws(FeatureError) -> FeatureTable {
    try run(refuting: refutations, only: [id]).tables[0]
  }

  /// The rows that a feature's value rests on: the project's own row where the feature reads it,
  /// then the rows of every aggregate it is computed from, in the order of the files.
  ///
  /// Their values are as they were known on the date: what came later is not there.
  public func evidence(for feature: String) throws(FeatureError) -> [EvidenceRow] {
    let closure = plan.closure(of: try place(of: feature))
    var evidence: [EvidenceRow] = []
    let own = columns(of: plan.package.subject.name, readBy: closure)
    if !own.isEmpty { evidence.append(ownRow(own)) }
    var seen: Set<EvidenceRow> = []
    for index in closure {
      guard let table = plan.features[index].table, let rows = rows[table] else { continue }
      let asKnown = KnownValues(rows.resource, asOf: computation.frames[0].asOf, lost: lost)
      let read = columns(of: table, readBy: closure)
      for row in selected(index) {
        let found = rows.evidence(row, first: read, asKnown)
        if seen.insert(found).inserted { evidence.append(found) }
      }
    }
    return evidence
  }

  func run(
    refuting refutations: [Refutation],
    only: Set<String>?
  ) throws(FeatureError) -> FeatureRun {
    var values: [Int: Double?] = [:]
    var removed: [String: Set<RowPosition>] = [:]
    for refutation in refutations {
      let index = try place(of: refutation.feature)
      switch refutation {
      case .value(_, let value, _): values.updateValue(value, forKey: index)
      case .events:
        let aggregates =
          plan.features[index].table == nil ? plan.closure(of: index) : [index]
        for aggregate in aggregates {
          guard let table = plan.features[aggregate].table, let rows = rows[table] else { continue }
          for row in selected(aggregate) {
            removed[table, default: []].insert(rows.batch.positions[row])
          }
        }
      }
    }
    let changed = recompute(values, removed)
    return FeatureRun(tables: changed.tables(only: only), report: report)
  }

  private func place(of feature: String) throws(FeatureError) -> Int {
    if let planned = plan[feature] { return planned.index }
    let nearest = NearestName.of(feature, among: plan.features.map(\.name))
    throw FeatureError(
      .unknownName(feature, nearest: nearest),
      "there is no feature ‘\(feature)’",
      hint: nearest.map { "did you mean ‘\($0)’?" }
    )
  }

  /// The stored rows that an aggregate rests on.
  private func selected(_ index: Int) -> [Int] {
    guard let table = plan.features[index].table, let rows = rows[table] else { return [] }
    let pass = EventPass(
      computation.context,
      table: rows.resource,
      features: [index],
      forEvidence: true
    )
    pass.machine.bind(rows.fields, rows.stream.dictionaries)
    return pass.evidence(rows.batch, own(computation.frames[0]))
  }

  /// The project alone.
  private func own(_ frame: Frame) -> Frame {
    let range = Int(ordinal)..<Int(ordinal) + 1
    var own = Frame(
      frame.date,
      computation.context.roster,
      range,
      featureCount: frame.features.count
    )
    own.take(from: frame)
    return own
  }

  /// All steps once more; of the aggregates only this project's values are computed anew.
  private func recompute(
    _ values: [Int: Double?],
    _ removed: [String: Set<RowPosition>]
  ) -> Computation {
    var changed = computation
    let base = computation.frames[0]
    for step in Schedule(plan, barriers: Set(values.keys)).steps {
      let computed: [Int]
      switch step {
      case .events(let table, let features):
        computed = features
        for index in features {
          changed.frames[0].features[index] = base.unconditional[index] ?? base.features[index]
        }
        if let rows = rows[table] {
          recompute(features, rows, removed[table] ?? [], &changed)
        }
      case .peers(let index):
        computed = [index]
        changed.compute(step)
      case .scalars(let features):
        computed = features
        changed.compute(step)
      }
      for index in computed {
        if let value = values[index] {
          changed.frames[0].features[index]?.replace(position, with: value)
        }
      }
    }
    return changed
  }

  private func recompute(
    _ features: [Int],
    _ rows: StoredRows,
    _ removed: Set<RowPosition>,
    _ changed: inout Computation
  ) {
    let pass = EventPass(changed.context, table: rows.resource, features: features)
    pass.machine.bind(rows.fields, rows.stream.dictionaries)
    var frames = [own(changed.frames[0])]
    pass.run(rows.rows(removing: removed), &frames)
    for index in features {
      guard let new = frames[0].features[index] else { continue }
      changed.frames[0].features[index]?.copy(position, from: new, at: 0)
    }
    changed.cover(features, rows.resource)
  }

  /// The columns of a table that features read themselves, `applies:` included.
  private func columns(of table: String, readBy features: [Int]) -> Set<String> {
    var found: Set<String> = []
    for index in features {
      let feature = plan.features[index]
      for expression in feature.form.expressions + [feature.applies].compactMap({ $0 }) {
        expression.forEach { part in
          if case .column(let column) = part.kind, column.resource == table {
            found.insert(column.field)
          }
        }
      }
    }
    return found
  }

  private func ownRow(_ read: Set<String>) -> EvidenceRow {
    let subjects = computation.context.subjects
    let resource = plan.package.subject
    let row = Int(computation.frames[0].rows[position])
    let asKnown = KnownValues(resource, asOf: computation.frames[0].asOf, lost: lost)
    let shown = EvidenceOrder.fields(of: resource, first: read).filter { name in
      resource.primaryKey.contains(name) || read.contains(name)
    }
    let values = shown.compactMap { name -> EvidenceRow.Value? in
      guard let column = subjects.table[name] else { return nil }
      let text = asKnown.text(of: name, row, in: { subjects.table[$0] }) { column.text(of: row) }
      return EvidenceRow.Value(name: name, text: text)
    }
    let place = row < subjects.table.positions.count ? subjects.table.positions[row] : nil
    let file = place.map { Int($0.file) } ?? 0
    return EvidenceRow(
      resource: resource.name,
      file: file < subjects.files.count ? subjects.files[file] : resource.name,
      line: place.map { Int($0.line) } ?? 0,
      values: values
    )
  }
}

extension FeatureData {
  /// Gives a position another value, or none.
  fileprivate mutating func replace(_ position: Int, with value: Double?) {
    guard let value, value.isFinite else { return setNull(position, cause: ReasonTable.none) }
    switch type {
    case .number, .unknown: set(position, number: value)
    case .boolean: set(position, flag: value != 0 ? 1 : 0)
    case .date:
      let bounded = Swift.max(
        Double(Day.earliest.number),
        Swift.min(Double(Day.latest.number), value)
      )
      set(position, code: Int32(bounded))
    case .text: setNull(position, cause: ReasonTable.none)
    }
  }
}

extension FeatureEngine {
  /// The rows that a feature of one project rests on.
  public static func evidence(
    for feature: String,
    id: String,
    plan: FeaturePlan,
    dataset: Dataset,
    asOf: Day
  ) throws(FeatureError) -> [EvidenceRow] {
    try ProjectStudy(plan, on: dataset, asOf: asOf, id: id).evidence(for: feature)
  }
}
