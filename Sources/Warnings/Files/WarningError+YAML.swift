import Tables

/// A value of a policy's file.
typealias PolicyNode = YAMLNode<WarningError>

extension WarningError: YAMLError {
  package static func yaml(_ problem: YAMLProblem, at location: SourceLocation) -> WarningError {
    switch problem {
    case .syntax(let words), .unreadable(let words):
      WarningError(.notYAML(words), at: location)
    case .duplicateKeys(let keys):
      WarningError(
        .notYAML("these keys stand twice: \(keys.joined(separator: ", "))"),
        at: location
      )
    case .unexpected(let key, .word(let words), let found):
      WarningError(.unknownWord(key: key, value: found ?? "", known: words), at: location)
    case .unexpected(let key, .mapping, _):
      WarningError(.wrongShape(key: key, wanted: "keys with values"), at: location)
    case .unexpected(let key, let wanted, _):
      WarningError(.wrongShape(key: key, wanted: wanted.words), at: location)
    case .unknownKey(let key, let known):
      WarningError(.unknownKey(key, known: known), at: location)
    }
  }
}

extension YAMLNode<WarningError> {
  /// The entries of a mapping, in the order of the file; with `known`, any other key is an error.
  func entries(known: [String]? = nil) throws(WarningError) -> [(key: String, node: PolicyNode)] {
    let mapping = try mapping()
    if let known { try mapping.allow(known) }
    return mapping.entries.map { ($0.key, $0.value) }
  }

  /// The text of a scalar that says something.
  func word() throws(WarningError) -> String {
    guard !isNull else { throw failure(.text) }
    return try text()
  }
}
