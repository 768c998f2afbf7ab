import Foundation
import TestSupport
import Testing

/// Runs that end in the middle, through the real binary: old outputs stay, and nothing is left.
@Suite struct KilledRunTests {
  @Test func `a run that is killed while it reads leaves the old output and no litter`() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("out.csv", "as it was\n")
    // Reading from a pipe that nobody writes to, so that the run is certain to be under way.
    let outcome = try workdir.shell(
      """
      rm small/complaints.csv && mkfifo small/complaints.csv
      watchpost features small --as-of 2024-06-30 -o out.csv &
      run=$!
      sleep 0.3
      kill -KILL $run
      wait $run
      """
    )
    #expect(outcome.code == 137, "\(outcome.errors)")
    #expect(try workdir.read("out.csv") == "as it was\n")
    #expect(try workdir.names() == ["out.csv", "small"])
  }

  /// Wherever the signal comes, the output is the old one or the whole new one.
  @Test func `a run that is killed at any moment leaves a whole output`() throws {
    let workdir = try SmallDataset.make()
    let command = "watchpost features small --as-of 2024-06-30 -o out.csv"
    #expect(try workdir.shell(command).code == 0)
    let whole = try workdir.read("out.csv")
    let names = try workdir.names()
    for moment in [0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12] {
      try workdir.write("out.csv", "as it was\n")
      _ = try workdir.shell(
        """
        \(command) & run=$!
        sleep \(moment)
        kill -KILL $run 2>/dev/null
        wait $run
        """
      )
      let found = try workdir.read("out.csv")
      #expect(found == "as it was\n" || found == whole, "killed after \(moment) s")
      #expect(try workdir.names() == names, "killed after \(moment) s")
    }
  }

  @Test(arguments: ["INT", "KILL"])
  func `an interrupted run on a large file leaves the old output`(_ signal: String) throws {
    let workdir = try SmallDataset.make()
    try workdir.write("out.csv", "as it was\n")
    let line = "P1,2024-03-05,3\n"
    try workdir.write(
      "small/complaints.csv",
      "project_id,received_on,people\n" + String(repeating: line, count: 400_000)
    )
    let outcome = try workdir.shell(
      """
      watchpost features small --as-of 2024-06-30 -o out.csv & run=$!
      sleep 0.4
      kill -\(signal) $run
      wait $run
      """
    )
    #expect(outcome.code == (signal == "INT" ? 130 : 137), "\(outcome.errors)")
    #expect(try workdir.read("out.csv") == "as it was\n")
    #expect(try workdir.names() == ["out.csv", "small"])
  }

  /// The place where the quote opened, and not the end of the file, is what helps.
  @Test func `a quote that is never closed in a large file is an error where it opened`() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("out.csv", "as it was\n")
    let outcome = try workdir.shell(
      """
      { echo project_id,received_on,people,note
        yes 'P1,2024-03-05,3,an ordinary note' | head -n 5000
        echo 'P1,2024-03-05,3,"opened here'
        yes 'P1,2024-03-05,3,an ordinary note' | head -c 80000000
      } > small/complaints.csv
      watchpost features small --as-of 2024-06-30 -o out.csv
      """
    )
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("complaints.csv:5002: "), "\(outcome.errors)")
    #expect(outcome.errors.contains("look for a quote that is opened here"))
    #expect(try workdir.read("out.csv") == "as it was\n")
  }
}
