/// Values as the text of a CSV field: RFC 4180, exact and as short as possible.
public enum CSVText {
  private static let quote = UInt8(ascii: "\"")

  /// Appends text, in quotes where it must be.
  ///
  /// Empty text is written `""`, to be told from a missing value.
  public static func append(field text: String, to bytes: inout [UInt8]) {
    if needsQuotes(text.utf8.span) {
      append(field: text.utf8.span, to: &bytes)
    } else {
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// As for a span, and all at once where no quotes are needed.
  package static func append(field text: [UInt8], to bytes: inout [UInt8]) {
    if needsQuotes(text.span) {
      append(field: text.span, to: &bytes)
    } else {
      bytes.append(contentsOf: text)
    }
  }

  /// Appends text given as UTF-8, in quotes where it must be.
  public static func append(field text: Span<UInt8>, to bytes: inout [UInt8]) {
    if needsQuotes(text) {
      bytes.append(quote)
      for index in text.indices {
        if text[index] == quote { bytes.append(quote) }
        bytes.append(text[index])
      }
      bytes.append(quote)
    } else {
      for index in text.indices { bytes.append(text[index]) }
    }
  }

  /// Appends money in currency units, with as many decimals as it has.
  ///
  /// - Units: `money` is a count of ten-thousandths, see `Money.scale`.
  public static func append(money: Int64, to bytes: inout [UInt8]) {
    if money < 0 { bytes.append(UInt8(ascii: "-")) }
    let scale = UInt64(Money.scale)
    let (units, fraction) = money.magnitude.quotientAndRemainder(dividingBy: scale)
    Figures.append(units, to: &bytes)
    guard fraction > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var rest = fraction
    var place = scale / 10
    while rest > 0, place > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }

  /// Appends a date as `YYYY-MM-DD`.
  public static func append(day: Day, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: day.description.utf8)
  }

  /// Appends `true` or `false`.
  public static func append(boolean: Bool, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: (boolean ? "true" : "false").utf8)
  }

  private static func needsQuotes(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return true }
    // At the start of a file it would be taken for a byte order mark.
    if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { return true }
    // The bytes that need quotes are all at most the comma, and most of text is above it.
    for index in text.indices where text[index] <= UInt8(ascii: ",") {
      switch text[index] {
      case UInt8(ascii: ","), quote, UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      default: continue
      }
    }
    return false
  }
}
