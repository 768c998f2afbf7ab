import Tables

/// The texts that codes in registers stand for.
final class TextPool {
  /// The dictionary of all text features and of texts from different columns that meet.
  private(set) var shared = TextDictionary()
  /// The projects' columns, by the index of their field.
  private let subjects: [Column?]
  /// Literals that are in no column they are compared with.
  private var unheldLiterals = TextDictionary()
  /// The event table being read.
  var stream: (any RecordStream)?

  init(subjects: Subjects, resource: Resource) {
    self.subjects = resource.fields.map { subjects.table[$0.name] }
  }

  /// The code of a literal; a negative one of its own, which no value has, where a project's
  /// column never holds it.
  func code(of text: String, in domain: Domain) -> Int32 {
    switch domain {
    case .shared, .literal: shared.intern(text)
    case .event(let slot): stream?.intern(text, field: slot) ?? unheld(text)
    case .subject(let index): subjects[index]?.dictionary.code(of: text) ?? unheld(text)
    }
  }

  private func unheld(_ text: String) -> Int32 { -2 - unheldLiterals.intern(text) }

  /// The bytes of a code.
  func utf8(of code: Int32, in domain: Domain) -> ArraySlice<UInt8> {
    guard code >= 0 else { return [] }
    switch domain {
    case .shared, .literal: return shared.utf8(of: code)
    case .event(let slot): return stream?.utf8(of: code, field: slot) ?? []
    case .subject(let index): return subjects[index]?.dictionary.utf8(of: code) ?? []
    }
  }

  /// The code in the shared dictionary of a code elsewhere.
  func translate(_ code: Int32, from domain: Domain) -> Int32 {
    shared.intern(utf8(of: code, in: domain).span)
  }

  /// Whether one text comes before another by its bytes.
  static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    left.lexicographicallyPrecedes(right)
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
