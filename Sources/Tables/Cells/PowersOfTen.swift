/// The first 128 bits of the powers of ten that doubles need, rounded up.
///
/// They are computed from powers of 256 bits, each from its neighbour with an error below one in the
/// last place: far too little to reach the 128 bits, as long as what follows them is not all ones.
struct PowersOfTen {
  /// The bits, the first one set.
  struct Power {
    var high: UInt64
    var low: UInt64
  }

  static let shared = PowersOfTen()
  private static let least = -292
  private static let greatest = 324
  private let powers: [Power]

  subscript(exponent: Int) -> Power { powers[exponent - PowersOfTen.least] }

  private init() {
    let one = Wide(limbs: [1 << 63, 0, 0, 0])
    var below: [Power] = []
    var wide = one
    for _ in PowersOfTen.least..<0 {
      wide.divide()
      below.append(wide.power)
    }
    var above: [Power] = [one.power]
    wide = one
    for _ in 0..<PowersOfTen.greatest {
      wide.multiply()
      above.append(wide.power)
    }
    powers = below.reversed() + above
  }

  /// A number of 256 bits whose first is set; its power of two does not matter.
  private struct Wide {
    /// The most significant first.
    var limbs: InlineArray<4, UInt64>

    /// The first 128 bits, rounded up.
    var power: Power {
      guard limbs[2] != 0 || limbs[3] != 0 else { return Power(high: limbs[0], low: limbs[1]) }
      let (low, isOver) = limbs[1].addingReportingOverflow(1)
      return Power(high: limbs[0] + (isOver ? 1 : 0), low: low)
    }

    /// Multiplies by five, which is ten but for a power of two.
    mutating func multiply() {
      var carry: UInt64 = 0
      for place in [3, 2, 1, 0] {
        let (high, low) = limbs[place].multipliedFullWidth(by: 5)
        let (sum, isOver) = low.addingReportingOverflow(carry)
        limbs[place] = sum
        carry = high + (isOver ? 1 : 0)
      }
      let shift = UInt64(64 - carry.leadingZeroBitCount)
      for place in [3, 2, 1, 0] {
        let higher = place == 0 ? carry : limbs[place - 1]
        limbs[place] = limbs[place] >> shift | higher << (64 - shift)
      }
    }

    /// Divides by five, which is ten but for a power of two.
    mutating func divide() {
      // As many bits more as the quotient is smaller.
      let shift: UInt64 = limbs[0] < 0xA000_0000_0000_0000 ? 3 : 2
      var rest = limbs[0] >> (64 - shift)
      for place in 0..<4 {
        let next = place < 3 ? limbs[place + 1] >> (64 - shift) : 0
        let limb = limbs[place] << shift | next
        (limbs[place], rest) = UInt64(5).dividingFullWidth((rest, limb))
      }
    }
  }
}
