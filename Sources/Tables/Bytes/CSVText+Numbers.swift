extension CSVText {
  /// Appends the shortest digits that read back as the same number; a whole number has no point.
  ///
  /// Numbers from 2⁵³ on, and small ones, have an exponent: `1e+16`. What is not finite is no value
  /// and appends nothing. It is what `Double.description` says, but for a fraction of zero.
  public static func append(number: Double, to bytes: inout [UInt8]) {
    let magnitude = number.magnitude
    guard magnitude < 0x1p53, magnitude > 0 else {
      if number == 0, number.sign == .plus { return bytes.append(zero) }
      return append(described: number, to: &bytes)
    }
    let whole = UInt64(magnitude)
    // 24 for a sign, 17 digits and what stands before, between or after them.
    bytes.append(addingCapacity: 32) { output in
      if number < 0 { output.append(UInt8(ascii: "-")) }
      if Double(whole) == magnitude {
        output.append(digits: whole)
      } else {
        output.append(ShortestDecimal(magnitude))
      }
    }
  }

  /// As above, of numbers that are none, large or −0.
  @inline(never)
  private static func append(described number: Double, to bytes: inout [UInt8]) {
    guard number.isFinite else { return }
    let digits = number.description.utf8
    if digits.count > 2, digits.suffix(2).elementsEqual(".0".utf8) {
      bytes.append(contentsOf: digits.dropLast(2))
    } else {
      bytes.append(contentsOf: digits)
    }
  }

  /// Appends a whole number.
  public static func append(integer: Int64, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 20) { output in
      if integer < 0 { output.append(UInt8(ascii: "-")) }
      output.append(digits: integer.magnitude)
    }
  }
}

private let zero = UInt8(ascii: "0")

extension OutputSpan<UInt8> {
  /// Appends a whole number.
  @inline(__always)
  fileprivate mutating func append(digits value: UInt64) {
    if value < 10 { return append(zero + UInt8(truncatingIfNeeded: value)) }
    let text = DecimalText(value)
    append(text, from: text.start, to: DecimalText.size)
  }

  @inline(__always)
  private mutating func append(_ text: DecimalText, from start: Int, to end: Int) {
    var place = start
    while place < end {
      append(text.bytes[place])
      place &+= 1
    }
  }

  private mutating func append(zeros count: Int) {
    for _ in 0..<count { append(zero) }
  }

  /// Appends a number that is not whole, below 2⁵³: `0.001`, `12.5`, `1.25e-07`.
  @inline(__always)
  fileprivate mutating func append(_ number: ShortestDecimal) {
    let text = DecimalText(number.digits)
    let count = DecimalText.size - text.start
    /// The power of ten of the first digit.
    let first = number.exponent + count - 1
    if first >= 0 {
      let point = text.start + first + 1
      append(text, from: text.start, to: point)
      append(UInt8(ascii: "."))
      append(text, from: point, to: DecimalText.size)
    } else if first >= -4 {
      append(zero)
      append(UInt8(ascii: "."))
      append(zeros: -first - 1)
      append(text, from: text.start, to: DecimalText.size)
    } else {
      append(text.bytes[text.start])
      if count > 1 {
        append(UInt8(ascii: "."))
        append(text, from: text.start + 1, to: DecimalText.size)
      }
      append(UInt8(ascii: "e"))
      append(UInt8(ascii: "-"))
      if first > -10 { append(zero) }
      append(digits: UInt64(-first))
    }
  }
}

/// The digits of a whole number, at the end of some room for them.
private struct DecimalText {
  static var size: Int { 20 }

  private(set) var bytes = InlineArray<20, UInt8>(repeating: zero)
  private(set) var start = DecimalText.size

  @inline(__always)
  init(_ value: UInt64) {
    var rest = value
    repeat {
      start &-= 1
      bytes[start] = zero + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }
}
