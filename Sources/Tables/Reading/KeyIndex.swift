/// Distinct keys and their ordinals, in order of first appearance.
///
/// A key is the bytes of its parts, trimmed of spaces; parts are joined by `|`, and a `|` or `\`
/// inside a part of a composite key is preceded by `\`, so that different keys stay different.
struct KeyIndex: Sendable {
  private var dictionary = TextDictionary()

  /// Makes room for so many keys.
  mutating func reserve(_ count: Int, bytes: Int) { dictionary.reserve(count, bytes: bytes) }

  /// The number of distinct keys.
  var count: Int { dictionary.count }

  /// The keys as text, by ordinal.
  var texts: [String] { (0..<count).map { dictionary[Int32($0)] } }

  /// The ordinal of a key, or nil.
  func ordinal(of key: Span<UInt8>) -> Int32? { dictionary.code(of: key) }

  /// The ordinal of a key given as text, or nil.
  func ordinal(ofText key: String) -> Int32? { dictionary.code(of: key) }

  /// The ordinal of a key, giving it one when it is new.
  mutating func insert(_ key: Span<UInt8>) -> Int32 { dictionary.intern(key) }

  /// The ordinal of a key given as text, giving it one when it is new.
  mutating func insert(text key: String) -> Int32 { dictionary.intern(key) }

  /// The bytes of a key.
  func utf8(of ordinal: Int32) -> ArraySlice<UInt8> { dictionary.utf8(of: ordinal) }

  /// The text of a key.
  func text(of ordinal: Int32) -> String { dictionary[ordinal] }
}
