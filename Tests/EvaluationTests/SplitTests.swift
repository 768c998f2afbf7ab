import Determinism
import Evaluation
import Tables
import Testing

/// No outcome and no group on two sides.
@Suite struct SplitTests {
  @Test func everyOutcomeOfABlockLiesBeforeTheNextBlock() throws {
    for months in [4, 7, 12, 30] {
      for gap in [0, 30, 90, 200] {
        let dates = try monthly(months)
        guard let split = try? TimeSplit(dates: dates, gap: gap) else {
          // Four monthly dates hold three blocks only where the gap is at most a month.
          #expect(months * 30 < 2 * gap + 60, "\(months) months, gap \(gap)")
          continue
        }
        let calibrate = try #require(split.calibrate)
        #expect(calibrate.lowerBound - split.train.upperBound >= max(gap, 1))
        #expect(split.test.lowerBound - calibrate.upperBound >= max(gap, 1))
        let blocks = dates.map(split.block)
        for block in [Block.train, .calibrate, .test] { #expect(blocks.contains(block)) }
        #expect(blocks.first == .train)
        #expect(blocks.last == .test)
        if gap == 0 { #expect(!blocks.contains(.gap)) }
      }
    }
  }

  @Test func theChosenBoundariesAreTheBestOfAll() throws {
    var random = SplitMix64(seed: 4)
    for _ in 0..<20 {
      let days = try monthly(9).flatMap { day in
        [Day](repeating: day, count: 1 + random.int(below: 5))
      }
      let split = try TimeSplit(dates: days, gap: 60)
      let distinct = Set(days).sorted()
      let first = try #require(distinct.first)
      let last = try #require(distinct.last)
      var best = Double.infinity
      for (index, train) in distinct.enumerated() {
        for calibrate in distinct[index...] where calibrate - train >= 60 {
          for end in distinct where end >= calibrate {
            for test in distinct where test - end >= 60 {
              best = min(
                best,
                miss(days, first...train, calibrate...end, test...last)
              )
            }
          }
        }
      }
      let chosen = miss(days, split.train, try #require(split.calibrate), split.test)
      #expect(isClose(chosen, best, relative: 1e-12))
    }
  }

  @Test func blocksThatBeginOnGivenDatesLeaveTheGap() throws {
    let dates = try monthly(24)
    let split = try TimeSplit(
      dates: dates,
      calibrateFrom: try day("2020-10-01"),
      testFrom: try day("2021-06-01"),
      gap: 90
    )
    #expect(
      split.description.description
        == "by time: train 2020-01-01…2020-07-01, calibrate 2020-10-01…2021-03-01, "
        + "test 2021-06-01…2021-12-01, gaps of 90 days"
    )
    #expect(split.description.kind == .time)
    #expect(split.block(of: try day("2020-08-01")) == .gap)
    let two = try TimeSplit(
      dates: dates,
      calibrateFrom: nil,
      testFrom: try day("2021-06-01"),
      gap: 0
    )
    #expect(
      two.description.description
        == "by time: train 2020-01-01…2021-05-01, test 2021-06-01…2021-12-01, no gaps"
    )
    #expect(throws: EvaluationError(.tooFewDates(dates: 24, gap: 90, blocks: 2))) {
      try TimeSplit(
        dates: dates,
        calibrateFrom: nil,
        testFrom: try day("2020-02-01"),
        gap: 90
      )
    }
  }

  @Test func blocksByHandMustKeepTheGap() throws {
    let train = try day("2020-01-01")...day("2020-03-01")
    let test = try day("2020-05-01")...day("2020-06-01")
    #expect(throws: Never.self) { try TimeSplit(train: train, test: test, gap: 61) }
    #expect(
      throws: EvaluationError(.blocksTooClose(first: "train", second: "test", gap: 62))
    ) {
      try TimeSplit(train: train, test: test, gap: 62)
    }
    #expect(throws: EvaluationError(.gapInvalid(-1))) {
      try TimeSplit(train: train, test: test, gap: -1)
    }
  }

  @Test func tooFewDatesAreAnErrorAndNotATrap() throws {
    #expect(throws: EvaluationError(.tooFewDates(dates: 0, gap: 10, blocks: 3))) {
      try TimeSplit(dates: [], gap: 10)
    }
    #expect(throws: EvaluationError(.tooFewDates(dates: 2, gap: 0, blocks: 3))) {
      try TimeSplit(dates: try monthly(2), gap: 0)
    }
    let shares = SplitShares(train: 0.5, calibrate: 0, test: 0.5)
    let two = try TimeSplit(dates: try monthly(2), shares: shares, gap: 0)
    #expect(two.calibrate == nil)
    #expect(throws: EvaluationError.self) {
      try TimeSplit(dates: [], shares: SplitShares(train: 0, calibrate: 1, test: 1), gap: 0)
    }
  }

  @Test func groupsKeepTheirBlockWhateverElseIsThere() throws {
    let split = try GroupSplit(column: "project_id", seed: 3)
    let names = (0..<3_000).map { "P\($0)" }
    let blocks = try split.blocks(of: names)
    for (name, block) in zip(names, blocks) { #expect(split.block(of: name) == block) }
    let train = Double(blocks.count { $0 == .train }) / 3_000
    let test = Double(blocks.count { $0 == .test }) / 3_000
    // Four standard errors of a share among 3,000.
    #expect(isClose(train, 0.6, relative: 0.036))
    #expect(isClose(test, 0.2, relative: 0.03))
    #expect(!blocks.contains(.gap))
    let other = try GroupSplit(column: "project_id", seed: 4)
    #expect(try other.blocks(of: names) != blocks)
    #expect(split.description.description.hasPrefix("by group: project_id, 60/20/20 %"))
    #expect(throws: EvaluationError(.tooFewGroups(groups: 1, blocks: 3))) {
      try split.blocks(of: ["a", "a"])
    }
  }

  @Test func randomBlocksHaveTheirSharesAndAreNeverEmpty() throws {
    let split = try RandomSplit(seed: 9)
    for count in 3...60 {
      let blocks = try split.blocks(count: count)
      #expect(blocks.count == count)
      for block in [Block.train, .calibrate, .test] { #expect(blocks.contains(block)) }
    }
    let blocks = try split.blocks(count: 1_000)
    #expect(isClose(Double(blocks.count { $0 == .train }), 600, relative: 0.005))
    #expect(try split.blocks(count: 1_000) == blocks)
    #expect(throws: EvaluationError.self) { try split.blocks(count: 2) }
    #expect(throws: EvaluationError.self) { try split.blocks(count: -5) }
    #expect(split.description.description.hasPrefix("random rows: no time or group column"))
    #expect(split.description.description.contains("expect optimism"))
  }

  /// How far three blocks are from 60, 20 and 20 per cent of the rows.
  private func miss(
    _ days: [Day],
    _ train: ClosedRange<Day>,
    _ calibrate: ClosedRange<Day>,
    _ test: ClosedRange<Day>
  ) -> Double {
    zip([train, calibrate, test], [0.6, 0.2, 0.2]).reduce(0) { total, part in
      let share = Double(days.count { part.0.contains($0) }) / Double(days.count)
      return total + (share - part.1) * (share - part.1)
    }
  }
}

/// The day that a text names.
func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

/// The first of each month from January 2020.
func monthly(_ count: Int) throws -> [Day] {
  try (0..<count).map { index in
    try #require(Day(year: 2020 + index / 12, month: index % 12 + 1, day: 1))
  }
}
