/// A parsed JSON value that knows where it stands.
struct JSONNode {
  /// What stands there.
  enum Content {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONNode])
    case object([(key: String, value: JSONNode)])
  }

  var content: Content
  /// From 1.
  var line: Int
  /// In bytes, from 1.
  var column: Int

  /// What kind of value it is, in words.
  var kind: String {
    switch content {
    case .null: "null"
    case .boolean: "true or false"
    case .integer, .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// The value without its place.
  var value: JSONValue {
    switch content {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .text(let value): .text(value)
    case .list(let nodes): .list(nodes.map(\.value))
    case .object(let members):
      .object(Dictionary(members.map { ($0.key, $0.value.value) }, uniquingKeysWith: { $1 }))
    }
  }
}
