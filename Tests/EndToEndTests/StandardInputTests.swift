import Foundation
import TestSupport
import Testing

/// `-` in the place of a table.
@Suite struct StandardInputTests {
  /// A table of ready features with an outcome that they tell a little of.
  private static let table =
    "id,slip,sector,late\n"
    + (1...200).map { row in
      "R\(row),\(row * 37 % 100),\(row % 3 == 0 ? "road" : "school"),\(row * 53 % 101 > 60 ? 1 : 0)\n"
    }.joined()

  private func world() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write("table.csv", Self.table)
    return workdir
  }

  @Test func aTableFromStandardInputIsTheTableOfTheFile() throws {
    let workdir = try world()
    let file = try workdir.shell(
      "watchpost train table.csv --label late -o file.json"
        + " && watchpost score table.csv --model file.json --format csv"
        + " && watchpost evaluate table.csv --label late --model file.json --replicates 0 --format csv"
    )
    #expect(file.code == 0, "\(file.errors)")
    // A pipe, which can be read only once.
    let piped = try workdir.shell(
      "cat table.csv | watchpost train - --label late -o piped.json"
        + " && cat table.csv | watchpost score - --model piped.json --format csv"
        + " && cat table.csv | watchpost evaluate - --label late --model piped.json --replicates 0"
        + " --format csv"
    )
    #expect(piped.code == 0, "\(piped.errors)")
    func lines(_ outcome: Outcome) -> [Substring] {
      outcome.output.split(separator: "\n").filter { !$0.contains(".json") }
    }
    #expect(lines(piped) == lines(file))
    let model = try workdir.read("file.json").replacing("\"table.csv\"", with: "\"-\"")
    #expect(try workdir.read("piped.json") == model)
  }

  @Test func gzipIsKnownByItsFirstBytes() throws {
    let workdir = try world()
    let plain = try workdir.shell("watchpost check - --fields <table.csv")
    let packed = try workdir.shell("gzip -c table.csv | watchpost check - --fields")
    #expect(plain.code == 0, "\(plain.output) \(plain.errors)")
    #expect(plain.output.contains("200"))
    #expect(packed.output == plain.output)
    let cut = try workdir.shell("gzip -c table.csv | head -c 300 | watchpost check -")
    #expect(cut.code == 2)
    #expect(cut.errors.contains("-: the gzip data ends in the middle"), "\(cut.errors)")
  }

  @Test func aFaultIsToldWithItsLine() throws {
    let workdir = try world()
    let outcome = try workdir.watchpost(
      "check",
      "-",
      "--rejects",
      "rejects.csv",
      input: Self.table + "R201,1\n"
    )
    #expect(outcome.errors.contains("wrote 1 reject"), "\(outcome.errors)")
    let rejects = try PrintedCSV(try workdir.read("rejects.csv"))
    #expect(try rejects.texts("file") == ["-"])
    #expect(try rejects.texts("line") == ["202"])
    let empty = try workdir.watchpost("check", "-")
    #expect(empty.code == 2)
    #expect(empty.errors.contains("-: the file is empty"), "\(empty.errors)")
    let label = try workdir.watchpost(
      "train",
      "-",
      "--label",
      "late",
      "-o",
      "m.json",
      input: Self.table + "R201,1,road,\n"
    )
    #expect(label.code == 2)
    #expect(label.errors.contains("-:202"), "\(label.errors)")
  }

  @Test func aResourceOfAPackageMayComeFromStandardInput() throws {
    let workdir = try TinyDataset.make()
    let expected = try workdir.run("features tiny --as-of 2024-06-30 --format csv")
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing("complaints.csv", with: "'-'")
    )
    let outcome = try workdir.shell(
      "cat tiny/complaints.csv | watchpost features tiny --as-of 2024-06-30 --format csv"
    )
    #expect(outcome.output == expected.output, "\(outcome.errors)")
  }

  @Test func whereNothingCanBeKeptThatIsSaid() throws {
    let workdir = try world()
    let outcome = try workdir.shell("TMPDIR=$PWD/none watchpost check - <table.csv")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("the folder to write into does not exist"), "\(outcome.errors)")
    let left = try workdir.shell("mkdir tmp; TMPDIR=$PWD/tmp watchpost check - <table.csv; ls tmp")
    #expect(!left.output.contains("watchpost"))
  }

  @Test func filesOfOneTableNeedOneHeader() throws {
    let workdir = try TinyDataset.make()
    let expected = try workdir.run("features tiny --as-of 2024-06-30 --format csv")
    let lines = TinyDataset.complaints.split(separator: "\n")
    let header = lines[0] + "\n"
    try workdir.write("tiny/parts/c-1.csv", header + lines[1..<5].joined(separator: "\n") + "\n")
    try workdir.write("tiny/parts/c-2.csv", header + lines[5...].joined(separator: "\n") + "\n")
    for path in ["parts/c-*.csv", "[parts/c-1.csv, parts/c-2.csv]"] {
      try workdir.write(
        "tiny/datapackage.yaml",
        TinyDataset.package.replacing("complaints.csv", with: path)
      )
      let outcome = try workdir.run("features tiny --as-of 2024-06-30 --format csv")
      #expect(outcome.output == expected.output, "\(outcome.errors)")
    }
    try workdir.write("tiny/parts/c-3.csv", "project_id,received_on,peple\nA,2024-01-01,1\n")
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing("complaints.csv", with: "parts/c-*.csv")
    )
    let other = try workdir.run("features tiny --as-of 2024-06-30")
    #expect(other.code == 2)
    #expect(other.errors.contains("parts/c-3.csv"), "\(other.errors)")
    #expect(other.errors.contains("did you mean \"peple\"?"), "\(other.errors)")
    try workdir.write("tiny/parts/c-3.csv", header.dropLast() + ",more\nA,2024-01-01,1,2\n")
    let more = try workdir.run("features tiny --as-of 2024-06-30")
    #expect(more.code == 2)
    #expect(more.errors.contains("the header differs from that of parts/c-1.csv"), "\(more.errors)")
  }

  @Test(arguments: [("projects.csv", "'-'"), ("complaints.csv", "['-', '-']")])
  func standardInputIsOneTableOnly(from: String, to: String) throws {
    let workdir = try TinyDataset.make()
    let package = TinyDataset.package.replacing(from, with: to)
    try workdir.write(
      "tiny/datapackage.yaml",
      to.hasPrefix("[") ? package : package.replacing("complaints.csv", with: "'-'")
    )
    let outcome = try workdir.shell(
      "cat tiny/complaints.csv | watchpost features tiny --as-of 2024-06-30"
    )
    #expect(outcome.code == 2)
    #expect(
      outcome.errors.contains("datapackage.yaml:19:5: standard input (-) is read for"),
      "\(outcome.errors)"
    )
  }
}
