import Yams

/// A place in a YAML or JSON descriptor that knows its file, line and column.
///
/// Every scalar is text, as it stands in the file: `no`, `1.10` and `2024-01-01` stay what they
/// are.
struct DescriptorNode {
  /// How unknown keys are taken.
  enum Keys {
    /// Any unknown key is an error.
    case ours
    /// The standard allows keys of one's own; one that nearly has a known name is an error.
    case standard
  }

  /// The node.
  let node: Node
  /// The file, as messages name it.
  let file: String
  /// What the node is called in messages.
  let name: String

  /// The root of a descriptor.
  init(parsing text: String, file: String) throws(TableError) {
    self.file = file
    self.name = "the descriptor"
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw DescriptorNode.syntax(error, file: file)
    } catch {
      throw TableError(.package(.syntax("unreadable")), at: SourceLocation(file: file))
    }
    guard let root else { throw TableError(.package(.empty), at: SourceLocation(file: file)) }
    node = root
  }

  private init(_ node: Node, file: String, name: String) {
    self.node = node
    self.file = file
    self.name = name
  }

  /// Where the node starts.
  var location: SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  /// An error at this place.
  func error(_ problem: PackageProblem) -> TableError {
    TableError(.package(problem), at: location)
  }

  /// Whether nothing is written here: an empty plain scalar, `~` or `null`.
  var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null"].contains(scalar.string)
  }

  // MARK: - Mappings

  /// The values of a mapping by key, `<<` merged in.
  ///
  /// Keys must be among `known`, as `keys` says; a key with nothing behind it counts as absent.
  func mapping(
    known: [String],
    _ keys: Keys = .standard,
    called name: String? = nil
  ) throws(TableError) -> [String: DescriptorNode] {
    var result: [String: DescriptorNode] = [:]
    for (key, value) in try pairs() {
      guard let text = key.node.scalar?.string else {
        throw key.error(.wrongShape(key: "a key of \(name ?? self.name)", expected: "text"))
      }
      if !known.contains(text) {
        let nearest = NearestName.of(text, among: known)
        let isTypingError = nearest.map { NearestName.edits(from: text, to: $0) <= 2 } ?? false
        if keys == .ours || isTypingError || nearest?.lowercased() == text.lowercased() {
          throw key.error(
            .unknownKey(text, of: name ?? self.name, nearest: nearest, known: known)
          )
        }
        continue
      }
      let child = DescriptorNode(value.node, file: file, name: text)
      if !child.isNull { result[text] = child }
    }
    return result
  }

  /// The values of a mapping with keys that are free to choose, in order of the file.
  func entries() throws(TableError) -> [(key: String, value: DescriptorNode)] {
    var result: [(key: String, value: DescriptorNode)] = []
    for (key, value) in try pairs() {
      result.append((try key.text(), value))
    }
    return result
  }

  private func pairs() throws(TableError) -> [(key: DescriptorNode, value: DescriptorNode)] {
    guard let mapping = node.mapping else {
      throw error(.wrongShape(key: name, expected: "a mapping (key: value)"))
    }
    var own: [(key: DescriptorNode, value: DescriptorNode)] = []
    var merged: [DescriptorNode] = []
    for (key, value) in mapping {
      let key = DescriptorNode(key, file: file, name: "a key of \(name)")
      let value = DescriptorNode(value, file: file, name: key.node.scalar?.string ?? name)
      if key.node.scalar?.string == "<<", key.node.scalar?.style == .plain {
        merged += value.node.sequence == nil ? [value] : try value.list()
      } else {
        own.append((key, value))
      }
    }
    var seen = Set(own.compactMap { $0.key.node.scalar?.string })
    for source in merged {
      for pair in try source.pairs() {
        if seen.insert(pair.key.node.scalar?.string ?? "").inserted { own.append(pair) }
      }
    }
    return own
  }

  // MARK: - Lists and scalars

  /// The elements of a list.
  func list() throws(TableError) -> [DescriptorNode] {
    guard let sequence = node.sequence else {
      throw error(.wrongShape(key: name, expected: "a list"))
    }
    return sequence.map { DescriptorNode($0, file: file, name: name) }
  }

  /// The texts of a list, or of a single text.
  func texts() throws(TableError) -> [String] {
    if node.scalar != nil { return [try text()] }
    var result: [String] = []
    for element in try list() { result.append(try element.text()) }
    return result
  }

  /// The text of a scalar.
  func text() throws(TableError) -> String {
    guard let scalar = node.scalar else {
      throw error(.wrongShape(key: name, expected: "a single value"))
    }
    return scalar.string
  }

  /// `true` or `false`.
  func boolean() throws(TableError) -> Bool {
    switch try text().lowercased() {
    case "true": return true
    case "false": return false
    default:
      throw error(.wrongValue(try text(), key: name, expected: "true or false"))
    }
  }

  /// A whole number that is not negative.
  func count() throws(TableError) -> Int {
    guard let value = Int(try text()), value >= 0 else {
      throw error(.wrongValue(try text(), key: name, expected: "a whole number, 0 or more"))
    }
    return value
  }

  /// A day as `YYYY-MM-DD`.
  func day() throws(TableError) -> Day {
    guard let day = Day(iso: try text()) else {
      throw error(.wrongValue(try text(), key: name, expected: "a day such as 2024-12-31"))
    }
    return day
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type
  ) throws(TableError) -> Choice where Choice.RawValue == String {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue)
      throw error(.wrongValue(text, key: name, expected: names.joined(separator: ", ")))
    }
    return choice
  }

  /// A single character; `\t` means a tab however it is quoted.
  func character() throws(TableError) -> Character {
    let text = try text()
    if text == "\\t" { return "\t" }
    guard text.count == 1, let character = text.first else {
      throw error(.wrongValue(text, key: name, expected: "one character"))
    }
    return character
  }

  /// A single ASCII character, as a byte.
  func byte() throws(TableError) -> UInt8 {
    guard let byte = try character().asciiValue else {
      throw error(.wrongValue(try text(), key: name, expected: "one ASCII character"))
    }
    return byte
  }

  // MARK: - Errors of the parser

  private static func syntax(_ error: YamlError, file: String) -> TableError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      TableError(
        .package(.syntax(problem)),
        at: SourceLocation(file: file, line: mark.line, column: mark.column)
      )
    case .duplicatedKeysInMapping(let duplicates, let context):
      TableError(
        .package(.syntax("the key \(duplicates.joined(separator: ", ")) stands twice")),
        at: SourceLocation(file: file, line: context.mark.line, column: context.mark.column)
      )
    case .reader(let problem, _, _, _):
      TableError(.package(.syntax(problem)), at: SourceLocation(file: file))
    default:
      TableError(.package(.syntax("unreadable")), at: SourceLocation(file: file))
    }
  }
}
