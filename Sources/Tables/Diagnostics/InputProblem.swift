/// Why a file cannot be read as bytes, characters or records.
public enum InputProblem: Hashable, Sendable {
  /// There is no such file.
  case missingFile
  /// A folder stands where a file should be.
  case isFolder
  /// The file exists, but this user may not read it.
  case notPermitted
  /// The system refused `operation`, in its own words.
  case system(operation: String, message: String)
  /// The file became longer, shorter or was written to while it was read.
  case changed
  /// The file is named `.gz` but is not gzip.
  case notGzip
  /// The gzip data ends in the middle.
  case truncatedGzip
  /// The gzip data is damaged: its checksum or its structure is wrong.
  case corruptGzip
  /// The file is not text but `kind` (gzip, a ZIP archive or Excel workbook, …).
  case notText(kind: String, hint: String)
  /// The system has no character encoding of this name.
  case unknownEncoding(String)
  /// The file begins with the byte order mark of `found`, but `declared` was declared.
  case contradictingMark(found: String, declared: String)
  /// The delimiter, quote, escape and comment bytes cannot work together.
  case dialect(String)
  /// A quote opened at the location is never closed.
  case unterminatedQuote
  /// The field that begins at the location holds more than `limit` bytes.
  case fieldTooLong(limit: Int, isQuoted: Bool)
  /// The record that begins at the location has more than `fields` fields or `bytes` bytes.
  case recordTooLong(fields: Int, bytes: Int)
}

extension InputProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    switch self {
    case .missingFile:
      Diagnostic(
        "there is no such file",
        at: location,
        hint: "check the path; relative paths start at the current folder"
      )
    case .isFolder:
      Diagnostic(
        "a folder stands where a file should be",
        at: location,
        hint: "name a file inside it"
      )
    case .notPermitted:
      Diagnostic(
        "permission to read the file is denied",
        at: location,
        hint: "run as a user who may read it, or allow it with chmod"
      )
    case .system(let operation, let message):
      Diagnostic(
        "cannot \(operation) the file: \(message)",
        at: location,
        hint: "check the disk or the network mount, then run again",
        kind: .temporary
      )
    case .changed:
      Diagnostic(
        "the file changed while it was read",
        at: location,
        hint: "run again when nobody writes to it, or read a copy",
        kind: .temporary
      )
    case .notGzip:
      Diagnostic(
        "the file is named .gz but is not gzip data",
        at: location,
        hint: "compress it with gzip, or rename it without .gz"
      )
    case .truncatedGzip:
      Diagnostic(
        "the gzip data ends in the middle",
        at: location,
        hint: "the file was not copied or written to its end; fetch it again"
      )
    case .corruptGzip:
      Diagnostic(
        "the gzip data is damaged",
        at: location,
        hint: "test it with gzip -t and fetch the file again"
      )
    case .notText(let kind, let hint):
      Diagnostic("the file is \(kind), not text", at: location, hint: hint)
    case .unknownEncoding(let name):
      Diagnostic(
        "the system knows no character encoding of this name",
        at: location,
        value: Diagnostic.masked(name),
        hint: "use utf-8, utf-16, gb18030, or a name from iconv -l"
      )
    case .contradictingMark(let found, let declared):
      Diagnostic(
        "the file begins with a \(found) byte order mark but is declared as \(declared)",
        at: location,
        hint: "declare encoding: \(found), or save the file as \(declared)"
      )
    case .dialect(let conflict):
      Diagnostic(
        "the dialect cannot be read: \(conflict)",
        at: location,
        hint: "give delimiter, quoteChar, escapeChar and commentChar different characters"
      )
    case .unterminatedQuote:
      Diagnostic(
        "a quoted field opens here and is never closed",
        at: location,
        hint: "close the quote, double a quote that is part of the text, or set quoteChar"
      )
    case .fieldTooLong(let limit, let isQuoted):
      Diagnostic(
        "a field that begins here is longer than \(limit) bytes",
        at: location,
        hint: isQuoted
          ? "look for a quote that is opened here and not closed"
          : "look for lines that are not ended, or check that the file is text"
      )
    case .recordTooLong(let fields, let bytes):
      Diagnostic(
        "a record that begins here has more than \(fields) fields or \(bytes) bytes",
        at: location,
        hint: "check the delimiter and the line ends"
      )
    }
  }
}
