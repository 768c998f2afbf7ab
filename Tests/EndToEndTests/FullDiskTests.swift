import Foundation
import TestSupport
import Testing

/// Places that take no more bytes, through the real binary: exit 75, and old files as they were.
@Suite struct FullDiskTests {
  /// What goes before a command that may mount a file system of its own; nil where none helps.
  ///
  /// Root needs only a mount namespace; others need a user namespace, which some machines forbid.
  static let mounting: String? = ["unshare --mount", "unshare --user --map-root-user --mount"]
    .first { line in
      let trial = try? Workdir().shell("\(line) mount -t tmpfs -o size=4k none .")
      return trial?.code == 0
    }

  @Test(.enabled(if: mounting != nil, "this machine forbids mounts, even in a user namespace"))
  func aFullDisk() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("tiny/keep", "")
    let outcome = try workdir.shell(
      """
      \(Self.mounting ?? "") bash -c '
        mount -t tmpfs -o size=4k none tiny || exit 99
        echo "as it was" > tiny/out.csv
        watchpost features small --as-of 2024-06-30 -o tiny/out.csv
        code=$?
        cat tiny/out.csv
        ls -A tiny
        exit $code'
      """
    )
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(outcome.output == "as it was\nout.csv\n")
    #expect(outcome.errors.contains("full"), "\(outcome.errors)")
  }

  /// Records that are read in several chunks, and an output that stops somewhere in its middle.
  @Test(
    .enabled(if: mounting != nil, "this machine forbids mounts, even in a user namespace"),
    arguments: ["features", "score"],
    ["csv", "csv.gz", "xlsx"]
  )
  func aDiskThatFillsWhileALargeTableIsWritten(command: String, form: String) throws {
    let workdir = try TinyDataset.make()
    let count = 20_000
    try workdir.write(
      "tiny/projects.csv",
      ["project_id,name,approved_on,closed_on,planned_finish,budget"]
        + (0..<count).map { "P\($0),Road \($0 &* 2_654_435_761),2020-01-01,,2024-01-01,\($0)" }
    )
    try workdir.write(
      "tiny/complaints.csv",
      ["project_id,received_on,people"]
        + (0..<2 * count).map { "P\($0 * 7919 % count),2024-05-\(10 + $0 % 19),\($0 % 9)" }
    )
    // A chunk has at least 2^18 bytes.
    #expect(try workdir.read("tiny/projects.csv").utf8.count > 2 << 18)
    try workdir.write("disk/keep", "")
    let outcome = try workdir.shell(
      """
      \(Self.mounting ?? "") bash -c '
        mount -t tmpfs -o size=64k none disk || exit 99
        echo "as it was" > disk/out.\(form)
        watchpost \(command) tiny --as-of 2024-06-30 --threads 2 -o disk/out.\(form)
        code=$?
        cat disk/out.\(form)
        ls -A disk
        exit $code'
      """
    )
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(outcome.output == "as it was\nout.\(form)\n")
    #expect(outcome.errors.contains("out.\(form): "), "\(outcome.errors)")
    #expect(outcome.errors.contains("full"), "\(outcome.errors)")
  }

  @Test(arguments: ["--format csv > /dev/full", "-o /dev/full"])
  func aDeviceThatIsAlwaysFull(place: String) throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.shell("watchpost features small --as-of 2024-06-30 \(place)")
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(": the disk, or your share of it, is full\n"),
      "\(outcome.errors)"
    )
  }

  /// Standard output that cannot be written is told on standard error, even where that is all.
  @Test(arguments: [
    ("check small > /dev/full", "standard output: the disk"),
    ("models show none > /dev/full 2> /dev/full", ""),
    ("features small --as-of 2024-06-30 --format csv >&-", "standard output: cannot write"),
  ])
  func standardOutputThatTakesNothing(command: String, words: String) throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.shell("watchpost \(command)")
    #expect(outcome.code == 75, "\(outcome.code) \(outcome.errors)")
    #expect(outcome.errors.contains(words) || words.isEmpty, "\(outcome.errors)")
    #expect(outcome.errors.contains("hint: ") || words.isEmpty, "\(outcome.errors)")
  }

  @Test func aFileThatMayNotGrow() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("out.csv", "as it was\n")
    let outcome = try workdir.shell(
      """
      ulimit -f 1
      watchpost features small --as-of 2024-06-30 -o out.csv
      """
    )
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(outcome.errors.contains("ulimit"), "\(outcome.errors)")
    #expect(try workdir.read("out.csv") == "as it was\n")
    #expect(try workdir.names() == ["out.csv", "small"])
  }
}
