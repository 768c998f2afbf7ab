import Tables

/// One pass over an event table that feeds all its aggregates on all as-of dates.
struct EventPass {
  private let context: RunContext
  private let table: Resource
  private let features: [Int]
  private let machine: Machine
  private let parts: [Part]
  private let happened: Int?
  private let recorded: Int?
  private let keys: [Int]

  /// Where an aggregate's condition and arguments are.
  private struct Part {
    var feature: Int
    var aggregate: AggregateExpression
    var condition: Int?
    var value: Int?
    var key: Int?
    /// The slot of a bare column of money or integers that is summed exactly.
    var exact: Int?
    var scale: Int64?
  }

  init(_ context: RunContext, table: Resource, features: [Int]) {
    self.context = context
    self.table = table
    self.features = features
    var builder = ProgramBuilder(plan: context.plan, table: table)
    parts = features.compactMap { EventPass.part($0, &builder, context.plan) }
    happened = table.happened.flatMap { table[field: $0] }.map { builder.slot(of: $0) }
    recorded = table.recorded.flatMap { table[field: $0] }.map { builder.slot(of: $0) }
    let isOrdered = parts.contains {
      $0.aggregate.aggregate == .first || $0.aggregate.aggregate == .last
    }
    var keys: [Int] = []
    if isOrdered {
      keys = table.primaryKey.compactMap { table[field: $0] }.map { builder.slot(of: $0) }
    }
    self.keys = keys
    machine = Machine(builder, context: context)
  }

  /// The fields the pass reads, as slots.
  var fields: [String] { machine.slots.map(\.field) }

  private static func part(
    _ index: Int,
    _ builder: inout ProgramBuilder,
    _ plan: FeaturePlan
  ) -> Part? {
    guard case .events(let aggregate, _, let condition) = plan.features[index].form else {
      return nil
    }
    var part = Part(feature: index, aggregate: aggregate)
    part.condition = condition.map { builder.compile($0) }
    part.value = aggregate.argument.map { builder.compile($0) }
    part.key = aggregate.key.map { builder.compile($0) }
    if let value = part.value {
      if case .event(let slot) = builder.program.instructions[value].opcode {
        part.scale = builder.slots[slot].type.exactScale
        part.exact = part.scale == nil ? nil : slot
      }
    }
    return part
  }

  /// Reads the table and leaves every aggregate's values in the frames.
  func run(
    _ stream: any RecordStream,
    _ frames: inout [Frame],
    removing: Set<RowPosition> = []
  ) throws(TableError) {
    context.texts.stream = stream
    defer { context.texts.stream = nil }
    var accumulators = frames.map { frame in
      parts.map { part in isLost(part.feature, frame) ? nil : accumulator(part, frame.count) }
    }
    while let batch = try stream.next() {
      guard batch.rowCount > 0 else { continue }
      var block = Block(count: batch.rowCount, positions: [], batch: batch)
      for (index, frame) in frames.enumerated() {
        block.positions = batch.subjects.map { frame.positions[Int($0)] }
        machine.run(block, frame, isSameBlock: index > 0)
        let known = knownRows(block, batch, frame.asOf.number, removing)
        for (place, part) in parts.enumerated() {
          accumulators[index][place]?.add(rows(part, block, batch, known))
        }
      }
    }
    for index in frames.indices {
      for (place, part) in parts.enumerated() {
        var data = accumulators[index][place]?.finish() ?? context.lost(part.feature, frames[index])
        if let empty = context.plan.features[part.feature].declaration.empty {
          data.fillEmpty(with: empty)
        }
        frames[index].features[part.feature] = data
      }
    }
    accumulators = []
  }

  /// Rule 1, and whether the project exists: 1 for rows known on the date.
  private func knownRows(
    _ block: Block,
    _ batch: Batch,
    _ asOf: Int32,
    _ removing: Set<RowPosition>
  ) -> [UInt8] {
    var known = [UInt8](repeating: 0, count: block.count)
    for row in 0..<block.count where block.positions[row] >= 0 { known[row] = 1 }
    for slot in [happened, recorded] {
      guard let slot, case .date(let days) = batch.columns[slot].values else { continue }
      let validity = batch.columns[slot].validity
      for row in 0..<block.count where !validity[row] || days[row] > asOf { known[row] = 0 }
    }
    if !removing.isEmpty {
      for row in 0..<block.count where removing.contains(batch.positions[row]) { known[row] = 0 }
    }
    return known
  }

  private func rows(
    _ part: Part,
    _ block: Block,
    _ batch: Batch,
    _ known: [UInt8]
  ) -> AggregateBlock {
    var mask = known
    func require(_ bytes: [UInt8]) {
      Kernels.both(mask, bytes, into: &mask, block.count)
    }
    if let condition = part.condition {
      require(machine.valid[condition])
      require(machine.flags[condition])
    }
    if let value = part.value { require(machine.valid[value]) }
    if let key = part.key { require(machine.valid[key]) }
    var result = AggregateBlock(count: block.count, mask: mask, groups: block.positions)
    result.value = part.value.map(operand)
    result.key = part.key.map(operand)
    if let slot = part.exact { result.exact = batch.columns[slot].values.exactIntegers }
    if part.aggregate.aggregate == .first || part.aggregate.aggregate == .last {
      result.order = order(batch)
    }
    return result
  }

  /// The rows of one block that the only aggregate of the pass rests on, for a project: all that
  /// entered it; of an extreme, a first or a last one, those that hold the value.
  func evidence(
    _ stream: any RecordStream,
    _ frame: Frame,
    position: Int
  ) throws(TableError) -> [Int] {
    guard let part = parts.first, !isLost(part.feature, frame) else { return [] }
    context.texts.stream = stream
    defer { context.texts.stream = nil }
    guard let batch = try stream.next(), batch.rowCount > 0 else { return [] }
    let positions = [Int32](repeating: Int32(position), count: batch.rowCount)
    let block = Block(count: batch.rowCount, positions: positions, batch: batch)
    machine.run(block, frame)
    let known = knownRows(block, batch, frame.asOf.number, [])
    let taken = rows(part, block, batch, known)
    let selected = (0..<block.count).filter { taken.mask[$0] == 1 }
    guard [.min, .max, .first, .last].contains(part.aggregate.aggregate), let value = taken.value
    else { return selected }
    let accumulator = accumulator(part, frame.count)
    accumulator.add(taken)
    let result = accumulator.finish()
    let days = taken.order?.happened ?? []
    var holding = selected.filter { holds($0, value, part, result, position) }
    if part.aggregate.aggregate == .first,
      let day = holding.compactMap({ days.isEmpty ? nil : days[$0] }).min()
    {
      holding = holding.filter { days[$0] == day }
    }
    if part.aggregate.aggregate == .last,
      let day = holding.compactMap({ days.isEmpty ? nil : days[$0] }).max()
    {
      holding = holding.filter { days[$0] == day }
    }
    return holding
  }

  private func holds(
    _ row: Int,
    _ value: Operand,
    _ part: Part,
    _ result: FeatureData,
    _ position: Int
  ) -> Bool {
    guard result.valid[position] == 1 else { return false }
    switch value.type {
    case .number, .unknown: return value.numbers[row] == result.numbers[position]
    case .boolean: return value.flags[row] == result.flags[position]
    case .date: return value.codes[row] == result.codes[position]
    case .text:
      let domain = part.value.map { machine.program.instructions[$0].domain } ?? .shared
      let bytes = context.texts.utf8(of: value.codes[row], in: domain)
      return bytes == context.texts.utf8(of: result.codes[position], in: .shared)
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

  private func order(_ batch: Batch) -> RowOrder {
    var order = RowOrder(happened: [], keys: [])
    if let happened, case .date(let days) = batch.columns[happened].values {
      order.happened = days
    }
    for slot in keys {
      let column = batch.columns[slot]
      var valid = [UInt8](repeating: 0, count: column.count)
      Kernels.expand(column.validity, into: &valid)
      let isText = machine.slots[slot].type == .text
      order.keys.append(
        OrderKey(
          values: column.values.orderIntegers,
          valid: valid,
          domain: isText ? .event(slot) : nil
        )
      )
    }
    return order
  }

  private func accumulator(_ part: Part, _ groups: Int) -> any Accumulator {
    let domain = part.value.map { machine.program.instructions[$0].domain } ?? .shared
    return part.aggregate.accumulator(
      groups: groups,
      scale: part.scale,
      domain: domain,
      texts: context.texts
    )
  }

  private func isLost(_ feature: Int, _ frame: Frame) -> Bool {
    context.isLost(context.plan.features[feature], frame)
  }
}

extension ColumnType {
  /// How many exact units make one, for columns that are summed in integers.
  var exactScale: Int64? {
    switch self {
    case .money: Money.scale
    case .integer: 1
    default: nil
    }
  }
}

extension Column.Values {
  /// The integers of a column of money or integers.
  var exactIntegers: [Int64]? {
    switch self {
    case .money(let values), .integer(let values): values
    default: nil
    }
  }

  /// Integers in the order of the values; of text, the codes.
  var orderIntegers: [Int64] {
    switch self {
    case .money(let values), .integer(let values): values
    case .text(let values), .date(let values): values.map(Int64.init)
    case .boolean(let values): values.map { $0 ? 1 : 0 }
    case .number(let values):
      values.map { value in
        // The bits of doubles, negative ones turned round, order like the doubles.
        let bits = Int64(bitPattern: (value + 0).bitPattern)
        return bits >= 0 ? bits : Int64.min &- bits
      }
    }
  }
}

extension FeatureData {
  /// Gives groups without rows a value.
  mutating func fillEmpty(with value: Double) {
    for group in 0..<count where cause(group) == ReasonTable.none { set(group, number: value) }
  }
}
