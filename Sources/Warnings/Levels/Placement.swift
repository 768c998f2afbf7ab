/// A project with its score, as the model gave it.
public struct ScoredProject: Hashable, Sendable {
  /// The project's key.
  public var id: String
  /// The sum of the model's terms, before any calibration; rank goes by it.
  public var rawLogit: Double
  /// The calibrated probability, or nil.
  public var probability: Double?
  /// The points, or nil.
  public var points: Double?
  /// The indicators that are flagged, by id.
  ///
  /// Those that are clear, not applicable or could not be computed are absent: not flagged is not
  /// the same as insufficient.
  public var flags: [String: FlagLevel]

  /// A scored project of its parts.
  public init(
    id: String,
    rawLogit: Double,
    probability: Double? = nil,
    points: Double? = nil,
    flags: [String: FlagLevel] = [:]
  ) {
    self.id = id
    self.rawLogit = rawLogit
    self.probability = probability
    self.points = points
    self.flags = flags
  }
}

/// The level and rank of a project.
public struct Placement: Hashable, Sendable {
  /// The project's key.
  public var id: String
  /// From 1, the riskiest; by raw logit, ties by the key's UTF-8.
  public var rank: Int
  /// The index of the level among the policy's, or nil for none.
  public var level: Int?
  /// The level that the score alone gives.
  public var scoreLevel: Int?
  /// The ids of the indicators that raised the level above the score's, sorted.
  public var raisedBy: [String]
}

extension Policy {
  /// The ranks and levels of all scored projects, in the order given.
  ///
  /// By share, a level holds the first ⌊share · n⌋ ranks, so that a budget is never exceeded; ties
  /// are broken by key and never enlarge it.
  ///
  /// - Complexity: O(n log n).
  public func place(_ projects: [ScoredProject]) throws(WarningError) -> [Placement] {
    let triggers = Set(hard.map(\.indicator))
    let placed = try place(
      ScoreColumns(
        ids: projects.map(\.id),
        rawLogits: projects.map(\.rawLogit),
        probabilities: try values(projects, \.probability, isNeeded: basis == .probability),
        points: try values(projects, \.points, isNeeded: basis == .points),
        flags: Dictionary(
          uniqueKeysWithValues: triggers.map { id in (id, projects.map { $0.flags[id] }) }
        )
      )
    )
    return projects.indices.map { index in
      place(projects[index], rank: placed.ranks[index], of: projects.count)
    }
  }

  /// One value a project; 0 where there is none and none is needed.
  private func values(
    _ projects: [ScoredProject],
    _ value: KeyPath<ScoredProject, Double?>,
    isNeeded: Bool
  ) throws(WarningError) -> [Double] {
    var values: [Double] = []
    for project in projects {
      let given = project[keyPath: value]
      if isNeeded, given == nil { throw WarningError(.notGiven(basis: basis, id: project.id)) }
      values.append(given ?? 0)
    }
    return values
  }

  /// The level of one project whose rank among `count` is known, such as after a reason was
  /// taken away.
  ///
  /// - Shapes: `probability` or `points` is given where the policy goes by it.
  public func place(_ project: ScoredProject, rank: Int, of count: Int) -> Placement {
    let scoreLevel = levels.lastIndex { level in
      switch basis {
      case .probability: (project.probability ?? -.infinity) >= level.bound
      case .points: (project.points ?? -.infinity) >= level.bound
      case .share: rank <= Policy.places(level.bound, of: count)
      }
    }
    var level = scoreLevel
    for trigger in hard where isTriggered(trigger, project.flags) {
      guard let raised = levels.firstIndex(where: { $0.name == trigger.level }) else { continue }
      if raised > level ?? -1 { level = raised }
    }
    var raisedBy: Set<String> = []
    for trigger in hard where isTriggered(trigger, project.flags) && level != scoreLevel {
      if levels.firstIndex(where: { $0.name == trigger.level }) == level {
        raisedBy.insert(trigger.indicator)
      }
    }
    return Placement(
      id: project.id,
      rank: rank,
      level: level,
      scoreLevel: scoreLevel,
      raisedBy: raisedBy.sorted()
    )
  }

  private func isTriggered(_ trigger: Hard, _ flags: [String: FlagLevel]) -> Bool {
    guard let flag = flags[trigger.indicator] else { return false }
    return trigger.when.map { flag >= $0 } ?? true
  }

  /// The number of projects that a share of `count` holds.
  ///
  /// A share like 0.29 is not exact in binary; the small addition makes 29% of 100 be 29.
  static func places(_ share: Double, of count: Int) -> Int {
    Int((share * Double(count) + 1e-9).rounded(.down))
  }
}
