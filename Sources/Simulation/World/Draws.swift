import Determinism
import Tables

extension SplitMix64 {
  /// Whether something of this probability happens.
  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// One of the elements, all equally likely; `elements` is not empty.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[int(below: elements.count)]
  }

  /// The place of one of `weights`, drawn in proportion to them.
  mutating func index(weights: [Double]) -> Int {
    var rest = uniform() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.count - 1
  }

  /// A whole number in a closed range.
  mutating func int(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + int(below: range.upperBound - range.lowerBound + 1)
  }

  /// A normal number with this mean and standard deviation.
  mutating func normal(_ mean: Double, _ deviation: Double) -> Double {
    mean + deviation * normal()
  }

  /// A log-normal number with this median; `spread` is the deviation of its logarithm.
  mutating func logNormal(median: Double, spread: Double) -> Double {
    median * Pinned.exp(spread * normal())
  }

  /// A number of events where `mean` are expected (Poisson), at most 60.
  mutating func count(mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    let floor = Pinned.exp(-min(mean, 30))
    var product = uniform()
    var count = 0
    while product > floor, count < 60 {
      product *= uniform()
      count += 1
    }
    return count
  }

  /// Days until something whose waiting time is exponential with this mean.
  mutating func wait(mean: Double) -> Int {
    Int((-mean * Pinned.log(1 - uniform())).rounded(.down).clamped(to: 0...3650))
  }
}

extension Comparable {
  /// This value, moved to the nearest bound when it is outside `range`.
  func clamped(to range: ClosedRange<Self>) -> Self {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
