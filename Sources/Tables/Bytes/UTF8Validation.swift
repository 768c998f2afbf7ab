/// Whether bytes are UTF-8, as the Unicode standard defines it.
public enum UTF8Validation {
  /// Whether `bytes` is well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
  ///
  /// - Complexity: O(n).
  /// - Reference: The Unicode Standard, table 3-7.
  public static func isValid(_ bytes: Span<UInt8>) -> Bool {
    let end = bytes.count
    var position = 0
    while position < end {
      let lead = bytes[position]
      position += 1
      if lead < 0x80 { continue }
      // The second byte's range depends on the first; the others are 80…BF.
      var lowest: UInt8 = 0x80
      var highest: UInt8 = 0xBF
      let following: Int
      switch lead {
      case 0xC2...0xDF: following = 1
      case 0xE0...0xEF:
        following = 2
        if lead == 0xE0 { lowest = 0xA0 }
        if lead == 0xED { highest = 0x9F }
      case 0xF0...0xF4:
        following = 3
        if lead == 0xF0 { lowest = 0x90 }
        if lead == 0xF4 { highest = 0x8F }
      default: return false
      }
      guard end - position >= following else { return false }
      guard bytes[position] >= lowest, bytes[position] <= highest else { return false }
      for next in position + 1..<position + following where bytes[next] & 0xC0 != 0x80 {
        return false
      }
      position += following
    }
    return true
  }

  /// Whether `bytes` is well-formed UTF-8.
  public static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool { isValid(bytes.span) }
}
