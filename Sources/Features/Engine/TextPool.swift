import Tables

/// The texts that codes in registers stand for.
final class TextPool {
  /// The dictionary of all text features and of texts from different columns that meet.
  private(set) var shared: TextDictionary
  /// The projects' columns, by the index of their field.
  private let subjects: [Column?]
  /// Literals that are in no column they are compared with.
  private var unheldLiterals = TextDictionary()
  /// The texts of the event table being worked on, by slot; all of them were read before.
  var events: [TextDictionary] = []

  init(columns: [Column?], shared: TextDictionary) {
    subjects = columns
    self.shared = shared
  }

  /// The code of a literal; a negative one of its own, which no value has, where the column never
  /// holds it.
  func code(of text: String, in domain: Domain) -> Int32 {
    switch domain {
    case .shared, .literal: shared.intern(text)
    case .event(let slot): events[slot].code(of: text) ?? unheld(text)
    case .subject(let index): subjects[index]?.dictionary.code(of: text) ?? unheld(text)
    }
  }

  /// How many texts a dictionary that no longer grows has; very many for one that does.
  func knownCount(of domain: Domain) -> Int {
    if case .event(let slot) = domain { return events[slot].count }
    return .max
  }

  private func unheld(_ text: String) -> Int32 { -2 - unheldLiterals.intern(text) }

  /// The bytes of a code.
  func utf8(of code: Int32, in domain: Domain) -> ArraySlice<UInt8> {
    guard code >= 0 else { return [] }
    switch domain {
    case .shared, .literal: return shared.utf8(of: code)
    case .event(let slot): return events[slot].utf8(of: code)
    case .subject(let index): return subjects[index]?.dictionary.utf8(of: code) ?? []
    }
  }

  /// The code of a text in the shared dictionary.
  func intern(_ text: ArraySlice<UInt8>) -> Int32 { shared.intern(text.span) }

  /// The code in the shared dictionary of a code elsewhere.
  func translate(_ code: Int32, from domain: Domain) -> Int32 {
    shared.intern(utf8(of: code, in: domain).span)
  }

  /// Whether one text comes before another by its bytes.
  static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    left.lexicographicallyPrecedes(right)
  }

  /// Whether the bytes of a part stand somewhere in a text; an empty part stands everywhere.
  ///
  /// - Complexity: O(text · part).
  static func contains(_ text: ArraySlice<UInt8>, _ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first else { return true }
    guard text.count >= part.count else { return false }
    let last = text.endIndex - part.count
    for start in text.startIndex...last where text[start] == first {
      if text[start..<start + part.count].elementsEqual(part) { return true }
    }
    return false
  }
}

/// A pattern of `like`: `%` is any text, `_` any one character.
struct LikePattern {
  private let pattern: [UnicodeScalar]

  init(_ pattern: String) {
    self.pattern = Array(pattern.unicodeScalars)
  }

  /// Whether the whole text matches.
  ///
  /// - Complexity: O(text · pattern) at worst; it backtracks only to the last `%`.
  func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var (index, place) = (0, 0)
    var retry: (index: Int, place: Int)?
    while index < text.count {
      if place < pattern.count, pattern[place] == "%" {
        retry = (index, place + 1)
        place += 1
      } else if place < pattern.count, pattern[place] == "_" || pattern[place] == text[index] {
        index += 1
        place += 1
      } else if let last = retry {
        retry = (last.index + 1, last.place)
        (index, place) = (last.index + 1, last.place)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "%" }
  }
}
