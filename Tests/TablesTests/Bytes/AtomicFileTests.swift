import Glibc
import TestSupport
import Tables
import Testing

@Suite struct AtomicFileTests {
  static func problem(_ action: () throws(TableError) -> Void) -> OutputProblem? {
    do {
      try action()
      return nil
    } catch {
      guard case .output(let problem) = error.problem else { return nil }
      #expect(error.diagnostic.hint != nil)
      return problem
    }
  }

  @Test(arguments: [true, false])
  func aFileAppearsWholeWhenItIsCommitted(_ isUnnamed: Bool) throws {
    let folder = try Workdir()
    let long = String(repeating: "0123456789\n", count: 40_000)
    for round in 0..<2 {
      let file = try AtomicFile(path: folder.path("t.csv"), isUnnamed: isUnnamed)
      try file.write("round \(round)\n")
      try file.write(Array(long.utf8))
      let end = Array(".\n".utf8)
      try file.write(end.span)
      // Nothing is to be seen before, nor the old file touched.
      if isUnnamed { #expect(try folder.names() == (round == 0 ? [] : ["t.csv"])) }
      if round == 1 { #expect(try folder.read("t.csv").hasPrefix("round 0\n")) }
      try file.commit()
      #expect(try folder.read("t.csv") == "round \(round)\n\(long).\n")
      #expect(try folder.names() == ["t.csv"])
    }
  }

  @Test(arguments: [true, false])
  func withoutCommitNothingIsLeft(_ isUnnamed: Bool) throws {
    let folder = try Workdir()
    try folder.write("t.csv", "old")
    do {
      let file = try AtomicFile(path: folder.path("t.csv"), isUnnamed: isUnnamed)
      try file.write("new")
      try file.flush()
    }
    #expect(try folder.read("t.csv") == "old")
    #expect(try folder.names() == ["t.csv"])
  }

  @Test func permissionsAreKeptAndLinksFollowed() throws {
    let folder = try Workdir()
    try folder.write("a/t.csv", "old")
    _ = unsafe chmod(folder.path("a/t.csv"), 0o640)
    _ = unsafe symlink("a/t.csv", folder.path("link.csv"))
    let file = try AtomicFile(path: folder.path("link.csv"))
    try file.write("new")
    try file.commit()
    #expect(try folder.read("a/t.csv") == "new")
    var status = stat()
    #expect(unsafe lstat(folder.path("link.csv"), &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(unsafe stat(folder.path("a/t.csv"), &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o640)
  }

  @Test func aPathThatCannotBeWrittenIsAnErrorAtOnce() throws {
    let folder = try Workdir()
    try folder.write("file", "")
    let none = folder.path("none")
    #expect(
      Self.problem { () throws(TableError) in _ = try AtomicFile(path: none + "/t.csv") }
        == .missingFolder(none)
    )
    let under = folder.path("file")
    #expect(
      Self.problem { () throws(TableError) in _ = try AtomicFile(path: under + "/t.csv") }
        == .missingFolder(under)
    )
    #expect(
      Self.problem { () throws(TableError) in _ = try AtomicFile(path: folder.url.path) }
        == .isFolder
    )
    #expect(Self.problem { () throws(TableError) in _ = try AtomicFile(path: "") } != nil)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func aPathThatMayNotBeWrittenIsAnErrorThatNamesTheFolder() throws {
    let folder = try Workdir()
    let inside = folder.path("a")
    try folder.write("a/t.csv", "old")
    _ = unsafe chmod(inside + "/t.csv", 0o444)
    #expect(
      Self.problem { () throws(TableError) in _ = try AtomicFile(path: inside + "/t.csv") }
        == .notPermitted(folder: inside)
    )
    _ = unsafe chmod(inside, 0o555)
    #expect(
      Self.problem { () throws(TableError) in _ = try AtomicFile(path: inside + "/u.csv") }
        == .notPermitted(folder: inside)
    )
    _ = unsafe chmod(inside, 0o755)
  }

  @Test func aFullDiskIsTemporaryAndStaysAnError() throws {
    let file = try AtomicFile(path: "/dev/full")
    try file.write("text")
    for _ in 0..<2 {
      let error = #expect(throws: TableError.self) { try file.commit() }
      #expect(error?.diagnostic.kind == .temporary)
      #expect(error?.problem == .output(.diskFull(folder: "/dev")))
    }
  }

  @Test func aPipeIsWrittenDirectly() throws {
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    let file = try AtomicFile(path: "/dev/fd/\(ends[1])")
    try file.write("some text")
    try file.flush()
    let source = try ByteSource(path: "/dev/fd/\(ends[0])")
    var bytes: [UInt8] = []
    #expect(try source.read(into: &bytes, limit: 9) == 9)
    #expect(bytes.prefix(9).elementsEqual("some text".utf8))
    try file.commit()
    close(ends[0])
    close(ends[1])
  }

  @Test func aReaderThatGoesAwayIsToldFromOtherErrors() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    let file = try AtomicFile(path: "/dev/fd/\(ends[1])")
    close(ends[0])
    try file.write("text")
    #expect(Self.problem { () throws(TableError) in try file.commit() } == .readerGone)
    close(ends[1])
  }

  @Test func theOutputsOfARunAppearTogether() throws {
    let folder = try Workdir()
    try folder.write("a.csv", "old")
    let outputs = OutputSet(sparing: InputFiles())
    try outputs.file(at: folder.path("a.csv")).write("a")
    try outputs.file(at: folder.path("b.csv.gz")).write("b")
    #expect(
      Self.problem { () throws(TableError) in _ = try outputs.file(at: folder.path("a.csv")) }
        == .isRepeated
    )
    #expect(try folder.names() == ["a.csv"])
    try outputs.commit()
    #expect(try folder.read("a.csv") == "a")
    #expect(try FileReadingTests.text(folder.path("b.csv.gz")) == "b")
    #expect(try folder.names() == ["a.csv", "b.csv.gz"])
  }

  @Test func whenOneOutputFailsNoneIsPutInPlace() throws {
    let folder = try Workdir()
    let outputs = OutputSet(sparing: InputFiles())
    try outputs.file(at: folder.path("a.csv")).write("a")
    try outputs.file(at: "/dev/full").write("b")
    #expect(throws: TableError.self) { try outputs.commit() }
    #expect(try folder.names() == [])
  }
}
