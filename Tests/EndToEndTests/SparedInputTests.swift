import TestSupport
import Testing

/// No output replaces what the same run reads, however it is named; nothing is changed by trying.
@Suite struct SparedInputTests {
  /// Every file and what is in it.
  private func state(_ workdir: Workdir) throws -> String {
    try workdir.shell("find . -type f -o -type l | sort | xargs sha256sum; find . | sort").output
  }

  private static let features = "features tiny --as-of 2024-06-30"
  private static let score = "score tiny --as-of 2024-06-30"

  /// What goes before, the command, and the output that is refused.
  @Test(arguments: [
    ("", "\(features) -o tiny/complaints.csv", "tiny/complaints.csv"),
    ("", "\(features) -o tiny/../tiny/./complaints.csv", "tiny/../tiny/./complaints.csv"),
    ("ln -s tiny/complaints.csv link.csv", "\(features) -o link.csv", "link.csv"),
    ("ln tiny/complaints.csv hard.csv", "\(features) -o hard.csv", "hard.csv"),
    (
      "mv tiny/datapackage.yaml tiny/datapackage.json", "\(features) -o tiny/datapackage.json",
      "tiny/datapackage.json"
    ),
    ("cp tiny/features.yaml f.json", "\(features) --features f.json -o f.json", "f.json"),
    (
      "sed -i s/complaints.csv/comp*.csv/ tiny/datapackage.yaml",
      "\(features) -o tiny/complaints.csv", "tiny/complaints.csv"
    ),
    ("cp tiny/pack.yaml p.json", "\(features) --pack p.json -o p.json", "p.json"),
    (
      "printf 'date,kind,name\n2000-01-01,from,\n2030-01-01,to,\n' > c.csv",
      "\(features) --calendar c.csv -o c.csv", "c.csv"
    ),
    ("", "\(score) -o tiny/projects.csv", "tiny/projects.csv"),
    ("watchpost train tiny --kind expert -o m.json", "\(score) --model m.json -o m.json", "m.json"),
    ("cp tiny/policy.yaml l.json", "\(score) --policy l.json -o l.json", "l.json"),
    ("", "check tiny --rejects tiny/complaints.csv", "tiny/complaints.csv"),
    ("", "check tiny --clean tiny", "tiny/projects.csv"),
    ("", "check tiny/complaints.csv --rejects tiny/complaints.csv", "tiny/complaints.csv"),
    (
      "cp tiny/pack.yaml m.card.md", "train tiny --kind expert --pack m.card.md -o m.json",
      "m.card.md"
    ),
  ])
  func anOutputThatIsAnInputIsRefused(before: String, command: String, output: String) throws {
    let workdir = try TinyDataset.make()
    let made = try workdir.shell(before)
    #expect(made.code == 0, "\(made.errors)")
    let state = try state(workdir)
    let outcome = try workdir.run(command)
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "\(output): this run reads the file that the output would replace\n"
          + "  hint: choose another name"
      ),
      "\(outcome.errors)"
    )
    #expect(outcome.output.isEmpty)
    #expect(try self.state(workdir) == state)
  }
  @Test func aFileBesideTheOutputIsSparedToo() throws {
    let workdir = try TinyDataset.make()
    let schema = """
      foreignKeys:
        - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
      fields:
        - {name: project_id, type: string}
        - {name: received_on, type: date}
        - {name: people, type: integer}

      """
    try workdir.write("tiny/complaints.datapackage.json", schema)
    let lines = TinyDataset.package.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.contains("path: complaints.csv") })
    try workdir.write(
      "tiny/datapackage.yaml",
      (lines[...start] + ["    schema: complaints.datapackage.json"] + lines[(start + 8)...])
        .joined(separator: "\n")
    )
    let state = try state(workdir)
    for form in ["csv.gz", "xlsx", "json"] {
      let outcome = try workdir.run("features tiny --as-of 2024-06-30 -o tiny/complaints.\(form)")
      #expect(outcome.code == 2, "\(form): \(outcome.errors)")
      #expect(
        outcome.errors.contains("tiny/complaints.datapackage.json: this run reads"),
        "\(form): \(outcome.errors)"
      )
    }
    #expect(try self.state(workdir) == state)
  }

  @Test func standardInputIsSpared() throws {
    let workdir = try Workdir()
    let rows = (1...200).map { "R\($0),\($0 * 37 % 100),\($0 * 53 % 101 > 60 ? 1 : 0)\n" }
    let table = "id,slip,late\n" + rows.joined()
    try workdir.write("t.csv", table)
    let trained = try workdir.run("train t.csv --label late -o m.json")
    #expect(trained.code == 0, "\(trained.errors)")
    for line in [
      "watchpost score - --model m.json -o t.csv < t.csv",
      "watchpost score t.csv --model m.json -o t.csv",
      "watchpost score t.csv --model m.json -o m.json",
    ] {
      let outcome = try workdir.shell(line)
      #expect(outcome.code == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains("this run reads the file"), "\(outcome.errors)")
    }
    #expect(try workdir.read("t.csv") == table)
    // A pipe is no file that could be replaced.
    let piped = try workdir.shell("cat t.csv | watchpost score - --model m.json -o scores.csv")
    #expect(piped.code == 0, "\(piped.errors)")
  }

  @Test func aDatabaseIsSpared() throws {
    let workdir = try TinyDataset.make()
    try DatabaseCopies.sqlite(DatabaseCopies.tiny, at: workdir.path("tiny/records.sqlite"))
    _ = try workdir.shell("ln -s tiny/records.sqlite link.csv")
    let outcome = try workdir.run("score tiny/records.sqlite --as-of 2024-06-30 -o link.csv")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("link.csv: this run reads"), "\(outcome.errors)")
  }

  @Test(arguments: [
    "features tiny --as-of 2024-06-30", "features tiny --as-of 2024-06-30 --threads 1",
    "score tiny --as-of 2024-06-30",
  ])
  func itIsSaidBeforeAnyRecordIsRead(command: String) throws {
    let workdir = try TinyDataset.make()
    try workdir.write("tiny/projects.csv", "no,such,header\n")
    for form in ["csv", "json"] {
      let outcome = try workdir.shell(
        "ln -sfn tiny/complaints.csv out.\(form) && watchpost \(command) -o out.\(form)"
      )
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains("out.\(form): this run reads"), "\(outcome.errors)")
    }
  }

  @Test func outputsThatNothingReadsAreReplaced() throws {
    let workdir = try TinyDataset.make()
    // The settings name the model that training makes anew, and does not read.
    try workdir.write(
      "tiny/watchpost.yaml",
      try workdir.read("tiny/watchpost.yaml") + "model: m.json\n"
    )
    for _ in 0..<2 {
      for line in [
        "train tiny --kind expert -o tiny/m.json",
        "features tiny --as-of 2024-06-30 -o tiny/out.csv",
        "check tiny --rejects tiny/rejects.csv --clean tiny/clean",
        "score tiny --as-of 2024-06-30 -o tiny/scores.json",
      ] {
        let outcome = try workdir.run(line)
        #expect(outcome.code == 0, "\(line): \(outcome.errors)")
      }
    }
    let own = try workdir.run("score tiny --as-of 2024-06-30 -o tiny/m.json")
    #expect(own.code == 2)
    #expect(own.errors.contains("tiny/m.json: this run reads"), "\(own.errors)")
  }

  @Test(arguments: [
    "out/complaints.csv", "./out/../out/load.sqlite.sql.csv", "link/complaints.csv",
  ])
  func twoOutputsOfACheckHaveTwoPaths(rejects: String) throws {
    let workdir = try TinyDataset.make()
    _ = try workdir.shell("mkdir out && ln -s out link")
    let outcome = try workdir.run("check tiny --clean out --rejects \(rejects)")
    let isRefused = rejects.hasSuffix("complaints.csv")
    #expect(outcome.code == (isRefused ? 2 : 0), "\(outcome.errors)")
    #expect(outcome.errors.contains("two outputs have the same path") == isRefused)
    #expect(try workdir.shell("ls out | wc -l").output == (isRefused ? "0\n" : "6\n"))
  }
}
