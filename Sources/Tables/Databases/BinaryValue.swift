/// Stands for a binary value of a database, which no type of field takes.
///
/// It is no UTF-8, so that it is refused with its position whatever the field is declared to be.
enum BinaryValue {
  private static let mark: [UInt8] = [0xFF, 0xFD]

  /// Appends the stand-in.
  static func append(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: mark)
    bytes.append(contentsOf: "BLOB".utf8)
  }

  /// Whether a text is the stand-in.
  static func isMarked(_ text: Span<UInt8>) -> Bool {
    text.count > 2 && text[0] == mark[0] && text[1] == mark[1]
  }

  /// What is shown of a text: the stand-in without its mark.
  static func shown(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    isMarked(text.span) ? text.dropFirst(mark.count) : text
  }
}
