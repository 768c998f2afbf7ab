import TestSupport
import Testing

/// The SQL of features and the tables it reads, through the real binary.
@Suite struct SQLTests {
  private func small() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.copy("Datasets/nyc-school-construction")
    return workdir
  }

  @Test(arguments: ["sqlite", "duckdb", "postgres"])
  func theStatementSaysTheDateOnceAndItsTables(dialect: String) throws {
    let outcome = try small().watchpost(
      "features",
      "nyc-school-construction",
      "--pack",
      "none",
      "--as-of",
      "2023-06-30",
      "--sql",
      dialect
    )
    #expect(outcome.code == 0)
    let statement = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("--") }
    #expect(statement.first == "WITH")
    #expect(statement.count { $0.contains("2023-06-30") } == 1)
    #expect(outcome.output.contains("-- CREATE TABLE \"projects\" ("))
  }

  @Test func anUnknownDatabaseIsWrongUsage() throws {
    let outcome = try small().watchpost("features", "nyc-school-construction", "--sql", "oracle")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("sqlite"))
  }

  @Test func cleanTablesComeWithTheScriptsThatLoadThem() throws {
    let workdir = try small()
    _ = try workdir.watchpost("check", "nyc-school-construction", "--clean", "clean")
    let header = try workdir.read("clean/projects.csv").split(separator: "\n").first
    #expect(header?.hasPrefix("phase_id,job_id,borough,watched_from,") == true)
    #expect(!workdir.exists("clean/outcomes.csv"))
    for dialect in ["sqlite", "duckdb", "postgres"] {
      let script = try workdir.read("clean/load.\(dialect).sql")
      #expect(script.contains("CREATE TABLE \"milestones\""))
      #expect(script.contains("'milestones.csv'"))
    }
  }
}
