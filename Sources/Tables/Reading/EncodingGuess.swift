/// Guesses the encoding of a file that is not in the declared one.
enum EncodingGuess {
  /// How much of the file is looked at.
  private static let limit = 1 << 20

  /// The first of UTF-8, UTF-16, GB18030 and Latin-1 with which the first megabyte is valid text,
  /// or nil when the declared one is, or the file cannot be read.
  static func likely(_ path: String, declared: TextEncoding) -> String? {
    let candidates: [TextEncoding] = [.utf8, .utf16, .gb18030, .other("ISO-8859-1")]
    guard !isValid(path, declared) else { return nil }
    return candidates.first { $0 != declared && isValid(path, $0) }?.name
  }

  private static func isValid(_ path: String, _ encoding: TextEncoding) -> Bool {
    do throws(TableError) {
      let source = try ByteSource(path: path, encoding: encoding)
      var bytes: [UInt8] = []
      var count = 0
      while count < limit {
        let read = try source.read(into: &bytes, at: count)
        if read == 0 { break }
        count += read
      }
      // A character may be cut at the limit.
      var end = count
      while count >= limit, end > count - 4, end > 0, bytes[end - 1] >= 0x80 { end -= 1 }
      guard source.invalidSequences == 0,
        UTF8Validation.isValid(bytes.span.extracting(0..<end))
      else { return false }
      // Text holds no NULs and, in UTF-16 read from single bytes, nothing but rare characters.
      let text = bytes[..<end]
      if text.contains(0) { return false }
      return encoding != .utf16 || text.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x2C } > 0
    } catch {
      return false
    }
  }
}
