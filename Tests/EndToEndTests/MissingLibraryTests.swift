import TestSupport
import Testing

/// Libraries that are opened only when something needs them, on a machine where they are broken.
@Suite struct MissingLibraryTests {
  /// Makes the loader find empty files in the place of a library.
  private func without(_ names: String..., run line: String, in workdir: Workdir) throws -> Outcome
  {
    for name in names { try workdir.write("broken/\(name)", "") }
    return try workdir.shell("LD_LIBRARY_PATH=\(workdir.path("broken")) watchpost \(line)")
  }

  private func labelled() throws -> Workdir {
    let workdir = try Workdir()
    let rows = (1...60).map { "P\($0),\($0 % 7),\($0 % 7 > 3 ? 1 : 0)\n" }.joined()
    try workdir.write("table.csv", "id,x,y\n\(rows)")
    return workdir
  }

  @Test func trainingSaysThatOpenBLASIsMissing() throws {
    let workdir = try labelled()
    try workdir.write("m.json", "before")
    let outcome = try without(
      "libopenblas.so.0",
      run: "train table.csv --label y --id id --replicates 20 -o m.json",
      in: workdir
    )
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("watchpost: OpenBLAS is not on this machine: "))
    #expect(outcome.errors.contains("\n  hint: install it; Debian calls it libopenblas0\n"))
    #expect(try workdir.read("m.json") == "before")
  }

  @Test func aWorkbookSaysThatLibzipIsMissing() throws {
    let workdir = try SheetDataset.makeTiny()
    let outcome = try without(
      "libzip.so.4",
      "libzip.so.5",
      run: "features tiny --as-of 2024-06-30",
      in: workdir
    )
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("libzip, which opens workbooks, is not on this machine: "))
    #expect(outcome.errors.contains("hint: install it; Debian calls it libzip4 or libzip5"))
  }

  /// Scoring with a model that is there, from text, needs neither.
  @Test func scoringFromTextGoesWithoutBoth() throws {
    let workdir = try labelled()
    let trained = try workdir.run("train table.csv --label y --id id --replicates 20 -o m.json")
    #expect(trained.code == 0, "\(trained.errors)")
    let scoring = "score table.csv --model m.json -o"
    let usual = try workdir.run("\(scoring) usual.csv")
    #expect(usual.code == 0, "\(usual.errors)")
    let outcome = try without(
      "libopenblas.so.0",
      "libzip.so.4",
      "libzip.so.5",
      run: "\(scoring) without.csv",
      in: workdir
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try workdir.read("without.csv") == workdir.read("usual.csv"))
  }
}
