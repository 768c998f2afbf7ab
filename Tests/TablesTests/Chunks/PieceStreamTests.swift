import Determinism
import TestSupport
import Testing

@testable import Tables

/// Files that are read from their beginning only are cut between records.
@Suite struct PieceStreamTests {
  private func pieces(
    _ bytes: [UInt8],
    quote: Character? = "\"",
    target: Int
  ) throws -> [[UInt8]]? {
    let workdir = try Workdir()
    let stream = try PieceStream(
      path: try workdir.write("table.csv", bytes: bytes),
      displayName: "table.csv",
      asBefore: nil,
      quote: quote?.asciiValue,
      target: target
    )
    var pieces: [[UInt8]] = []
    while true {
      switch try stream.next() {
      case .piece(let piece): pieces.append(piece)
      case .end: return pieces
      case .tooLong: return nil
      }
    }
  }

  private func texts(
    _ text: String,
    quote: Character? = "\"",
    target: Int = 1
  ) throws -> [String]? {
    try pieces(Array(text.utf8), quote: quote, target: target)?.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test func aPieceEndsWithARecord() throws {
    #expect(try texts("a,b\n1,2\n3,4") == ["a,b\n", "1,2\n", "3,4"])
    #expect(try texts("a,b\n1,2\n3,4", target: 9) == ["a,b\n1,2\n", "3,4"])
    #expect(try texts("a,b\n1,\"x\ny\n") == ["a,b\n", "1,\"x\ny\n"])
    #expect(try texts("a,b\n1,\"x\"\"\ny\"\nz,\n") == ["a,b\n", "1,\"x\"\"\ny\"\n", "z,\n"])
    #expect(try texts("a,b\n1,'x\ny", quote: "'") == ["a,b\n", "1,'x\ny"])
    #expect(try texts("a,b\n1,\"x\ny", quote: nil) == ["a,b\n", "1,\"x\n", "y"])
    #expect(try texts("a,b") == ["a,b"])
    #expect(try texts("") == [])
  }

  @Test func noRecordIsReadWithoutEnd() throws {
    let open = Array("a,b\n1,\"".utf8) + [UInt8](repeating: 65, count: 5 << 20)
    #expect(try pieces(open, target: 1 << 16) == nil)
  }

  /// Nothing is lost, every cut is outside quotes, and pieces have about the size asked for.
  @Test func manyPiecesAreTheFile() throws {
    var random = SplitMix64(seed: 7)
    var file: [UInt8] = []
    while file.count < 1 << 20 {
      switch random.int(below: 40) {
      case 0: file += Array("\"quoted \"\" text\nof two lines\"".utf8)
      case 1:
        file += Array("\"\(String(repeating: "long\n", count: random.int(below: 900)))\"".utf8)
      case 2...8: file += [10]
      default: file += Array("plain,".utf8)
      }
    }
    for target in [4099, 1 << 18, 1 << 19] {
      let pieces = try #require(try pieces(file, target: target))
      #expect(Array(pieces.joined()) == file)
      // The longest record is of 4,500 bytes, and as much as is asked for may be read behind it.
      #expect(pieces.count >= file.count / (2 * target + 4600))
      for piece in pieces.dropLast() {
        #expect(piece.last == 10)
        #expect(piece.count { $0 == 34 } % 2 == 0)
        #expect(piece.count >= target - 4600)
      }
    }
  }
}
