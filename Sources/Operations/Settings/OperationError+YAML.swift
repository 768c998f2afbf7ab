import Tables

extension OperationError: YAMLError {
  package static func yaml(_ problem: YAMLProblem, at location: SourceLocation) -> OperationError {
    switch problem {
    case .syntax(let words), .unreadable(let words):
      OperationError("this is not YAML: \(words)", at: location)
    case .duplicateKeys(let keys):
      OperationError(
        "this is not YAML: the same key is given twice: \(keys.joined(separator: ", "))",
        at: location
      )
    case .unexpected(let key, let wanted, let found):
      unexpected(key, wanted, found, at: location)
    case .unknownKey(let key, let known):
      OperationError(
        "unknown key “\(key)”",
        at: location,
        hint: "known here: \(known.joined(separator: ", "))"
      )
    }
  }

  private static func unexpected(
    _ key: String,
    _ wanted: YAMLExpectation,
    _ found: String?,
    at location: SourceLocation
  ) -> OperationError {
    let words =
      switch wanted {
      case .list, .element: "a list of values"
      case .day: "a date"
      default: wanted.words
      }
    return OperationError(
      wanted == .mapping ? "expected \(words)" : "“\(key)” takes \(words)",
      at: location,
      value: found.map { Diagnostic.masked($0) },
      hint: wanted == .day ? "write it YYYY-MM-DD" : nil
    )
  }
}
