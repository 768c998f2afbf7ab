/// Text that a spreadsheet would run as a formula when it opens a CSV file.
///
/// - Reference: OWASP, “CSV Injection”.
public enum FormulaText {
  /// Whether a spreadsheet might run `text`.
  ///
  /// True when it begins, after spaces, with `=`, `+`, `-`, `@` (full width too), a tab or a line
  /// end. Plain numbers such as `-1,200.5%` and dashes that stand for nothing are harmless.
  public static func mayRun(_ text: Span<UInt8>) -> Bool {
    var start = 0
    while start < text.count, text[start] == UInt8(ascii: " ") { start += 1 }
    guard start < text.count else { return false }
    switch text[start] {
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
      UInt8(ascii: "\n"):
      return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isHarmless(text, from: start)
    case 0xEF:
      // ＝ U+FF1D, ＋ U+FF0B, － U+FF0D, ＠ U+FF20 in UTF-8.
      guard start + 2 < text.count, text[start + 1] == 0xBC else { return false }
      return [0x9D, 0x8B, 0x8D, 0xA0].contains(text[start + 2])
    default: return false
    }
  }

  /// Whether a spreadsheet might run `text`.
  public static func mayRun(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return mayRun(bytes.span)
  }

  /// `text`, with an apostrophe before it when a spreadsheet might run it.
  public static func harmless(_ text: String) -> String { mayRun(text) ? "'" + text : text }

  /// Whether what begins with a sign is a number, or nothing but dashes.
  private static func isHarmless(_ text: Span<UInt8>, from start: Int) -> Bool {
    let dash = UInt8(ascii: "-")
    var dashes = 0
    var hasDigit = false
    for index in start..<text.count {
      let byte = text[index]
      if byte == dash { dashes += 1 }
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { hasDigit = true }
    }
    if dashes == text.count - start { return true }
    guard hasDigit else { return false }
    for index in start + 1..<text.count {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ","), UInt8(ascii: "."),
        UInt8(ascii: "%"), UInt8(ascii: " "):
        continue
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        // An exponent follows a digit.
        if !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index - 1]) { return false }
      case UInt8(ascii: "+"), dash:
        // A second sign is that of an exponent.
        if text[index - 1] | 0x20 != UInt8(ascii: "e") { return false }
      default: return false
      }
    }
    return true
  }
}
