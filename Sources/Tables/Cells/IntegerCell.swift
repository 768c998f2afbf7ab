/// Reads whole numbers, exact to ±2⁵³ so that they stay exact as doubles.
///
/// `5.0` and `1.2万` are whole; `5.5` is not.
public struct IntegerCell: Sendable {
  /// How the numbers are written.
  public let notation: NumberNotation

  /// The largest magnitude, 2⁵³.
  public static let limit: Int64 = 1 << 53

  /// A reader of whole numbers in `notation`.
  public init(_ notation: NumberNotation = .plain) {
    self.notation = notation
  }

  /// The whole number that trimmed `text` writes, in the field's unit.
  public func parse(_ text: Span<UInt8>) -> CellResult<Int64> {
    switch ScannedNumber.scan(text, notation) {
    case .reject(.number): return .reject(.integer)
    case .reject(let rule): return .reject(rule)
    case .value(let number):
      switch number.scaled(by: 0) {
      case .exact(let value) where value.magnitude <= IntegerCell.limit.magnitude:
        return .value(value)
      case .exact, .tooLarge: return .reject(.integerRange)
      case .fraction: return .reject(.integer)
      }
    }
  }
}

extension ScannedNumber {
  /// A number as a whole count of some power of ten.
  enum Scaled: Equatable {
    /// Exactly so many.
    case exact(Int64)
    /// Not a whole count.
    case fraction
    /// Beyond 64 bits.
    case tooLarge
  }

  /// The number times 10^`power`, when it is whole.
  ///
  /// Nineteen digits are enough: one more that is not 0 is either a fraction or too large.
  func scaled(by power: Int) -> Scaled {
    if digits == 0 { return .exact(0) }
    var value = digits
    // A factor such as 7 of a week goes in first, so that fractions of it can come out whole.
    if !scale.isDecimal {
      guard let numerator = UInt64(exactly: scale.numerator),
        let denominator = UInt64(exactly: scale.denominator), denominator > 0
      else { return .fraction }
      return scaledByFraction(power, numerator, denominator)
    }
    var shift = exponent + scale.power + power
    while shift > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return .tooLarge }
      value = product
      shift -= 1
    }
    while shift < 0 {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 || quotient == 0 { return .fraction }
      value = quotient
      shift += 1
    }
    // Dropped digits stand below the last kept one: whole only when they are all 0.
    if isCut { return exponent + scale.power + power > 0 ? .tooLarge : .fraction }
    return ScannedNumber.signed(value, isNegative)
  }

  private func scaledByFraction(
    _ power: Int,
    _ numerator: UInt64,
    _ denominator: UInt64
  ) -> Scaled {
    let (product, overflow) = digits.multipliedReportingOverflow(by: numerator)
    if overflow { return .tooLarge }
    var plain = self
    plain.digits = product
    plain.scale = UnitOfMeasure.Scale(power: scale.power)
    plain.isNegative = false
    // Shift up before dividing where there is room, so that 1/3 of 10³ fails and 3/3 does not.
    var shift = exponent + scale.power + power
    var value = product
    while shift > 0 {
      let (next, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return .tooLarge }
      value = next
      shift -= 1
    }
    guard value % denominator == 0 else { return .fraction }
    plain.digits = value / denominator
    plain.exponent = shift
    plain.scale = .one
    let scaled = plain.scaled(by: 0)
    guard case .exact(let whole) = scaled, isNegative else { return scaled }
    return .exact(-whole)
  }

  private static func signed(_ value: UInt64, _ isNegative: Bool) -> Scaled {
    guard let positive = Int64(exactly: value) else { return .tooLarge }
    return .exact(isNegative ? -positive : positive)
  }
}
