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
  private let plan: FeaturePlan
  private let barriers: Set<Int>

  /// The fewest passes: an aggregate waits only for what it names.
  ///
  /// Features that use one of `barriers` wait until it stands in the frame, where it can be
  /// changed.
  init(_ plan: FeaturePlan, barriers: Set<Int> = []) {
    self.plan = plan
    self.barriers = barriers
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
    for index in plan.order where !ready.contains(index) {
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
      guard let table = feature.table, feature.formDependencies.allSatisfy(ready.contains) else {
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
