/// Texts of a workbook, in which `_x000D_` stands for a character that XML cannot hold.
enum SheetText {
  private static let (underscore, x) = (UInt8(ascii: "_"), UInt8(ascii: "x"))

  /// Puts the characters meant in the place of `_xHHHH_` from `start` on.
  ///
  /// Halves of surrogate pairs that stand alone are left as they are.
  static func unescape(_ bytes: inout [UInt8], from start: Int) {
    guard var source = next(bytes, from: start) else { return }
    var target = source
    while source < bytes.count {
      if let (scalar, length) = scalar(bytes, at: source) {
        for byte in String(scalar).utf8 {
          // No character is longer than its escape.
          bytes[target] = byte
          target += 1
        }
        source += length
      } else {
        bytes[target] = bytes[source]
        target += 1
        source += 1
      }
    }
    bytes.removeSubrange(target...)
  }

  /// Where something that may be an escape begins.
  private static func next(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + 7 <= bytes.count {
      if bytes[index] == underscore, bytes[index + 1] == x { return index }
      index += 1
    }
    return nil
  }

  /// The character that an escape at `index` means.
  private static func scalar(_ bytes: [UInt8], at index: Int) -> (Unicode.Scalar, length: Int)? {
    guard let first = unit(bytes.span, at: index) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, 7) }
    guard UTF16.isLeadSurrogate(first), let second = unit(bytes.span, at: index + 7),
      UTF16.isTrailSurrogate(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00
      )
    else { return nil }
    return (scalar, 14)
  }

  /// The four digits of an escape at `index`.
  private static func unit(_ bytes: Span<UInt8>, at index: Int) -> UInt16? {
    guard index + 7 <= bytes.count, bytes[index] == underscore, bytes[index + 1] == x,
      bytes[index + 6] == underscore
    else { return nil }
    var value: UInt16 = 0
    for place in index + 2..<index + 6 {
      guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  // MARK: - Writing

  /// Appends a text as XML that reads back as the same text: what XML cannot hold, or would not
  /// keep, becomes an escape.
  static func append(escaped text: Span<UInt8>, to bytes: inout [UInt8]) {
    for index in text.indices {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"): bytes.append(byte)
      case 0..<0x20: append(escape: UInt16(byte), to: &bytes)
      case underscore:
        if unit(text, at: index) == nil {
          bytes.append(byte)
        } else {
          append(escape: UInt16(underscore), to: &bytes)
        }
      // U+FFFE and U+FFFF are no characters of XML.
      case 0xBE, 0xBF:
        if index >= 2, text[index - 1] == 0xBF, text[index - 2] == 0xEF {
          bytes.removeLast(2)
          append(escape: 0xFF40 + UInt16(byte), to: &bytes)
        } else {
          bytes.append(byte)
        }
      default: bytes.append(byte)
      }
    }
  }

  /// The text that `append(escaped:to:)` wrote.
  static func unescaped(_ xml: ArraySlice<UInt8>) -> String {
    var bytes = Array(
      String(decoding: xml, as: UTF8.self).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        .replacing("&amp;", with: "&").utf8
    )
    unescape(&bytes, from: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(escape unit: UInt16, to bytes: inout [UInt8]) {
    let digits = String(unit, radix: 16, uppercase: true)
    bytes.append(contentsOf: "_x".utf8)
    for _ in digits.utf8.count..<4 { bytes.append(UInt8(ascii: "0")) }
    bytes.append(contentsOf: digits.utf8)
    bytes.append(underscore)
  }
}
