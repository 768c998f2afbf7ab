import Determinism

/// Counts different values in little memory, to about two in a hundred.
///
/// - Reference: Flajolet, Fusy, Gandouet, Meunier (2007), “HyperLogLog”, with linear counting
///   while few registers are set.
package struct DistinctSketch {
  private var registers = [UInt8](repeating: 0, count: 1 << DistinctSketch.precision)
  private static let precision = 12

  /// Nothing counted yet.
  package init() {}

  /// Adds a value by its bits.
  package mutating func add(_ bits: UInt64) {
    // The finalizer of SplitMix64 spreads close numbers over all bits.
    var hash = bits &+ 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    let index = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.precision))
    let rank = UInt8((hash << UInt64(Self.precision)).leadingZeroBitCount + 1)
    if rank > registers[index] { registers[index] = min(rank, 53) }
  }

  /// How many different values were added, about.
  package var count: Int {
    let size = Double(registers.count)
    var sum = 0.0
    var zeros = 0
    for register in registers {
      sum += Double(sign: .plus, exponent: -Int(register), significand: 1)
      if register == 0 { zeros += 1 }
    }
    let estimate = 0.7213 / (1 + 1.079 / size) * size * size / sum
    if estimate <= 2.5 * size, zeros > 0 {
      return Int((size * Pinned.log(size / Double(zeros))).rounded())
    }
    return Int(estimate.rounded())
  }
}
