import Foundation
import TestSupport
import Testing

/// What surrounds a run: permissions, a reader that goes away, Ctrl-C.
///
/// Whatever was there before stays as it was.
@Suite struct SurroundingsTests {
  @Test(
    .enabled(if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"))
  )
  func anUnreadableFile() throws {
    let workdir = try SmallDataset.make()
    for path in ["small", "small/projects.csv", "small/complaints.csv"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: path == "small" ? 0o755 : 0o644],
        ofItemAtPath: workdir.path(path)
      )
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: workdir.url.path
    )
    try FileManager.default.setAttributes(
      [.posixPermissions: 0],
      ofItemAtPath: workdir.path("small/complaints.csv")
    )
    // Root reads everything, so root lays its privileges down first.
    let without = getuid() == 0 ? "setpriv --bounding-set=-all --inh-caps=-all --reuid=65534 " : ""
    let outcome = try workdir.shell(
      "\(without)\(Repository.binary) features small --as-of 2024-06-30 --format csv"
    )
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("complaints.csv"))
  }

  @Test func anOutputPathThatIsNotWritable() throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.run("features small --as-of 2024-06-30 -o nowhere/out.csv")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("nowhere"))
    #expect(try workdir.names() == ["small"])
  }

  @Test func aReaderThatGoesAway() throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.shell(
      """
      set -o pipefail
      watchpost features small --as-of 2024-06-30 --format csv | head -n 1
      """
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("watchpost:"), "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("project_id,"))
  }

  @Test func ctrlC() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("out.csv", "as it was\n")
    // Reading from a pipe that nobody writes to, so that the run is certain to be under way.
    let outcome = try workdir.shell(
      """
      rm small/complaints.csv && mkfifo small/complaints.csv
      watchpost features small --as-of 2024-06-30 -o out.csv &
      run=$!
      # Until it is gone: the first signals may come before it listens.
      for try in $(seq 100); do sleep 0.1; kill -INT $run 2>/dev/null || break; done
      wait $run
      """
    )
    #expect(outcome.code == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted"))
    #expect(try workdir.read("out.csv") == "as it was\n")
    #expect(try workdir.names() == ["out.csv", "small"])
  }
}
