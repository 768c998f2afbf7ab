import Tables

/// An object of a JSON file whose keys are taken one by one; what is left at the end is unknown.
struct JSONObject {
  private let file: String
  private let node: JSONNode
  /// The way to this object, such as `terms[2]`; empty for the whole file.
  private let path: String
  private var members: [String: JSONNode] = [:]
  private var known: [String] = []

  /// The object that `node` is; anything else is an error.
  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    self.file = file
    self.node = node
    self.path = path
    guard case .object(let members) = node.content else {
      throw error(at: node, .wrongShape(key: path, expected: "an object", found: node.kind))
    }
    for (key, value) in members { self.members[key] = value }
  }

  /// The way to `key` in this object.
  func path(to key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// An error at `node`, or at the start of the object.
  func error(at node: JSONNode? = nil, _ problem: ModelError.Problem) -> ModelError {
    let place = node ?? self.node
    return ModelError(
      problem,
      at: SourceLocation(file: file, line: place.line, column: place.column)
    )
  }

  /// An error about the value of `key`.
  private func shapeError(_ key: String, _ node: JSONNode, _ expected: String) -> ModelError {
    error(at: node, .wrongShape(key: path(to: key), expected: expected, found: node.kind))
  }

  /// The node at `key`, or nil when the key is absent or null.
  mutating func optional(_ key: String) -> JSONNode? {
    known.append(key)
    guard let node = members.removeValue(forKey: key) else { return nil }
    if case .null = node.content { return nil }
    return node
  }

  /// The node at `key`.
  mutating func node(_ key: String) throws(ModelError) -> JSONNode {
    guard let node = optional(key) else { throw error(.missingKey(path(to: key))) }
    return node
  }

  mutating func text(_ key: String) throws(ModelError) -> String {
    let node = try node(key)
    guard case .text(let text) = node.content else { throw shapeError(key, node, "a text") }
    return text
  }

  mutating func optionalText(_ key: String) throws(ModelError) -> String? {
    guard let node = optional(key) else { return nil }
    guard case .text(let text) = node.content else { throw shapeError(key, node, "a text") }
    return text
  }

  mutating func number(_ key: String) throws(ModelError) -> Double {
    let node = try node(key)
    guard let number = node.value.double else { throw shapeError(key, node, "a number") }
    return number
  }

  mutating func optionalNumber(_ key: String) throws(ModelError) -> Double? {
    guard let node = optional(key) else { return nil }
    guard let number = node.value.double else { throw shapeError(key, node, "a number") }
    return number
  }

  mutating func integer(_ key: String) throws(ModelError) -> Int {
    let node = try node(key)
    guard case .integer(let value) = node.content else {
      throw shapeError(key, node, "a whole number")
    }
    return value
  }

  mutating func list(_ key: String) throws(ModelError) -> [JSONNode] {
    let node = try node(key)
    guard case .list(let nodes) = node.content else { throw shapeError(key, node, "a list") }
    return nodes
  }

  mutating func numbers(_ key: String) throws(ModelError) -> [Double] {
    var numbers: [Double] = []
    for node in try list(key) {
      guard let number = node.value.double else {
        throw shapeError(key, node, "a list of numbers")
      }
      numbers.append(number)
    }
    return numbers
  }

  mutating func numberLists(_ key: String) throws(ModelError) -> [[Double]] {
    var lists: [[Double]] = []
    for node in try list(key) {
      guard case .list(let elements) = node.content else {
        throw shapeError(key, node, "a list of lists of numbers")
      }
      var numbers: [Double] = []
      numbers.reserveCapacity(elements.count)
      for element in elements {
        guard let number = element.value.double else {
          throw shapeError(key, element, "a list of lists of numbers")
        }
        numbers.append(number)
      }
      lists.append(numbers)
    }
    return lists
  }

  mutating func texts(_ key: String) throws(ModelError) -> [String] {
    var texts: [String] = []
    for node in try list(key) {
      guard case .text(let text) = node.content else {
        throw shapeError(key, node, "a list of texts")
      }
      texts.append(text)
    }
    return texts
  }

  /// The members of the object at `key`, in the file's order.
  mutating func members(
    _ key: String
  ) throws(ModelError) -> [(key: String, value: JSONNode)] {
    let node = try node(key)
    guard case .object(let members) = node.content else {
      throw shapeError(key, node, "an object")
    }
    return members
  }

  mutating func numbersByKey(_ key: String) throws(ModelError) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for (name, node) in try members(key) {
      guard let number = node.value.double else {
        throw shapeError("\(key).\(name)", node, "a number")
      }
      numbers[name] = number
    }
    return numbers
  }

  mutating func textsByKey(_ key: String) throws(ModelError) -> [String: String] {
    var texts: [String: String] = [:]
    for (name, node) in try members(key) {
      guard case .text(let text) = node.content else {
        throw shapeError("\(key).\(name)", node, "a text")
      }
      texts[name] = text
    }
    return texts
  }

  mutating func valuesByKey(_ key: String) throws(ModelError) -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    for (name, node) in try members(key) { values[name] = node.value }
    return values
  }

  /// The case that the text at `key` names.
  mutating func choice<Choice>(
    _ key: String,
    of type: Choice.Type
  ) throws(ModelError) -> Choice
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    let node = try node(key)
    guard case .text(let text) = node.content else { throw shapeError(key, node, "a text") }
    guard let choice = Choice(rawValue: text) else {
      throw error(
        at: node,
        .wrongValue(
          key: path(to: key),
          value: text,
          known: Choice.allCases.map(\.rawValue)
        )
      )
    }
    return choice
  }

  /// Fails on the first key in the file that nothing took.
  func finish() throws(ModelError) {
    guard
      let (key, node) = members.min(by: {
        ($0.value.line, $0.value.column) < ($1.value.line, $1.value.column)
      })
    else { return }
    throw error(
      at: node,
      .unknownKey(path(to: key), nearest: NearestName.of(key, among: known), known: known)
    )
  }
}
