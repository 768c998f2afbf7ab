import Tables

/// Groups of a pass that works on all as-of dates at once: dates × projects, date after date, and
/// one date more for what no longer counts.
struct DatedGroups {
  let dates: [AsOfDate]
  /// The projects of a range at most, a power of two.
  let rangeSize: Int
  /// The first as-of date for each day.
  let firstDates: FirstDates

  /// Nil where groups cannot be numbered, or dates do not follow each other.
  init?(_ dates: [AsOfDate], rangeSize: Int) {
    guard dates.count > 1, rangeSize * (dates.count + 1) < 1 << 30,
      zip(dates, dates.dropFirst()).allSatisfy({ $0.day < $1.day }),
      let firstDates = FirstDates(limits: dates.map(\.day.number))
    else { return nil }
    self.dates = dates
    self.rangeSize = rangeSize
    self.firstDates = firstDates
  }

  var count: Int { (dates.count + 1) * rangeSize }

  /// The groups of a block's rows on a date of each; they may take the place of the dates.
  func number(_ dates: Lane<Int32>, _ block: Block, into groups: Lane<Int32>) {
    let size = Int32(rangeSize)
    Loops.zip(dates, block.positions, into: groups, block.count) { $0 &* size &+ $1 }
  }
}

/// The accumulators of a pass that works on all as-of dates at once.
final class DatedAccumulators {
  let groups: DatedGroups
  private let context: RunContext
  private let parts: [AggregatePart]
  private var accumulators: [any CarriedAccumulator] = []

  init(_ context: RunContext, _ parts: [AggregatePart], _ groups: DatedGroups) {
    self.context = context
    self.parts = parts
    self.groups = groups
  }

  /// Forgets all rows.
  func start(_ machine: Machine) {
    if accumulators.isEmpty {
      let count = (parts.map(\.place).max() ?? -1) + 1
      accumulators = (0..<count).compactMap { place in
        parts.first { $0.place == place }.flatMap { accumulator($0, machine) }
      }
    }
    for accumulator in accumulators { accumulator.reset(groups: groups.count) }
  }

  private func accumulator(_ part: AggregatePart, _ machine: Machine)
    -> (any CarriedAccumulator)?
  {
    let accumulator = part.accumulator(machine)
    // A pair that comes again on an earlier date has to be found.
    if accumulator is DistinctCodes { return DistinctFirsts(projects: groups.rangeSize) }
    return accumulator as? any CarriedAccumulator
  }

  subscript(place: Int) -> any CarriedAccumulator { accumulators[place] }

  /// What each date has is carried to the next.
  func carry() {
    for accumulator in accumulators { accumulator.carry(groups: groups.rangeSize) }
  }

  /// Leaves the answers in the frames, one for each date, of the projects of one range.
  func finish(_ frames: inout [Frame]) {
    for date in frames.indices { finish(date, &frames[date]) }
  }

  private func finish(_ date: Int, _ frame: inout Frame) {
    let start = date * groups.rangeSize
    let places = start..<start + frame.range.count
    let lowest = Int32(frame.range.lowerBound)
    let present = frame.isWhole ? nil : frame.ordinals.map { $0 - lowest }
    for part in parts {
      part.leave(in: &frame, context) {
        let data = accumulators[part.place].finish(part.aggregate, groups: places)
        return present.map(data.selecting) ?? data
      }
    }
  }
}

/// On which as-of date each row of a block becomes known: rule 1.
final class FirstKnown {
  /// The first date, the number of dates where there is none.
  let date = Lane<Int32>(Block.size, filledWith: 0)
  /// 1 where the days that it goes by are there.
  let isKnown = Lane<UInt8>(Block.size, filledWith: 1)
  /// The columns that say when a row happened and was recorded, by slot.
  private let slots: [Int]
  /// The first as-of date for each day.
  let dates: FirstDates

  init(_ table: Resource, _ dates: FirstDates, _ builder: inout ProgramBuilder) {
    slots = [table.happened, table.recorded].compactMap { $0 }.compactMap { table[field: $0] }
      .map { builder.slot(of: $0) }
    self.dates = dates
  }

  func find(_ block: Block, _ machine: Machine) {
    date.fill(0, block.count)
    isKnown.fill(1, block.count)
    for slot in slots {
      raise(date, to: slot, block, machine) { isKnown[$0] = 0 }
    }
  }

  /// Raises dates to the first one on which a column's day has passed; those of rows that have no
  /// day stay, and `missing` takes the rows.
  func raise(
    _ lane: Lane<Int32>,
    to slot: Int,
    _ block: Block,
    _ machine: Machine,
    missing: (Int) -> Void
  ) {
    guard let batch = block.batch else { return }
    let (start, count) = (block.start, block.count)
    let column = batch.columns[machine.columns[slot]]
    guard case .date(let days) = column.values else { return }
    Loops.map(days, from: start, into: block.days, count) { $0 }
    if !Loops.isAllPresent(column.validity, from: start, count) {
      for row in 0..<count where !column.validity[start + row] {
        // What stands there means nothing.
        block.days[row] = .min
        missing(row)
      }
    }
    Loops.later(block.days, dates, into: lane, count)
  }
}
