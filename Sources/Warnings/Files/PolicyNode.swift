import Tables
import Yams

/// A YAML node with the path to it, so that every fault names its line and column.
struct PolicyNode {
  let node: Node
  /// The key it stands under, for messages.
  let key: String
  let file: String

  /// The top of a file; nil when the file holds nothing.
  static func top(of text: String, file: String) throws(WarningError) -> PolicyNode? {
    do {
      guard let node = try compose(yaml: text) else { return nil }
      return PolicyNode(node: node, key: "policy", file: file)
    } catch let error as YamlError {
      throw failure(error, file: file)
    } catch {
      throw WarningError(.notYAML("\(error)"), at: SourceLocation(file: file))
    }
  }

  private static func failure(_ error: YamlError, file: String) -> WarningError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      WarningError(
        .notYAML(problem),
        at: SourceLocation(file: file, line: mark.line, column: mark.column)
      )
    case .duplicatedKeysInMapping(let keys, let context):
      WarningError(
        .notYAML("these keys stand twice: \(keys.sorted().joined(separator: ", "))"),
        at: SourceLocation(file: file, line: context.mark.line, column: context.mark.column)
      )
    default:
      WarningError(.notYAML("\(error)"), at: SourceLocation(file: file))
    }
  }

  /// Where the node stands.
  var location: SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  /// Whether it is empty or `null`.
  var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .any || scalar.style == .plain else {
      return false
    }
    return ["", "null", "~"].contains(scalar.string)
  }

  /// The entries of a mapping, in the order of the file.
  ///
  /// With `known`, any other key is an error.
  func entries(known: [String]? = nil) throws(WarningError) -> [(key: String, node: PolicyNode)] {
    guard case .mapping(let mapping) = node else {
      throw WarningError(.wrongShape(key: key, wanted: "keys with values"), at: location)
    }
    var entries: [(key: String, node: PolicyNode)] = []
    for (name, value) in mapping {
      let text = name.scalar?.string ?? ""
      if let known, !known.contains(text) {
        let place = PolicyNode(node: name, key: text, file: file).location
        throw WarningError(.unknownKey(text, known: known), at: place)
      }
      entries.append((text, PolicyNode(node: value, key: text, file: file)))
    }
    return entries
  }

  /// The items of a list.
  func items() throws(WarningError) -> [PolicyNode] {
    guard case .sequence(let sequence) = node else {
      throw WarningError(.wrongShape(key: key, wanted: "a list"), at: location)
    }
    return sequence.map { PolicyNode(node: $0, key: key, file: file) }
  }

  /// The text of a scalar.
  func text() throws(WarningError) -> String {
    guard let scalar = node.scalar, !isNull else {
      throw WarningError(.wrongShape(key: key, wanted: "one value"), at: location)
    }
    return scalar.string
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable>(
    _: Word.Type
  ) throws(WarningError) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      throw WarningError(
        .unknownWord(key: key, value: text, known: Word.allCases.map(\.rawValue)),
        at: location
      )
    }
    return word
  }
}
