import Determinism
import Tables
import Testing

@testable import Features

/// Deviations of money and integers, against whole-number arithmetic.
@Suite struct ExactMomentsTests {
  private func deviation(_ values: [Int64], scale: Int64 = 1, carriedOver dates: Int = 1) -> Double
  {
    let accumulator = ExactMoments(scale: scale)
    accumulator.reset(groups: dates)
    let count = values.count
    let groups = Lane<Int32>(count, filledWith: 0)
    for row in 0..<count { groups[row] = Int32(row % dates) }
    var block = AggregateBlock(
      count: count,
      mask: Lane(count, filledWith: 1),
      groups: groups
    )
    block.exact = values
    accumulator.add(block)
    accumulator.carry(groups: 1)
    let result = accumulator.finish(
      AggregateExpression(aggregate: .standardDeviation),
      groups: dates - 1..<dates
    )
    return result.valid[0] == 1 ? result.numbers[0] : .nan
  }

  /// By definition, in whole numbers: n·Σx² − (Σx)², then one division and one root.
  private func obvious(_ values: [Int64]) -> Double {
    let count = Int128(values.count)
    let sum = values.reduce(Int128(0)) { $0 + Int128($1) }
    let squares = values.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    return (Double(count * squares - sum * sum) / Double(count * (count - 1))).squareRoot()
  }

  @Test func deviationsAreThoseOfWholeNumbers() {
    var random = SplitMix64(seed: 11)
    for round in 0..<300 {
      let bound = 1 << (2 + round % 48)
      let values = (0..<2 + random.int(below: 60)).map { _ in
        Int64(random.int(below: bound)) - Int64(bound / 3)
      }
      let expected = obvious(values)
      let found = deviation(values)
      #expect((found - expected).magnitude <= expected * 1e-15, "\(values)")
      #expect(deviation(values.reversed()) == found)
      #expect(deviation(values, carriedOver: 3) == found)
    }
  }

  /// Sums of squares of the largest numbers leave 128 bits; neighbours still differ by one.
  @Test(arguments: [Int64.max - 1, Int64.min + 1, 1 << 62, 9_007_199_254_740_993])
  func neighboursOfLargeNumbersDifferByOne(middle: Int64) {
    #expect(deviation([middle - 1, middle, middle + 1]) == 1)
    let many = (0..<300).flatMap { _ in [middle - 1, middle + 1] }
    #expect((deviation(many) - (600.0 / 599).squareRoot()).magnitude < 1e-15)
    #expect(deviation(many, carriedOver: 7) == deviation(many))
  }

  @Test func equalAmountsDoNotDeviate() {
    #expect(deviation([Int64](repeating: 123_456_789_012, count: 1000), scale: 10_000) == 0)
    #expect(deviation([5]).isNaN)
    let root = deviation([10_000, 30_000], scale: 10_000)
    #expect((root - 2.0.squareRoot()).magnitude < 1e-15)
  }
}
