import Glibc

/// The character encoding of a text file.
public enum TextEncoding: Hashable, Sendable {
  /// UTF-8, with or without a byte order mark; the default.
  case utf8
  /// UTF-16 in the byte order of its mark, little endian without one.
  case utf16
  /// UTF-16, little endian.
  case utf16LE
  /// UTF-16, big endian.
  case utf16BE
  /// GB18030, which holds GB2312 and GBK.
  case gb18030
  /// GBK as Chinese Windows writes it: read as GB18030, and a lone 0x80 is the euro sign.
  case gbk
  /// Any other encoding, by a name that iconv knows.
  case other(String)

  /// The encoding called `name` in any usual spelling, or nil when the system knows none.
  public init?(name: String) {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    switch plain {
    case "utf8", "utf8sig", "utf8bom", "ascii", "usascii": self = .utf8
    case "utf16", "unicode": self = .utf16
    case "utf16le": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "gb18030": self = .gb18030
    case "gbk", "gb2312", "cp936", "ms936", "windows936", "euccn": self = .gbk
    case "latin1", "iso88591": self = .other("ISO-8859-1")
    default:
      let spellings = [name, plain, plain.hasPrefix("windows") ? "cp" + plain.dropFirst(7) : name]
      guard let known = spellings.first(where: Iconv.knows) else { return nil }
      self = .other(known)
    }
  }

  /// The name to show and to write into a descriptor.
  public var name: String {
    switch self {
    case .utf8: "utf-8"
    case .utf16: "utf-16"
    case .utf16LE: "utf-16le"
    case .utf16BE: "utf-16be"
    case .gb18030: "gb18030"
    case .gbk: "gbk"
    case .other(let name): name
    }
  }
  /// Whether a byte below 0x30 is always the ASCII character, a byte below 0x80 too unless it stands
  /// right behind one from 0x80 on, and no state is carried from one character to the next.
  ///
  /// So records can be found without converting the text, and ASCII need not be converted.
  var keepsASCII: Bool {
    switch self {
    case .utf8, .gb18030, .gbk: return true
    case .utf16, .utf16LE, .utf16BE: return false
    case .other(let name):
      let plain = name.uppercased().filter { $0 != "-" && $0 != "_" }
        .replacing("WINDOWS", with: "CP")
      return plain.hasPrefix("ISO8859") || TextEncoding.plainNames.contains(plain)
    }
  }

  /// Encodings that keep ASCII, beside those of ISO 8859.
  ///
  /// Others of their families wait for the next
  /// character before they give one (CP1255, CP1258, BIG5-HKSCS), or begin with a state.
  private static let plainNames: Set = [
    "CP1250", "CP1251", "CP1252", "CP1253", "CP1254", "CP1256", "CP1257", "KOI8R", "KOI8U", "BIG5",
    "EUCJP", "EUCKR", "EUCTW",
  ]
}
