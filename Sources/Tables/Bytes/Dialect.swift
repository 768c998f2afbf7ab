/// How a text file is cut into records and fields, in bytes of its UTF-8 form.
///
/// The names follow the CSV dialect of the Frictionless standard.
public struct Dialect: Hashable, Sendable {
  /// The byte between two fields.
  public var delimiter: UInt8
  /// The byte around a field that holds delimiters or line ends; nil when nothing is quoted.
  public var quote: UInt8?
  /// Whether two quotes inside a quoted field stand for one.
  public var doubleQuote: Bool
  /// The byte that makes the next one ordinary, inside and outside quotes; nil when there is none.
  public var escape: UInt8?
  /// Whether spaces after a delimiter (and before the first field) are left out.
  public var skipInitialSpace: Bool
  /// The byte that makes a line a comment when it stands first; nil when there are none.
  public var commentPrefix: UInt8?
  /// Whether the first record names the fields.
  public var hasHeader: Bool

  /// A dialect; without arguments that of RFC 4180 with a header.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","),
    quote: UInt8? = UInt8(ascii: "\""),
    doubleQuote: Bool = true,
    escape: UInt8? = nil,
    skipInitialSpace: Bool = false,
    commentPrefix: UInt8? = nil,
    hasHeader: Bool = true
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.doubleQuote = doubleQuote
    self.escape = escape
    self.skipInitialSpace = skipInitialSpace
    self.commentPrefix = commentPrefix
    self.hasHeader = hasHeader
  }

  /// What is contradictory about the dialect, in words, or nil when it can be read.
  ///
  /// An escape equal to the quote is no contradiction: it says `doubleQuote`.
  public var conflict: String? {
    let named: [(String, UInt8?)] = [
      ("the delimiter", delimiter), ("the quote", quote),
      ("the escape", escape == quote ? nil : escape), ("the comment prefix", commentPrefix),
    ]
    for (index, (name, byte)) in named.enumerated() {
      guard let byte else { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return "\(name) ends lines" }
      if byte >= 0x80 { return "\(name) is not an ASCII character" }
      for (other, otherByte) in named[..<index] where otherByte == byte {
        return "\(name) is the same as \(other)"
      }
    }
    return nil
  }
}
