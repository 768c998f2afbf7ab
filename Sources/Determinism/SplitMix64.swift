/// A small, fast generator of random numbers whose whole state is one seed.
///
/// The same seed gives the same numbers on every machine. Not for secrets.
///
/// - Reference: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators,
///   doi:10.1145/2660193.2660195
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// A generator that starts from `seed`.
  public init(seed: UInt64) {
    self.state = seed
  }

  /// Sixty-four random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }

  /// A generator of its own, for a part of the work that must not depend on the rest.
  public mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }

  /// A number in [0, 1), one of 2⁵³ equally likely ones.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number in `range`, its upper bound excluded.
  public mutating func uniform(_ range: Range<Double>) -> Double {
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    // Rounding may reach the bound that is excluded.
    return value < range.upperBound ? value : range.lowerBound
  }

  /// A whole number in 0..<bound, all equally likely; `bound` is positive.
  ///
  /// - Reference: Lemire (2019), Fast random integer generation in an interval,
  ///   doi:10.1145/3230636
  public mutating func int(below bound: Int) -> Int {
    precondition(bound > 0, "the bound of a random number is positive")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// A standard normal number.
  ///
  /// - Reference: Marsaglia and Bray (1964), the polar method, doi:10.1137/1006063
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 {
        return x * (-2 * Pinned.log(square) / square).squareRoot()
      }
    }
  }

  /// The elements in random order (Fisher and Yates), the same on every machine and version.
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, int(below: last + 1))
    }
    return elements
  }
}
