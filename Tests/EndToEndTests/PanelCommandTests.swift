import TestSupport
import Testing

/// `panel`: labels, who is at risk, the blocks, and censoring that treats both classes alike.
@Suite struct PanelCommandTests {
  /// A is confirmed in March, B in December; C begins in February and nothing is found.
  private func dataset() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write(
      "panel/datapackage.yaml",
      """
      name: panel
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id]
            fields:
              - {name: project_id, type: string}
              - {name: approved_on, type: date}
          watchpost: {role: entity, snapshot_on: 2024-12-31, exists_from: approved_on}
        - name: outcomes
          path: outcomes.csv
          schema:
            foreignKeys:
              - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
            fields:
              - {name: project_id, type: string}
              - {name: happened, type: date}
              - {name: state, type: string}
          watchpost:
            role: outcome
            happened: happened
            covers: {from: 2023-01-01, to: 2023-12-31}

      """
    )
    try workdir.write(
      "panel/projects.csv",
      "project_id,approved_on\nA,2022-01-01\nB,2022-01-01\nC,2023-02-10\n"
    )
    try workdir.write(
      "panel/outcomes.csv",
      "project_id,happened,state\nA,2023-03-15,confirmed\nB,2023-12-10,confirmed\n"
    )
    try workdir.write(
      "panel/features.yaml",
      "features: {age: \"days_between(approved_on, as_of)\"}\n"
    )
    try workdir.write(
      "panel/watchpost.yaml",
      """
      features: features.yaml
      timezone: UTC
      outcome: {positive: [confirmed], absence: negative}
      panel: {from: 2023-01-01, to: 2023-12-01, every: month, horizon: 60}

      """
    )
    return workdir
  }

  @Test func everyRowHasItsLabelItsBlockOrTheReasonWhyNot() throws {
    let outcome = try dataset().run("panel panel --format csv --all")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "project_id,as_of,label,at_risk,split,dropped,age")
    #expect(lines.count == 1 + 12 + 12 + 10)
    for line in [
      // 60 days after 2023-01-01 are 2023-03-02: A's finding of 03-15 lies beyond, then within.
      "A,2023-01-01,0,true,train,,365", "A,2023-02-01,1,true,train,,396",
      "A,2023-04-01,,false,,not_at_risk,455", "C,2023-03-01,0,true,train,,19",
      // The outcomes are covered to 2023-12-31: 2023-11-01 is the last date that can be labelled.
      "B,2023-11-01,1,true,test,,669", "C,2023-11-01,0,true,test,,264",
      // B is found nine days later, and yet it is dropped as C is, of whom nothing is known.
      "B,2023-12-01,,true,,horizon_not_covered,699", "C,2023-12-01,,true,,horizon_not_covered,294",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(!lines.contains { $0.hasPrefix("C,2023-02-01") })
  }

  @Test func theFileHoldsWhatTrainingWouldSee() throws {
    let workdir = try dataset()
    let outcome = try workdir.run("panel panel -o out.csv")
    #expect(outcome.code == 0 && outcome.output.isEmpty)
    let text = try workdir.read("out.csv")
    let rows = try PrintedCSV(text)
    #expect(rows.header == ["project_id", "as_of", "label", "at_risk", "split", "age"])
    #expect(Set(try rows.texts("label")) == ["0", "1"])
    #expect(Set(try rows.texts("at_risk")) == ["true"])
    #expect(Set(try rows.texts("split")) == ["train", "calibrate", "test", "gap"])
    #expect(
      outcome.errors.contains(
        "Without a label: 3 whose horizon the outcomes do not cover (censored), 8 no longer at risk"
      ),
      "\(outcome.errors)"
    )
    #expect(try workdir.run("panel panel --format csv").output == text)
    #expect(try workdir.names() == ["out.csv", "panel"])
  }

  /// Labels and blocks that are missing, and a feature of every type.
  @Test(arguments: ["", " --all", " --every month --to 2024-12-01 --all"])
  func aWorkbookHoldsWhatCSVHolds(options: String) throws {
    let workdir = try SmallDataset.make()
    try workdir.write(
      "small/projects.csv",
      SmallDataset.projects.map { $0.replacing(",road,", with: ",\"=SUM(1,2) \"\"路\"\" <&>\",") }
    )
    try workdir.write(
      "small/features.yaml",
      SmallDataset.features + """
          kind: sector
          finish: actual_finish
          is_late: planned_finish < as_of
          ended: actual_finish is not null
          none: budget / 0

        """
    )
    for file in ["out.csv", "out.xlsx"] {
      let outcome = try workdir.run("panel small\(options) -o \(file)")
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let csv = try SheetDataset.cells(ofCSV: workdir.path("out.csv"))
    let sheet = try SheetDataset.cells(ofSheet: workdir.path("out.xlsx"))
    #expect(csv.count > 300)
    #expect(Set(csv.map(\.count)) == [try #require(csv.first).count])
    #expect(sheet.map(\.count) == csv.map(\.count))
    for (row, (found, expected)) in zip(sheet, csv).enumerated() {
      for (column, (cell, text)) in zip(found, expected).enumerated() {
        // Digits may stand in another form; the number is the same to the last bit.
        #expect(
          cell == text || Double(text) != nil && Double(cell) == Double(text),
          "row \(row + 1), \(csv[0][column])"
        )
      }
    }
  }

  @Test func datesBeforeTheOutcomesBeginAreNoNegatives() throws {
    let outcome = try dataset().run("panel panel --from 2022-11-01 --format csv --all")
    #expect(outcome.output.contains("A,2022-12-01,,true,,before_coverage,334\n"))
    #expect(outcome.errors.contains("4 before the outcomes begin"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("--from 2024-01-01 --to 2024-02-01", "no row of this panel has a label"),
    ("--from 2024-01-01 --to 2023-01-01", "swap --from and --to"),
    ("--horizon 0", "--horizon"), ("--every day", "--every"), ("--to soon", "--to"),
    ("--test-from 2023-01-15", "block"), ("-o out.txt", "out.txt"),
  ])
  func whatCannotBeAskedForIsRefused(options: String, words: String) throws {
    let workdir = try dataset()
    let outcome = try workdir.run("panel panel \(options)")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(try workdir.names() == ["panel"])
  }

  @Test func aDatasetWithoutOutcomesHasNoPanel() throws {
    let outcome = try TinyDataset.make().run(
      "panel tiny --from 2023-01-01 --to 2024-01-01 --horizon 30"
    )
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("this dataset has no outcome table"))
  }

  /// Who asks for all rows gets them, with the reasons, though none has a label.
  @Test func allRowsAreWrittenThoughNoneHasALabel() throws {
    let workdir = try dataset()
    let dates = "--from 2023-12-01 --to 2024-01-01"
    let outcome = try workdir.run("panel panel \(dates) --all --format csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let rows = try PrintedCSV(outcome.output)
    #expect(try rows.texts("dropped") == [String](repeating: "horizon_not_covered", count: 6))
    #expect(try rows.texts("label") + rows.texts("split") == [String](repeating: "", count: 12))
    #expect(
      outcome.errors.hasPrefix(
        "Without a label: 6 whose horizon the outcomes do not cover (censored)"
      ),
      "\(outcome.errors)"
    )
    let none = try workdir.run("panel panel --from 2021-01-01 --to 2021-02-01 --all")
    #expect(none.code == 2)
    #expect(none.errors.contains("no row of this panel has a label"), "\(none.errors)")
  }
}
