import Tables

/// The rows and arguments that an accumulator takes.
struct AggregateFeed: Hashable {
  /// What has to hold of a row, as registers.
  var conditions: [Int]
  var arguments: AggregateArguments
  /// The place of the span of dates on which a row counts, where a pass has such spans.
  var span = 0
}

/// An aggregate of a pass, and which accumulator answers it.
struct AggregatePart {
  var feature: Int
  var aggregate: AggregateExpression
  var feed: AggregateFeed
  /// The place of its feed among those that differ.
  private(set) var place = 0

  init(_ feature: Int, _ aggregate: AggregateExpression, _ feed: AggregateFeed) {
    self.feature = feature
    self.aggregate = aggregate
    self.feed = feed
  }

  /// Aggregates of one feed share an accumulator: gives each its place, and returns the feeds.
  static func share(_ parts: inout [AggregatePart]) -> [AggregateFeed] {
    let wanted = Set(parts.map(\.feed))
    var places: [AggregateFeed: Int] = [:]
    var feeds: [AggregateFeed] = []
    for index in parts.indices {
      var feed = parts[index].feed
      // Where deviations are found, so are sums.
      if let arguments = feed.arguments.withMoments { feed.arguments = arguments }
      if !wanted.contains(feed) { feed = parts[index].feed }
      let place = places[feed] ?? feeds.count
      if place == feeds.count {
        places[feed] = place
        feeds.append(feed)
      }
      parts[index].feed = feed
      parts[index].place = place
    }
    return feeds
  }

  /// An accumulator for its feed.
  func accumulator(_ machine: Machine) -> any Accumulator {
    aggregate.accumulator(
      feed.arguments.kind,
      domain: domain(machine),
      texts: machine.context.texts
    )
  }

  /// Whose dictionary the codes of its argument belong to.
  func domain(_ machine: Machine) -> Domain {
    feed.arguments.value.map { machine.program.instructions[$0].domain } ?? .shared
  }

  /// Leaves its answer in a frame, where what it rests on was there on the date.
  func leave(in frame: inout Frame, _ context: RunContext, _ answer: () -> FeatureData) {
    var data = frame.date.lostFeatures[feature] ? context.lost(feature, frame) : answer()
    if let empty = context.plan.features[feature].declaration.empty { data.fillEmpty(with: empty) }
    frame.features[feature] = data
  }
}

extension Machine {
  /// The rows of the block at hand that a feed takes, with their arguments; `counts` is 1 for rows
  /// that may count.
  ///
  /// Good until the next call.
  func rows(
    _ feed: AggregateFeed,
    _ block: Block,
    counts: Lane<UInt8>,
    groups: Lane<Int32>
  ) -> AggregateBlock {
    var mask = counts
    func require(_ bytes: Lane<UInt8>) {
      Loops.zip(mask, bytes, into: self.mask, block.count) { $0 & $1 }
      mask = self.mask
    }
    // A missing flag is 0.
    for condition in feed.conditions { require(registers[condition].flags) }
    feed.arguments.leaveOutNulls(self, block, leave: require)
    return rows(feed.arguments, block, mask: mask, groups: groups)
  }
}
