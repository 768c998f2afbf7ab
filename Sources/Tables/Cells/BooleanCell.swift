/// Reads truth values: the words a field declares, or those of the Frictionless standard.
public struct BooleanCell: Sendable {
  private let trueWords: [[UInt8]]
  private let falseWords: [[UInt8]]

  /// The standard's words for true.
  public static let standardTrueValues = ["true", "True", "TRUE", "1"]
  /// The standard's words for false.
  public static let standardFalseValues = ["false", "False", "FALSE", "0"]

  /// A reader of the declared words; nil means the standard's.
  ///
  /// Throws when a word is both true and false.
  public init(
    trueValues: [String]? = nil,
    falseValues: [String]? = nil
  ) throws(CellFormatError) {
    let trueValues = trueValues ?? BooleanCell.standardTrueValues
    let falseValues = falseValues ?? BooleanCell.standardFalseValues
    if let both = trueValues.first(where: falseValues.contains) {
      throw CellFormatError(
        "'\(both)' is both a true value and a false value",
        hint: "declare it in trueValues or in falseValues, not in both"
      )
    }
    trueWords = trueValues.map { Array($0.utf8) }
    falseWords = falseValues.map { Array($0.utf8) }
  }

  /// The truth that trimmed `text` names.
  public func parse(_ text: Span<UInt8>) -> CellResult<Bool> {
    for word in trueWords where BooleanCell.equal(word, text) { return .value(true) }
    for word in falseWords where BooleanCell.equal(word, text) { return .value(false) }
    return .reject(.boolean)
  }

  private static func equal(_ word: [UInt8], _ text: Span<UInt8>) -> Bool {
    guard word.count == text.count else { return false }
    for index in word.indices where word[index] != text[index] { return false }
    return true
  }
}
