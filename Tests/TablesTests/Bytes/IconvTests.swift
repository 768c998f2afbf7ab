import Determinism
import Testing

@testable import Tables

/// Encodings that keep ASCII are converted in runs, and record by record, with the same result.
@Suite struct IconvTests {
  private static let encodings: [TextEncoding] =
    [.gb18030, .gbk]
    + [
      "ISO-8859-1", "ISO-8859-7", "ISO-8859-15", "CP1250", "CP1251", "WINDOWS-1252", "CP1256",
      "KOI8-R", "KOI8-U", "BIG5", "EUC-JP", "EUC-KR", "EUC-TW",
    ].map { .other($0) }

  private func converted(
    _ bytes: [UInt8],
    _ encoding: TextEncoding,
    isLast: Bool,
    copyingASCII: Bool = true
  ) throws -> (text: [UInt8], used: Int, invalid: Int) {
    let iconv = try #require(Iconv(from: encoding, copyingASCII: copyingASCII))
    var text: [UInt8] = []
    let used = iconv.convert(bytes[...], isLast: isLast, appendingTo: &text)
    return (text, used, iconv.invalidSequences)
  }

  /// Runs of ASCII, of characters that the encoding has, and of bytes that are none.
  private func mixed(_ random: inout SplitMix64, _ encoding: TextEncoding) -> [UInt8] {
    let characters = ["项目重点工程", "é à ü", "проект", "プロジェクト", "사업", "€", "𠀀㐀"]
    var bytes: [UInt8] = []
    for _ in 0..<random.int(below: 12) {
      switch random.int(below: 5) {
      case 0:
        for _ in 0..<random.int(below: 4) { bytes.append(UInt8(128 + random.int(below: 128))) }
      case 1:
        let text = Array(characters[random.int(below: characters.count)].utf8)
        bytes += encoding.encoded(utf8: text) ?? []
      case 2: bytes.append(UInt8(random.int(below: 256)))
      default:
        for _ in 0..<random.int(below: 20) { bytes.append(UInt8(random.int(below: 128))) }
      }
    }
    return bytes
  }

  @Test(arguments: encodings)
  func copyingASCIIChangesNothing(_ encoding: TextEncoding) throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<600 {
      let bytes = mixed(&random, encoding)
      for isLast in [true, false] {
        let found = try converted(bytes, encoding, isLast: isLast)
        let expected = try converted(bytes, encoding, isLast: isLast, copyingASCII: false)
        #expect(found == expected, "\(bytes)")
      }
    }
  }

  @Test(arguments: encodings)
  func linesConvertAsTheTextTheyAreOf(_ encoding: TextEncoding) throws {
    #expect(encoding.keepsASCII)
    let ascii = (0..<128).map { UInt8($0) }
    #expect(try converted(ascii, encoding, isLast: true, copyingASCII: false).text == ascii)
    var random = SplitMix64(seed: 12)
    for _ in 0..<200 {
      let lines = (0..<6).map { _ in mixed(&random, encoding) + [10] }
      let whole = try converted(Array(lines.joined()), encoding, isLast: true)
      let parts = try lines.map { try converted($0, encoding, isLast: true).text }
      #expect(Array(parts.joined()) == whole.text, "\(lines)")
    }
  }

  @Test(arguments: [
    TextEncoding.utf16, .utf16BE, .other("CP1255"), .other("CP1258"), .other("BIG5-HKSCS"),
    .other("ISO-2022-JP"), .other("UTF-7"), .other("SHIFT_JIS"), .other("UTF-32"),
  ])
  func othersAreConvertedWhole(_ encoding: TextEncoding) { #expect(!encoding.keepsASCII) }
}
