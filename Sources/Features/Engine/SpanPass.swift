import Tables

/// Feeds the rows of an event table once, for all as-of dates, to those of its aggregates for which
/// a row counts alike from one date on, until another one.
///
/// Each row is added to its project on the first date on which it counts, and taken away on the
/// first on which it no longer does; what each date has is then the sum over the dates before.
final class SpanPass: TablePass {
  /// The features it computes.
  let features: [Int]
  let machine: Machine
  private let context: RunContext
  private let feeds: [AggregateFeed]
  private let spans: [SpanLanes]
  private let accumulators: DatedAccumulators
  private let known: FirstKnown
  private let block = Block()

  /// Nil where no aggregate among `features` is of this kind.
  init?(
    _ context: RunContext,
    table: Resource,
    features: [Int],
    _ groups: DatedGroups
  ) {
    var builder = ProgramBuilder(plan: context.plan, table: table)
    var limits = DateLimits(context, groups.dates)
    var parts: [AggregatePart] = []
    var spans: [RowSpan] = []
    for index in features {
      guard let (found, span) = SpanPass.part(index, &builder, &limits, context.plan) else {
        continue
      }
      var part = found
      part.feed.span = spans.firstIndex(of: span) ?? spans.count
      if part.feed.span == spans.count { spans.append(span) }
      parts.append(part)
    }
    guard !parts.isEmpty else { return nil }
    self.context = context
    self.features = parts.map(\.feature)
    self.spans = spans.map(SpanLanes.init)
    feeds = AggregatePart.share(&parts)
    known = FirstKnown(table, groups.firstDates, &builder)
    accumulators = DatedAccumulators(context, parts, groups)
    machine = Machine(builder, context: context)
  }

  private static func part(
    _ index: Int,
    _ builder: inout ProgramBuilder,
    _ limits: inout DateLimits,
    _ plan: FeaturePlan
  ) -> (AggregatePart, RowSpan)? {
    guard case .events(let aggregate, _, let condition) = plan.features[index].form,
      let dated = DatedCondition(condition, isTimeless: builder.isTimeless),
      aggregate.expressions.allSatisfy(builder.isTimeless)
    else { return nil }
    var trial = builder
    let arguments = AggregateArguments(aggregate, &trial)
    guard arguments.kind.isCarried(aggregate, canEnd: !dated.ends.isEmpty) else { return nil }
    guard let begins = limits.limits(dated.begins, &trial),
      let ends = limits.limits(dated.ends, &trial)
    else { return nil }
    let feed = AggregateFeed(
      conditions: dated.fixed.map { trial.compile($0) },
      arguments: arguments
    )
    builder = trial
    return (AggregatePart(index, aggregate, feed), RowSpan(begins: begins, ends: ends))
  }

  func run(_ batch: Batch, _ frames: inout [Frame]) {
    guard let range = frames.first?.range else { return }
    context.texts.events = machine.dictionaries
    accumulators.start(machine)
    block.batch = batch
    for start in stride(from: 0, to: batch.rowCount, by: Block.size) {
      block.begin(start, of: batch, range)
      // Nothing here depends on the projects or on the date.
      machine.run(block, frames[0])
      known.find(block, machine)
      for span in spans { span.find(block, machine, known, accumulators.groups) }
      for (place, feed) in feeds.enumerated() { add(feed, to: accumulators[place]) }
    }
    block.batch = nil
    accumulators.carry()
    accumulators.finish(&frames)
  }

  private func add(_ feed: AggregateFeed, to accumulator: any CarriedAccumulator) {
    let span = spans[feed.span]
    var rows = machine.rows(feed, block, counts: span.counts, groups: span.first)
    accumulator.add(rows)
    guard span.canEnd else { return }
    rows.groups = span.end
    accumulator.remove(rows)
  }
}

extension Block {
  /// The rows of a batch from `start` on, whose projects stand where they do in the range.
  func begin(_ start: Int, of batch: Batch, _ range: Range<Int>) {
    self.start = start
    count = min(Block.size, batch.rowCount - start)
    let first = Int32(range.lowerBound)
    Loops.map(batch.subjects, from: start, into: positions, count) { $0 &- first }
  }
}

extension ProgramBuilder {
  /// Whether an expression over a table's rows is the same on every as-of date.
  func isTimeless(_ expression: Expression) -> Bool {
    var trial = self
    let register = trial.compile(expression)
    return trial.program.isTimeless[register]
  }
}

extension AccumulatorKind {
  /// Whether its accumulators can be carried from date to date, for rows that may come to an end.
  func isCarried(_ aggregate: AggregateExpression, canEnd: Bool) -> Bool {
    switch self {
    case .count, .exactSum: true
    case .exactMoments, .exactExtreme: !canEnd
    case .extreme: !canEnd && aggregate.type != .text
    case .distinct:
      !canEnd && (aggregate.argument?.type == .text || aggregate.argument?.type == .date)
    // Whole numbers, whose sums are the same in any order: 2³¹ rows of any days stay below 2⁵³.
    case .numberSum: !canEnd && aggregate.argument?.isDays == true
    default: false
    }
  }
}

extension Expression {
  /// Whether it is a difference of two dates.
  fileprivate var isDays: Bool {
    if case .apply(.daysBetween, _) = kind { return true }
    return false
  }
}
