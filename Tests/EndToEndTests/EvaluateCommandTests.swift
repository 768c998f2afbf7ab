import TestSupport
import Testing

/// `evaluate` on scores made elsewhere, on a table, and on a dataset; the split is always said.
@Suite struct EvaluateCommandTests {
  private func predictions(_ text: String) throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write("scores.csv", text)
    return workdir
  }

  private static let four = "id,label,probability\na,1,0.9\nb,1,0.4\nc,0,0.6\nd,0,0.2\n"

  @Test func figuresOfPredictionsAreThoseCountedByHand() throws {
    let outcome = try predictions(Self.four).run(
      "evaluate --predictions scores.csv --replicates 0 --budget 1 --budget 2 --format csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    let report = try PrintedCSV(outcome.output)
    let lines = report.rows.filter { $0[1] == "predictions" }
    let figures = Dictionary(uniqueKeysWithValues: lines.map { ($0[2], $0[3]) })
    // Three of four pairs stand in the right order; at a budget of 2 one of two is positive.
    #expect(figures["auc"] == "0.75" && figures["prevalence"] == "0.5")
    #expect(figures["average_precision"] == "0.8333333333333333")
    #expect(figures["precision_at_1"] == "1" && figures["precision_at_2"] == "0.5")
    #expect(figures["recall_at_1"] == "0.5" && figures["lift_at_1"] == "2")
    // (0.1² + 0.6² + 0.6² + 0.2²) / 4
    #expect(figures["brier"] == "0.1925")
    #expect(Set(try report.texts("split")).count == 1)
    #expect(try report.texts("split")[0].hasPrefix("as given: scores made elsewhere"))
  }

  @Test func theTableSaysTheSplitFirstAndTheDrawsLast() throws {
    let workdir = try predictions(Self.four)
    let line = "evaluate --predictions scores.csv --replicates 50"
    let outcome = try workdir.run(line)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("Split: as given") == true)
    #expect(lines.dropFirst().first == "All: 4 rows of 4 projects, 2 positive (2 projects)")
    #expect(lines.last == "Intervals: 95 %, 50 bootstrap draws of whole projects, seed 1.")
    #expect(try workdir.run(line).output == outcome.output)
    #expect(try workdir.run(line + " --threads 1").output == outcome.output)
    #expect(try workdir.run(line + " --seed 2").output != outcome.output)
  }

  @Test func scoresThatAreNoProbabilitiesHaveNoBrierScore() throws {
    let outcome = try predictions("id,label,score\na,1,17\nb,0,4\n").run(
      "evaluate --predictions scores.csv --replicates 10"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("1 positive (1 project)"))
    #expect(outcome.output.contains("– (the scores are not probabilities)"))
  }

  @Test(arguments: [
    ("id,label,probability\na,1,0.9\nb,0,1.9\n", "scores.csv:3: “probability” is not within"),
    ("id,label,probability\na,1,0.9\nb,0,\n", "scores.csv:3: “probability” has no number"),
    ("id,label,probability\na,1,0.9\nb,,0.2\n", "scores.csv:3: this row has no outcome"),
    ("id,label,probability\na,1,0.9\nb,maybe,0.2\n", "scores.csv:3"),
    ("id,label\na,1\nb,0\n", "scores.csv:1: predictions need a column"),
    ("id,probability\na,0.1\nb,0.2\n", "no column “label”"),
  ])
  func predictionsThatCannotBeJudged(text: String, words: String) throws {
    let outcome = try predictions(text).run("evaluate --predictions scores.csv")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    ("", "give a dataset"), ("small --predictions x.csv", "give a dataset"),
    ("small --budget 0", "--budget"), ("small --replicates -1", "--replicates"),
    ("small --model nowhere.json", "nowhere.json"), ("nowhere", "nowhere"),
  ])
  func wrongUsage(arguments: String, words: String) throws {
    let outcome = try SmallDataset.make().run("evaluate \(arguments)")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func aDatasetSaysWhetherItsDatesAreLaterThanTheModel() throws {
    let workdir = try SmallDataset.make()
    let trained = try workdir.run("train small --to 2023-06-01 --replicates 0 -o m.json")
    #expect(trained.code == 0, "\(trained.errors)")
    let judge = "evaluate small --model m.json --replicates 0 --to 2024-06-01 --every month --from "
    let later = try workdir.run(judge + "2023-12-01")
    #expect(later.code == 0, "\(later.errors)")
    #expect(later.output.hasPrefix("Split: by time: made from 2021-01-01…"), "\(later.output)")
    #expect(later.output.contains("\nAll: ") && later.output.contains("\nUnseen: "))
    let overlapping = try workdir.run(judge + "2022-01-01")
    #expect(overlapping.output.hasPrefix("Split: none: "), "\(overlapping.output)")
    #expect(overlapping.output.contains("expect optimism"))
  }
}
