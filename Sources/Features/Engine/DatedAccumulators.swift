import Tables

/// The accumulators of a pass that works on all as-of dates at once: groups are dates × projects,
/// date after date, and one date more for what no longer counts.
final class DatedAccumulators {
  /// An aggregate, and which accumulator it is answered by.
  struct Part {
    var feature: Int
    var aggregate: AggregateExpression
    var arguments: AggregateArguments
    var place = 0
  }

  /// The number of dates, and the projects of a range at most, a power of two.
  let dateCount: Int
  let rangeSize: Int
  private let context: RunContext
  private let parts: [Part]
  private var accumulators: [any CarriedAccumulator] = []

  init(_ context: RunContext, _ parts: [Part], dateCount: Int, rangeSize: Int) {
    self.context = context
    self.parts = parts
    self.dateCount = dateCount
    self.rangeSize = rangeSize
  }

  /// Whether dates are such that groups can be numbered, and follow each other.
  static func fit(_ dates: [AsOfDate], rangeSize: Int) -> Bool {
    dates.count > 1 && rangeSize * (dates.count + 1) < 1 << 30
      && zip(dates, dates.dropFirst()).allSatisfy { $0.day < $1.day }
  }

  /// Forgets all rows.
  func start(_ machine: Machine) {
    if accumulators.isEmpty {
      let count = (parts.map(\.place).max() ?? -1) + 1
      accumulators = (0..<count).compactMap { place in
        parts.first { $0.place == place }.flatMap { accumulator($0, machine) }
      }
    }
    for accumulator in accumulators { accumulator.reset(groups: (dateCount + 1) * rangeSize) }
  }

  private func accumulator(_ part: Part, _ machine: Machine) -> (any CarriedAccumulator)? {
    let domain = part.arguments.value.map { machine.program.instructions[$0].domain } ?? .shared
    let accumulator = part.aggregate.accumulator(
      part.arguments.kind,
      domain: domain,
      texts: context.texts
    )
    // A pair that comes again on an earlier date has to be found.
    if accumulator is DistinctCodes { return DistinctFirsts(projects: rangeSize) }
    return accumulator as? any CarriedAccumulator
  }

  subscript(place: Int) -> any CarriedAccumulator { accumulators[place] }

  /// What each date has is carried to the next.
  func carry() {
    for accumulator in accumulators { accumulator.carry(groups: rangeSize) }
  }

  /// Leaves the answers in the frames, one for each date, of the projects of one range.
  func finish(_ frames: inout [Frame]) {
    for date in frames.indices { finish(date, &frames[date]) }
  }

  private func finish(_ date: Int, _ frame: inout Frame) {
    let start = date * rangeSize
    let lowest = Int32(frame.range.lowerBound)
    for part in parts {
      var data: FeatureData
      if frame.date.lostFeatures[part.feature] {
        data = context.lost(part.feature, frame)
      } else {
        data = accumulators[part.place].finish(
          part.aggregate,
          groups: start..<start + frame.range.count
        )
        if !frame.isWhole { data = data.selecting(frame.ordinals.map { $0 - lowest }) }
      }
      if let empty = context.plan.features[part.feature].declaration.empty {
        data.fillEmpty(with: empty)
      }
      frame.features[part.feature] = data
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

  /// Raises dates to the first one on which a column's day has passed; `missing` takes rows that
  /// have no day.
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
    Loops.later(block.days, dates, into: lane, count)
    guard !Loops.isAllPresent(column.validity, from: start, count) else { return }
    for row in 0..<count where !column.validity[start + row] { missing(row) }
  }
}
