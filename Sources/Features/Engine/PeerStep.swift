import Tables

/// Computes one aggregate among peers on one date.
struct PeerStep {
  private let context: RunContext
  private let feature: PlannedFeature
  private let aggregate: AggregateExpression
  private let machine: Machine
  private let keys: [Int]
  private let value: Int?
  private let key: Int?
  private let scale: Int64?

  init?(_ context: RunContext, feature index: Int) {
    let feature = context.plan.features[index]
    guard case .peers(let aggregate, let keys) = feature.form else { return nil }
    self.context = context
    self.feature = feature
    self.aggregate = aggregate
    var builder = ProgramBuilder(plan: context.plan)
    self.keys = keys.map { builder.compile($0) }
    value = aggregate.argument.map { builder.shared(builder.compile($0)) }
    key = aggregate.key.map { builder.compile($0) }
    var scale: Int64?
    if let value, case .subject(let field) = builder.program.instructions[value].opcode {
      scale = context.subjectAccess[field].type.exactScale
    }
    self.scale = scale
    machine = Machine(builder, context: context)
  }

  /// The argument, key and group of every project.
  private struct Projects {
    var groups: [Int32] = []
    var groupCount = 0
    /// Why a project has no group, `value` where it has one.
    var groupCauses: [Int32] = []
    var value: FeatureData?
    var valid: [UInt8] = []
    var keyBits: [UInt64] = []
    var keyValid: [UInt8] = []
    var exact: [Int64] = []
  }

  /// Leaves the feature's values in the frame.
  func run(_ frame: inout Frame) {
    var data: FeatureData
    if context.isLost(feature, frame) {
      data = context.lost(feature.index, frame)
    } else {
      let projects = read(frame)
      data = aggregate.aggregate.isRanking ? rank(projects) : spread(projects)
      if let empty = feature.declaration.empty { data.fillEmpty(with: empty) }
    }
    frame.features[feature.index] = data
  }

  private func read(_ frame: Frame) -> Projects {
    var projects = Projects()
    var groups: [[UInt64]: Int32] = [:]
    if let value {
      projects.value = FeatureData(machine.program.instructions[value].type, count: frame.count)
    }
    ProjectBlocks.forEach(frame) { block in
      machine.run(block, frame)
      var finder = ReasonFinder(machine, block, frame)
      group(block, &finder, &projects, &groups)
      if let value { take(value, block, &finder, &projects) }
      if let key {
        let operand = operand(key)
        for row in 0..<block.count {
          projects.keyBits.append(operand.bits(row))
          projects.keyValid.append(machine.valid[key][row])
        }
      }
      if scale != nil { takeExact(block, frame, &projects) }
    }
    projects.groupCount = groups.count
    return projects
  }

  private func group(
    _ block: Block,
    _ finder: inout ReasonFinder,
    _ projects: inout Projects,
    _ groups: inout [[UInt64]: Int32]
  ) {
    let operands = keys.map(operand)
    for row in 0..<block.count {
      var cause = ReasonTable.value
      for key in keys where machine.valid[key][row] == 0 {
        let causes = finder.asInputs(finder.causes(of: key, isInput: true))
        cause = context.reasons.union(cause, causes[row])
      }
      projects.groupCauses.append(cause)
      guard cause == ReasonTable.value else {
        projects.groups.append(-1)
        continue
      }
      let bits = operands.map { $0.bits(row) }
      let next = Int32(groups.count)
      let group = groups[bits] ?? next
      if group == next { groups[bits] = next }
      projects.groups.append(group)
    }
  }

  private func take(
    _ register: Int,
    _ block: Block,
    _ finder: inout ReasonFinder,
    _ projects: inout Projects
  ) {
    let start = block.positions.first.map(Int.init) ?? 0
    let operand = operand(register)
    var causes: [Int32]?
    for row in 0..<block.count {
      let isValid = machine.valid[register][row] == 1
      projects.valid.append(isValid ? 1 : 0)
      guard isValid else {
        if causes == nil { causes = finder.causes(of: register) }
        projects.value?.setNull(start + row, cause: causes?[row] ?? ReasonTable.undefined)
        continue
      }
      switch operand.type {
      case .number, .unknown: projects.value?.set(start + row, number: operand.numbers[row])
      case .text, .date: projects.value?.set(start + row, code: operand.codes[row])
      case .boolean: projects.value?.set(start + row, flag: operand.flags[row])
      }
    }
  }

  private func takeExact(_ block: Block, _ frame: Frame, _ projects: inout Projects) {
    guard let value, case .subject(let field) = machine.program.instructions[value].opcode,
      let integers = context.subjectColumns[field]?.values.exactIntegers
    else { return }
    for position in block.positions {
      projects.exact.append(integers[Int(frame.rows[Int(position)])])
    }
  }

  private func operand(_ register: Int) -> Operand {
    Operand(
      type: machine.program.instructions[register].type,
      numbers: machine.numbers[register],
      codes: machine.codes[register],
      flags: machine.flags[register]
    )
  }

  /// The projects that count, as one block for an accumulator.
  private func block(_ projects: Projects) -> AggregateBlock {
    let count = projects.groups.count
    var mask = projects.groups.map { $0 >= 0 ? UInt8(1) : 0 }
    for row in 0..<count {
      if !projects.valid.isEmpty { mask[row] &= projects.valid[row] }
      if !projects.keyValid.isEmpty { mask[row] &= projects.keyValid[row] }
    }
    var result = AggregateBlock(count: count, mask: mask, groups: projects.groups)
    if let value = projects.value {
      result.value = Operand(
        type: value.type,
        numbers: value.numbers,
        codes: value.codes,
        flags: value.flags
      )
    }
    if !projects.keyBits.isEmpty {
      // Keys are only compared for equality, so their bits may stand in a number's place.
      let numbers = KeyNumbers.distinct(projects.keyBits)
      result.key = Operand(type: .date, codes: numbers)
    }
    if !projects.exact.isEmpty { result.exact = projects.exact }
    return result
  }

  /// Gives every project the answer of its group.
  private func spread(_ projects: Projects) -> FeatureData {
    let accumulator = aggregate.accumulator(
      groups: projects.groupCount,
      scale: scale,
      domain: .shared,
      texts: context.texts
    )
    accumulator.add(block(projects))
    let answers = accumulator.finish()
    let emptyCauses = causesOfEmptyGroups(answers, projects)
    var data = FeatureData(answers.type, count: projects.groups.count)
    for (position, group) in projects.groups.enumerated() {
      guard group >= 0 else {
        data.setNull(position, cause: projects.groupCauses[position])
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
    _ projects: Projects
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

  /// `zscore`, `rank` and `percent_rank`.
  private func rank(_ projects: Projects) -> FeatureData {
    let count = projects.groups.count
    var data = FeatureData(.number, count: count)
    guard let value = projects.value else { return data }
    let block = block(projects)
    let moments = Moments(groups: projects.groupCount)
    if aggregate.aggregate == .zscore { moments.add(block) }
    let ranks = aggregate.aggregate == .zscore ? [] : ranks(value, block, projects.groupCount)
    for position in 0..<count {
      let group = Int(projects.groups[position])
      if group < 0 {
        data.setNull(position, cause: projects.groupCauses[position])
      } else if value.valid[position] == 0 {
        data.setNull(position, cause: value.cause(position))
      } else if aggregate.aggregate == .zscore {
        let score = (value.numbers[position] - moments.means[group]) / moments.deviation(group)
        if score.isFinite {
          data.set(position, number: score)
        } else {
          data.setNull(position, cause: ReasonTable.undefined)
        }
      } else {
        let (rank, peers) = ranks[position]
        let share = peers < 2 ? 0 : Double(rank - 1) / Double(peers - 1)
        data.set(position, number: aggregate.aggregate == .rank ? Double(rank) : share)
      }
    }
    return data
  }

  /// The rank of each project in its group, ties sharing the lowest, and how many have one.
  private func ranks(
    _ value: FeatureData,
    _ block: AggregateBlock,
    _ groups: Int
  ) -> [(rank: Int, peers: Int)] {
    var rows = CollectedRows<(position: Int, number: Double)>(groups: groups)
    for row in 0..<block.count where block.mask[row] == 1 {
      let number = value.type == .date ? Double(value.codes[row]) : value.numbers[row]
      rows.append(block.groups[row], (row, number))
    }
    var ranks = [(rank: Int, peers: Int)](repeating: (0, 0), count: block.count)
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

/// Small numbers for arbitrary bits.
private enum KeyNumbers {
  static func distinct(_ bits: [UInt64]) -> [Int32] {
    var numbers: [UInt64: Int32] = [:]
    return bits.map { bits in
      if let number = numbers[bits] { return number }
      let number = Int32(numbers.count)
      numbers[bits] = number
      return number
    }
  }
}
