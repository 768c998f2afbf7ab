import Determinism
import Tables

/// One run: the tables read and kept by range of projects, then the projects worked on range by
/// range.
struct RangedRun {
  let plan: FeaturePlan
  let dates: [AsOfDate]
  let roster: Roster
  let threads: Int
  let rangeSize: Int
  private let profile: RunProfile?
  private(set) var rejects = RejectLog()
  private(set) var notes: [String] = []
  private(set) var statistics: [(table: String, read: ReadStatistics)] = []
  private var tables: [String: RangedRows] = [:]

  /// Reads everything.
  init(
    _ plan: FeaturePlan,
    _ source: any RecordSource,
    _ asOf: [Day],
    _ options: RunOptions,
    isForStudy: Bool = false
  ) throws(FeatureError) {
    self.plan = plan
    threads = max(1, options.threads)
    let (threads, profile) = (threads, options.profile)
    self.profile = profile
    do throws(TableError) {
      var log = RejectLog()
      let subjects = try profile.stage("read \(plan.package.subject.name)") {
        () throws(TableError) in
        try source.subjects(
          fields: isForStudy ? nil : RangedRun.subjectFields(plan),
          threads: threads,
          rejects: &log
        )
      }
      rejects = log
      profile?.count(bytes: subjects.statistics.bytes, rows: subjects.statistics.rows)
      roster = Roster(subjects, plan.package.subject)
      rangeSize = RangedRun.rangeSize(options.rangeSize, asOf.count, subjects.count)
      let knowledge = try Knowledge(plan) { () throws(TableError) in
        try source.latestFact(subjects)
      }
      dates = asOf.map { AsOfDate($0, lost: knowledge.lost(on: $0), plan) }
      notes = asOf.compactMap { knowledge.note(on: $0) }
      try readTables(source)
    } catch {
      throw FeatureError(error)
    }
    addNotes()
  }

  /// So many projects, a power of two, that what is counted for them on all dates fits in a
  /// processor's own cache; of few projects fewer, so that there are ranges for every thread and
  /// the rows of one range are few beside all rows.
  private static func rangeSize(_ wanted: Int?, _ dates: Int, _ projects: Int) -> Int {
    var size = 1
    let usual = min(dates < 4 ? 4096 : 2048, max(16, projects / 64))
    let least = min(wanted ?? usual, 1 << 16)
    while size < least { size *= 2 }
    return size
  }

  /// The fields of the projects that a run looks at; nil for all.
  private static func subjectFields(_ plan: FeaturePlan) -> [String]? {
    let subject = plan.package.subject
    let used = Set(
      plan.features.flatMap(\.inputs).filter { $0.resource == subject.name }.map(\.field)
    )
    // Where the day of a snapshot is not given, it is the latest of all days.
    let isDefault = plan.features.flatMap(\.inputs).contains { column in
      let resource = plan.package[resource: column.resource]
      return resource?[field: column.field]?.knowledge == .current && resource?.snapshotOn == nil
    }
    if isDefault { return nil }
    let rules = [subject.version, subject.existsFrom, subject.existsUntil].compactMap { $0 }
    let dates = used.compactMap { subject[field: $0]?.knownOn }
    let wanted = used.union(rules).union(dates)
    return subject.fields.map(\.name).filter { name in
      wanted.contains(name)
        && plan.package.canRead(
          InputColumn(resource: subject.name, field: name)
        )
    }
  }

  private mutating func readTables(_ source: any RecordSource) throws(TableError) {
    let context = RunContext(plan: plan, roster: roster)
    var names: [String] = []
    var fields: [String: [String]] = [:]
    for step in Schedule.passes(plan).flatMap(\.steps) {
      guard case .events(let table, let features) = step,
        let resource = plan.package[resource: table]
      else { continue }
      let wanted = EventPass(context, table: resource, features: features).fields
      if fields[table] == nil { names.append(table) }
      let known = fields[table] ?? []
      fields[table] = known + wanted.filter { !known.contains($0) }
    }
    for table in names {
      let rows = try profile.stage("read \(table)") { () throws(TableError) in
        try source.ranged(
          table,
          fields: fields[table] ?? [],
          subjects: roster.subjects,
          rangeSize: rangeSize,
          threads: threads
        )
      }
      profile?.count(bytes: rows.statistics.bytes, rows: rows.statistics.rows)
      rejects.merge(rows.rejects)
      statistics.append((table, rows.statistics))
      tables[table] = rows
    }
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
    if let field = resource.existsFrom, let column = roster.subjects.table[field] {
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

  /// Computes everything; `body` makes something of the frames of each range, on several threads,
  /// and `consume` takes that in the order of the ranges.
  func stream<Product: Sendable, Failure: Error>(
    _ body: @escaping @Sendable (RunContext, [Frame]) throws(Failure) -> Product,
    consume: (Product) throws(Failure) -> Void
  ) throws(Failure) {
    let passes = Schedule.passes(plan)
    let context = RunContext(plan: plan, roster: roster)
    var whole: [Frame] = []
    for pass in passes.dropLast() {
      if whole.isEmpty { whole = emptyFrames() }
      collect(rangePass(pass.steps, whole, context), into: &whole, context)
      compare(pass.peers, &whole, context)
    }
    let last = rangePass(passes.last?.steps ?? [], whole, context)
    whole = []
    let profile = profile
    try profile.stage("features and output") { () throws(Failure) in
      try RowRanges.stream(
        count: last.rangeCount,
        threads: threads,
        worker: { RangeWorker(last) },
        { (worker, range) throws(Failure) -> Product in
          var parts = RunProfile.Parts(profile)
          let frames = worker.frames(range, &parts)
          let product = try body(worker.context, frames)
          parts.end("output")
          parts.record()
          return product
        },
        consume: consume
      )
    }
    profile?.count(rows: roster.subjects.count * dates.count)
  }

  /// The aggregates among peers, on each date; none of them needs another.
  private func compare(_ peers: [Int], _ whole: inout [Frame], _ context: RunContext) {
    guard !peers.isEmpty else { return }
    profile.stage("peers") {
      let (plan, roster, frames) = (plan, roster, whole)
      let (reasons, texts) = (context.reasons.table, context.texts.shared)
      // Its own reasons and texts go with each answer, and are numbered anew in this order.
      let found = RowRanges.map(count: peers.count * frames.count, grain: 1, threads: threads) {
        let (index, date) = (peers[$0.lowerBound / frames.count], $0.lowerBound % frames.count)
        let own = RunContext(plan: plan, roster: roster, reasons: reasons, texts: texts)
        var frame = frames[date]
        PeerStep(own, feature: index)?.run(&frame)
        return RangeFeatures([frame], [index], own)
      }
      for (place, features) in found.enumerated() {
        features.put(in: &whole[place % frames.count], context)
      }
    }
  }

  /// All projects with all features, and what their reasons and texts refer to.
  func computeAll() -> (context: RunContext, frames: [Frame]) {
    let context = RunContext(plan: plan, roster: roster)
    var whole = emptyFrames()
    for pass in Schedule.passes(plan) {
      collect(rangePass(pass.steps, whole, context), into: &whole, context)
      compare(pass.peers, &whole, context)
    }
    return (context, whole)
  }

  private func emptyFrames() -> [Frame] {
    let all = 0..<roster.subjects.count
    return Frame.frames(dates, roster, all, featureCount: plan.features.count)
  }

  private func rangePass(
    _ steps: [Schedule.Step],
    _ whole: [Frame],
    _ context: RunContext
  ) -> RangePass {
    RangePass(
      plan: plan,
      roster: roster,
      dates: dates,
      steps: steps,
      tables: tables,
      rangeSize: rangeSize,
      whole: whole,
      reasons: context.reasons.table,
      texts: context.texts.shared
    )
  }

  /// Adds what a pass finds to the frames of all projects.
  private func collect(_ pass: RangePass, into whole: inout [Frame], _ context: RunContext) {
    guard !pass.steps.isEmpty else { return }
    let wanted = pass.features
    // Features with an `applies:` begin anew; what they were before it is kept.
    for index in whole.indices {
      for feature in wanted { whole[index].features[feature] = nil }
    }
    var frames = whole
    let profile = profile
    profile.stage("features for peers") {
      RowRanges.stream(
        count: pass.rangeCount,
        threads: threads,
        worker: { RangeWorker(pass) },
        { (worker, range) -> RangeFeatures in
          var parts = RunProfile.Parts(profile)
          let frames = worker.frames(range, &parts)
          parts.record()
          return RangeFeatures(frames, wanted, worker.context)
        },
        consume: { $0.append(to: &frames, context) }
      )
    }
    whole = frames
  }
}
