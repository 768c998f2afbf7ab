/// Reads numbers as finite doubles, each the double nearest to what is written.
///
/// Where a unit is no power of ten of the field's unit (acres, weeks), the conversion rounds once
/// more.
public struct NumberCell: Sendable {
  /// How the numbers are written.
  public let notation: NumberNotation

  /// A reader of numbers in `notation`.
  public init(_ notation: NumberNotation = .plain) {
    self.notation = notation
  }

  /// The number that trimmed `text` writes, in the field's unit.
  public func parse(_ text: Span<UInt8>) -> CellResult<Double> {
    switch ScannedNumber.scan(text, notation) {
    case .reject(let rule): return .reject(rule)
    case .value(let number):
      guard let value = number.double(in: text) else { return .reject(.numberRange) }
      return .value(value)
    }
  }

  /// 10⁰ … 10²², all exact.
  static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

extension ScannedNumber {
  /// The double nearest to the number, or nil when none is finite; never minus zero.
  func double(in text: Span<UInt8>) -> Double? {
    if digits == 0 { return 0 }
    let power = exponent + scale.power
    var value: Double
    // Both operands exact, so one operation rounds once (Clinger 1990).
    if !isCut, digits < 1 << 53, power >= -22, power <= 22 {
      value =
        power >= 0
        ? Double(digits) * NumberCell.powers[power]
        : Double(digits) / NumberCell.powers[-power]
    } else {
      value = slowDouble(in: text, power: power)
    }
    if !scale.isDecimal {
      value = value * Double(scale.numerator) / Double(scale.denominator)
    }
    guard value.isFinite else { return nil }
    return isNegative && value != 0 ? -value : value
  }

  /// Through the library's correctly rounded conversion of decimal text.
  private func slowDouble(in text: Span<UInt8>, power: Int) -> Double {
    let written = isCut ? allDigits(in: text) : String(digits)
    return Double("\(written)e\(power - (isCut ? dropped : 0))") ?? .infinity
  }

  /// Every digit of the body, separators left out.
  private func allDigits(in text: Span<UInt8>) -> String {
    var digits = ""
    var index = body.lowerBound
    while index < body.upperBound {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      if scalar == 0x65 || scalar == 0x45 { break }
      if let digit = FoldedText.digit(scalar) { digits.append(String(digit)) }
      index += length
    }
    return digits
  }
}
