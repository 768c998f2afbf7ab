import Tables

/// What all threads of one pass over the projects read; it does not change meanwhile.
struct RangePass: Sendable {
  let plan: FeaturePlan
  let roster: Roster
  let dates: [AsOfDate]
  let steps: [Schedule.Step]
  /// The event tables by name; a table that is not there has no rows and no entry.
  let tables: [String: RangedRows]
  let rangeSize: Int
  /// What earlier passes found for all projects, by date; empty in the first pass.
  let whole: [Frame]
  /// The reasons and texts that `whole` refers to.
  let reasons: ReasonTable
  let texts: TextDictionary

  /// The number of ranges; one, of no projects, where there are none.
  var rangeCount: Int { max(1, (roster.subjects.count + rangeSize - 1) / rangeSize) }

  /// The ordinals of a range.
  func ordinals(_ range: Int) -> Range<Int> {
    range * rangeSize..<min(roster.subjects.count, (range + 1) * rangeSize)
  }

  /// The features that the pass computes.
  var features: Set<Int> {
    steps.reduce(into: []) { found, step in
      switch step {
      case .events(_, let features), .scalars(let features): found.formUnion(features)
      case .peers(let feature): found.insert(feature)
      }
    }
  }
}

/// Computes aggregates of an event table for the projects of one range after the other.
protocol TablePass: AnyObject {
  /// What computes on the rows of its table.
  var machine: Machine { get }
  /// Leaves the values in the frames; the batch holds all rows of the range.
  func run(_ batch: Batch, _ frames: inout [Frame])
}

/// Works through the steps of a pass for one range of projects after the other, on one thread.
final class RangeWorker {
  let context: RunContext
  private let pass: RangePass
  private let work: [Work]
  /// The rows of the range at hand, by table.
  private var batches: [String: Batch] = [:]

  private enum Work {
    case events([any TablePass], table: String, features: [Int], Coverage?)
    case missing(table: String, features: [Int])
    case scalars(ScalarStep)
  }

  init(_ pass: RangePass) {
    self.pass = pass
    let context = RunContext(
      plan: pass.plan,
      roster: pass.roster,
      reasons: pass.reasons,
      texts: pass.texts
    )
    self.context = context
    work = pass.steps.compactMap { step in
      switch step {
      case .events(let table, let features):
        guard let resource = pass.plan.package[resource: table], let rows = pass.tables[table]
        else { return .missing(table: table, features: features) }
        return .events(
          RangeWorker.passes(pass, context, resource, features, rows),
          table: table,
          features: features,
          Coverage(context, table: resource)
        )
      case .scalars(let features): return .scalars(ScalarStep(context, features: features))
      case .peers: return nil
      }
    }
    for (table, rows) in pass.tables {
      batches[table] = Batch(columns: [], subjects: [], positions: [])
      // An empty range leaves the columns typed.
      if rows.rangeCount == 0 { batches[table] = nil }
    }
  }

  /// The cheapest pass for each feature: over many dates those with rows that count alike on them,
  /// then those with rows that settle, then the rest.
  private static func passes(
    _ pass: RangePass,
    _ context: RunContext,
    _ table: Resource,
    _ features: [Int],
    _ rows: RangedRows
  ) -> [any TablePass] {
    var passes: [any TablePass] = []
    var rest = features
    if let groups = DatedGroups(pass.dates, rangeSize: pass.rangeSize) {
      if let spans = SpanPass(context, table: table, features: rest, groups) {
        passes.append(spans)
        rest.removeAll(where: spans.features.contains)
      }
      if let settling = SettlingPass(context, table: table, features: rest, groups) {
        passes.append(settling)
        rest.removeAll(where: settling.features.contains)
      }
    }
    if !rest.isEmpty { passes.append(EventPass(context, table: table, features: rest)) }
    for pass in passes { pass.machine.bind(rows.fields.map(\.name), rows.dictionaries) }
    return passes
  }

  /// The projects of a range on every date, with all features that are computed so far.
  func frames(_ range: Int, _ parts: inout RunProfile.Parts) -> [Frame] {
    let ordinals = pass.ordinals(range)
    var frames = Frame.frames(
      pass.dates,
      pass.roster,
      ordinals,
      featureCount: pass.plan.features.count
    )
    for index in pass.whole.indices { frames[index].take(from: pass.whole[index]) }
    parts.end("projects")
    var isRead: Set<String> = []
    for step in work {
      switch step {
      case .missing(let table, let features):
        let cause = context.reasons.insufficient([table])
        for index in frames.indices {
          for feature in features {
            frames[index].features[feature] = FeatureData(
              pass.plan.features[feature].valueType,
              count: frames[index].count,
              cause: cause
            )
          }
        }
      case .scalars(let scalars):
        scalars.run(&frames)
        parts.end("scalars")
      case .events(let passes, let table, let features, let coverage):
        if isRead.insert(table).inserted {
          read(table, range)
          parts.end("unpack \(table)")
        }
        let batch = batches[table] ?? Batch(columns: [], subjects: [], positions: [])
        for pass in passes { pass.run(batch, &frames) }
        parts.end("aggregate \(table)")
        guard let coverage else { continue }
        for index in frames.indices {
          for feature in features {
            coverage.apply(to: pass.plan.features[feature], &frames[index])
          }
        }
      }
    }
    return frames
  }

  private func read(_ table: String, _ range: Int) {
    guard let rows = pass.tables[table], range < rows.rangeCount,
      var batch = batches.removeValue(forKey: table)
    else { return }
    rows.read(range: range, into: &batch)
    batches[table] = batch
  }
}

/// What a pass found for one range of projects, fit to be handed to another thread.
struct RangeFeatures: Sendable {
  /// The features computed, by date and place; causes refer to `reasons`, codes to `texts`.
  var features: [[Int: FeatureData]]
  /// Those that an `applies:` has changed, as they were before.
  var unconditional: [[Int: FeatureData]]
  let reasons: [Reason]
  private(set) var texts = TextDictionary()

  /// The features `wanted` of the frames.
  init(_ frames: [Frame], _ wanted: Set<Int>, _ context: RunContext) {
    features = frames.map { frame in
      var found: [Int: FeatureData] = [:]
      for index in wanted { found[index] = frame.features[index] }
      return found
    }
    unconditional = frames.map { frame in frame.unconditional.filter { wanted.contains($0.key) } }
    reasons = context.reasons.table.reasons
    var known: [Int32: Int32] = [:]
    var texts = TextDictionary()
    func recode(_ code: Int32) -> Int32 {
      if let own = known[code] { return own }
      let own = texts.intern(context.texts.utf8(of: code, in: .shared).span)
      known[code] = own
      return own
    }
    for date in frames.indices {
      for index in Array(features[date].keys) { features[date][index]?.recode(recode) }
      for index in Array(unconditional[date].keys) { unconditional[date][index]?.recode(recode) }
    }
    self.texts = texts
  }

  /// Puts these, which are of one date and all projects, into its frame.
  func put(in frame: inout Frame, _ context: RunContext) {
    let causes = reasons.map(context.reasons.number)
    let codes = (0..<Int32(texts.count)).map { context.texts.intern(texts.utf8(of: $0)) }
    let isSame = causes.indices.allSatisfy { causes[$0] == Int32($0) }
    for (index, data) in features.first ?? [:] {
      var data = data
      data.recode { codes[Int($0)] }
      if !isSame { data.causes = data.causes.map { causes[Int($0)] } }
      frame.features[index] = data
    }
  }

  /// Adds these to frames of all projects, of which the ranges before have been added.
  func append(to frames: inout [Frame], _ context: RunContext) {
    let causes = reasons.map(context.reasons.number)
    let codes = (0..<Int32(texts.count)).map { context.texts.intern(texts.utf8(of: $0)) }
    func add(_ data: FeatureData, to sum: inout FeatureData?, capacity: Int) {
      if sum == nil { sum = FeatureData(data.type, capacity: capacity) }
      var data = data
      if data.type == .text { data.recode { codes[Int($0)] } }
      sum?.append(data) { causes[Int($0)] }
    }
    for date in frames.indices {
      let count = frames[date].count
      for (index, data) in features[date] {
        add(data, to: &frames[date].features[index], capacity: count)
      }
      for (index, data) in unconditional[date] {
        add(data, to: &frames[date].unconditional[index], capacity: count)
      }
    }
  }
}

extension FeatureData {
  /// Gives texts other codes.
  mutating func recode(_ code: (Int32) -> Int32) {
    guard type == .text else { return }
    for position in 0..<count where valid[position] == 1 { codes[position] = code(codes[position]) }
  }
}
