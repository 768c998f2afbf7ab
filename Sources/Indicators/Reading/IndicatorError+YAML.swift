import Tables

/// A value of a pack's file.
typealias YAMLValue = YAMLNode<IndicatorError>
/// A mapping of a pack's file.
typealias YAMLMap = YAMLMapping<IndicatorError>

extension IndicatorError: YAMLError {
  package static func yaml(_ problem: YAMLProblem, at location: SourceLocation) -> IndicatorError {
    switch problem {
    case .syntax(let words), .unreadable(let words):
      IndicatorError(.notYAML(words), at: location)
    case .duplicateKeys(let keys):
      IndicatorError(
        .notYAML("the same key is given twice: " + keys.joined(separator: ", ")),
        at: location
      )
    case .unexpected(_, let wanted, let found):
      IndicatorError(.expected(wanted.words, found: found), at: location)
    case .unknownKey(let key, let known):
      IndicatorError(.unknownKey(key, known: known), at: location)
    }
  }
}

extension YAMLNode<IndicatorError> {
  /// The error that this is not what is wanted, in words of the place.
  func failure(_ wanted: String) -> IndicatorError {
    IndicatorError(.expected(wanted, found: node.scalar?.string), at: location)
  }
}

extension YAMLMapping<IndicatorError> {
  /// The mapping at the top of a file.
  static func parse(_ text: String, file: String) throws(IndicatorError) -> YAMLMap {
    guard let root = try YAMLValue(parsing: text, file: file, called: "the file") else {
      throw IndicatorError(
        .expected("a mapping of keys to values", found: "an empty file"),
        at: SourceLocation(file: file)
      )
    }
    return try root.mapping()
  }

  /// The value of a key that must be there.
  func required(_ key: String, of owner: String) throws(IndicatorError) -> YAMLValue {
    guard let value = self[key] else {
      throw IndicatorError(.missingKey(key, of: owner), at: location)
    }
    return value
  }
}
