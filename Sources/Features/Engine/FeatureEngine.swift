import Tables

/// How a run is done.
public struct RunOptions: Sendable {
  /// How many rejects a table may have.
  public var limits = RejectLimits()
  /// The projects wanted in the tables, nil for all; peers are always all projects.
  public var only: Set<String>?
  /// What is taken to be refuted.
  public var refuting: [Refutation] = []

  /// All projects, with the usual limits, nothing refuted.
  public init() {}
}

/// The features of a dataset on one or more dates.
public struct FeatureRun: Sendable {
  /// One table for each as-of date, in the order asked.
  public let tables: [FeatureTable]
  /// What was not taken from the files.
  public let rejects: RejectLog
  /// What a reader of the tables should know: features lost on a date, delays unknown.
  public let notes: [String]
  /// What was read, by table, in the order read.
  public let statistics: [(table: String, read: ReadStatistics)]
}

/// Computes features: one pass over each event table for all as-of dates.
public enum FeatureEngine {
  /// The features of a dataset on each date.
  ///
  /// - Complexity: O(rows · aggregates · dates) time; memory for the projects, not the events,
  ///   except that `median`, `quantile`, `count(distinct)`, `hhi` and `share_of_largest` keep one
  ///   value for each row they take.
  /// - Throws: `FeatureError` when a table cannot be read or has too many rejects.
  public static func run(
    _ plan: FeaturePlan,
    on dataset: Dataset,
    asOf: [Day],
    options: RunOptions = RunOptions()
  ) throws(FeatureError) -> FeatureRun {
    var dataset = dataset
    dataset.limits = options.limits
    return try run(plan, from: dataset, asOf: asOf, options: options)
  }

  /// The features of records from anywhere.
  package static func run(
    _ plan: FeaturePlan,
    from source: any RecordSource,
    asOf: [Day],
    options: RunOptions = RunOptions()
  ) throws(FeatureError) -> FeatureRun {
    var computation = try Computation(plan, source, asOf)
    if options.refuting.isEmpty {
      try computation.computeAll()
      return computation.result(only: options.only)
    }
    guard let id = options.refuting.first?.id, options.refuting.allSatisfy({ $0.id == id }),
      let day = asOf.first, asOf.count == 1
    else {
      throw FeatureError(
        .notFound("refutation"),
        "a run refutes the evidence of one project on one date",
        hint: "study one project at a time"
      )
    }
    let study = try ProjectStudy(plan, from: source, asOf: day, id: id)
    return try study.run(refuting: options.refuting, only: options.only)
  }
}

/// One run: frames for the dates, filled step by step.
struct Computation {
  let plan: FeaturePlan
  let source: any RecordSource
  let context: RunContext
  var frames: [Frame]
  private(set) var rejects = RejectLog()
  private(set) var notes: [String] = []
  private(set) var statistics: [(table: String, read: ReadStatistics)] = []

  init(
    _ plan: FeaturePlan,
    _ source: any RecordSource,
    _ asOf: [Day]
  ) throws(FeatureError) {
    self.plan = plan
    self.source = source
    do throws(TableError) {
      let subjects = try source.subjects(rejects: &rejects)
      context = RunContext(plan: plan, subjects: subjects)
      let knowledge = try Knowledge(plan) { () throws(TableError) in
        try source.latestFact(subjects)
      }
      frames = asOf.map { day in
        Frame(
          asOf: day,
          subjects: subjects,
          resource: plan.package.subject,
          lost: knowledge.lost(on: day),
          featureCount: plan.features.count
        )
      }
      notes = asOf.compactMap { knowledge.note(on: $0) }
    } catch {
      throw FeatureError(error)
    }
    addNotes()
  }

  private mutating func addNotes() {
    let tables = Set(plan.features.compactMap(\.table)).sorted()
    let undelayed = tables.filter { name in
      let resource = plan.package[resource: name]
      return resource?.happened != nil && resource?.recorded == nil
    }
    if !undelayed.isEmpty {
      notes.append(
        "recording delay unknown: \(undelayed.joined(separator: ", ")) say when things happened, "
          + "not when they were recorded"
      )
    }
    let resource = plan.package.subject
    if let field = resource.existsFrom, let column = context.subjects.table[field] {
      let unknown = column.count - column.validity.presentCount
      if unknown > 0 {
        notes.append("\(unknown) rows of \(resource.name) have no \(field) and are left out")
      }
    }
    if !plan.absent.isEmpty {
      notes.append("not in the data: \(plan.absent.joined(separator: ", "))")
    }
    if let note = plan.withheldNote { notes.append(note) }
  }

  /// Runs every step of the schedule.
  mutating func computeAll() throws(FeatureError) {
    var seen: Set<String> = []
    for step in Schedule(plan).steps {
      guard case .events(let table, let features) = step else {
        compute(step)
        continue
      }
      do throws(TableError) {
        try readEvents(table, features, isFirst: seen.insert(table).inserted)
      } catch {
        throw FeatureError(error)
      }
    }
  }

  /// A step that reads no events.
  mutating func compute(_ step: Schedule.Step) {
    switch step {
    case .events: break
    case .peers(let index):
      guard let peers = PeerStep(context, feature: index) else { return }
      for frame in frames.indices { peers.run(&frames[frame]) }
    case .scalars(let features):
      let scalars = ScalarStep(context, features: features)
      for frame in frames.indices { scalars.run(&frames[frame]) }
    }
  }

  private mutating func readEvents(
    _ table: String,
    _ features: [Int],
    isFirst: Bool
  ) throws(TableError) {
    guard let resource = plan.package[resource: table] else {
      return lose(features, table: table)
    }
    let pass = EventPass(context, table: resource, features: features)
    let stream = try source.stream(table, fields: pass.fields, subjects: context.subjects)
    try pass.run(stream, &frames)
    cover(features, resource)
    // A second pass over a table meets the same rejects again.
    if isFirst { rejects.merge(stream.rejects) }
    statistics.append((table, stream.statistics))
  }

  /// Takes back what looks outside the time a table covers.
  mutating func cover(_ features: [Int], _ resource: Resource) {
    guard let coverage = Coverage(context, table: resource) else { return }
    for frame in frames.indices {
      for index in features { coverage.apply(to: plan.features[index], &frames[frame]) }
    }
  }

  /// Aggregates of a table that is not there.
  private mutating func lose(_ features: [Int], table: String) {
    let cause = context.reasons.insufficient([table])
    for frame in frames.indices {
      for index in features {
        frames[frame].features[index] = FeatureData(
          plan.features[index].valueType,
          count: frames[frame].count,
          cause: cause
        )
      }
    }
  }

  /// The tables computed so far.
  func result(only: Set<String>?) -> FeatureRun {
    let tables = frames.map { frame in
      let positions = (0..<frame.count).filter { position in
        only.map { $0.contains(context.subjects.keys[Int(frame.ordinals[position])]) } ?? true
      }
      return FeatureTable(
        asOf: frame.asOf,
        keyName: plan.package.subject.primaryKey.first ?? "id",
        ids: positions.map { context.subjects.keys[Int(frame.ordinals[$0])] },
        columns: plan.features.map { feature in
          let data =
            frame.features[feature.index]
            ?? FeatureData(feature.valueType, count: frame.count, cause: ReasonTable.undefined)
          return FeatureColumn(
            feature,
            data,
            positions: positions,
            reasons: context.reasons,
            dictionary: context.texts.shared
          )
        }
      )
    }
    return FeatureRun(tables: tables, rejects: rejects, notes: notes, statistics: statistics)
  }
}
