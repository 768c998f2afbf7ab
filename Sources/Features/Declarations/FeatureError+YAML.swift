import Tables

extension FeatureError: YAMLError {
  package static func yaml(_ problem: YAMLProblem, at location: SourceLocation) -> FeatureError {
    switch problem {
    case .syntax(let words):
      return FeatureError(
        .file,
        "this is not YAML: \(words)",
        at: location,
        hint: "an expression with ‘: ’ or ‘ #’, or one that starts with a quote, is put in quotes"
      )
    case .duplicateKeys(let keys):
      let names = keys.map { Diagnostic.masked($0) }.joined(separator: ", ")
      return FeatureError(
        .duplicate(names),
        "declared twice: \(names)",
        at: location,
        hint: "rename or remove one of them"
      )
    case .unreadable(let words):
      return FeatureError(.file, "this is not YAML: \(words)", at: location)
    case .unexpected(let key, let wanted, _):
      return FeatureError(.file, FeatureError.words(wanted, key), at: location)
    case .unknownKey(let key, let known):
      let nearest = NearestName.of(key, among: known)
      return FeatureError(
        .unknownName(key, nearest: nearest),
        "unknown key ‘\(key)’",
        at: location,
        hint: nearest.map { "did you mean ‘\($0)’?" }
          ?? (key.contains(")")
            ? "inside { } a comma ends a value: put quotes around the expression"
            : "known keys are \(known.joined(separator: ", "))")
      )
    }
  }

  private static func words(_ wanted: YAMLExpectation, _ key: String) -> String {
    switch wanted {
    case .mapping: "\(key) must be a mapping"
    case .list, .element: "\(key) must be a list"
    case .text: "\(key) must be a text"
    case .number: "expected a number"
    case .wholeNumber: "expected a whole number"
    case .boolean: "expected true or false"
    case .day: "expected a date written YYYY-MM-DD"
    case .word(let words): "\(key) is \(words.joined(separator: " or "))"
    }
  }
}
