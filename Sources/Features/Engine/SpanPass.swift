import Tables

/// Feeds the rows of an event table once, for all as-of dates, to those of its aggregates for which
/// a row counts alike from one date on, until another one.
///
/// Each row is added to its project on the first date on which it counts, and taken away on the
/// first on which it no longer does; what each date has is then the sum over the dates before.
final class SpanPass: TablePass {
  /// The features it computes.
  let features: [Int]
  private let machine: Machine
  private let context: RunContext
  private let feeds: [Feed]
  private let spans: [SpanLanes]
  private let accumulators: DatedAccumulators
  private let known: FirstKnown
  private var dictionaries: [TextDictionary] = []
  private let block = Block()
  private let mask = Lane<UInt8>(Block.size, filledWith: 0)

  /// The rows and arguments that an accumulator takes.
  private struct Feed: Hashable {
    /// Conditions that are the same on every date.
    var fixed: [Int]
    var arguments: AggregateArguments
    /// The place of its span.
    var span = 0
  }

  /// Nil where no aggregate among `features` is of this kind; `dates` are those of the run.
  init?(
    _ context: RunContext,
    table: Resource,
    features: [Int],
    dates: [AsOfDate],
    rangeSize: Int
  ) {
    guard DatedAccumulators.fit(dates, rangeSize: rangeSize),
      let knownDates = FirstDates(limits: dates.map(\.day.number))
    else { return nil }
    var builder = ProgramBuilder(plan: context.plan, table: table)
    var limits = DateLimits(context, dates)
    var found: [(feature: Int, aggregate: AggregateExpression, feed: Feed)] = []
    var spans: [RowSpan] = []
    for index in features {
      guard
        let (aggregate, span, feed) = SpanPass.feed(index, &builder, &limits, context.plan)
      else { continue }
      let place = spans.firstIndex(of: span) ?? spans.count
      if place == spans.count { spans.append(span) }
      found.append((index, aggregate, feed))
      found[found.count - 1].feed.span = place
    }
    guard !found.isEmpty else { return nil }
    let wanted = Set(found.map(\.feed))
    var feeds: [Feed] = []
    var parts: [DatedAccumulators.Part] = []
    for (feature, aggregate, own) in found {
      var feed = own
      // Where deviations are found, so are sums.
      if let arguments = own.arguments.withMoments { feed.arguments = arguments }
      if !wanted.contains(feed) { feed = own }
      let place = feeds.firstIndex(of: feed) ?? feeds.count
      if place == feeds.count { feeds.append(feed) }
      parts.append(
        DatedAccumulators.Part(
          feature: feature,
          aggregate: aggregate,
          arguments: feed.arguments,
          place: place
        )
      )
    }
    self.context = context
    self.features = found.map(\.feature)
    self.feeds = feeds
    self.spans = spans.map(SpanLanes.init)
    known = FirstKnown(table, knownDates, &builder)
    accumulators = DatedAccumulators(
      context,
      parts,
      dateCount: dates.count,
      rangeSize: rangeSize
    )
    machine = Machine(builder, context: context)
  }

  private static func feed(
    _ index: Int,
    _ builder: inout ProgramBuilder,
    _ limits: inout DateLimits,
    _ plan: FeaturePlan
  ) -> (AggregateExpression, RowSpan, Feed)? {
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
    let fixed = dated.fixed.map { trial.compile($0) }
    builder = trial
    return (
      aggregate, RowSpan(begins: begins, ends: ends), Feed(fixed: fixed, arguments: arguments)
    )
  }

  func bind(_ fields: [String], _ dictionaries: [TextDictionary]) {
    machine.columns = machine.slots.map { fields.firstIndex(of: $0.field) ?? 0 }
    self.dictionaries = machine.columns.map { dictionaries[$0] }
  }

  func run(_ batch: Batch, _ frames: inout [Frame]) {
    guard let range = frames.first?.range else { return }
    context.texts.events = dictionaries
    accumulators.start(machine)
    block.batch = batch
    for start in stride(from: 0, to: batch.rowCount, by: Block.size) {
      block.begin(start, of: batch, range)
      // Nothing here depends on the projects or on the date.
      machine.run(block, frames[0])
      known.find(block, machine)
      for span in spans { span.find(block, machine, known, accumulators) }
      for (place, feed) in feeds.enumerated() { add(feed, to: accumulators[place]) }
    }
    block.batch = nil
    accumulators.carry()
    accumulators.finish(&frames)
  }

  private func add(_ feed: Feed, to accumulator: any CarriedAccumulator) {
    let span = spans[feed.span]
    var mask = span.counts
    func require(_ bytes: Lane<UInt8>) {
      Loops.zip(mask, bytes, into: self.mask, block.count) { $0 & $1 }
      mask = self.mask
    }
    // A missing flag is 0.
    for register in feed.fixed { require(machine.registers[register].flags) }
    feed.arguments.leaveOutNulls(machine, block, leave: require)
    var rows = machine.rows(feed.arguments, block, mask: mask, groups: span.first)
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
