import Tables

/// The features of all projects that exist on the dates, to be computed anew in parts.
struct Computation {
  let plan: FeaturePlan
  let context: RunContext
  var frames: [Frame]

  init(_ plan: FeaturePlan, _ context: RunContext, _ frames: [Frame]) {
    self.plan = plan
    self.context = context
    self.frames = frames
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

  /// Takes back what looks outside the time a table covers.
  mutating func cover(_ features: [Int], _ resource: Resource) {
    guard let coverage = Coverage(context, table: resource) else { return }
    for frame in frames.indices {
      for index in features { coverage.apply(to: plan.features[index], &frames[frame]) }
    }
  }

  /// The tables of the projects, all or those that are wanted.
  func tables(only: Set<String>?) -> [FeatureTable] {
    frames.map { FeatureTable($0, context, only: only) }
  }
}
