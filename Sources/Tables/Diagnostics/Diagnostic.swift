/// Where something stands in a text file: file, line and column, counted from one; or in a table of
/// a database: its name, the row, and the row's key.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it, or relative to the dataset's folder.
  public var file: String
  /// The line, from 1; nil when the whole file is meant.
  public var line: Int?
  /// The column in characters, from 1; nil when the whole line is meant.
  public var column: Int?
  /// The key of a database's row, shortened and masked; nil in files, and where there is none.
  public var key: String?

  /// A place in `file`.
  public init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, as editors understand it; a row of a database `postgres:table:row 7 (key)`.
  public var description: String {
    guard let line else { return file }
    if DatabaseTable.isName(file) { return "\(file):row \(line)\(key.map { " (\($0))" } ?? "")" }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}

/// What went wrong, in the parts a message is made of: what, where, which value, how to mend it.
public struct Diagnostic: Hashable, Sendable {
  /// How a run that ends here ends: it decides the exit code.
  public enum Kind: Hashable, Sendable {
    /// Wrong usage or wrong input: exit 2.
    case input
    /// The world is in the way (disk full, locked, unreachable): exit 75.
    case temporary
    /// A fault of ours: exit 70.
    case fault
  }

  /// How a run that ends here ends.
  public var kind: Kind
  /// One sentence without a full stop, saying what is wrong.
  public var message: String
  /// Where it is wrong.
  public var location: SourceLocation?
  /// The value in question, already shortened and masked (see `masked`).
  public var value: String?
  /// How to mend it, one sentence.
  public var hint: String?

  /// A diagnostic made of its parts.
  public init(
    _ message: String,
    at location: SourceLocation? = nil,
    value: String? = nil,
    hint: String? = nil,
    kind: Kind = .input
  ) {
    self.kind = kind
    self.message = message
    self.location = location
    self.value = value
    self.hint = hint
  }
}

/// An error that can say what, where, which value, and how to mend it.
///
/// Every room has one error type of its own; only the command line renders them.
public protocol DiagnosticError: Error, Sendable {
  /// The error in the parts a message is made of.
  var diagnostic: Diagnostic { get }
}

extension Diagnostic {
  /// `text` fit to be shown: at most `limit` characters, control characters visible, and every
  /// digit after the second one of a run of five or more masked, so that no identity or account
  /// number reaches a log.
  public static func masked(_ text: String, limit: Int = 40) -> String {
    var result = ""
    var run: [Character] = []
    func flush() {
      if run.count >= 5 {
        result.append(contentsOf: run.prefix(2))
        result.append(String(repeating: "*", count: run.count - 2))
      } else {
        result.append(contentsOf: run)
      }
      run.removeAll()
    }
    for character in text.prefix(limit) {
      if character.isNumber {
        run.append(character)
      } else {
        flush()
        let isControl = character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        result.append(isControl ? "\u{FFFD}" : String(character))
      }
    }
    flush()
    return text.count > limit ? result + "…" : result
  }
}
