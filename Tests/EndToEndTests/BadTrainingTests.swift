import Foundation
import TestSupport
import Testing

/// What training makes of awkward tables, and what scoring makes of awkward models.
@Suite struct BadTrainingTests {
  /// A table of ready features: `rows` lines made by `row`, under `header`.
  private func table(
    _ header: String,
    rows: Int = 200,
    _ row: (Int) -> String
  ) throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write("table.csv", [header] + (0..<rows).map(row))
    return workdir
  }

  private func train(_ workdir: Workdir) throws -> Outcome {
    try workdir.run("train table.csv --label y --id id --replicates 20 -o m.json")
  }

  /// A feature with some signal: not separating, the same every time.
  private func x(_ row: Int) -> Int { (row * 37 + row % 2 * 11) % 53 }

  @Test func aGoodTableTrainsScoresAndIsJudged() throws {
    let workdir = try table("id,x,kind,y") {
      "r\($0),\(self.x($0)),\($0 % 3 == 0 ? "a" : "b"),\($0 % 2)"
    }
    let trained = try train(workdir)
    #expect(trained.code == 0, "\(trained.errors)")
    #expect(trained.output.contains("Split: random rows"))
    #expect(try workdir.names() == ["m.card.md", "m.json", "table.csv"])
    let scored = try workdir.run("score table.csv --model m.json -o scores.csv")
    #expect(scored.code == 0, "\(scored.errors)")
    #expect(try workdir.read("scores.csv").split(separator: "\n").count == 201)
    let judged = try workdir.run(
      "evaluate table.csv --model m.json --label y --id id --replicates 20"
    )
    #expect(judged.code == 0, "\(judged.errors)")
    #expect(judged.output.contains("expect optimism"))
  }

  @Test func aLabelOfOneClass() throws {
    let workdir = try table("id,x,y") { "r\($0),\(self.x($0)),0" }
    let outcome = try train(workdir)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("class") || outcome.errors.contains("positive"))
    #expect(try workdir.names() == ["table.csv"])
  }

  @Test func aLabelThatIsNeitherYesNorNo() throws {
    let workdir = try table("id,x,y") { "r\($0),\(self.x($0)),\($0 % 3)" }
    let outcome = try train(workdir)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("table.csv:4"))
    #expect(outcome.errors.contains("--positive"))
  }

  @Test func anAllMissingFeature() throws {
    let workdir = try table("id,x,z,y") { "r\($0),\(self.x($0)),,\($0 % 2)" }
    let outcome = try train(workdir)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("z"))
  }

  @Test func aConstantFeature() throws {
    let workdir = try table("id,x,z,y") { "r\($0),\(self.x($0)),7,\($0 % 2)" }
    let outcome = try train(workdir)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("z"))
  }

  @Test func aPerfectlySeparatingFeature() throws {
    let workdir = try table("id,x,z,y") { "r\($0),\(self.x($0)),\($0 % 2 * 10 + $0 % 5),\($0 % 2)" }
    let outcome = try train(workdir)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("z"))
    #expect(outcome.errors.contains("separates"))
  }

  @Test func fewerRowsThanFeatures() throws {
    let names = (0..<60).map { "f\($0)" }.joined(separator: ",")
    let workdir = try table("id,\(names),y", rows: 30) { row in
      let values = (0..<60).map { String((row * ($0 + 3)) % 17) }.joined(separator: ",")
      return "r\(row),\(values),\(row % 2)"
    }
    let outcome = try train(workdir)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("the penalty decides"))
  }

  @Test func aTruncatedModel() throws {
    let workdir = try table("id,x,y") { "r\($0),\(self.x($0)),\($0 % 2)" }
    #expect(try train(workdir).code == 0)
    let model = try workdir.read("m.json")
    try workdir.write("cut.json", String(model.prefix(model.count / 2)))
    let outcome = try workdir.run("score table.csv --model cut.json")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("cut.json"))
  }

  @Test func aModelWithAnUnknownKey() throws {
    let workdir = try table("id,x,y") { "r\($0),\(self.x($0)),\($0 % 2)" }
    #expect(try train(workdir).code == 0)
    let model = try workdir.read("m.json")
    try workdir.write(
      "more.json",
      model.replacingOccurrences(of: "\"intercept\":", with: "\"bonus\": 1, \"intercept\":")
    )
    let outcome = try workdir.run("score table.csv --model more.json")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("bonus"))
  }

  @Test func aTableWithoutAFeatureOfTheModel() throws {
    let workdir = try table("id,x,y") { "r\($0),\(self.x($0)),\($0 % 2)" }
    #expect(try train(workdir).code == 0)
    try workdir.write("other.csv", "id,w\nr1,3\nr2,4\n")
    let outcome = try workdir.run("score other.csv --model m.json")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("x"))
  }

  @Test func aModelWhoseDeclarationChanged() throws {
    let workdir = try SmallDataset.make()
    let trained = try workdir.run("train small --replicates 0 -o m.json")
    #expect(trained.code == 0, "\(trained.errors)")
    let scored = try workdir.run("score small --model m.json --as-of 2024-06-30")
    #expect(scored.code == 0, "\(scored.errors)")
    // Spacing does not count, meaning does.
    try workdir.write(
      "small/features.yaml",
      SmallDataset.features.replacingOccurrences(of: "ln(budget)", with: "ln( budget )")
    )
    #expect(
      try workdir.run("score small --model m.json --as-of 2024-06-30").code
        == 0
    )
    try workdir.write(
      "small/features.yaml",
      SmallDataset.features.replacingOccurrences(of: "as_of - 90", with: "as_of - 30")
    )
    let changed = try workdir.run("score small --model m.json --as-of 2024-06-30")
    #expect(changed.code == 2)
    #expect(changed.errors.contains("complaints_90d"))
  }
}
