import Tables

/// Feeds the rows of an event table on all as-of dates to those of its aggregates for which a row
/// is settled at some time: from a date on, nothing about it changes any more.
///
/// A row whose facts have all come about and whose deadlines have passed is looked at once, and
/// added from the date on which that was so; only the others are looked at date by date.
final class SettlingPass: TablePass {
  /// The features it computes.
  let features: [Int]
  private let context: RunContext
  let machine: Machine
  private let feeds: [AggregateFeed]
  private let accumulators: DatedAccumulators
  private let known: FirstKnown
  /// What has to have passed: columns by slot, which have to be there or need not be, and days with
  /// limits of their own.
  private let facts: [Int]
  private let days: [Int]
  private let limits: [RowSpan.Limit]
  private let block = Block()
  private let counts = Lane<UInt8>(Block.size, filledWith: 0)
  private let groups = Lane<Int32>(Block.size, filledWith: 0)
  /// From which date on each row of the block is settled.
  private let settled = Lane<Int32>(Block.size, filledWith: 0)
  private var late = LateRows()

  /// Nil where no aggregate among `features` is of this kind.
  init?(
    _ context: RunContext,
    table: Resource,
    features: [Int],
    _ groups: DatedGroups
  ) {
    var builder = ProgramBuilder(plan: context.plan, table: table)
    var dateLimits = DateLimits(context, groups.dates)
    var parts: [AggregatePart] = []
    var facts: Set<Int> = []
    var days: Set<Int> = []
    var limits: [RowSpan.Limit] = []
    for index in features {
      guard case .events(let aggregate, _, let condition) = context.plan.features[index].form
      else { continue }
      var settlement = Settlement(table, isTimeless: builder.isTimeless)
      var trial = builder
      let expressions = aggregate.expressions + [condition].compactMap { $0 }
      guard expressions.allSatisfy({ settlement.add($0) }),
        let own = dateLimits.limits(settlement.limits, &trial)
      else { continue }
      let feed = AggregateFeed(
        conditions: [condition].compactMap { $0 }.map { trial.compile($0) },
        arguments: AggregateArguments(aggregate, &trial)
      )
      // Pairs are counted by their first date, which rows that are added after carrying would change.
      guard feed.arguments.kind != .distinct,
        feed.arguments.kind.isCarried(aggregate, canEnd: false)
      else { continue }
      // A fact behind what the data lack is not read.
      func slots(_ fields: [Field]) -> [Int] {
        fields.compactMap { field in trial.slots.firstIndex { $0.field == field.name } }
      }
      facts.formUnion(slots(settlement.facts))
      days.formUnion(slots(settlement.days))
      for limit in own where !limits.contains(limit) { limits.append(limit) }
      builder = trial
      parts.append(AggregatePart(index, aggregate, feed))
    }
    guard !parts.isEmpty else { return nil }
    self.context = context
    self.features = parts.map(\.feature)
    self.facts = facts.sorted()
    self.days = days.subtracting(facts).sorted()
    self.limits = limits
    feeds = AggregatePart.share(&parts)
    known = FirstKnown(table, groups.firstDates, &builder)
    accumulators = DatedAccumulators(context, parts, groups)
    machine = Machine(builder, context: context)
  }

  func run(_ batch: Batch, _ frames: inout [Frame]) {
    guard let last = frames.last else { return }
    context.texts.events = machine.dictionaries
    accumulators.start(machine)
    late.removeAll()
    block.batch = batch
    for start in stride(from: 0, to: batch.rowCount, by: Block.size) {
      block.begin(start, of: batch, last.range)
      // What is settled by the last date is then what it is for good.
      machine.run(block, last)
      known.find(block, machine)
      findSettled()
      add(known.isKnown, on: settled)
      late.add(block, known, until: settled)
    }
    accumulators.carry()
    addLate(batch, frames)
    block.batch = nil
    accumulators.finish(&frames)
  }

  /// From which date on nothing about each row changes.
  private func findSettled() {
    let count = block.count
    let never = Int32(accumulators.groups.dates.count)
    Loops.map(known.date, into: settled, count) { $0 }
    for slot in facts {
      known.raise(settled, to: slot, block, machine) { settled[$0] = never }
    }
    // A fact that is missing is missing on every date.
    for slot in days { known.raise(settled, to: slot, block, machine) { _ in } }
    for limit in limits {
      // A day that is missing says the same on every date.
      Loops.later(machine.registers[limit.day].codes, limit.dates, into: settled, count)
    }
  }

  /// The rows that are not settled when they become known, date by date.
  private func addLate(_ batch: Batch, _ frames: [Frame]) {
    guard !late.rows.isEmpty, let range = frames.first?.range else { return }
    let batch = batch.selecting(late.rows, columns: machine.columns)
    block.batch = batch
    for start in stride(from: 0, to: batch.rowCount, by: Block.size) {
      block.begin(start, of: batch, range)
      let count = block.count
      for date in frames.indices {
        machine.run(block, frames[date], isSameBlock: date > 0)
        let number = Int32(date)
        Loops.map(late.known, from: start, into: settled, count) { $0 <= number ? 1 : 0 }
        Loops.zip(late.until, from: start, settled, into: counts, count) {
          number < $0 ? UInt8(truncatingIfNeeded: $1) : 0
        }
        settled.fill(number, count)
        add(counts, on: settled)
      }
    }
  }

  /// Adds the rows of the block that count on the date given for each.
  private func add(_ counts: Lane<UInt8>, on dates: Lane<Int32>) {
    accumulators.groups.number(dates, block, into: groups)
    for (place, feed) in feeds.enumerated() {
      accumulators[place].add(machine.rows(feed, block, counts: counts, groups: groups))
    }
  }
}

/// Rows that are known on some dates before they are settled.
private struct LateRows {
  /// Their places in the batch.
  private(set) var rows: [Int32] = []
  /// The date from which each is known, and that on which it is settled.
  private(set) var known: [Int32] = []
  private(set) var until: [Int32] = []

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    until.removeAll(keepingCapacity: true)
  }

  mutating func add(_ block: Block, _ known: FirstKnown, until settled: Lane<Int32>) {
    for row in 0..<block.count where known.date[row] < settled[row] && known.isKnown[row] == 1 {
      rows.append(Int32(block.start + row))
      self.known.append(known.date[row])
      until.append(settled[row])
    }
  }
}

extension Batch {
  /// Some rows, with the columns at `columns`; the others are empty.
  fileprivate func selecting(_ rows: [Int32], columns wanted: [Int]) -> Batch {
    var chosen = columns
    for index in columns.indices {
      chosen[index] =
        wanted.contains(index)
        ? columns[index].selecting(rows) : Column(.boolean([]), validity: Validity())
    }
    return Batch(
      columns: chosen,
      subjects: Loops.array(rows.count) { subjects[Int(rows[$0])] },
      positions: []
    )
  }
}

extension Column {
  fileprivate func selecting(_ rows: [Int32]) -> Column {
    func chosen<Value: BitwiseCopyable>(_ values: [Value]) -> [Value] {
      Loops.array(rows.count) { values[Int(rows[$0])] }
    }
    var validity = Validity(count: rows.count, present: true)
    if !Loops.isAllPresent(self.validity, from: 0, count) {
      validity = Validity(bytes: rows.map { self.validity[Int($0)] ? 1 : 0 })
    }
    switch values {
    case .text(let values): return Column(.text(chosen(values)), validity: validity)
    case .integer(let values): return Column(.integer(chosen(values)), validity: validity)
    case .number(let values): return Column(.number(chosen(values)), validity: validity)
    case .money(let values): return Column(.money(chosen(values)), validity: validity)
    case .boolean(let values): return Column(.boolean(chosen(values)), validity: validity)
    case .date(let values): return Column(.date(chosen(values)), validity: validity)
    }
  }
}
