import TestSupport
import Testing

/// `watchpost features --functions`: the page of the language, without a dataset.
@Suite struct FunctionPageTests {
  @Test func thePageSaysWhatIsWrittenWhereAndHow() throws {
    let outcome = try Workdir().watchpost("features", "--functions")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    for words in [
      "FUNCTIONS", "AGGREGATES", "OPERATORS", "days_between(a, b)", "hhi(x by key)",
      "benford_mad(x)",
      "robust_zscore(x)", "over (partition by a, b, …)", "applies: condition",
      "works on events, peers", "lower(p.\"t\")",
    ] {
      #expect(outcome.output.contains(words), "\(words)")
    }
  }

  @Test(arguments: [
    ("sqlite", "instr(p.\"t\""), ("duckdb", "contains(p.\"t\""), ("postgres", "strpos(p.\"t\""),
  ])
  func itsSQLIsThatOfTheDatabaseAskedFor(dialect: String, call: String) throws {
    let outcome = try Workdir().watchpost(
      "features",
      "--functions",
      "--sql",
      dialect,
      "--format",
      "json"
    )
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("\"usage\""))
    #expect(outcome.output.contains(call.replacing("\"", with: "\\\"")))
  }

  @Test func aDatasetIsWantedForAnythingElse() throws {
    let none = try Workdir().watchpost("features")
    #expect(none.code == 2)
    #expect(none.errors.contains("Missing expected argument '<dataset>'"))
    let both = try Workdir().watchpost("features", "somewhere", "--functions")
    #expect(both.code == 2)
    #expect(both.errors.contains("takes no dataset"))
  }
}
