import Tables

/// Blocks in time: train before calibrate before test, with a gap between neighbours, so that an
/// outcome that counts in one block lies before the first date of the next.
public struct TimeSplit: Hashable, Sendable {
  /// The first and last date of the training block.
  public let train: ClosedRange<Day>
  /// The first and last date of the calibration block, or nil when there is none.
  public let calibrate: ClosedRange<Day>?
  /// The first and last date of the test block.
  public let test: ClosedRange<Day>
  /// The least number of days from the last date of a block to the first of the next.
  public let gap: Int

  /// Blocks given by hand; they must be in order and at least `gap` days apart.
  public init(
    train: ClosedRange<Day>,
    calibrate: ClosedRange<Day>? = nil,
    test: ClosedRange<Day>,
    gap: Int
  ) throws(EvaluationError) {
    try TimeSplit.check(gap: gap)
    func expect(
      _ first: String,
      _ end: Day,
      _ second: String,
      _ start: Day
    ) throws(EvaluationError) {
      guard start - end < max(gap, 1) else { return }
      throw EvaluationError(.blocksTooClose(first: first, second: second, gap: max(gap, 1)))
    }
    if let calibrate {
      try expect("train", train.upperBound, "calibrate", calibrate.lowerBound)
      try expect("calibrate", calibrate.upperBound, "test", test.lowerBound)
    } else {
      try expect("train", train.upperBound, "test", test.lowerBound)
    }
    self.train = train
    self.calibrate = calibrate
    self.test = test
    self.gap = gap
  }

  /// The blocks that come nearest to `shares` of the rows.
  ///
  /// Rows that fall into a gap belong to no block. Of divisions equally near, the one with the
  /// earliest boundaries is taken.
  ///
  /// - Parameters:
  ///   - dates: The date of every row, in any order.
  ///   - shares: How much should go to each block; 0 to calibrate makes two blocks.
  ///   - gap: The days between blocks, commonly the horizon.
  /// - Throws: when there are too few dates, or shares or gap cannot be used.
  /// - Complexity: O(rows + dates²).
  public init(
    dates: [Day],
    shares: SplitShares = SplitShares(),
    gap: Int
  ) throws(EvaluationError) {
    try TimeSplit.check(gap: gap)
    let shares = try shares.normalised()
    var counts: [Day: Int] = [:]
    for date in dates { counts[date, default: 0] += 1 }
    let days = counts.keys.sorted()
    var before = [0]
    for day in days { before.append((before.last ?? 0) + (counts[day] ?? 0)) }
    let rows = Double(dates.count)
    /// The first index whose day is far enough after the day at `index`.
    let next = days.indices.map { index in
      var low = index + 1
      var high = days.count
      while low < high {
        let middle = (low + high) / 2
        if days[middle] - days[index] >= gap { high = middle } else { low = middle + 1 }
      }
      return low
    }
    func miss(_ first: Int, _ end: Int, _ share: Double) -> Double {
      let distance = Double(before[end] - before[first]) / rows - share
      return distance * distance
    }
    var best: (miss: Double, train: Int, calibrate: Int?)?
    for trainEnd in days.indices where next[trainEnd] < days.count {
      let second = next[trainEnd]
      let trainMiss = miss(0, trainEnd + 1, shares.train)
      if let best, trainMiss >= best.miss { continue }
      guard shares.calibrate > 0 else {
        let total = trainMiss + miss(second, days.count, shares.test)
        if best.map({ total < $0.miss }) ?? true { best = (total, trainEnd, nil) }
        continue
      }
      for calibrateEnd in second..<days.count where next[calibrateEnd] < days.count {
        let total =
          trainMiss + miss(second, calibrateEnd + 1, shares.calibrate)
          + miss(next[calibrateEnd], days.count, shares.test)
        if best.map({ total < $0.miss }) ?? true { best = (total, trainEnd, calibrateEnd) }
      }
    }
    guard let best, let last = days.last else {
      throw EvaluationError(
        .tooFewDates(dates: days.count, gap: gap, blocks: shares.blocks)
      )
    }
    train = days[0]...days[best.train]
    let second = next[best.train]
    if let end = best.calibrate {
      calibrate = days[second]...days[end]
      test = days[next[end]]...last
    } else {
      calibrate = nil
      test = days[second]...last
    }
    self.gap = gap
  }

  /// The blocks that begin on given dates, each the one before ending `gap` days earlier.
  ///
  /// - Parameters:
  ///   - dates: The date of every row, in any order.
  ///   - calibrateFrom: The first date that calibrates, or nil for two blocks.
  ///   - testFrom: The first date that tests.
  ///   - gap: The days between blocks, commonly the horizon.
  /// - Throws: when a block would have no date, or the gap cannot be used.
  public init(
    dates: [Day],
    calibrateFrom: Day?,
    testFrom: Day,
    gap: Int
  ) throws(EvaluationError) {
    try TimeSplit.check(gap: gap)
    let days = Set(dates).sorted()
    let blocks = calibrateFrom == nil ? 2 : 3
    func block(from start: Day?, before next: Day?) throws(EvaluationError) -> ClosedRange<Day> {
      let inside = days.filter { day in
        start.map { day >= $0 } ?? true && next.map { day < $0 && $0 - day >= gap } ?? true
      }
      guard let first = inside.first, let last = inside.last else {
        throw EvaluationError(.tooFewDates(dates: days.count, gap: gap, blocks: blocks))
      }
      return first...last
    }
    train = try block(from: nil, before: calibrateFrom ?? testFrom)
    calibrate = try calibrateFrom.map { start throws(EvaluationError) in
      try block(from: start, before: testFrom)
    }
    test = try block(from: testFrom, before: nil)
    self.gap = gap
  }

  /// The block of a date; dates outside all blocks are in a gap.
  public func block(of date: Day) -> Block {
    if train.contains(date) { return .train }
    if calibrate?.contains(date) ?? false { return .calibrate }
    return test.contains(date) ? .test : .gap
  }

  /// The split in words.
  public var description: SplitDescription {
    func text(_ range: ClosedRange<Day>) -> String {
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
    }
    let calibration = calibrate.map { ", calibrate \(text($0))" } ?? ""
    let gaps = gap > 0 ? ", gaps of \(gap) days" : ", no gaps"
    return SplitDescription(
      kind: .time,
      description: "by time: train \(text(train))\(calibration), test \(text(test))\(gaps)"
    )
  }

  private static func check(gap: Int) throws(EvaluationError) {
    guard (0...100_000).contains(gap) else { throw EvaluationError(.gapInvalid(gap)) }
  }
}
