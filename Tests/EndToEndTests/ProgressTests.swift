import Foundation
import TestSupport
import Testing

/// The progress line through the real binary: on a terminal only, and gone at the end.
@Suite(
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
    "there is no script(1) to make a terminal with"
  )
)
struct ProgressTests {
  private static let erasure = "\r\u{1B}[2K"
  private static let green = "\u{1B}[32m"
  private static let simulation = "watchpost simulate out --projects 300 --seed 3"

  /// What a command writes to a terminal, its standard output left out.
  private func terminal(_ line: String, in workdir: Workdir, prefix: String = "") throws -> String {
    try workdir.write("line", "#!/bin/bash\n\(prefix)\n{ \(line); } >answer\n")
    let outcome = try workdir.shell("TERM=xterm script -qec 'bash line' /dev/null </dev/null")
    #expect(outcome.code == 0, "\(outcome.output)")
    return outcome.output
  }

  @Test func aBarIsDrawnAtMostTenTimesASecondAndErased() throws {
    let workdir = try Workdir()
    let start = ContinuousClock.now
    let shown = try terminal(Self.simulation, in: workdir)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let draws = shown.components(separatedBy: Self.erasure).dropFirst()
    #expect(draws.contains { $0.hasPrefix("simulating") && $0.hasSuffix(" of 300 projects") })
    #expect(draws.contains { $0.contains("#") && $0.contains("%") })
    #expect(Double(draws.count) <= 10 * seconds + 2)
    #expect(draws.last == "", "\(draws.suffix(2))")
    #expect(!shown.contains("\n"))
    #expect(try workdir.read("answer").contains("projects"))
  }

  @Test func readingShowsBytesOfTheFile() throws {
    let workdir = try SmallDataset.make()
    let rows = SmallDataset.complaints.dropFirst()
    try workdir.write(
      "small/complaints.csv",
      [SmallDataset.complaints[0]] + (0..<100).flatMap { _ in rows }
    )
    let size = try workdir.read("small/complaints.csv").utf8.count
    let megabytes = "of \(Double((size + 50_000) / 100_000) / 10) MB"
    let shown = try terminal("watchpost check small || true", in: workdir)
    #expect(shown.contains("reading complaints"), "\(shown)")
    #expect(shown.contains(megabytes), "\(megabytes): \(shown)")
    #expect(shown.hasSuffix(Self.erasure))
  }

  @Test func coloursAreLeftOutOnRequest() throws {
    let shown = try terminal(Self.simulation, in: Workdir(), prefix: "export NO_COLOR=1")
    #expect(shown.contains("simulating  ["))
    #expect(!shown.contains(Self.green))
    let coloured = try terminal(Self.simulation, in: Workdir(), prefix: "unset NO_COLOR")
    #expect(coloured.contains(Self.green))
  }

  @Test func aNarrowTerminalGetsALineThatFits() throws {
    let prefix = "stty cols 30; export NO_COLOR=1"
    let shown = try terminal(Self.simulation, in: Workdir(), prefix: prefix)
    let draws = shown.components(separatedBy: Self.erasure)
    #expect(draws.contains { $0.hasPrefix("simulating") && $0.hasSuffix("%") }, "\(draws)")
    #expect(draws.allSatisfy { $0.count < 30 })
  }

  @Test func nothingIsDrawnOnADumbTerminalOrIntoAPipe() throws {
    let dumb = try terminal(Self.simulation, in: Workdir(), prefix: "export TERM=dumb")
    #expect(dumb.isEmpty)
    let piped = try terminal("\(Self.simulation) 2>&1 | cat", in: Workdir())
    #expect(piped.isEmpty)
    let outcome = try Workdir().shell(Self.simulation)
    #expect(outcome.errors.isEmpty)
  }
}
