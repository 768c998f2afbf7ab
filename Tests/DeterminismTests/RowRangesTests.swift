import Determinism
import Testing

@Suite struct RowRangesTests {
  @Test(arguments: [0, 1, 7, 8, 9, 1000], [1, 3, 8, 2000])
  func rangesCoverEveryRowOnce(count: Int, grain: Int) {
    #expect(RowRanges.ranges(count: count, grain: grain).flatMap(Array.init) == Array(0..<count))
  }

  @Test(arguments: [0, 1, 2, 3, 8])
  func resultsAreTheSameAtAnyNumberOfThreads(threads: Int) {
    let sums = RowRanges.map(count: 10_007, grain: 64, threads: threads) { range in
      range.reduce(0.0) { $0 + 1 / Double($1 + 1) }
    }
    let serial = RowRanges.ranges(count: 10_007, grain: 64).map { range in
      range.reduce(0.0) { $0 + 1 / Double($1 + 1) }
    }
    #expect(sums == serial)
  }

  @Test(arguments: [1, 4])
  func theErrorOfTheFirstFailingRangeIsThrown(threads: Int) {
    #expect(throws: Failed(row: 300)) {
      try RowRanges.map(count: 1000, grain: 100, threads: threads) { range throws(Failed) in
        if range.lowerBound >= 300 { throw Failed(row: range.lowerBound) }
      }
    }
  }

  struct Failed: Error, Equatable { var row: Int }
}
