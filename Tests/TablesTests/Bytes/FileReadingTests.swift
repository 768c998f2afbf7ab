import Glibc
import TestSupport
import Tables
import Testing

@Suite struct FileReadingTests {
  /// gzip of `a,b\n1,2\n` and of `3,4\n`, written by Python.
  static let first: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4,
    0x31, 0xE2, 0x02, 0x00, 0x7B, 0x07, 0x97, 0x0A, 0x08, 0x00, 0x00, 0x00,
  ]
  static let second: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x33, 0xD6, 0x31, 0xE1, 0x02, 0x00,
    0x3E, 0x2D, 0x72, 0xA9, 0x04, 0x00, 0x00, 0x00,
  ]

  static func text(_ path: String) throws(TableError) -> String {
    let source = try ByteSource(path: path, displayName: "t")
    return String(decoding: try ByteSourceTests.all(source), as: UTF8.self)
  }

  static func problem(_ path: String) -> InputProblem? {
    do {
      _ = try text(path)
      return nil
    } catch {
      guard case .input(let problem) = error.problem else { return nil }
      #expect(error.location?.file == "t")
      #expect(error.diagnostic.hint != nil)
      return problem
    }
  }

  @Test func plainAndCompressedFilesReadTheSame() throws {
    let folder = try Workdir()
    #expect(try Self.text(folder.write("t.csv", "a,b\n1,2\n")) == "a,b\n1,2\n")
    #expect(try Self.text(folder.write("t.csv.gz", bytes: Self.first)) == "a,b\n1,2\n")
    let members = Self.first + Self.second
    #expect(try Self.text(folder.write("m.CSV.GZ", bytes: members)) == "a,b\n1,2\n3,4\n")
    #expect(try Self.text(folder.write("empty.csv", "")) == "")
  }

  @Test func whatStandsBehindAMemberIsReadOrRefused() throws {
    let folder = try Workdir()
    func write(_ bytes: [UInt8]) throws -> String { try folder.write("m.csv.gz", bytes: bytes) }
    let tape = Self.first + [UInt8](repeating: 0, count: 300_000)
    #expect(try Self.text(write(tape)) == "a,b\n1,2\n")
    #expect(Self.problem(try write(tape + [1])) == .corruptGzip)
    #expect(Self.problem(try write(Self.first + [10])) == .corruptGzip)
    #expect(Self.problem(try write(Self.first + [0x1F])) == .corruptGzip)
    // The first two bytes of a member are what says that it is one.
    for index in 0..<2 {
      var second = Self.second
      second[index] = 0
      #expect(Self.problem(try write(Self.first + second)) == .corruptGzip)
    }
    for length in 2..<Self.second.count {
      #expect(Self.problem(try write(Self.first + Self.second.prefix(length))) == .truncatedGzip)
    }
  }

  @Test func manyMembersAreReadHoweverTheyAreCut() throws {
    let folder = try Workdir()
    let bytes = Array(repeatElement(Self.first + Self.second, count: 20_000).joined())
    let text = String(repeating: "a,b\n1,2\n3,4\n", count: 20_000)
    #expect(try Self.text(try folder.write("m.csv.gz", bytes: bytes)) == text)
    // Of nothing, written by Python.
    let empty: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x03, 0x00, 0x00, 0x00, 0x00,
      0x00,
      0x00, 0x00, 0x00, 0x00,
    ]
    #expect(try Self.text(try folder.write("e.csv.gz", bytes: empty + Self.first)) == "a,b\n1,2\n")
  }

  @Test func theBytesReadAreThoseOfTheUncompressedFile() throws {
    let folder = try Workdir()
    let source = try ByteSource(path: try folder.write("t.csv.gz", bytes: Self.first))
    _ = try ByteSourceTests.all(source)
    #expect(source.bytesRead == 8)
  }

  @Test func aFileThatIsNotThereOrIsAFolderIsAnError() throws {
    let folder = try Workdir()
    #expect(Self.problem(folder.path("none.csv")) == .missingFile)
    #expect(Self.problem(try folder.write("a", "") + "/b.csv") == .missingFile)
    #expect(Self.problem(folder.path("")) == .isFolder)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func aFileThatMayNotBeReadIsAnError() throws {
    let folder = try Workdir()
    let path = try folder.write("t.csv", "a\n")
    _ = unsafe chmod(path, 0)
    #expect(Self.problem(path) == .notPermitted)
  }

  @Test func damagedGzipIsToldFromTruncatedAndFromNone() throws {
    let folder = try Workdir()
    let text = (0..<5000).map { "\($0 &* 2_654_435_761 % 1_000_003),x\n" }.joined()
    let file = try AtomicFile(path: folder.path("t.gz"))
    try file.write(text)
    try file.commit()
    #expect(try Self.text(folder.path("t.gz")) == text)

    #expect(Self.problem(try folder.write("none.csv.gz", "a,b\n")) == .notGzip)
    #expect(Self.problem(try folder.write("empty.csv.gz", "")) == .notGzip)
    for length in [11, 20, Self.first.count - 8, Self.first.count - 1] {
      let path = try folder.write("cut.gz", bytes: Array(Self.first.prefix(length)))
      #expect(Self.problem(path) == .truncatedGzip, "\(length) bytes")
    }
    for position in [12, Self.first.count - 6] {
      var bytes = Self.first
      bytes[position] ^= 0x55
      let path = try folder.write("bad.gz", bytes: bytes)
      #expect(Self.problem(path) == .corruptGzip, "byte \(position)")
    }
    #expect(Self.problem(try folder.write("t.csv", bytes: Self.first))?.isNotText == true)
  }
}

extension InputProblem {
  fileprivate var isNotText: Bool {
    if case .notText = self { return true }
    return false
  }
}
