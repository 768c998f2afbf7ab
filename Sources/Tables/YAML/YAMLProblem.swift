/// What is wrong with a YAML or JSON file, for each room to say in its own words.
package enum YAMLProblem: Hashable, Sendable {
  /// The text is not YAML: the parser's words.
  case syntax(String)
  /// Keys that stand twice in a mapping.
  case duplicateKeys([String])
  /// The parser gave up without a place.
  case unreadable(String)
  /// A value is not what is wanted under its key; `found` is its text, nil for a list or a mapping.
  case unexpected(key: String, wanted: YAMLExpectation, found: String?)
  /// A key that is none of those known here.
  case unknownKey(String, known: [String])
}

/// What a value can be wanted to be.
package enum YAMLExpectation: Hashable, Sendable {
  case mapping
  case list
  /// An element of a list of texts.
  case element
  case text
  case number
  case wholeNumber(ClosedRange<Int>)
  case boolean
  case day
  /// One of these words.
  case word([String])

  /// What is wanted, to stand behind `expected` or `takes`.
  package var words: String {
    switch self {
    case .mapping: "a mapping of keys to values"
    case .list: "a list"
    case .text, .element: "one value"
    case .number: "a number"
    case .wholeNumber(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .day: "a date written YYYY-MM-DD"
    case .word(let words): "one of " + words.joined(separator: ", ")
    }
  }
}

/// The error of a room that reads YAML files.
package protocol YAMLError: Error {
  /// The room's error for a problem at a place.
  static func yaml(_ problem: YAMLProblem, at location: SourceLocation) -> Self
}
