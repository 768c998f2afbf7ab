import Tables

/// Computes one aggregate among peers on one date.
struct PeerStep {
  private let context: RunContext
  private let feature: PlannedFeature
  private let aggregate: AggregateExpression
  private let machine: Machine
  private let levels: [PeerLevel<Int>]
  private let value: Int?
  private let key: Int?
  private let scale: Int64?

  init?(_ context: RunContext, feature index: Int) {
    let feature = context.plan.features[index]
    guard case .peers(let aggregate, let levels) = feature.form else { return nil }
    self.context = context
    self.feature = feature
    self.aggregate = aggregate
    var builder = ProgramBuilder(plan: context.plan)
    self.levels = levels.map { level in
      PeerLevel(keys: level.keys.map { builder.compile($0) }, minimum: level.minimum)
    }
    value = aggregate.argument.map { builder.shared(builder.compile($0)) }
    key = aggregate.key.map { builder.compile($0) }
    var scale: Int64?
    if let value, case .subject(let field) = builder.program.instructions[value].opcode {
      scale = context.subjectAccess[field].type.exactScale
    }
    self.scale = scale
    machine = Machine(builder, context: context)
  }

  /// Leaves the feature's values in the frame, which holds all projects of the date.
  func run(_ frame: inout Frame) {
    var data: FeatureData
    if frame.date.lostFeatures[feature.index] {
      data = context.lost(feature.index, frame)
    } else {
      data = answer(read(frame))
      if let empty = feature.declaration.empty { data.fillEmpty(with: empty) }
    }
    frame.features[feature.index] = data
  }

  /// The projects in the groups of each level.
  private func read(_ frame: Frame) -> [PeerGroups] {
    let reasons = context.reasons
    var groups = levels.map { level in
      var groups = PeerGroups(keys: level.keys.count)
      groups.union = { reasons.union($0, $1) }
      return groups
    }
    groups[0].reserve(frame.count, value: value.map { machine.program.instructions[$0].type })
    Block().forEachProject(frame) { block in
      machine.run(block, frame)
      var finder = ReasonFinder(machine, block, frame)
      for (place, level) in levels.enumerated() {
        groups[place].add(level.keys.map(operand), block.count) { key in
          finder.asInputs(finder.causes(of: level.keys[key], isInput: true))
        }
      }
      if let value {
        groups[0].add(value: machine.registers[value], finder.causes(of: value), block.count)
      }
      if let key { groups[0].add(key: operand(key), block.count) }
      if scale != nil, let value, let first = block.first,
        case .subject(let field) = machine.program.instructions[value].opcode,
        let integers = context.subjectColumns[field]?.values.exactIntegers
      {
        groups[0].add(exact: integers, rows: frame.rows[first..<first + block.count])
      }
    }
    for place in groups.indices.dropFirst() { groups[place].takeArguments(of: groups[0]) }
    return groups
  }

  private func operand(_ register: Int) -> Operand {
    Operand(
      type: machine.program.instructions[register].type,
      register: machine.registers[register]
    )
  }

  /// Every project's answer on the first level on which it has enough peers.
  private func answer(_ groups: [PeerGroups]) -> FeatureData {
    func answer(_ projects: PeerGroups) -> FeatureData {
      aggregate.aggregate.isRanking ? rank(projects) : spread(projects)
    }
    if levels.count == 1, levels[0].minimum == nil { return answer(groups[0]) }
    let tooFew = context.reasons.insufficient([TooFewPeers.input])
    var data: FeatureData?
    var waiting = Array(groups[0].groups.indices)
    var causes = [Int32](repeating: ReasonTable.value, count: waiting.count)
    for (level, projects) in zip(levels, groups) where data == nil || !waiting.isEmpty {
      var projects = projects
      if let minimum = level.minimum { projects.dissolve(below: minimum, cause: tooFew) }
      if data != nil { projects.dissolve(without: waiting) }
      let answers = answer(projects)
      if data == nil {
        data = answers
      } else {
        for place in waiting where projects.groups[place] >= 0 {
          data?.copy(place, from: answers, at: place)
        }
      }
      waiting.removeAll { projects.groups[$0] >= 0 }
      for place in waiting {
        causes[place] = context.reasons.union(causes[place], projects.cause(place))
      }
    }
    for place in waiting { data?.setNull(place, cause: causes[place]) }
    return data ?? FeatureData(aggregate.type, count: groups[0].groups.count)
  }

  /// Gives every project the answer of its group.
  private func spread(_ projects: PeerGroups) -> FeatureData {
    let accumulator = aggregate.accumulator(
      aggregate.accumulatorKind(scale: scale),
      domain: .shared,
      texts: context.texts
    )
    accumulator.reset(groups: projects.groupCount)
    projects.forEachBlock { accumulator.add($0) }
    let answers = accumulator.finish(aggregate)
    if projects.causes.isEmpty {
      let data = answers.gathered(projects.groups)
      if !data.hasNulls { return data }
    }
    let emptyCauses = causesOfEmptyGroups(answers, projects)
    var data = FeatureData(answers.type, count: projects.groups.count)
    for (position, group) in projects.groups.enumerated() {
      guard group >= 0 else {
        data.setNull(position, cause: projects.cause(position))
        continue
      }
      data.copy(position, from: answers, at: Int(group))
      if data.valid[position] == 0, let cause = emptyCauses[Int(group)] {
        data.setNull(position, cause: cause)
      }
    }
    return data
  }

  /// A group whose every value is null is null for the reasons its projects have.
  private func causesOfEmptyGroups(
    _ answers: FeatureData,
    _ projects: PeerGroups
  ) -> [Int32?] {
    var causes = [Int32?](repeating: nil, count: answers.count)
    guard let value = projects.value else { return causes }
    for (position, group) in projects.groups.enumerated() where group >= 0 {
      let group = Int(group)
      guard answers.cause(group) == ReasonTable.none else { continue }
      let cause = value.cause(position)
      causes[group] = context.reasons.union(causes[group] ?? ReasonTable.none, cause)
    }
    return causes
  }

  /// `zscore`, `robust_zscore`, `rank` and `percent_rank`.
  private func rank(_ projects: PeerGroups) -> FeatureData {
    let count = projects.groups.count
    guard let value = projects.value else { return FeatureData(.number, count: count) }
    let scales = scales(projects)
    let isScore = !scales.isEmpty
    let ranks = isScore ? [] : ranks(value, projects)
    let groups = projects.groups
    var data = FeatureData(numbers: count, none: { _ in false }) { position in
      let group = Int(groups[position])
      guard group >= 0, value.valid[position] == 1 else { return 0 }
      if isScore {
        let (center, deviation) = scales[group]
        // A number divided by a deviation beyond the largest number would be an average one.
        return deviation.isFinite ? (value.numbers[position] - center) / deviation : .nan
      }
      let (rank, peers) = ranks[position]
      if aggregate.aggregate == .rank { return Double(rank) }
      return peers < 2 ? 0 : Double(rank - 1) / Double(peers - 1)
    }
    if value.hasNulls || !projects.causes.isEmpty {
      for position in 0..<count {
        if groups[position] < 0 {
          data.setNull(position, cause: projects.cause(position))
        } else if value.valid[position] == 0 {
          data.setNull(position, cause: value.cause(position))
        }
      }
    }
    return data
  }

  /// The centre of each group and the deviation from it that scores are counted in; empty for ranks.
  private func scales(_ projects: PeerGroups) -> [(center: Double, deviation: Double)] {
    switch aggregate.aggregate {
    case .zscore:
      let moments = Moments()
      moments.reset(groups: projects.groupCount)
      projects.forEachBlock { moments.add($0) }
      return (0..<projects.groupCount).map { (moments.mean($0), moments.deviation($0)) }
    case .robustZscore:
      let medians = MedianDeviation()
      medians.reset(groups: projects.groupCount)
      projects.forEachBlock { medians.add($0) }
      return medians.scales().map { ($0.median, $0.deviation) }
    default: return []
    }
  }

  /// The rank of each project in its group, ties sharing the lowest, and how many have one.
  private func ranks(
    _ value: FeatureData,
    _ projects: PeerGroups
  ) -> [(rank: Int, peers: Int)] {
    var rows = CollectedRows<(position: Int, number: Double)>()
    rows.reset(projects.groupCount)
    projects.forEachBlock { block in
      block.forEach { row, group in
        let position = block.start + row
        let number =
          value.type == .date ? Double(value.codes[position]) : value.numbers[position]
        rows.append(group, (position, number))
      }
    }
    var ranks = [(rank: Int, peers: Int)](repeating: (0, 0), count: projects.groups.count)
    rows.forEachGroup { _, values in
      let sorted = values.sorted { $0.number < $1.number }
      var rank = 1
      for (index, entry) in sorted.enumerated() {
        if index > 0, sorted[index - 1].number < entry.number { rank = index + 1 }
        ranks[entry.position] = (rank, sorted.count)
      }
    }
    return ranks
  }
}
