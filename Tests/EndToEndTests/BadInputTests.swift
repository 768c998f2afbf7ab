import Foundation
import TestSupport
import Testing

/// Broken input through the real binary: one clear message, the right exit code, nothing half
/// written.
@Suite struct BadInputTests {
  /// Runs `features` into a file that exists already, and expects it to be refused.
  private func expectRefusal(
    _ workdir: Workdir,
    saying words: String...,
    code: Int32 = 2,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    try workdir.write("out.csv", "as it was\n")
    let outcome = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "-o",
      "out.csv"
    )
    #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: sourceLocation)
    }
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try workdir.read("out.csv") == "as it was\n", sourceLocation: sourceLocation)
    #expect(try workdir.names() == ["out.csv", "small"], sourceLocation: sourceLocation)
  }

  @Test func theSmallDatasetIsGood() throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "-o",
      "out.csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try workdir.read("out.csv").split(separator: "\n").count == 41)
    #expect(try workdir.names() == ["out.csv", "out.datapackage.json", "small"])
  }

  @Test func anEmptyFile() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("small/complaints.csv", "")
    try expectRefusal(workdir, saying: "complaints.csv", "empty")
  }

  @Test func aHeaderAloneIsATableWithoutRows() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("small/complaints.csv", "project_id,received_on,people\n")
    let outcome = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "--format",
      "csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    // No complaint: a count is 0, a maximum is missing.
    #expect(outcome.output.contains("P101,"))
    #expect(outcome.output.split(separator: "\n")[1].hasSuffix(",0,"))
  }

  @Test func aMissingFolder() throws {
    let workdir = try Workdir()
    let outcome = try workdir.watchpost("check", "nowhere")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("nowhere"))
  }

  @Test func aMissingFile() throws {
    let workdir = try SmallDataset.make()
    try FileManager.default.removeItem(atPath: workdir.path("small/complaints.csv"))
    try expectRefusal(workdir, saying: "complaints.csv")
  }

  @Test func aFolderWhereAFileShouldBe() throws {
    let workdir = try SmallDataset.make()
    try FileManager.default.removeItem(atPath: workdir.path("small/complaints.csv"))
    try FileManager.default.createDirectory(
      atPath: workdir.path("small/complaints.csv"),
      withIntermediateDirectories: false
    )
    try expectRefusal(workdir, saying: "complaints.csv", "folder")
  }

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

  @Test func aWrongEncodingDeclared() throws {
    let workdir = try SmallDataset.make()
    try workdir.write(
      "small/datapackage.yaml",
      SmallDataset.package.replacingOccurrences(
        of: "    path: projects.csv",
        with: "    path: projects.csv\n    encoding: utf-8"
      )
    )
    // 道路 in GB18030, under a package that says UTF-8.
    var bytes = Array("project_id,sector,budget,planned_finish,actual_finish\n".utf8)
    for number in 1...40 {
      bytes += Array("P\(100 + number),".utf8) + [0xB5, 0xC0, 0xC2, 0xB7]
      bytes += Array(",1000,2023-01-01,\n".utf8)
    }
    try workdir.write("small/projects.csv", bytes: bytes)
    try expectRefusal(workdir, saying: "projects.csv", "gb18030")
  }

  @Test func aDuplicateHeader() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("small/complaints.csv", "project_id,people,people\nP101,1,2\n")
    try expectRefusal(workdir, saying: "complaints.csv:1", "people")
  }

  @Test func aMissingKeyColumn() throws {
    let workdir = try SmallDataset.make()
    try workdir.write(
      "small/projects.csv",
      SmallDataset.projects.map { $0.replacingOccurrences(of: "project_id", with: "projekt_id") }
    )
    try expectRefusal(workdir, saying: "projects.csv", "project_id", "projekt_id")
  }

  @Test func duplicateKeys() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("small/projects.csv", SmallDataset.projects + [SmallDataset.projects[1]])
    try expectRefusal(workdir, saying: "projects", "--max-rejects")
    let allowed = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "--max-rejects",
      "0.1",
      "--format",
      "csv"
    )
    #expect(allowed.code == 0, "\(allowed.errors)")
    #expect(allowed.errors.contains("key.duplicate"))
  }

  @Test func danglingForeignKeys() throws {
    let workdir = try SmallDataset.make()
    try workdir.write(
      "small/complaints.csv",
      SmallDataset.complaints + (1...20).map { "X\($0),2024-01-01,1" }
    )
    try expectRefusal(workdir, saying: "complaints", "--max-rejects")
  }

  @Test func aDateFieldFullOfWords() throws {
    let workdir = try SmallDataset.make()
    try workdir.write(
      "small/projects.csv",
      SmallDataset.projects.map { line in
        line.hasPrefix("P") ? line.replacingOccurrences(of: "2023-", with: "soon-") : line
      }
    )
    try expectRefusal(workdir, saying: "planned_finish", "soon-", "--max-field-rejects")
  }

  @Test func tenThousandColumns() throws {
    let workdir = try SmallDataset.make()
    let extra = (0..<10_000).map { ",x\($0)" }.joined()
    let empty = String(repeating: ",", count: 10_000)
    try workdir.write(
      "small/projects.csv",
      SmallDataset.projects.enumerated().map {
        $0.offset == 0 ? $0.element + extra : $0.element + empty
      }
    )
    let outcome = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "--format",
      "csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count == 41)
  }

  @Test func aFieldOfFiftyMegabytes() throws {
    let workdir = try SmallDataset.make()
    var lines = SmallDataset.projects
    lines[1] = "P101,\"" + String(repeating: "long ", count: 10_000_000) + "\",1000,2023-01-01,"
    try workdir.write("small/projects.csv", lines)
    let outcome = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "--format",
      "csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("P101,"))
  }

  @Test func aFieldPastTheLimit() throws {
    let workdir = try SmallDataset.make()
    var lines = SmallDataset.projects
    lines[1] = "P101,\"" + String(repeating: "long ", count: 14_000_000) + "\",1000,2023-01-01,"
    try workdir.write("small/projects.csv", lines)
    try expectRefusal(workdir, saying: "projects.csv:2")
  }

  @Test func aQuoteNeverClosed() throws {
    let workdir = try SmallDataset.make()
    var lines = SmallDataset.complaints
    lines[5] = "P101,\"2024-01-01,1"
    try workdir.write("small/complaints.csv", lines)
    try expectRefusal(workdir, saying: "complaints.csv:6")
  }

  @Test func aDeclarationWithATypingError() throws {
    let workdir = try SmallDataset.make()
    try workdir.write(
      "small/features.yaml",
      "features:\n  slip: days_betwen(planned_finish, as_of)\n"
    )
    try expectRefusal(workdir, saying: "features.yaml:2:9", "days_between")
  }

  @Test func aColumnThatDoesNotExist() throws {
    let workdir = try SmallDataset.make()
    try workdir.write("small/features.yaml", "features:\n  x: ln(budgett)\n")
    try expectRefusal(workdir, saying: "features.yaml:2", "budget")
  }

  @Test func anOutputPathThatIsNotWritable() throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.watchpost(
      "features",
      "small",
      "--as-of",
      "2024-06-30",
      "-o",
      "nowhere/out.csv"
    )
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
