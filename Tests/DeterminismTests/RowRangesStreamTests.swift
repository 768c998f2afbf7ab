import Determinism
import Testing

@Suite struct RowRangesStreamTests {
  private struct Stop: Error, Equatable {
    var index: Int
  }

  @Test(arguments: [1, 2, 4, 8])
  func productsComeInOrderAtAnyNumberOfThreads(threads: Int) {
    var taken: [Int] = []
    RowRanges.stream(
      count: 500,
      threads: threads,
      worker: { 3 },
      { worker, index in index * worker },
      consume: { taken.append($0) }
    )
    #expect(taken == (0..<500).map { $0 * 3 })
  }

  @Test(arguments: [1, 2, 8])
  func theFirstErrorInOrderIsThrownAndNothingAfterItIsTaken(threads: Int) {
    var taken: [Int] = []
    #expect(throws: Stop(index: 40)) {
      try RowRanges.stream(
        count: 500,
        threads: threads,
        worker: {},
        { (_: Void, index: Int) throws(Stop) -> Int in
          if index >= 40, index % 2 == 0 { throw Stop(index: index) }
          return index
        },
        consume: { (index: Int) throws(Stop) in taken.append(index) }
      )
    }
    #expect(taken == Array(0..<40))
  }

  @Test(arguments: [1, 2, 8])
  func anErrorOfTheTakerStopsTheOthers(threads: Int) {
    var count = 0
    #expect(throws: Stop(index: 7)) {
      try RowRanges.stream(
        count: 10_000,
        threads: threads,
        worker: {},
        { (_: Void, index: Int) throws(Stop) -> Int in index },
        consume: { (index: Int) throws(Stop) in
          if index == 7 { throw Stop(index: index) }
          count += 1
        }
      )
    }
    #expect(count == 7)
  }

  @Test func nothingToDoIsDone() {
    RowRanges.stream(
      count: 0,
      threads: 4,
      worker: {},
      { _, index in index },
      consume: { _ in
        Issue.record("there is nothing to take")
      }
    )
  }
}
