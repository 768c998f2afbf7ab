import Tables

/// Between which as-of dates rows count, by days that the rows have.
struct RowSpan: Hashable {
  /// A day of the row as a register, and the first date for each such day.
  struct Limit: Hashable {
    var day: Int
    var dates: FirstDates
  }

  /// A row counts from the latest of these dates on.
  var begins: [Limit] = []
  /// A row counts until the earliest of these dates.
  var ends: [Limit] = []
}

/// The spans of the rows of a block: at which groups they are added and taken away.
final class SpanLanes {
  private let span: RowSpan
  /// The group of each row's project on the first date it counts on; on the date after the last
  /// where there is none.
  let first = Lane<Int32>(Block.size, filledWith: 0)
  /// That on the first date it no longer counts on.
  let end = Lane<Int32>(Block.size, filledWith: 0)
  /// 1 for rows that count on any date, or would on a later one.
  let counts = Lane<UInt8>(Block.size, filledWith: 0)

  /// Whether rows come to an end.
  var canEnd: Bool { !span.ends.isEmpty }

  init(_ span: RowSpan) { self.span = span }

  /// Finds the spans of a block.
  func find(
    _ block: Block,
    _ machine: Machine,
    _ known: FirstKnown,
    _ groups: DatedGroups
  ) {
    let count = block.count
    Loops.map(known.isKnown, into: counts, count) { $0 }
    Loops.map(known.date, into: first, count) { $0 }
    for limit in span.begins {
      let register = machine.registers[limit.day]
      Loops.later(register.codes, limit.dates, into: first, count)
      if register.hasNulls { Loops.zip(counts, register.valid, into: counts, count) { $0 & $1 } }
    }
    if canEnd {
      end.fill(Int32(groups.dates.count), count)
      for limit in span.ends {
        let register = machine.registers[limit.day]
        Loops.earlier(register.codes, limit.dates, into: end, count)
        if register.hasNulls { Loops.zip(counts, register.valid, into: counts, count) { $0 & $1 } }
      }
      Loops.zip(first, end, counts, into: counts, count) { $0 < $1 ? $2 : 0 }
      groups.number(end, block, into: end)
    }
    groups.number(first, block, into: first)
  }
}

/// The limits of conditions on the as-of dates of a run.
struct DateLimits {
  private let context: RunContext
  private let frames: [Frame]
  private var known: [DatedCondition.DayLimit: FirstDates?] = [:]

  init(_ context: RunContext, _ dates: [AsOfDate]) {
    self.context = context
    let count = context.plan.features.count
    frames = dates.map { Frame($0, context.roster, 0..<0, featureCount: count) }
  }

  /// Limits with the registers of their days; nil where one does not move forward with the dates.
  mutating func limits(
    _ limits: [DatedCondition.DayLimit],
    _ builder: inout ProgramBuilder
  ) -> [RowSpan.Limit]? {
    var found: [RowSpan.Limit] = []
    for limit in limits {
      guard let dates = firstDates(limit) else { return nil }
      found.append(RowSpan.Limit(day: builder.compile(limit.day), dates: dates))
    }
    return found
  }

  /// The first date for each day of the rows; nil where limits do not move forward with the dates.
  private mutating func firstDates(_ limit: DatedCondition.DayLimit) -> FirstDates? {
    // What the row's day is does not matter to it.
    let key = DatedCondition.DayLimit(day: limit.limit, limit: limit.limit, offset: limit.offset)
    if let known = known[key] { return known }
    var builder = ProgramBuilder(plan: context.plan)
    let register = builder.compile(limit.limit)
    let machine = Machine(builder, context: context)
    let block = Block()
    var limits: [Int32] = []
    for frame in frames {
      machine.run(block, frame)
      let result = machine.registers[register]
      guard result.valid[0] == 1 else { break }
      limits.append(result.codes[0] + limit.offset)
    }
    let dates = limits.count == frames.count ? FirstDates(limits: limits) : nil
    known[key] = dates
    return dates
  }
}
