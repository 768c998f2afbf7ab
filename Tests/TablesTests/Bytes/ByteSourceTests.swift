import Determinism
import TestSupport
import Tables
import Testing

@Suite struct ByteSourceTests {
  /// Everything a source holds, read `limit` bytes at a time.
  static func all(_ source: ByteSource, limit: Int = 1 << 16) throws(TableError) -> [UInt8] {
    var buffer: [UInt8] = []
    var count = 0
    while true {
      let read = try source.read(into: &buffer, at: count, limit: limit)
      if read == 0 { return Array(buffer[..<count]) }
      count += read
    }
  }

  static func decoded(_ bytes: [UInt8], _ encoding: TextEncoding, chunk: Int = .max)
    throws(TableError) -> (text: [UInt8], invalid: Int)
  {
    let source = try ByteSource(
      bytes: bytes,
      displayName: "t.csv",
      encoding: encoding,
      chunk: chunk
    )
    let text = try all(source, limit: min(chunk, 1 << 16))
    return (text, source.invalidSequences)
  }

  /// Written by Python's codecs from the text on the right.
  static let encoded: [(TextEncoding, [UInt8], String)] = [
    (.utf8, [0xEF, 0xBB, 0xBF, 0x61], "a"),
    (.utf16, [0xFF, 0xFE, 0x79, 0x98, 0xEE, 0x76, 0x0A, 0x00], "项目\n"),
    (.utf16, [0xFE, 0xFF, 0x98, 0x79, 0x76, 0xEE, 0x00, 0x0A], "项目\n"),
    (.utf16, [0x79, 0x98, 0x2C, 0x00], "项,"),
    (.utf16LE, [0xFF, 0xFE, 0x40, 0xD8, 0x00, 0xDC], "𠀀"),
    (.utf16BE, [0xD8, 0x40, 0xDC, 0x00], "𠀀"),
    (
      .gb18030,
      [0xCF, 0xEE, 0xC4, 0xBF, 0xA2, 0xE3, 0x95, 0x32, 0x82, 0x36, 0x81, 0x39, 0xEE, 0x39],
      "项目€𠀀㐀"
    ),
    (.gb18030, [0x84, 0x31, 0x95, 0x33, 0xCF, 0xEE], "项"),
    (.gbk, [0xCF, 0xEE, 0x80, 0x2C], "项€,"),
    (.other("WINDOWS-1252"), [0xE9, 0x80], "é€"),
    (.other("SHIFT_JIS"), [0x93, 0xFA, 0x96, 0x7B], "日本"),
  ]

  @Test(arguments: encoded.indices)
  func everyEncodingReadsAsUTF8HoweverItIsCut(_ index: Int) throws {
    let (encoding, bytes, text) = Self.encoded[index]
    for chunk in [Int.max, 1, 2, 3, 5] {
      let result = try Self.decoded(bytes, encoding, chunk: chunk)
      #expect(String(decoding: result.text, as: UTF8.self) == text, "chunk \(chunk)")
      #expect(result.invalid == 0)
    }
  }

  /// Bytes, what they read as (0xFF for what is invalid), and how many are.
  static let broken: [(TextEncoding, [UInt8], [UInt8], Int)] = [
    // A lead byte before a comma does not swallow the comma.
    (.gb18030, [0x61, 0x81, 0x2C, 0x62], [0x61, 0xFF, 0x2C, 0x62], 1),
    (.gb18030, [0x61, 0xFF, 0x0A], [0x61, 0xFF, 0x0A], 1),
    (.gb18030, [0x61, 0xCF], [0x61, 0xFF], 1),
    (.gb18030, [0x80, 0x61], [0xFF, 0x61], 1),
    // A lone surrogate, and half a unit at the end.
    (.utf16LE, [0x00, 0xD8, 0x61, 0x00], [0xFF, 0x61], 1),
    (.utf16BE, [0xDC, 0x00, 0x00, 0x61], [0xFF, 0x61], 1),
    (.utf16LE, [0x61, 0x00, 0x62], [0x61, 0xFF], 1),
    (.utf16LE, [0x40, 0xD8], [0xFF], 1),
  ]

  @Test(arguments: broken.indices)
  func whatCannotBeReadBecomesOneByteAndIsCounted(_ index: Int) throws {
    let (encoding, bytes, expected, count) = Self.broken[index]
    for chunk in [Int.max, 1, 2, 3] {
      let result = try Self.decoded(bytes, encoding, chunk: chunk)
      #expect(result.text == expected, "chunk \(chunk)")
      #expect(result.invalid == count, "chunk \(chunk)")
    }
  }

  @Test func invalidUTF8PassesThroughToTheFieldThatHoldsIt() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0x2C, 0xE9, 0x0A]
    #expect(try Self.decoded(bytes, .utf8).text == bytes)
  }

  @Test func randomBytesNeverStopAConversionAndCutsDoNotMatter() throws {
    for seed in 0..<150 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      // The first byte is plain, so that nothing looks like a mark or another kind of file.
      bytes.insert(0x61, at: 0)
      for encoding in [TextEncoding.gb18030, .gbk, .utf16LE, .utf16BE, .other("SHIFT_JIS")] {
        let whole = try Self.decoded(bytes, encoding)
        let invalid = whole.text.count { $0 == 0xFF }
        #expect(whole.invalid == invalid, "seed \(seed), \(encoding.name)")
        for chunk in [1, 3, 7] {
          let pieces = try Self.decoded(bytes, encoding, chunk: chunk)
          #expect(pieces.text == whole.text, "seed \(seed), \(encoding.name), chunk \(chunk)")
          #expect(pieces.invalid == whole.invalid, "seed \(seed), \(encoding.name)")
        }
      }
    }
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], TextEncoding.utf8, "utf-16"),
      ([0xFE, 0xFF, 0x00, 0x61], .utf8, "utf-16"),
      ([0xEF, 0xBB, 0xBF, 0x61], .gb18030, "utf-8"),
      ([0xFE, 0xFF, 0x00, 0x61], .utf16LE, "utf-16be"),
      ([0xFF, 0xFE, 0x00, 0x00], .utf16LE, "utf-32"),
    ] as [([UInt8], TextEncoding, String)]
  )
  func aMarkThatContradictsTheEncodingIsAnError(
    _ bytes: [UInt8],
    _ declared: TextEncoding,
    _ found: String
  ) throws {
    let error = #expect(throws: TableError.self) { try Self.decoded(bytes, declared) }
    #expect(error?.problem == .input(.contradictingMark(found: found, declared: declared.name)))
    #expect(error?.diagnostic.hint?.contains(found) == true)
  }

  @Test(
    arguments: [
      [0x1F, 0x8B, 0x08, 0x00], [0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0],
      Array("%PDF-1.7".utf8), Array("PAR1".utf8),
    ] as [[UInt8]]
  )
  func whatIsNoTextAtAllIsSaidSo(_ bytes: [UInt8]) {
    #expect {
      try Self.decoded(bytes, .utf8)
    } throws: { error in
      guard case .input(.notText) = (error as? TableError)?.problem else { return false }
      return true
    }
  }

  @Test func anUnknownEncodingIsAnError() {
    #expect(throws: TableError.self) { try Self.decoded([], .other("klingon")) }
    #expect(throws: TableError.self) { try Self.decoded([], .other("UTF-16//IGNORE")) }
  }

  @Test(arguments: [
    ("utf-8", TextEncoding.utf8), ("UTF8", .utf8), ("utf-8-sig", .utf8), ("ascii", .utf8),
    ("UTF-16", .utf16), ("utf-16le", .utf16LE), ("GB2312", .gbk), ("cp936", .gbk),
    ("GB18030", .gb18030), ("latin-1", .other("ISO-8859-1")), ("SHIFT_JIS", .other("SHIFT_JIS")),
  ])
  func anEncodingIsKnownByItsUsualNames(_ name: String, _ encoding: TextEncoding) {
    #expect(TextEncoding(name: name) == encoding)
    #expect(TextEncoding(name: encoding.name) == encoding)
  }

  @Test func aNameThatNobodyKnowsIsNoEncoding() {
    for name in ["", "klingon", "utf-9", "a b", "utf-8//IGNORE"] {
      #expect(TextEncoding(name: name) == nil, "\(name)")
    }
  }
}
