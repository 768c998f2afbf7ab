import Tables

/// Feeds the rows of an event table to all its aggregates that are ready, on all as-of dates, for
/// the projects of one range after the other.
final class EventPass: TablePass {
  private let context: RunContext
  private let table: Resource
  let machine: Machine
  private let parts: [AggregatePart]
  private let happened: Int?
  private let recorded: Int?
  private let keys: [Int]
  private let isOrdered: Bool
  /// What the parts share, without repetition.
  private let feeds: [AggregateFeed]
  /// The accumulators, by date and feed; nil until the first run.
  private var accumulators: [[any Accumulator]] = []
  private let block = Block()
  /// Rows that were known on the date, of projects that exist.
  private let known = Lane<UInt8>(Block.size, filledWith: 0)

  /// `forEvidence` is for `evidence`.
  init(_ context: RunContext, table: Resource, features: [Int], forEvidence: Bool = false) {
    self.context = context
    self.table = table
    var builder = ProgramBuilder(plan: context.plan, table: table)
    var parts = features.compactMap {
      EventPass.part($0, &builder, context.plan, needsValue: forEvidence)
    }
    happened = table.happened.flatMap { table[field: $0] }.map { builder.slot(of: $0) }
    recorded = table.recorded.flatMap { table[field: $0] }.map { builder.slot(of: $0) }
    isOrdered = parts.contains { $0.aggregate.aggregate.isOrdered }
    var keys: [Int] = []
    if isOrdered {
      keys = table.primaryKey.compactMap { table[field: $0] }.map { builder.slot(of: $0) }
    }
    self.keys = keys
    machine = Machine(builder, context: context)
    feeds = AggregatePart.share(&parts)
    self.parts = parts
  }

  /// The fields the pass reads, as slots.
  var fields: [String] { machine.slots.map(\.field) }

  private static func part(
    _ index: Int,
    _ builder: inout ProgramBuilder,
    _ plan: FeaturePlan,
    needsValue: Bool
  ) -> AggregatePart? {
    guard case .events(let aggregate, _, let condition) = plan.features[index].form else {
      return nil
    }
    let feed = AggregateFeed(
      conditions: [condition].compactMap { $0 }.map { builder.compile($0) },
      arguments: AggregateArguments(aggregate, &builder, needsValue: needsValue)
    )
    return AggregatePart(index, aggregate, feed)
  }

  private func start(_ frames: [Frame]) {
    context.texts.events = machine.dictionaries
    if accumulators.count != frames.count {
      accumulators = frames.map { _ in
        feeds.indices.map { place in
          (parts.first { $0.place == place } ?? parts[0]).accumulator(machine)
        }
      }
    }
    for (index, frame) in frames.enumerated() {
      for accumulator in accumulators[index] { accumulator.reset(groups: frame.count) }
    }
  }

  func run(_ batch: Batch, _ frames: inout [Frame]) { run(batch, &frames, removing: []) }

  /// Leaves every aggregate's values in the frames, which are about the projects of one range; the
  /// batch holds all rows of the range.
  func run(_ batch: Batch, _ frames: inout [Frame], removing: Set<RowPosition>) {
    guard !parts.isEmpty else { return }
    start(frames)
    let order = isOrdered && batch.rowCount > 0 ? order(batch) : nil
    block.batch = batch
    for start in stride(from: 0, to: batch.rowCount, by: Block.size) {
      block.start = start
      block.count = min(Block.size, batch.rowCount - start)
      var isSameBlock = false
      for (index, frame) in frames.enumerated() where frame.count > 0 {
        place(batch, frame)
        machine.run(block, frame, isSameBlock: isSameBlock)
        isSameBlock = true
        findKnown(batch, frame.asOf.number, removing)
        for (place, feed) in feeds.enumerated() {
          accumulators[index][place].add(rows(feed, order))
        }
      }
    }
    block.batch = nil
    for index in frames.indices {
      for part in parts {
        part.leave(in: &frames[index], context) {
          accumulators[index][part.place].finish(part.aggregate)
        }
      }
    }
  }

  /// Where the projects of the block's rows stand in a frame.
  private func place(_ batch: Batch, _ frame: Frame) {
    let first = Int32(frame.range.lowerBound)
    let (start, count) = (block.start, block.count)
    Loops.map(batch.subjects, from: start, into: block.positions, count) { $0 &- first }
    block.isAllThere = frame.isWhole
    if frame.isWhole { return }
    Loops.gather(frame.positions, at: block.positions, into: block.positions, count) { $0 }
    Loops.map(block.positions, into: block.exists, count) { $0 < 0 ? 0 : 1 }
    Loops.map(block.positions, into: block.positions, count) { $0 < 0 ? 0 : $0 }
  }

  /// Finds the rows that are known on the date, of projects that exist: rule 1.
  ///
  /// `known` is 1 for them.
  private func findKnown(_ batch: Batch, _ asOf: Int32, _ removing: Set<RowPosition>) {
    let (start, count) = (block.start, block.count)
    if block.isAllThere {
      known.fill(1, count)
    } else {
      Loops.map(block.exists, into: known, count) { $0 }
    }
    for slot in [happened, recorded] {
      guard let slot else { continue }
      let column = batch.columns[machine.columns[slot]]
      guard case .date(let days) = column.values else { continue }
      Loops.zip(days, from: start, known, into: known, count) { $0 <= asOf ? $1 : 0 }
      guard !Loops.isAllPresent(column.validity, from: start, count) else { continue }
      for row in 0..<count where !column.validity[start + row] { known[row] = 0 }
    }
    guard !removing.isEmpty else { return }
    for row in 0..<count where removing.contains(batch.positions[start + row]) { known[row] = 0 }
  }

  private func rows(_ feed: AggregateFeed, _ order: RowOrder?) -> AggregateBlock {
    var rows = machine.rows(feed, block, counts: known, groups: block.positions)
    rows.order = order
    return rows
  }

  private func order(_ batch: Batch) -> RowOrder {
    var order = RowOrder(happened: [], keys: [])
    if let happened,
      case .date(let days) = batch.columns[machine.columns[happened]].values
    {
      order.happened = days
    }
    for slot in keys {
      let column = batch.columns[machine.columns[slot]]
      order.keys.append(
        OrderKey(
          values: column.values.orderIntegers,
          valid: (0..<column.count).map { column.validity[$0] ? 1 : 0 },
          domain: machine.slots[slot].type == .text ? .event(slot) : nil
        )
      )
    }
    return order
  }
}

extension EventPass {
  /// The rows of a batch that the only aggregate of the pass rests on, all of one project: those
  /// that entered it; of an extreme, a first or a last one, those that hold the value.
  func evidence(_ batch: Batch, _ frame: Frame) -> [Int] {
    guard let part = parts.first, !frame.date.lostFeatures[part.feature], frame.count > 0 else {
      return []
    }
    start([frame])
    let order = isOrdered && batch.rowCount > 0 ? order(batch) : nil
    block.batch = batch
    defer { block.batch = nil }
    let accumulator = accumulators[0][part.place]
    var selected: [Int] = []
    func forEachBlock(_ body: (AggregateBlock) -> Void) {
      for start in stride(from: 0, to: batch.rowCount, by: Block.size) {
        block.start = start
        block.count = min(Block.size, batch.rowCount - start)
        place(batch, frame)
        machine.run(block, frame)
        findKnown(batch, frame.asOf.number, [])
        body(rows(part.feed, order))
      }
    }
    forEachBlock { taken in
      taken.forEach { row, _ in selected.append(taken.start + row) }
      accumulator.add(taken)
    }
    guard [.min, .max, .first, .last].contains(part.aggregate.aggregate) else { return selected }
    let result = accumulator.finish(part.aggregate)
    let position = block.count > 0 ? Int(block.positions[0]) : 0
    var holding: [Int] = []
    forEachBlock { taken in
      taken.forEach { row, _ in
        if let value = taken.value, holds(row, value, part, result, position) {
          holding.append(taken.start + row)
        }
      }
    }
    let days = order?.happened ?? []
    guard !days.isEmpty else { return holding }
    let held = holding.map { days[$0] }
    switch part.aggregate.aggregate {
    case .first: return holding.filter { days[$0] == held.min() }
    case .last: return holding.filter { days[$0] == held.max() }
    default: return holding
    }
  }

  private func holds(
    _ row: Int,
    _ value: Operand,
    _ part: AggregatePart,
    _ result: FeatureData,
    _ position: Int
  ) -> Bool {
    guard result.valid[position] == 1 else { return false }
    let register = value.register
    switch value.type {
    case .number, .unknown: return register.numbers[row] == result.numbers[position]
    case .boolean: return register.flags[row] == result.flags[position]
    case .date: return register.codes[row] == result.codes[position]
    case .text:
      let bytes = context.texts.utf8(of: register.codes[row], in: part.domain(machine))
      return bytes == context.texts.utf8(of: result.codes[position], in: .shared)
    }
  }
}

extension Column.Values {
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
    guard hasNulls else { return }
    for group in 0..<count where cause(group) == ReasonTable.none { set(group, number: value) }
  }
}
