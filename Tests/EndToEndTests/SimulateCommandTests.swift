import TestSupport
import Testing

/// `simulate`: the same seed gives the same bytes, everything is labelled, nothing real is lost.
@Suite struct SimulateCommandTests {
  @Test func theSeedDecidesTheBytes() throws {
    let workdir = try Workdir()
    let made = try workdir.run("simulate one/district --projects 30 --seed 3")
    #expect(made.code == 0, "\(made.errors)")
    #expect(made.output.hasPrefix("Synthetic: nothing in one/district is real.\n"))
    #expect(made.errors.isEmpty)
    #expect(try workdir.run("simulate two/district --projects 30 --seed 3").code == 0)
    #expect(try workdir.run("simulate three/district --projects 30 --seed 4").code == 0)
    let same = try workdir.shell("diff -rq one two")
    #expect(same.code == 0 && same.output.isEmpty, "\(same.output)")
    let other = try workdir.shell("diff -rq one three")
    // Every table and what describes them; features, policy and settings do not depend on it.
    for name in ["projects.csv", "outcomes.csv", "payments.csv.gz", "README.md"] {
      #expect(other.output.contains("/\(name) differ"), "\(other.output)")
    }
    #expect(!other.output.contains("features.yaml"))
  }

  @Test func everythingSaysThatItIsSynthetic() throws {
    let workdir = try Workdir()
    #expect(try workdir.run("simulate toy --projects 10 --truth causes.csv").code == 0)
    let package = try workdir.read("toy/datapackage.yaml")
    #expect(package.contains("title: \"A synthetic district: simulated, no real project"))
    #expect(try workdir.read("toy/README.md").contains("No project, company, authority or event"))
    let checked = try workdir.run("check toy")
    #expect(checked.code == 0, "\(checked.output)")
    // The causes stand outside, one line a project.
    let causes = try PrintedCSV(try workdir.read("causes.csv"))
    #expect(causes.rows.count == 10 && causes.header.contains("misconduct"))
    let inside = try workdir.shell("ls toy; zgrep -l misconduct toy/*.csv toy/*.csv.gz")
    #expect(!inside.output.contains("causes.csv") && inside.output.hasSuffix("watchpost.yaml\n"))
  }

  @Test func aSimulationMayBeMadeAnewRecordsMayNotBeLost() throws {
    let workdir = try Workdir()
    #expect(try workdir.run("simulate toy --projects 10 --seed 1").code == 0)
    #expect(try workdir.run("simulate toy --projects 10 --seed 2").code == 0)
    try workdir.write("records/projects.csv", "project_id\nA\n")
    let refused = try workdir.run("simulate records --projects 10")
    #expect(refused.code == 2)
    #expect(refused.errors.contains("records: this folder holds records that are not simulated"))
    #expect(try workdir.shell("ls -A records").output == "projects.csv\n")
    #expect(try workdir.read("records/projects.csv") == "project_id\nA\n")
  }

  @Test(arguments: [
    ("--projects 0", "--projects"), ("--projects 1000001", "--projects"),
    ("--from 2024-01-01 --to 2024-06-01", "at least a year"),
    ("--projects 20 --board", "a board takes 30 projects"),
    ("--projects 10 --truth toy/causes.csv", "may not lie in the data package"),
    ("--language fr", "--language"), ("--seed -1", "--seed"),
  ])
  func whatCannotBeSimulatedIsRefused(options: String, words: String) throws {
    let workdir = try Workdir()
    let outcome = try workdir.run("simulate toy \(options)")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(try workdir.names().isEmpty)
  }

  @Test func aFileWhereTheFolderShouldBe() throws {
    let workdir = try Workdir()
    try workdir.write("toy", "mine\n")
    let outcome = try workdir.run("simulate toy --projects 10")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("toy: this folder cannot be made"))
    #expect(try workdir.read("toy") == "mine\n")
  }
}
