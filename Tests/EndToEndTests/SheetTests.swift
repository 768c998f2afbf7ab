import Foundation
import Operations
import Tables
import TestSupport
import Testing

/// Workbooks in and out, through the real binary.
@Suite struct SheetTests {
  private static let date = "--as-of 2024-06-30"

  // MARK: - In

  @Test(arguments: [
    "features tiny --states --format csv", "score tiny --format csv", "score tiny --format json",
  ])
  func aDatasetOfWorkbooksGivesWhatCSVGives(command: String) throws {
    let sheets = try SheetDataset.makeTiny().run("\(command) \(Self.date)")
    let texts = try TinyDataset.make().run("\(command) \(Self.date)")
    #expect(sheets.code == 0, "\(sheets.errors)")
    #expect(sheets.output == texts.output)
    #expect(sheets.errors == texts.errors)
  }

  @Test func anExplanationNamesFileAndRow() throws {
    let sheets = try SheetDataset.makeTiny().run("explain tiny A \(Self.date)")
    let texts = try TinyDataset.make().run("explain tiny A \(Self.date)")
    #expect(sheets.code == 0, "\(sheets.errors)")
    #expect(sheets.output.contains("complaints.xlsx:2"), "\(sheets.output)")
    #expect(sheets.output == texts.output.replacing(".csv", with: ".xlsx"))
  }

  @Test func severalWorkbooksAreOneTable() throws {
    let workdir = try SheetDataset.makeTiny()
    let lines = TinyDataset.complaints.split(separator: "\n").map(String.init)
    try SheetDataset.write(
      (lines[...5]).joined(separator: "\n"),
      to: workdir.path("tiny/complaints-1.xlsx")
    )
    try SheetDataset.write(
      ([lines[0]] + lines[6...]).joined(separator: "\n"),
      to: workdir.path("tiny/complaints-2.xlsx")
    )
    let package = try workdir.read("tiny/datapackage.yaml")
    let command = "features tiny --format csv \(Self.date)"
    let before = try workdir.run(command)
    _ = try workdir.shell("rm tiny/complaints.xlsx")
    for path in ["complaints-*.xlsx", "[complaints-1.xlsx, complaints-2.xlsx]"] {
      try workdir.write(
        "tiny/datapackage.yaml",
        package.replacing("complaints.xlsx", with: path.hasPrefix("[") ? path : "\"\(path)\"")
      )
      let outcome = try workdir.run(command)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output == before.output)
    }
  }

  @Test func aFolderWithoutAPackageIsReadByItsSheets() throws {
    let workdir = try SheetDataset.makeTiny()
    _ = try workdir.shell("rm tiny/*.yaml")
    let made = try workdir.run("init tiny")
    #expect(made.code == 0, "\(made.errors)")
    let package = try workdir.read("tiny/datapackage.yaml")
    #expect(package.contains("path: complaints.xlsx"))
    #expect(package.contains("format: xlsx"))
    #expect(!package.contains("encoding:"))
    #expect(package.contains("{name: received_on, type: date}"), "\(package)")
    let checked = try workdir.run("check tiny")
    #expect(checked.code == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func aTableOfReadyFeaturesMayBeAWorkbook() throws {
    let workdir = try Workdir()
    let lines = (0..<400).map { row in
      "r\(row),\((row * 37 + row % 2 * 11) % 53 - 20),\(row % 2),2024-01-\(10 + row % 19)"
    }
    let csv = (["id,x,y,on"] + lines).joined(separator: "\n") + "\n"
    try workdir.write("t.csv", csv)
    try SheetDataset.write(csv, to: workdir.path("t.xlsx"))
    for form in ["csv", "xlsx"] {
      let trained = try workdir.run(
        "train t.\(form) --label y --id id --exclude on --kind logistic -o \(form).json"
      )
      #expect(trained.code == 0, "\(trained.errors)")
    }
    let scores = try ["csv", "xlsx"].map { form in
      try workdir.run("score t.\(form) --model csv.json --format csv")
    }
    #expect(scores[1].code == 0, "\(scores[1].errors)")
    #expect(scores[0].output == scores[1].output)
  }

  /// What is changed in the package, and what is said.
  @Test(arguments: [
    ("path: complaints.xlsx", "path: complaints.xlsx\n    encoding: gb18030", "encoding"),
    ("path: complaints.xlsx", "path: complaints.xlsx\n    format: csv", "xlsx, as path says"),
    ("path: complaints.xlsx", "path: complaints.xlsx\n    dialect: {delimiter: ';'}", "delimiter"),
    (
      "path: complaints.xlsx", "path: complaints.xlsx\n    dialect: {sheet: Other}",
      "its sheets: \"watchpost\""
    ),
    (
      "path: complaints.xlsx", "path: complaints.xlsx\n    dialect: {sheetNumber: 2}",
      "has no sheet 2"
    ),
    (
      "path: complaints.xlsx",
      "path: complaints.xlsx\n    dialect: {excel: {fillMergedCells: true}}",
      "fillMergedCells"
    ),
    ("name: people, type: integer", "name: people, type: integer, groupChar: '.'", "decimalChar"),
    ("path: complaints.xlsx", "path: 'compl*'", "path that ends in .xlsx"),
  ])
  func descriptorsThatDoNotFitWorkbooks(from: String, to: String, words: String) throws {
    let workdir = try SheetDataset.makeTiny()
    try workdir.write(
      "tiny/datapackage.yaml",
      try workdir.read("tiny/datapackage.yaml").replacing(from, with: to)
    )
    let outcome = try workdir.run("features tiny \(Self.date) -o out.csv")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!workdir.exists("out.csv"))
  }

  @Test(arguments: [
    "dialect: {sheet: watchpost}", "dialect: {excel: {sheet: 1}}",
    "dialect: {sheetName: watchpost}",
    "format: xlsx\n    encoding: utf-8\n    dialect: {sheetNumber: 1, header: true}",
  ])
  func theStandardsWaysToNameASheet(dialect: String) throws {
    let workdir = try SheetDataset.makeTiny()
    try workdir.write(
      "tiny/datapackage.yaml",
      try workdir.read("tiny/datapackage.yaml")
        .replacing("path: complaints.xlsx", with: "path: complaints.xlsx\n    \(dialect)")
    )
    let outcome = try workdir.run("features tiny \(Self.date) --format csv")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test(arguments: [
    ("merged", "B1:C1 of sheet \"Data\" are merged"), ("title", "delete titles above it"),
    ("sheets", "its sheets: \"Notes\", \"项目 2024\", \"Empty\""), ("chart", "no table of cells"),
  ])
  func workbooksOfOffices(name: String, words: String) throws {
    let workdir = try Workdir()
    try workdir.copy("Tests/TablesTests/Goldens/workbooks/\(name).xlsx")
    let outcome = try workdir.run("check .")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("hint:"))
  }

  @Test func errorsOfASheetAreRejectsOrDeclaredMissing() throws {
    let workdir = try Workdir()
    try workdir.copy("Tests/TablesTests/Goldens/workbooks/types.xlsx")
    func package(_ missing: String) -> String {
      """
      name: t
      resources:
        - name: types
          path: types.xlsx
          schema:
            primaryKey: [id]
            missingValues: \(missing)
            fields:
              - {name: id, type: string}
              - {name: 名称, type: string, watchpost: {as: title}}
              - {name: amount, type: number}
              - {name: "on", type: date, watchpost: {as: day}}
              - {name: open, type: boolean}
              - {name: note, type: string}
          watchpost: {role: entity}
      """
    }
    try workdir.write("datapackage.yaml", package("[\"\"]"))
    let refused = try workdir.run(
      "check . --rejects rejects.xlsx --max-rejects 1 --max-field-rejects 1"
    )
    #expect(refused.output.contains("types.xlsx:5"), "\(refused.output)\(refused.errors)")
    #expect(refused.output.contains("sheet.error"), "\(refused.output)")
    #expect(try SheetDataset.rows(workdir.path("rejects.xlsx")).joined().contains("sheet.error"))
    try workdir.write("datapackage.yaml", package("[\"\", \"#N/A\"]"))
    let taken = try workdir.run("check . --max-rejects 1")
    #expect(taken.code == 0, "\(taken.output)\(taken.errors)")
    #expect(!taken.output.contains("sheet.error"))
  }

  @Test func personalColumnsAreRefusedAsInCSV() throws {
    let workdir = try SheetDataset.makeTiny()
    let rows = (10..<40).map { "A,2024-01-\($0 % 19 + 10),1,130000000\($0)" }
    try SheetDataset.write(
      (["project_id,received_on,people,reference"] + rows).joined(separator: "\n"),
      to: workdir.path("tiny/complaints.xlsx")
    )
    let people = "- {name: people, type: integer}\n"
    try workdir.write(
      "tiny/datapackage.yaml",
      try workdir.read("tiny/datapackage.yaml")
        .replacing(people, with: people + "        - {name: reference, type: string}\n")
    )
    let outcome = try workdir.run("features tiny \(Self.date) -o out.csv")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("complaints.reference"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("130000000"))
    #expect(!workdir.exists("out.csv"))
  }

  // MARK: - Out

  @Test func featuresAsAWorkbook() throws {
    let workdir = try TinyDataset.make()
    let outcome = try workdir.run("features tiny --pack none \(Self.date) -o out.xlsx")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      try SheetDataset.rows(workdir.path("out.xlsx")) == [
        ["project_id", "people", "ln_budget", "overdue", "per_head", "name_of"],
        [
          "A", "2", "6.907755278982137", "181", "-1000", "\"=HYPERLINK(\"\"http://x.invalid\"\")\"",
        ],
        ["B", "7", "7.600902459542082", "", "500", "Bridge"],
        ["C", "3", "8.006367567650246", "", "", "Canal"],
        ["D", "", "", "", "", "Dam"],
        ["F", "1", "8.699514748210191", "", "-3000", "Ferry"],
      ]
    )
    let sheet = try workdir.shell("unzip -p out.xlsx xl/worksheets/sheet1.xml")
    if sheet.code == 0 { #expect(!sheet.output.contains("<f")) }
  }

  @Test(arguments: [
    "features tiny --states \(date)", "score tiny \(date)",
    "score tiny \(date) --against 2024-01-31",
    "panel tiny --from 2023-01-31 --to 2024-01-31 --every month --horizon 30",
  ])
  func everyTableMayBeAWorkbook(command: String) throws {
    let workdir = try TinyDataset.make()
    try workdir.write("tiny/outcomes.csv", "project_id,happened_on,state\nB,2023-06-01,late\n")
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package + """
          - name: outcomes
            path: outcomes.csv
            schema:
              foreignKeys:
                - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
              fields:
                - {name: project_id, type: string}
                - {name: happened_on, type: date}
                - {name: state, type: string}
            watchpost: {role: outcome, happened: happened_on, covers: {from: 2020-01-01, to: 2024-12-31}}

        """
    )
    let settings = try workdir.read("tiny/watchpost.yaml")
    try workdir.write(
      "tiny/watchpost.yaml",
      settings + "outcome: {positive: [late], absence: negative}\n"
    )
    for place in ["a.csv", "a.xlsx", "b.xlsx --threads 1"] {
      let outcome = try workdir.run("\(command) -o \(place)")
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    #expect(try workdir.shell("cmp a.xlsx b.xlsx").code == 0)
    let csv = try SheetDataset.rows(workdir.path("a.csv"))
    #expect(try SheetDataset.rows(workdir.path("a.xlsx")) == csv)
    #expect(csv.count > 3)
  }

  @Test func aWorkbookThatCannotBeWrittenLeavesTheOldOne() throws {
    let workdir = try TinyDataset.make()
    try workdir.write("out.xlsx", "as it was\n")
    let outcome = try workdir.shell("ulimit -f 1\nwatchpost features tiny \(Self.date) -o out.xlsx")
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(try workdir.read("out.xlsx") == "as it was\n")
    #expect(try workdir.names() == ["out.xlsx", "tiny"])
  }

  /// A table that says it has more rows than a sheet.
  private struct Endless: WrittenTable {
    var rowCount: Int { 1_048_576 }
    var table: Table { Table(name: "t", names: [], columns: []) }
    func write(to writer: inout CSVWriter) throws(TableError) {}
    func write(to writer: inout SheetWriter) throws(TableError) { writer.text("never") }
  }

  @Test func tooManyRowsAreRefusedBeforeAnythingIsWritten() throws {
    let workdir = try Workdir()
    try workdir.write("out.xlsx", "as it was\n")
    #expect(throws: TableError.self) {
      try OutputFile.write(
        Endless(),
        to: workdir.path("out.xlsx"),
        among: OutputSet(sparing: InputFiles())
      )
    }
    #expect(try workdir.read("out.xlsx") == "as it was\n")
    #expect(try workdir.names() == ["out.xlsx"])
  }

  /// What a cell cannot hold is named by file, column and the row's key.
  @Test(arguments: ["features tiny", "features tiny --threads 1"])
  func aTextThatNoCellHoldsIsNamed(command: String) throws {
    let workdir = try TinyDataset.make()
    let long = String(repeating: "桥", count: 32_768)
    try workdir.write(
      "tiny/projects.csv",
      TinyDataset.projects.replacing("B,Bridge", with: "B<2>,\(long)")
    )
    try workdir.write(
      "tiny/complaints.csv",
      TinyDataset.complaints.replacing("\nB,", with: "\nB<2>,")
    )
    let outcome = try workdir.run("\(command) \(Self.date) -o out.xlsx")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "out.xlsx: the text in “name_of” of “B<2>” is longer than 32767 characters"
      ),
      "\(outcome.errors)"
    )
    #expect(try workdir.names() == ["tiny"])
  }
}
