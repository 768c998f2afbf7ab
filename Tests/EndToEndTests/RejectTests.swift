import TestSupport
import Testing

/// What cannot be read: every reject in a file with its place, and limits that stop a run.
@Suite struct RejectTests {
  private func broken() throws -> Workdir {
    let workdir = try TinyDataset.make()
    try workdir.write(
      "tiny/projects.csv",
      """
      project_id,name,approved_on,closed_on,planned_finish,budget
      A,Alley,2020-01-01,,2024-01-01,1000
      B,Bridge,2020-01-01,,soon 00812345678,2000
      C,Canal,2020-01-01,,2023-01-01,call 055500000000
      D,Dam,2024-05-01,,2026-01-01,
      A,Again,2020-01-01,,2024-01-01,1
      ,None,2020-01-01,,2024-01-01,1
      E,short
      F,Ferry,2020-01-01,,2024-01-01,1,extra

      """
    )
    try workdir.write(
      "tiny/complaints.csv",
      "project_id,received_on,people\nA,2024-02-01,1\nZ,2024-06-01,2\nA,,2\nB,2024-01-05,many\n"
    )
    return workdir
  }

  private static let rejects = """
    table,file,line,column,value,rule,whole_row
    projects,projects.csv,3,planned_finish,soon 00*********,type.date,false
    projects,projects.csv,4,budget,call 05**********,type.money,false
    projects,projects.csv,6,project_id,A,key.duplicate,true
    projects,projects.csv,7,project_id,,key.missing,true
    projects,projects.csv,8,,2 fields,row.shape,true
    projects,projects.csv,9,,7 fields,row.shape,true
    complaints,complaints.csv,3,project_id,Z,key.dangling,true
    complaints,complaints.csv,4,received_on,,happened.null,true
    complaints,complaints.csv,5,people,many,type.integer,false
    """

  @Test func everyRejectIsWrittenWithItsPlaceAndItsDigitsMasked() throws {
    let workdir = try broken()
    let outcome = try workdir.run("check tiny --rejects rejects.csv")
    #expect(outcome.code == 1)
    #expect(outcome.errors == "wrote 9 rejects to rejects.csv\n")
    let text = try workdir.read("rejects.csv")
    let rejects = try PrintedCSV(text)
    let lines = [rejects.header] + rejects.rows
    #expect(
      lines.map { $0.dropLast().joined(separator: ",") }
        == Self.rejects.split(separator: "\n").map(String.init)
    )
    #expect(rejects.rows.allSatisfy { $0.last?.isEmpty == false }, "each says how to mend it")
    // The same in the form of the answer, and nowhere a long number.
    for digits in ["0812345678", "5500000000"] {
      #expect(!text.contains(digits) && !outcome.output.contains(digits))
    }
    #expect(try workdir.names() == ["rejects.csv", "tiny"])
  }

  @Test func checkNamesEveryLimitThatIsPassed() throws {
    let outcome = try broken().run("check tiny --format csv")
    let findings = try PrintedCSV(outcome.output)
    let messages = zip(try findings.texts("severity"), try findings.texts("message"))
      .filter { $0.0 == "error" }.map(\.1)
    #expect(messages.count == 5, "\(messages)")
    for words in [
      "1 of 4 values of \"planned_finish\" in projects", "1 of 3 values of \"budget\" in projects",
      "4 of 8 rows of projects", "1 of 2 values of \"people\" in complaints",
      "2 of 4 rows of complaints",
    ] {
      #expect(messages.contains { $0.hasPrefix(words) }, "\(words)")
    }
    #expect(outcome.code == 1)
  }

  @Test(arguments: [
    ("", "1 of 4 values of \"planned_finish\" in projects"),
    ("--max-field-rejects 0.5", "4 of 8 rows of projects"),
    ("--max-rejects 0.5", "1 of 4 values of \"planned_finish\" in projects"),
    ("--max-rejects 0.49 --max-field-rejects 0.5", "4 of 8 rows of projects"),
    ("--max-rejects 7", "--max-rejects takes a share"),
    ("--max-field-rejects -1", "--max-field-rejects"),
  ])
  func aLimitStopsTheRunBeforeAnyOutputChanges(options: String, words: String) throws {
    for command in ["features tiny", "score tiny"] {
      let workdir = try broken()
      try workdir.write("out.csv", "as it was\n")
      try workdir.write("out.datapackage.json", "as it was\n")
      let outcome = try workdir.run("\(command) --as-of 2024-06-30 \(options) -o out.csv")
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(try workdir.read("out.csv") == "as it was\n")
      #expect(try workdir.read("out.datapackage.json") == "as it was\n")
      #expect(try workdir.names() == ["out.csv", "out.datapackage.json", "tiny"])
    }
  }

  @Test func withinTheLimitsTheRunGoesOnAndCountsThem() throws {
    let outcome = try broken().run(
      "features tiny --pack none --as-of 2024-06-30 --max-rejects 0.5 --max-field-rejects 0.5 "
        + "--format csv"
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try PrintedCSV(outcome.output).texts("project_id") == ["A", "B", "C", "D"])
    #expect(
      outcome.errors == """
        rejects: 9 (watchpost check shows them)
          complaints.people: 1 value read as missing, type.integer
          complaints.project_id: 1 row left out, key.dangling
          complaints.received_on: 1 row left out, happened.null
          projects: 2 rows left out, row.shape
          projects.budget: 1 value read as missing, type.money
          projects.planned_finish: 1 value read as missing, type.date
          projects.project_id: 1 row left out, key.duplicate
          projects.project_id: 1 row left out, key.missing

        """
    )
  }

  @Test(arguments: [("rejects.txt", "rejects.txt"), ("nowhere/rejects.csv", "nowhere")])
  func rejectsNeedAPlaceToGo(file: String, words: String) throws {
    let workdir = try broken()
    let outcome = try workdir.run("check tiny --rejects \(file)")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try workdir.names() == ["tiny"])
  }
}
