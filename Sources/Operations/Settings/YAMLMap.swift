import Tables
import Yams

/// A mapping of a YAML file whose values are read as text, with their places for messages.
struct YAMLMap {
  private let entries: [(key: String, node: Node, location: SourceLocation)]
  private let file: String

  private init(file: String) {
    self.entries = []
    self.file = file
  }

  /// The mapping at the top of a file; an empty file is an empty mapping.
  init(text: String, file: String) throws(OperationError) {
    let node: Node?
    do {
      node = try compose(yaml: text)
    } catch let error as YamlError {
      throw YAMLMap.failure(error, file: file)
    } catch {
      throw OperationError("this is not YAML: \(error)", at: SourceLocation(file: file))
    }
    guard let node else {
      self.init(file: file)
      return
    }
    try self.init(node: node, file: file)
  }

  private init(node: Node, file: String) throws(OperationError) {
    guard case .mapping(let mapping) = node else {
      throw OperationError(
        "expected a mapping of keys to values",
        at: YAMLMap.location(node, file)
      )
    }
    self.file = file
    self.entries = mapping.map { key, value in
      (key.scalar?.string ?? "", value, YAMLMap.location(key, file))
    }
  }

  private static func failure(_ error: YamlError, file: String) -> OperationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      OperationError(
        "this is not YAML: \(problem)",
        at: SourceLocation(file: file, line: mark.line, column: mark.column)
      )
    default:
      OperationError("this is not YAML: \(error)", at: SourceLocation(file: file))
    }
  }

  private static func location(_ node: Node, _ file: String) -> SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  /// Refuses a key that is none of `known`, naming the nearest one.
  func refuseUnknown(_ known: [String]) throws(OperationError) {
    for entry in entries where !known.contains(entry.key) {
      throw OperationError(
        "unknown key “\(entry.key)”",
        at: entry.location,
        hint: "known here: \(known.joined(separator: ", "))"
      )
    }
  }

  /// The text of a scalar; nil when the key is absent or null.
  func text(_ key: String) throws(OperationError) -> String? {
    guard let node = entries.first(where: { $0.key == key })?.node else { return nil }
    guard let scalar = node.scalar else {
      throw OperationError("“\(key)” takes one value", at: YAMLMap.location(node, file))
    }
    return ["", "null", "~"].contains(scalar.string) && scalar.style != .doubleQuoted
      ? nil : scalar.string
  }

  /// The texts of a list, or of one scalar.
  func texts(_ key: String) throws(OperationError) -> [String] {
    guard let node = entries.first(where: { $0.key == key })?.node else { return [] }
    guard case .sequence(let sequence) = node else {
      return try text(key).map { [$0] } ?? []
    }
    var result: [String] = []
    for item in sequence {
      guard let scalar = item.scalar else {
        throw OperationError("“\(key)” takes a list of values", at: YAMLMap.location(item, file))
      }
      result.append(scalar.string)
    }
    return result
  }

  /// The mapping under a key.
  func map(_ key: String) throws(OperationError) -> YAMLMap? {
    guard let node = entries.first(where: { $0.key == key })?.node else { return nil }
    return try YAMLMap(node: node, file: file)
  }

  /// A whole number within a range.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(OperationError) -> Int? {
    guard let text = try text(key) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw OperationError(
        "“\(key)” takes a whole number from \(range.lowerBound) to \(range.upperBound)",
        at: place(key),
        value: text
      )
    }
    return value
  }

  /// A day written YYYY-MM-DD.
  func day(_ key: String) throws(OperationError) -> Day? {
    guard let text = try text(key) else { return nil }
    guard let day = Day(iso: text) else {
      throw OperationError(
        "“\(key)” takes a date",
        at: place(key),
        value: text,
        hint: "write it YYYY-MM-DD"
      )
    }
    return day
  }

  /// One of the words of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String,
    _: Choice.Type
  ) throws(OperationError) -> Choice? where Choice.RawValue == String {
    guard let text = try text(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw OperationError(
        "“\(key)” takes one of \(words)",
        at: place(key),
        value: text
      )
    }
    return choice
  }

  private func place(_ key: String) -> SourceLocation? {
    entries.first { $0.key == key }.map { YAMLMap.location($0.node, file) }
  }
}
