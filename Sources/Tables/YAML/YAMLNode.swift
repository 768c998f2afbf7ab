import Yams

/// A value of a YAML or JSON file that knows its file, line and column.
///
/// Every scalar is text, as it stands in the file: `no`, `1.10` and `2024-01-01` stay what they
/// are. Errors are those of the room that reads.
package struct YAMLNode<Failure: YAMLError> {
  /// The node.
  package let node: Node
  /// The file, as messages name it.
  package let file: String
  /// What the value is called in messages: the key it stands under.
  package let key: String

  /// The root of a file's text; nil when the file holds nothing.
  package init?(parsing text: String, file: String, called key: String) throws(Failure) {
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw YAMLNode.failure(error, file: file)
    } catch {
      throw .yaml(.unreadable("\(error)"), at: SourceLocation(file: file))
    }
    guard let root else { return nil }
    self.init(root, file: file, called: key)
  }

  /// A node of a file.
  package init(_ node: Node, file: String, called key: String) {
    self.node = node
    self.file = file
    self.key = key
  }

  /// Where the value starts.
  package var location: SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  /// Whether nothing is written here: an empty plain scalar, `~` or `null`.
  package var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null"].contains(scalar.string)
  }

  /// Whether it is a mapping of keys to values.
  package var isMapping: Bool { node.mapping != nil }

  /// The error that this is not what is wanted.
  package func failure(_ wanted: YAMLExpectation) -> Failure {
    .yaml(.unexpected(key: key, wanted: wanted, found: node.scalar?.string), at: location)
  }

  private static func failure(_ error: YamlError, file: String) -> Failure {
    func at(_ mark: Mark) -> SourceLocation {
      SourceLocation(file: file, line: mark.line, column: mark.column)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .yaml(.syntax(problem), at: at(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      return .yaml(.duplicateKeys(keys.sorted()), at: at(context.mark))
    case .reader(let problem, _, _, _):
      return .yaml(.syntax(problem), at: SourceLocation(file: file))
    default:
      return .yaml(.unreadable("\(error)"), at: SourceLocation(file: file))
    }
  }
}

// MARK: - Scalars

extension YAMLNode {
  /// The text of a scalar.
  package func text() throws(Failure) -> String {
    guard let scalar = node.scalar else { throw failure(.text) }
    return scalar.string
  }

  /// A finite number.
  package func number() throws(Failure) -> Double {
    guard let value = Double(try text()), value.isFinite else { throw failure(.number) }
    return value
  }

  /// A whole number within a range.
  package func integer(in range: ClosedRange<Int>) throws(Failure) -> Int {
    guard let value = Int(try text()), range.contains(value) else {
      throw failure(.wholeNumber(range))
    }
    return value
  }

  /// `true` or `false`.
  package func boolean() throws(Failure) -> Bool {
    switch try text().lowercased() {
    case "true": return true
    case "false": return false
    default: throw failure(.boolean)
    }
  }

  /// A day as `YYYY-MM-DD`.
  package func day() throws(Failure) -> Day {
    guard let day = Day(iso: try text()) else { throw failure(.day) }
    return day
  }

  /// One of the words of an enumeration.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type
  ) throws(Failure) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try text()) else {
      throw failure(.word(Choice.allCases.map(\.rawValue)))
    }
    return choice
  }
}

// MARK: - Lists and mappings

extension YAMLNode {
  /// The elements of a list.
  package func list() throws(Failure) -> [YAMLNode] {
    guard let sequence = node.sequence else { throw failure(.list) }
    return sequence.map { YAMLNode($0, file: file, called: key) }
  }

  /// The texts of a list, or of a single text.
  package func texts() throws(Failure) -> [String] {
    if let scalar = node.scalar { return [scalar.string] }
    var texts: [String] = []
    for element in try list() {
      guard let scalar = element.node.scalar else { throw element.failure(.element) }
      texts.append(scalar.string)
    }
    return texts
  }

  /// The keys and values of a mapping in order of the file, `<<` merged in behind them.
  package func mapping() throws(Failure) -> YAMLMapping<Failure> {
    YAMLMapping(entries: try pairs(), location: location)
  }

  private func pairs() throws(Failure) -> [YAMLMapping<Failure>.Entry] {
    guard let mapping = node.mapping else { throw failure(.mapping) }
    var own: [YAMLMapping<Failure>.Entry] = []
    var merged: [YAMLNode] = []
    for (keyNode, valueNode) in mapping {
      let name = try YAMLNode(keyNode, file: file, called: "a key of \(key)").text()
      let value = YAMLNode(YAMLNode.placed(valueNode, at: keyNode), file: file, called: name)
      if name == "<<", keyNode.scalar?.style == .plain {
        merged += value.node.sequence == nil ? [value] : try value.list()
      } else {
        let location = YAMLNode(keyNode, file: file, called: name).location
        own.append(.init(key: name, location: location, value: value))
      }
    }
    var seen = Set(own.map(\.key))
    for source in merged {
      for entry in try source.pairs() where seen.insert(entry.key).inserted { own.append(entry) }
    }
    return own
  }

  /// A value in its place; one that is not written is in that of its key, because the parser puts
  /// it before what comes next, which may be behind the end of the file.
  private static func placed(_ value: Node, at key: Node) -> Node {
    guard case .scalar(var scalar) = value, scalar.style == .plain, scalar.string.isEmpty,
      let place = scalar.mark, let ofKey = key.mark, place.line > ofKey.line
    else { return value }
    scalar.mark = ofKey
    return .scalar(scalar)
  }
}

/// A mapping of a YAML file, its keys in the order they are written.
package struct YAMLMapping<Failure: YAMLError> {
  /// A key with its place and its value.
  package struct Entry {
    package let key: String
    package let location: SourceLocation
    package let value: YAMLNode<Failure>
  }

  /// The entries in order.
  package let entries: [Entry]
  /// Where the mapping starts.
  package let location: SourceLocation

  /// The value of a key; nil when it is absent or null.
  package subscript(key: String) -> YAMLNode<Failure>? {
    guard let entry = entries.first(where: { $0.key == key }), !entry.value.isNull else {
      return nil
    }
    return entry.value
  }

  /// Refuses a key that is none of `known`.
  package func allow(_ known: [String]) throws(Failure) {
    for entry in entries where !known.contains(entry.key) {
      throw .yaml(.unknownKey(entry.key, known: known), at: entry.location)
    }
  }
}
