/// A cell while it is read.
struct SheetCell {
  /// What a cell says its value is.
  enum Kind {
    case number, shared, text, formulaText, boolean, error, date
  }

  /// Its column, from 0.
  var column = 0
  var kind = Kind.number
  /// The number of its style.
  var style = 0
  /// Whether its value was computed, or should have been.
  var hasFormula = false
  /// Whether it says a value, be it an empty one.
  var hasValue = false

  /// The kind that the attribute `t` names, nil for one that nobody knows.
  static func kind(_ name: Span<UInt8>) -> Kind? {
    switch name.count {
    case 1:
      switch name[0] {
      case UInt8(ascii: "n"): .number
      case UInt8(ascii: "s"): .shared
      case UInt8(ascii: "b"): .boolean
      case UInt8(ascii: "e"): .error
      case UInt8(ascii: "d"): .date
      default: nil
      }
    case 3: .formulaText
    case 9: .text
    default: nil
    }
  }

  /// The column and the row, from 1, that `AB12` names; nil when it names none.
  static func place(_ reference: Span<UInt8>) -> (column: Int, row: Int)? {
    var (column, row, index) = (0, 0, 0)
    while index < reference.count, index < 4 {
      let letter = reference[index] & 0xDF
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) else { break }
      column = column * 26 + Int(letter - 64)
      index += 1
    }
    guard column > 0, index < reference.count, reference.count - index < 10 else { return nil }
    while index < reference.count {
      guard (48...57).contains(reference[index]) else { return nil }
      row = row * 10 + Int(reference[index] - 48)
      index += 1
    }
    return row > 0 ? (column, row) : nil
  }
}

/// Marks the text of a cell as no value but an error, such as `#N/A`.
///
/// The mark is no UTF-8, so that no type takes the text for a value.
enum SheetError {
  private static let mark: [UInt8] = [0xFF, 0xFE]

  /// Appends an error.
  static func append(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: mark)
    bytes.append(contentsOf: text)
  }

  /// A text that stands for an error, such as `#N/A`, as it is marked; nil for any other text.
  static func marked(_ text: [UInt8]) -> [UInt8]? {
    text.first == UInt8(ascii: "#") ? mark + text : nil
  }

  /// Whether a text is an error.
  static func isMarked(_ text: Span<UInt8>) -> Bool {
    text.count > 2 && text[0] == mark[0] && text[1] == mark[1]
  }

  /// Where a text of a block stands without the mark of an error.
  static func shown(_ range: Range<Int>, in block: RecordBlock) -> Range<Int> {
    isMarked(block.bytes.span.extracting(range))
      ? range.lowerBound + mark.count..<range.upperBound : range
  }

  /// What is shown of a text: an error without its mark.
  static func shown(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    isMarked(text.span) ? text.dropFirst(mark.count) : text
  }
}
