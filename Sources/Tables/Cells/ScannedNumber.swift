/// The parts of a number as it stands in a cell: sign, digits, power of ten, unit.
struct ScannedNumber {
  /// Whether it is below zero by a sign or by brackets.
  var isNegative = false
  /// The first nineteen significant digits.
  var digits: UInt64 = 0
  /// The value is `digits · 10^exponent` before the unit counts.
  var exponent = 0
  /// The significant digits that did not fit into `digits`.
  var dropped = 0
  /// Whether one of them was not 0.
  var isCut = false
  /// The significant digits taken so far.
  var significant = 0
  /// What the unit multiplies by.
  var scale = UnitOfMeasure.Scale.one
  /// Where the digits stand in the cell, separators and all.
  var body = 0..<0

  /// Reads a cell in `notation`, or says which rule it breaks.
  static func scan(
    _ text: Span<UInt8>,
    _ notation: NumberNotation
  ) -> CellResult<ScannedNumber> {
    var number = ScannedNumber()
    if number.scanPlain(text, notation) {
      number.scale = notation.bareScale
      return .value(number)
    }
    number = ScannedNumber()
    var scanner = NumberScanner(notation)
    return scanner.scan(text, &number) ?? .value(number)
  }

  /// Takes ASCII digits with at most a minus and a decimal point, up to 19 of them: most cells.
  @inline(__always)
  private mutating func scanPlain(_ text: Span<UInt8>, _ notation: NumberNotation) -> Bool {
    var index = 0
    let count = text.count
    if count > 0, text[0] == 0x2D {
      isNegative = true
      index = 1
    }
    let start = index
    guard count - start <= 19, start < count else { return false }
    var point = -1
    while index < count {
      let digit = text[index] &- 48
      if digit < 10 {
        digits = digits * 10 + UInt64(digit)
      } else if text[index] == notation.decimal, point < 0 {
        point = index
      } else {
        return false
      }
      index += 1
    }
    body = start..<count
    if point >= 0 {
      exponent = point + 1 - count
      return count - start > 1
    }
    return true
  }

  /// Adds one digit; `isFraction` when it stands after the decimal point.
  mutating func append(_ digit: Int, isFraction: Bool) {
    if significant < 19 {
      digits = digits * 10 + UInt64(digit)
      if digits > 0 { significant += 1 }
      if isFraction { exponent -= 1 }
    } else {
      dropped += 1
      if digit != 0 { isCut = true }
      if !isFraction { exponent += 1 }
    }
  }
}
