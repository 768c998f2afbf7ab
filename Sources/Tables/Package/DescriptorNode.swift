/// A place in a YAML or JSON descriptor.
typealias DescriptorNode = YAMLNode<TableError>

extension TableError: YAMLError {
  package static func yaml(_ problem: YAMLProblem, at location: SourceLocation) -> TableError {
    TableError(.package(PackageProblem(problem)), at: location)
  }
}

extension PackageProblem {
  fileprivate init(_ problem: YAMLProblem) {
    switch problem {
    case .syntax(let words): self = .syntax(words)
    case .duplicateKeys(let keys):
      self = .syntax("the key \(keys.joined(separator: ", ")) stands twice")
    case .unreadable: self = .syntax("unreadable")
    case .unexpected(let key, .mapping, _):
      self = .wrongShape(key: key, expected: "a mapping (key: value)")
    case .unexpected(let key, .list, _): self = .wrongShape(key: key, expected: "a list")
    case .unexpected(let key, .text, _), .unexpected(let key, .element, _):
      self = .wrongShape(key: key, expected: "a single value")
    case .unexpected(let key, let wanted, let found):
      self = .wrongValue(found ?? "", key: key, expected: PackageProblem.words(wanted))
    case .unknownKey(let key, let known):
      self = .unknownKey(
        key,
        of: "the descriptor",
        nearest: NearestName.of(key, among: known),
        known: known
      )
    }
  }

  private static func words(_ wanted: YAMLExpectation) -> String {
    switch wanted {
    case .mapping: "a mapping (key: value)"
    case .list: "a list"
    case .text, .element: "a single value"
    case .number: "a number"
    case .wholeNumber: "a whole number, 0 or more"
    case .boolean: "true or false"
    case .day: "a day such as 2024-12-31"
    case .word(let words): words.joined(separator: ", ")
    }
  }
}

extension DescriptorNode {
  /// How unknown keys are taken.
  enum Keys {
    /// Any unknown key is an error.
    case ours
    /// The standard allows keys of one's own; one that nearly has a known name is an error.
    case standard
  }

  /// The root of a descriptor.
  static func root(of text: String, file: String) throws(TableError) -> DescriptorNode {
    guard let root = try DescriptorNode(parsing: text, file: file, called: "the descriptor") else {
      throw TableError(.package(.empty), at: SourceLocation(file: file))
    }
    return root
  }

  /// An error at this place.
  func error(_ problem: PackageProblem) -> TableError {
    TableError(.package(problem), at: location)
  }

  /// The values of a mapping by key.
  ///
  /// Keys must be among `known`, as `keys` says; a key with nothing behind it counts as absent.
  func mapping(
    known: [String],
    _ keys: Keys = .standard,
    called name: String
  ) throws(TableError) -> [String: DescriptorNode] {
    var result: [String: DescriptorNode] = [:]
    for entry in try mapping().entries {
      if !known.contains(entry.key) {
        let nearest = NearestName.of(entry.key, among: known)
        let isTypingError = nearest.map { NearestName.edits(from: entry.key, to: $0) <= 2 } ?? false
        if keys == .ours || isTypingError || nearest?.lowercased() == entry.key.lowercased() {
          throw TableError(
            .package(.unknownKey(entry.key, of: name, nearest: nearest, known: known)),
            at: entry.location
          )
        }
      } else if !entry.value.isNull {
        result[entry.key] = entry.value
      }
    }
    return result
  }

  /// A whole number that is not negative.
  func count() throws(TableError) -> Int { try integer(in: 0...Int.max) }

  /// A single character; `\t` means a tab however it is quoted.
  func character() throws(TableError) -> Character {
    let text = try text()
    if text == "\\t" { return "\t" }
    guard text.count == 1, let character = text.first else {
      throw error(.wrongValue(text, key: key, expected: "one character"))
    }
    return character
  }

  /// A single ASCII character, as a byte.
  func byte() throws(TableError) -> UInt8 {
    guard let byte = try character().asciiValue else {
      throw error(.wrongValue(try text(), key: key, expected: "one ASCII character"))
    }
    return byte
  }
}
