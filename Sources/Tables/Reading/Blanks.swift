/// The blanks around a cell, which are no part of keys, numbers and dates.
package enum Blanks {
  /// `range` without blanks at its ends: ASCII spaces, the no-break space and the ideographic one.
  static func trimmed(_ range: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      let byte = bytes[start]
      if isBlank(byte) {
        start += 1
      } else if byte == 0xC2, end - start >= 2, bytes[start + 1] == 0xA0 {
        start += 2
      } else if byte == 0xE3, end - start >= 3, bytes[start + 1] == 0x80, bytes[start + 2] == 0x80 {
        start += 3
      } else {
        break
      }
    }
    while start < end {
      let byte = bytes[end - 1]
      if isBlank(byte) {
        end -= 1
      } else if byte == 0xA0, end - start >= 2, bytes[end - 2] == 0xC2 {
        end -= 2
      } else if byte == 0x80, end - start >= 3, bytes[end - 2] == 0x80, bytes[end - 3] == 0xE3 {
        end -= 3
      } else {
        break
      }
    }
    return start..<end
  }

  /// A text without blanks at its ends.
  package static func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let range = trimmed(0..<bytes.count, in: bytes.span)
    return range.count == bytes.count ? text : String(decoding: bytes[range], as: UTF8.self)
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }
}
