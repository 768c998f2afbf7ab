import TestSupport
import Testing

/// A table may be a named pipe, which can be read once only.
@Suite struct PipeTests {
  /// Puts a pipe in the place of the complaints, plain or packed, in an encoding of theirs.
  @Test(
    .timeLimit(.minutes(2)),
    arguments: [("csv", "utf-8"), ("csv.gz", "utf-8"), ("csv", "gb18030"), ("csv.gz", "gb18030")]
  )
  func aPipeIsReadAsAFileIs(_ ending: String, encoding: String) throws {
    let workdir = try SmallDataset.make()
    let command = "watchpost features small --as-of 2024-06-30 --format csv"
    let usual = try workdir.shell(command)
    #expect(usual.code == 0, "\(usual.errors)")
    try workdir.write(
      "small/datapackage.yaml",
      SmallDataset.package.replacing(
        "path: complaints.csv",
        with: "path: complaints.\(ending)\n    encoding: \(encoding)"
      )
    )
    let pack = ending.hasSuffix("gz") ? "gzip -c" : "cat"
    let outcome = try workdir.shell(
      """
      mv small/complaints.csv records.csv
      mkfifo small/complaints.\(ending)
      \(pack) records.csv >small/complaints.\(ending) &
      timeout 60 \(command)
      """
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output == usual.output)
  }
}
