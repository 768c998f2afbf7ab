import Determinism
import Testing

@Suite struct SplitMix64Tests {
  @Test func theFirstNumbersAreThePublishedOnes() {
    // From the authors' reference program with seed 1234567.
    var random = SplitMix64(seed: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(published.allSatisfy { random.next() == $0 })
  }

  @Test func uniformNumbersFillTheUnitInterval() {
    var random = SplitMix64(seed: 3)
    let draws = (0..<20_000).map { _ in random.uniform() }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = draws.reduce(0, +) / 20_000
    // Four standard errors of the mean of a uniform number.
    #expect(abs(mean - 0.5) < 4 * 0.2887 / 141.4)
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var random = SplitMix64(seed: 4)
    let draws = (0..<20_000).map { _ in random.normal() }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + $1 * $1 } / 20_000
    let tail = draws.count { abs($0) > 1.959964 }
    #expect(abs(mean) < 4 / 141.4)
    #expect(abs(variance - 1) < 4 * 1.4142 / 141.4)
    #expect(abs(Double(tail) - 1000) < 4 * 30.8)
  }

  @Test func wholeNumbersAreEquallyLikely() {
    var random = SplitMix64(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<14_000 { counts[random.int(below: 7)] += 1 }
    let statistic = counts.reduce(0.0) { $0 + (Double($1) - 2000) * (Double($1) - 2000) / 2000 }
    // The 99.99% point of chi-squared with six degrees of freedom.
    #expect(statistic < 27.9)
    #expect(random.int(below: 1) == 0)
  }

  @Test func aShuffleKeepsEveryElement() {
    var random = SplitMix64(seed: 6)
    let shuffled = random.shuffled(Array(0..<100))
    #expect(shuffled != Array(0..<100))
    #expect(shuffled.sorted() == Array(0..<100))
    #expect(random.shuffled([Int]()) == [])
  }
}
