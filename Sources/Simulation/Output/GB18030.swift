import Glibc

/// The encoding that Chinese spreadsheets write.
enum GB18030 {
  /// `text` in GB18030; nil where the C library has no such conversion, or `text` is not UTF-8.
  static func encoded(utf8 text: [UInt8]) -> [UInt8]? {
    // Both arguments are C strings that live for the call; the descriptor is closed below.
    let descriptor = unsafe iconv_open("GB18030", "UTF-8")
    guard unsafe Int(bitPattern: descriptor) != -1 else { return nil }
    defer { _ = unsafe iconv_close(descriptor) }
    // Two bytes of UTF-8 or more become at most four of GB18030.
    var encoded = [UInt8](repeating: 0, count: text.count * 2 + 16)
    let length = unsafe text.withUnsafeBytes { source in
      unsafe encoded.withUnsafeMutableBytes { target -> Int? in
        // iconv declares its input mutable but only reads it. Both counters bound what it touches.
        var from = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)?
          .assumingMemoryBound(to: CChar.self)
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var fromLeft = source.count
        var toLeft = target.count
        let result = unsafe iconv(descriptor, &from, &fromLeft, &to, &toLeft)
        return result == -1 ? nil : target.count - toLeft
      }
    }
    guard let length else { return nil }
    encoded.removeLast(encoded.count - length)
    return encoded
  }
}
