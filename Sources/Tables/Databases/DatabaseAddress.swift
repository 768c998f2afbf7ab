/// Where a database is.
public enum DatabaseAddress: Hashable, Sendable {
  /// A PostgreSQL server, as libpq reads its URL.
  case postgres(url: String)
  /// A SQLite file.
  case sqlite(path: String)

  private static let schemes = ["postgres://", "postgresql://"]
  private static let endings = [".sqlite", ".sqlite3", ".db", ".db3"]

  /// The database that `text` names, or nil.
  ///
  /// That is `postgres://…`, `postgresql://…`, `sqlite:///path`, or a path that ends in `.sqlite`,
  /// `.sqlite3`, `.db` or `.db3` and is no folder.
  public init?(_ text: String) {
    let lowered = text.lowercased()
    if Self.schemes.contains(where: lowered.hasPrefix) {
      self = .postgres(url: text)
    } else if lowered.hasPrefix("sqlite:") {
      let rest = text.dropFirst("sqlite:".count)
      self = .sqlite(path: String(rest.hasPrefix("//") ? rest.dropFirst(2) : rest))
    } else if Self.endings.contains(where: lowered.hasSuffix),
      PackageFolder.kind(of: text) != .folder
    {
      self = .sqlite(path: text)
    } else {
      return nil
    }
  }

  /// The address as it may be shown, without a password.
  public var displayName: String {
    switch self {
    case .postgres(let url): Self.hidingPasswords(in: url)
    case .sqlite(let path): path
    }
  }

  /// The passwords in the address, as they are written and as they are meant.
  var passwords: [String] {
    guard case .postgres(let url) = self else { return [] }
    return Self.secrets(of: url[...]).flatMap { range -> [String] in
      let written = String(url[range])
      return [written, Self.decoded(written)].filter { !$0.isEmpty }
    }
  }

  /// `text` with the password of every PostgreSQL URL in it made unreadable.
  public static func hidingPasswords(in text: String) -> String {
    guard text.contains("://") else { return text }
    var result = ""
    var rest = text[...]
    while let start = schemes.compactMap({ scheme in
      rest.indices.first { rest[$0...].lowercased().hasPrefix(scheme) }
    }).min() {
      let end = rest[start...].firstIndex { $0.isWhitespace || "\"'“”".contains($0) }
      let url = rest[start..<(end ?? rest.endIndex)]
      result += rest[..<start]
      var shown = url.startIndex
      for secret in secrets(of: url) {
        result += url[shown..<secret.lowerBound] + "***"
        shown = secret.upperBound
      }
      result += url[shown...]
      rest = rest[url.endIndex...]
    }
    return result + rest
  }

  /// Where the secrets of a URL stand, in order: between the user and the last `@`, and after
  /// `password=` and `sslpassword=`.
  private static func secrets(of url: Substring) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var rest = url.drop { $0 != "/" }.dropFirst(2)
    // A password that should have been percent-encoded may hold any character, even these.
    if let at = rest.lastIndex(of: "@") {
      if let colon = rest[..<at].firstIndex(of: ":") {
        found.append(rest.index(after: colon)..<at)
      }
      rest = rest[at...]
    }
    guard let query = rest.firstIndex(of: "?") else { return found }
    var place = rest.index(after: query)
    while place < rest.endIndex {
      let end = rest[place...].firstIndex(of: "&") ?? rest.endIndex
      if let equals = rest[place..<end].firstIndex(of: "="),
        decoded(String(rest[place..<equals])).lowercased().hasSuffix("password")
      {
        found.append(rest.index(after: equals)..<end)
      }
      place = end < rest.endIndex ? rest.index(after: end) : end
    }
    return found
  }

  /// A text with `%41` read as `A`.
  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
