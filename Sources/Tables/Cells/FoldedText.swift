/// Reading UTF-8 one scalar at a time with full-width forms folded to ASCII.
///
/// Chinese input methods write digits, signs and brackets in full width; they mean the same.
enum FoldedText {
  /// What an invalid sequence reads as.
  static let invalid: UInt32 = 0xFFFD

  /// The scalar at `index`, folded, and the bytes it takes; an invalid byte is `invalid` and 1.
  static func scalar(_ text: Span<UInt8>, at index: Int) -> (scalar: UInt32, length: Int) {
    let first = text[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let (scalar, length) = decode(text, at: index, first: first)
    return (fold(scalar), length)
  }

  /// A scalar without its width: full-width forms to ASCII, any blank to a space, any minus to `-`.
  static func fold(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xFF01...0xFF5E: scalar - 0xFEE0
    case 0x00A0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: 0x20
    case 0x2212, 0x2012, 0x2013, 0xFE63: 0x2D
    case 0xFFE5: 0xA5
    default: scalar
    }
  }

  /// The digit that a folded scalar stands for, or nil.
  static func digit(_ scalar: UInt32) -> Int? {
    scalar >= 48 && scalar <= 57 ? Int(scalar) - 48 : nil
  }

  /// The index after any blanks at `index`.
  static func skipBlanks(_ text: Span<UInt8>, from index: Int) -> Int {
    var index = index
    while index < text.count {
      let (scalar, length) = scalar(text, at: index)
      guard scalar == 0x20 || scalar == 0x09 else { break }
      index += length
    }
    return index
  }

  private static func decode(
    _ text: Span<UInt8>,
    at index: Int,
    first: UInt8
  ) -> (UInt32, Int) {
    func tail(_ offset: Int) -> UInt32? {
      guard index + offset < text.count else { return nil }
      let byte = text[index + offset]
      return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
    }
    switch first {
    case 0xC2...0xDF:
      guard let second = tail(1) else { return (invalid, 1) }
      return (UInt32(first & 0x1F) << 6 | second, 2)
    case 0xE0...0xEF:
      guard let second = tail(1), let third = tail(2) else { return (invalid, 1) }
      return (UInt32(first & 0x0F) << 12 | second << 6 | third, 3)
    case 0xF0...0xF4:
      guard let second = tail(1), let third = tail(2), let fourth = tail(3) else {
        return (invalid, 1)
      }
      return (UInt32(first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
    default:
      return (invalid, 1)
    }
  }
}
