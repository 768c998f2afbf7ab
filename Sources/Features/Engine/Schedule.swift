/// The order of work: passes over event tables, peers, and programs over projects.
struct Schedule {
  enum Step {
    /// One pass over a table for these aggregates.
    case events(table: String, features: [Int])
    /// One aggregate among peers.
    case peers(Int)
    /// Scalar features, and the `applies:` of aggregates, in one program.
    case scalars([Int])
  }

  private(set) var steps: [Step] = []
  /// Features whose form is computed, and those that are ready for others.
  private var computed: Set<Int> = []
  private var ready: Set<Int> = []
  /// The features to compute.
  private var wanted: Set<Int>
  private let plan: FeaturePlan
  private let barriers: Set<Int>

  /// Steps that look at one project at a time, and then aggregates among all of them.
  struct Pass {
    var steps: [Step]
    var peers: [Int]
  }

  /// The fewest passes over the projects: each but the last computes what some aggregates among
  /// peers need and nothing else, the last all the rest.
  static func passes(_ plan: FeaturePlan) -> [Pass] {
    var schedule = Schedule(plan: plan)
    var passes: [Pass] = []
    while true {
      let waiting = plan.order.filter { index in
        guard case .peers = plan.features[index].form else { return false }
        return !schedule.computed.contains(index)
      }
      let needed = waiting.map { peer in
        plan.features[peer].formDependencies.reduce(into: Set<Int>()) {
          $0.formUnion(plan.closure(of: $1))
        }
      }
      let next = waiting.indices.filter { needed[$0].isDisjoint(with: waiting) }
      guard !next.isEmpty else { break }
      schedule.wanted = next.reduce(into: []) { $0.formUnion(needed[$1]) }
      schedule.addSteps()
      passes.append(Pass(steps: schedule.steps, peers: next.map { waiting[$0] }))
      for index in next { schedule.finish(waiting[index]) }
      schedule.steps = []
    }
    schedule.wanted = Set(plan.features.indices)
    schedule.addSteps()
    passes.append(Pass(steps: schedule.steps, peers: []))
    return passes
  }

  private init(plan: FeaturePlan) {
    self.plan = plan
    barriers = []
    wanted = []
  }

  /// All steps for the wanted features that need no further peers.
  private mutating func addSteps() {
    while true {
      let before = steps.count
      addScalars()
      if steps.count == before { addEvents() }
      if steps.count == before { return }
    }
  }

  /// The fewest passes: an aggregate waits only for what it names.
  ///
  /// Features that use one of `barriers` wait until it stands in the frame, where it can be
  /// changed.
  init(_ plan: FeaturePlan, barriers: Set<Int> = []) {
    self.plan = plan
    self.barriers = barriers
    wanted = Set(plan.features.indices)
    while ready.count < plan.features.count {
      let before = steps.count
      addScalars()
      addPeers()
      // A pass is worth its cost only when no cheaper step is left.
      if steps.count == before { addEvents() }
      if steps.count == before { return }
    }
  }

  private mutating func addScalars() {
    var features: [Int] = []
    var held: [Int] = []
    for index in plan.order where wanted.contains(index) && !ready.contains(index) {
      let feature = plan.features[index]
      if case .scalar = feature.form {} else if !computed.contains(index) { continue }
      guard feature.dependencies.allSatisfy(ready.contains) else { continue }
      features.append(index)
      if barriers.contains(index) { held.append(index) } else { ready.insert(index) }
    }
    ready.formUnion(held)
    if !features.isEmpty { steps.append(.scalars(features)) }
  }

  private mutating func addPeers() {
    for index in plan.order where !computed.contains(index) {
      let feature = plan.features[index]
      guard case .peers = feature.form, feature.formDependencies.allSatisfy(ready.contains) else {
        continue
      }
      steps.append(.peers(index))
      finish(index)
    }
  }

  /// One pass for each table that has aggregates whose inputs are ready.
  private mutating func addEvents() {
    var tables: [String] = []
    var features: [String: [Int]] = [:]
    for feature in plan.features where !computed.contains(feature.index) {
      guard wanted.contains(feature.index), let table = feature.table,
        feature.formDependencies.allSatisfy(ready.contains)
      else {
        continue
      }
      if features[table] == nil { tables.append(table) }
      features[table, default: []].append(feature.index)
    }
    for table in tables {
      let features = features[table] ?? []
      steps.append(.events(table: table, features: features))
      for index in features { finish(index) }
    }
  }

  private mutating func finish(_ index: Int) {
    computed.insert(index)
    if plan.features[index].applies == nil { ready.insert(index) }
  }
}
