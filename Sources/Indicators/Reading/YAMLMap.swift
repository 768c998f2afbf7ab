import Tables
import Yams

/// A YAML file: its name for messages, and its text.
struct YAMLSource {
  let file: String
  let text: String
}

/// A value of a YAML file with its place; every scalar is read as text.
struct YAMLValue {
  let node: Node
  let source: YAMLSource

  var location: SourceLocation {
    SourceLocation(file: source.file, line: node.mark?.line, column: node.mark?.column)
  }

  /// Whether the value is left out: `null`, `~` or nothing.
  var isNull: Bool {
    guard let scalar = node.scalar else { return false }
    return scalar.style == .plain && ["", "null", "~"].contains(scalar.string)
  }

  func text() throws(IndicatorError) -> String {
    guard let scalar = node.scalar else { throw failure("one value") }
    return scalar.string
  }

  func number() throws(IndicatorError) -> Double {
    guard let value = Double(try text()), value.isFinite else { throw failure("a number") }
    return value
  }

  func boolean() throws(IndicatorError) -> Bool {
    switch try text() {
    case "true": true
    case "false": false
    default: throw failure("true or false")
    }
  }

  func day() throws(IndicatorError) -> Day {
    guard let day = Day(iso: try text()) else { throw failure("a date written YYYY-MM-DD") }
    return day
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type
  ) throws(IndicatorError) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try text()) else {
      throw failure("one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  /// The items of a list.
  func list() throws(IndicatorError) -> [YAMLValue] {
    guard case .sequence(let items) = node else { throw failure("a list") }
    return items.map { YAMLValue(node: $0, source: source) }
  }

  func map() throws(IndicatorError) -> YAMLMap {
    guard case .mapping(let mapping) = node else { throw failure("a mapping of keys to values") }
    var entries: [YAMLMap.Entry] = []
    for (key, value) in mapping {
      let key = YAMLValue(node: key, source: source)
      entries.append(
        YAMLMap.Entry(
          key: try key.text(),
          location: key.location,
          value: YAMLValue(node: value, source: source)
        )
      )
    }
    return YAMLMap(entries: entries, location: location)
  }

  func failure(_ wanted: String) -> IndicatorError {
    IndicatorError(.expected(wanted, found: node.scalar?.string), at: location)
  }
}

/// A mapping of a YAML file, its keys in the order they are written.
struct YAMLMap {
  struct Entry {
    let key: String
    let location: SourceLocation
    let value: YAMLValue
  }

  let entries: [Entry]
  let location: SourceLocation

  /// The mapping at the top of a file.
  static func parse(_ text: String, file: String) throws(IndicatorError) -> YAMLMap {
    let node: Node?
    do {
      node = try compose(yaml: text)
    } catch let error as YamlError {
      throw failure(error, file: file)
    } catch {
      throw IndicatorError(.notYAML("\(error)"), at: SourceLocation(file: file))
    }
    guard let node else {
      throw IndicatorError(
        .expected("a mapping of keys to values", found: "an empty file"),
        at: SourceLocation(file: file)
      )
    }
    return try YAMLValue(node: node, source: YAMLSource(file: file, text: text)).map()
  }

  private static func failure(_ error: YamlError, file: String) -> IndicatorError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      IndicatorError(
        .notYAML(problem),
        at: SourceLocation(file: file, line: mark.line, column: mark.column)
      )
    case .duplicatedKeysInMapping(let keys, let context):
      IndicatorError(
        .notYAML("the same key is given twice: " + keys.sorted().joined(separator: ", ")),
        at: SourceLocation(file: file, line: context.mark.line, column: context.mark.column)
      )
    default:
      IndicatorError(.notYAML("\(error)"), at: SourceLocation(file: file))
    }
  }

  /// Refuses a key that is none of `known`.
  func allow(_ known: [String]) throws(IndicatorError) {
    for entry in entries where !known.contains(entry.key) {
      throw IndicatorError(.unknownKey(entry.key, known: known), at: entry.location)
    }
  }

  /// The value of a key; nil when it is absent or null.
  subscript(key: String) -> YAMLValue? {
    guard let entry = entries.first(where: { $0.key == key }), !entry.value.isNull else {
      return nil
    }
    return entry.value
  }

  /// The value of a key that must be there.
  func required(_ key: String, of owner: String) throws(IndicatorError) -> YAMLValue {
    guard let value = self[key] else {
      throw IndicatorError(.missingKey(key, of: owner), at: location)
    }
    return value
  }
}
