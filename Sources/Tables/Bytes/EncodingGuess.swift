/// What the first bytes of a file look like, for messages and for describing a file that nobody has
/// described; reading itself never guesses.
public struct EncodingGuess: Hashable, Sendable {
  /// The encoding they look like, or nil when they look like none of those tried.
  public var encoding: TextEncoding?
  /// Whether a byte order mark says so.
  public var hasMark: Bool
  /// Whether there is a character beyond ASCII; if not, most encodings would read the same.
  public var isBeyondASCII: Bool

  /// How many bytes are looked at.
  public static let sampleBytes = 1 << 16

  /// A guess from the first bytes of a file.
  ///
  /// - Returns: utf-8 when they are valid UTF-8; utf-16 by its mark or by where its zero bytes stand;
  ///   gb18030 when they form its sequences and most of these are common characters.
  public static func of(_ bytes: [UInt8]) -> EncodingGuess {
    let sample = bytes.prefix(sampleBytes)
    let isBeyondASCII = sample.contains { $0 >= 0x80 }
    func guess(_ encoding: TextEncoding?, hasMark: Bool = false) -> EncodingGuess {
      EncodingGuess(encoding: encoding, hasMark: hasMark, isBeyondASCII: isBeyondASCII)
    }
    if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return guess(.utf8, hasMark: true) }
    if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) {
      return guess(.utf16, hasMark: true)
    }
    if let wide = utf16(sample) { return guess(wide) }
    if UTF8Validation.isValid(sample.dropLast(unfinishedUTF8(sample))) { return guess(.utf8) }
    return guess(looksLikeGB18030(sample) ? .gb18030 : nil)
  }

  /// A guess from the first bytes of the file at `path`, which errors call `displayName`.
  ///
  /// - Throws: `TableError` when the file cannot be read.
  public static func of(path: String, displayName: String? = nil) throws(TableError)
    -> EncodingGuess
  {
    let name = displayName ?? path
    let file = try FileInput(path: path, displayName: name)
    let input: any ByteInput =
      path.lowercased().hasSuffix(".gz") ? try GzipInput(file, displayName: name) : file
    var sample: [UInt8] = []
    var count = 0
    while count < sampleBytes {
      let read = try input.read(into: &sample, at: count, limit: sampleBytes - count)
      if read == 0 { break }
      count += read
    }
    return of(Array(sample[..<count]))
  }

  /// The bytes at the end of a sample that begin a character and do not end it.
  private static func unfinishedUTF8(_ sample: ArraySlice<UInt8>) -> Int {
    for (index, byte) in sample.suffix(3).reversed().enumerated() {
      switch byte {
      case 0x80...0xBF: continue
      case 0xC2...0xDF: return index == 0 ? 1 : 0
      case 0xE0...0xEF: return index < 2 ? index + 1 : 0
      case 0xF0...0xF4: return index + 1
      default: return 0
      }
    }
    return 0
  }

  /// UTF-16 without a mark: digits and punctuation have their zero bytes all on one side.
  private static func utf16(_ sample: ArraySlice<UInt8>) -> TextEncoding? {
    var zeros = [0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
    let units = sample.count / 2
    guard units > 0, zeros[0] + zeros[1] > units / 20 else { return nil }
    if zeros[0] * 20 < zeros[1] { return .utf16LE }
    if zeros[1] * 20 < zeros[0] { return .utf16BE }
    return nil
  }

  /// Whether every byte beyond ASCII is part of a GB18030 sequence, and at least two thirds of these
  /// are characters and punctuation of GB2312, which ordinary Chinese text is made of.
  private static func looksLikeGB18030(_ sample: ArraySlice<UInt8>) -> Bool {
    var position = sample.startIndex
    var sequences = 0
    var common = 0
    while position < sample.endIndex {
      let lead = sample[position]
      position += 1
      if lead < 0x80 { continue }
      guard (0x81...0xFE).contains(lead) else { return false }
      guard position < sample.endIndex else { break }
      let trail = sample[position]
      sequences += 1
      switch trail {
      case 0x30...0x39:
        guard position + 2 < sample.endIndex else {
          return sequences > 1 && common * 3 >= sequences
        }
        guard (0x81...0xFE).contains(sample[position + 1]),
          (0x30...0x39).contains(sample[position + 2])
        else { return false }
        position += 3
      case 0x40...0x7E, 0x80...0xFE:
        let isPunctuation = (0xA1...0xA3).contains(lead)
        let isCharacter = (0xB0...0xF7).contains(lead)
        if trail >= 0xA1, isPunctuation || isCharacter { common += 1 }
        position += 1
      default: return false
      }
    }
    return sequences > 0 && common * 3 >= sequences * 2
  }
}
