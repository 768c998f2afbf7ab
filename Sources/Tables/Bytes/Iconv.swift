import Glibc

/// The C library's character conversion to UTF-8.
enum Iconv {
  /// Whether iconv can convert from the encoding called `name`.
  static func knows(_ name: String) -> Bool {
    // A name is letters, digits and a little punctuation; `//` would start iconv's own options.
    guard !name.isEmpty, name.utf8.count < 64,
      name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
    else { return false }
    // Both arguments are C strings that live for the call; the descriptor is closed if it opened.
    let descriptor = unsafe iconv_open("UTF-8", name)
    guard Int(bitPattern: descriptor) != -1 else { return false }
    _ = unsafe iconv_close(descriptor)
    return true
  }
}
