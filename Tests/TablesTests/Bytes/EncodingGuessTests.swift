import TestSupport
import Tables
import Testing

@Suite struct EncodingGuessTests {
  /// `项目名称,金额` and a line of digits in GB18030.
  static let gb18030: [UInt8] = [
    0xCF, 0xEE, 0xC4, 0xBF, 0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xBD, 0xF0, 0xB6, 0xEE, 0x0A, 0x31, 0x0A,
  ]

  static let cases: [([UInt8], TextEncoding?, mark: Bool)] = [
    ([], .utf8, false),
    (Array("a,b\n1,2\n".utf8), .utf8, false),
    (Array("项目名称,金额\n".utf8), .utf8, false),
    (Array("\u{FEFF}a".utf8), .utf8, true),
    (gb18030, .gb18030, false),
    ([0xFF, 0xFE, 0x61, 0x00], .utf16, true),
    ([0xFE, 0xFF, 0x00, 0x61], .utf16, true),
    (Array("id,金额\n1,2\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }), .utf16LE, false),
    (Array("id,金额\n1,2\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }), .utf16BE, false),
    // “café, été” in Latin-1 is no GB18030: é before a comma is no pair.
    ([0x63, 0x61, 0x66, 0xE9, 0x2C, 0xE9, 0x74, 0xE9, 0x0A], nil, false),
  ]

  @Test(arguments: cases.indices)
  func theFirstBytesSayWhatTheFileLooksLike(_ index: Int) {
    let (bytes, encoding, mark) = Self.cases[index]
    let guess = EncodingGuess.of(bytes)
    #expect(guess.encoding == encoding)
    #expect(guess.hasMark == mark)
  }

  @Test func aSampleMayEndInsideACharacter() {
    let text = Array(String(repeating: "项", count: 30_000).utf8)
    for extra in 0..<3 {
      let guess = EncodingGuess.of([UInt8](repeating: 0x61, count: extra) + text)
      #expect(guess.encoding == .utf8)
      #expect(guess.isBeyondASCII)
    }
    #expect(EncodingGuess.of(Array(Self.gb18030.prefix(3))).encoding == .gb18030)
  }

  @Test func aFileIsGuessedFromWhatItHolds() throws {
    let folder = try Workdir()
    let path = folder.path("t.csv.gz")
    let file = try AtomicFile(path: path)
    try file.write(Self.gb18030)
    try file.commit()
    #expect(try EncodingGuess.of(path: path).encoding == .gb18030)
    #expect(throws: TableError.self) { try EncodingGuess.of(path: folder.path("none")) }
  }

  @Test func utf8IsValidExactlyWhereTheStandardLibrarySaysSo() {
    // Every sequence of up to four bytes from the values where a rule begins or ends.
    let edges: [UInt8] = [
      0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
      0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
    ]
    var sequences: [[UInt8]] = [[]]
    for length in 1...4 {
      for sequence in sequences where sequence.count == length - 1 {
        sequences += edges.map { sequence + [$0] }
      }
      // A fourth byte matters only after a lead of four.
      if length == 3 { sequences.removeAll { $0.count == 3 && ($0.first ?? 0) < 0xF0 } }
    }
    for sequence in sequences {
      let isValid = String(validating: sequence, as: UTF8.self) != nil
      #expect(UTF8Validation.isValid(sequence[...]) == isValid, "\(sequence)")
    }
  }
}
