import TestSupport
import Testing

/// `score` with a fitted model: intervals, and projects for which the outcome has come about.
@Suite struct FittedScoreTests {
  /// A table of ready features with a model `m.json` made of it.
  private func table() throws -> Workdir {
    let workdir = try Workdir()
    let rows = (0..<300).map { "r\($0),\(($0 * 37 + $0 % 2 * 11) % 53),\($0 % 2)" }
    try workdir.write("table.csv", ["id,x,y"] + rows)
    let trained = try workdir.run(
      "train table.csv --label y --id id --replicates 0 -o m.json"
    )
    #expect(trained.code == 0, "\(trained.errors)")
    return workdir
  }

  @Test func everyProbabilityLiesInItsInterval() throws {
    let workdir = try table()
    let outcome = try workdir.run("score table.csv --model m.json --intervals --format csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let scores = try PrintedCSV(outcome.output)
    let names = ["probability_low", "probability", "probability_high"]
    let numbers = try names.map { try scores.numbers($0) }
    #expect(numbers[0].count == 300)
    for row in 0..<300 {
      #expect(numbers[0][row] < numbers[1][row] && numbers[1][row] < numbers[2][row])
    }
    let shown = try workdir.run("score table.csv --model m.json --intervals --top 1")
    let heading = try #require(shown.output.split(separator: "\n").dropFirst().first)
    #expect(heading.contains("% [") && heading.hasSuffix("%]"), "\(heading)")
  }

  @Test func aModelWithoutProbabilitiesSaysWhyItHasNoIntervals() throws {
    let outcome = try TinyDataset.make().run("score tiny --as-of 2024-06-30 --intervals")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("no intervals: an expert model gives points"))
    #expect(!outcome.output.contains("["))
  }

  @Test(arguments: ["--against 2023-01-01", "--as-of 2024-01-01", "--pack none"])
  func aTableOfReadyFeaturesHasNoDates(option: String) throws {
    let outcome = try table().run("score table.csv --model m.json \(option)")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("needs a dataset"), "\(outcome.errors)")
  }

  @Test func aTableNeedsAModel() throws {
    let outcome = try table().run("score table.csv")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("--model"))
  }

  @Test func whatHasComeAboutIsNotRankedAndIsGoneSinceThen() throws {
    let workdir = try SmallDataset.make()
    #expect(try workdir.run("train small --replicates 0 -o m.json").code == 0)
    // By the end of June 2024 two of the three projects are confirmed that were not by March.
    let outcome = try workdir.run(
      "score small --model m.json --as-of 2024-06-30 --against 2024-03-31 --format csv"
    )
    let scores = try PrintedCSV(outcome.output)
    let changes = zip(try scores.texts("project_id"), try scores.texts("change"))
    let gone = changes.filter { $0.1 == "gone" }.map(\.0)
    let confirmed = SmallDataset.outcomes.filter {
      $0.contains("2024-04") || $0.contains("2024-05") || $0.contains("2024-06")
    }.map { String($0.prefix(4)) }
    #expect(!gone.isEmpty && gone.sorted() == confirmed.sorted())
    let reasons = zip(try scores.texts("change"), try scores.texts("reasons"))
    for (_, reason) in reasons.filter({ $0.0 == "gone" }) {
      #expect(reason.hasPrefix("what the model predicts came about on 2024-0"))
    }
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
