import Foundation
import GRDB
import Tables
import TestSupport
import Testing

/// A SQLite file in the place of CSV files.
@Suite struct SQLiteSourceTests {
  private func tiny() throws -> Workdir {
    let workdir = try TinyDataset.make()
    try DatabaseCopies.sqlite(DatabaseCopies.tiny, at: workdir.path("tiny/records.sqlite"))
    return workdir
  }

  @Test(arguments: ["tiny/records.sqlite", "sqlite:tiny/records.sqlite"])
  func theSameRecordsGiveTheSameBytes(dataset: String) throws {
    let workdir = try tiny()
    for command in ["features --states", "score"] {
      let files = try workdir.run("\(command) tiny --as-of 2024-06-30 -o files.csv")
      #expect(files.code == 0, "\(files.errors)")
      let database = try workdir.run("\(command) \(dataset) --as-of 2024-06-30 -o database.csv")
      #expect(database.code == 0, "\(database.errors)")
      #expect(try workdir.read("database.csv") == workdir.read("files.csv"))
    }
  }

  @Test func evidenceNamesTheRowAndItsKey() throws {
    let workdir = try tiny()
    let outcome = try workdir.run("explain tiny/records.sqlite A --as-of 2024-06-30")
    #expect(outcome.output.contains("sqlite:complaints:row 1: received_on=2024-05-05 project_id=A"))
  }

  @Test func aFolderCanNameItsDatabaseAndMixItWithFiles() throws {
    let workdir = try tiny()
    let projects = "  - name: projects\n    path: projects.csv\n"
    let named = TinyDataset.package.replacing("    path: complaints.csv\n", with: "")
      .replacing("covers:", with: "source: records.sqlite\n      covers:")
    #expect(named.contains(projects))
    let whole = TinyDataset.package
      .replacing("    path: projects.csv\n", with: "").replacing(
        "    path: complaints.csv\n",
        with: ""
      )
      .replacing("name: tiny\n", with: "name: tiny\nwatchpost: {source: records.sqlite}\n")
    let expected = try workdir.run("features tiny --as-of 2024-06-30 --format csv")
    for package in [named, whole] {
      try workdir.write("tiny/datapackage.yaml", package)
      let outcome = try workdir.run("features tiny --as-of 2024-06-30 --format csv")
      #expect(outcome.output == expected.output, "\(outcome.errors)")
    }
  }

  @Test func aResourceMayBeAQuery() throws {
    let workdir = try tiny()
    let expected = try workdir.run("features tiny --as-of 2024-06-30 --format csv")
    let query = """
      query: "select project_id, received_on, people from complaints where people > 0 -- all"
            covers:
      """
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing("covers:", with: query)
    )
    let outcome = try workdir.run("features tiny/records.sqlite --as-of 2024-06-30 --format csv")
    #expect(outcome.output == expected.output, "\(outcome.errors)")
  }

  @Test(
    arguments: [
      ("query: \"select * from complaints; select 1\"", "refuses"),
      ("query: \"select * from complaints) as x; drop table complaints; --\"", "reads"),
      ("query: delete from complaints", "refuses"),
      ("table: complaint", "did you mean \"complaints\"?"),
    ]
  )
  func whatIsNoTableAndNoQueryIsRefused(source: String, says: String) throws {
    let workdir = try tiny()
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing("covers:", with: "\(source)\n      covers:")
    )
    let outcome = try workdir.run("features tiny/records.sqlite --as-of 2024-06-30")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
    let count = try DatabaseQueue(path: workdir.path("tiny/records.sqlite")).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM complaints")
    }
    #expect(count == 13)
  }

  @Test func aWrongColumnIsNamedWithTheNearest() throws {
    let workdir = try tiny()
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing(
        "name: received_on",
        with: "name: recieved_on, watchpost: {as: received_on}"
      )
    )
    let outcome = try workdir.run("features tiny/records.sqlite --as-of 2024-06-30")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("\"recieved_on\""), "\(outcome.errors)")
    #expect(outcome.errors.contains("is not in the table\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains("did you mean \"received_on\"?"), "\(outcome.errors)")
  }

  @Test func valuesOfEveryTypeAreJudgedByTheDeclaredField() throws {
    let workdir = try tiny()
    let queue = try DatabaseQueue(path: workdir.path("tiny/records.sqlite"))
    try queue.write { database in
      try database.execute(
        sql: """
          UPDATE projects SET budget = 0.1 WHERE project_id = 'A';
          UPDATE projects SET budget = 1e14 WHERE project_id = 'B';
          UPDATE projects SET budget = x'41' WHERE project_id = 'C';
          UPDATE projects SET budget = '12,5x' WHERE project_id = 'D';
          UPDATE projects SET budget = 9223372036854775807 WHERE project_id = 'E';
          UPDATE projects SET planned_finish = 45000 WHERE project_id = 'F';
          UPDATE projects SET name = x'42' WHERE project_id = 'B';
          """
      )
    }
    let outcome = try workdir.run("check tiny/records.sqlite --rejects rejects.csv")
    #expect(outcome.code == 1)
    let rejects = try PrintedCSV(try workdir.read("rejects.csv"))
    let found = zip(try rejects.texts("key"), try rejects.texts("column")).map { "\($0) \($1)" }
    #expect(found == ["B name", "C budget", "D budget", "E budget", "F planned_finish"])
    #expect(try Set(rejects.texts("file")) == ["sqlite:projects"])
    #expect(try rejects.texts("line") == ["2", "3", "4", "5", "6"])
    #expect(outcome.output.contains("sqlite:projects:row 2"), "\(outcome.output)")
    // Binary data is said to be that, in a field of text and in one of numbers.
    for (row, isBinary) in [true, true, false, false, false].enumerated() {
      #expect(try (rejects.texts("rule")[row] == "database.binary") == isBinary, "row \(row)")
      #expect(try (rejects.texts("value")[row] == "BLOB") == isBinary, "row \(row)")
      #expect(try rejects.texts("hint")[row].contains("CAST(column AS TEXT)") == isBinary)
    }
    let values = try workdir.run(
      "features tiny/records.sqlite --max-field-rejects 1 --as-of 2023-12-31 --format csv"
    )
    #expect(
      try PrintedCSV(values.output).texts("ln_budget").prefix(2) == [
        String(Foundation.log(0.1)), String(Foundation.log(1e14)),
      ]
    )
  }

  @Test func aFileThatIsNoneIsSaidAndALockedOneIsForLater() throws {
    let workdir = try tiny()
    func run(_ dataset: String) throws -> Outcome {
      try workdir.run("features \(dataset) --package tiny --as-of 2024-06-30")
    }
    let missing = try run("nowhere.sqlite")
    #expect(missing.code == 2)
    #expect(missing.errors.contains("nowhere.sqlite: there is no such file"))

    try workdir.write("text.db", String(repeating: "project_id,budget\n", count: 100))
    let text = try run("text.db")
    #expect(text.code == 2)
    #expect(text.errors.contains("no SQLite database"))

    try workdir.copy("README.md")
    #expect(try run("sqlite:README.md").code == 2)

    let queue = try DatabaseQueue(path: workdir.path("tiny/records.sqlite"))
    try queue.inDatabase { database in
      try database.execute(sql: "BEGIN EXCLUSIVE")
      let locked = try run("tiny/records.sqlite")
      #expect(locked.code == 75)
      #expect(locked.errors.contains("locked by another program"), "\(locked.errors)")
      try database.execute(sql: "ROLLBACK")
    }
    #expect(try run("tiny/records.sqlite").code == 0)
  }

  @Test func allTablesAreOfOneMoment() throws {
    let workdir = try tiny()
    let path = workdir.path("tiny/records.sqlite")
    let writer = try DatabaseQueue(path: path)
    // A journal that lets others write while we read.
    _ = try writer.writeWithoutTransaction {
      try String.fetchOne($0, sql: "PRAGMA journal_mode = wal")
    }
    let dataset = try Dataset(opening: path)
    try writer.write { try $0.execute(sql: "DELETE FROM complaints") }
    var rejects = RejectLog()
    #expect(try dataset.table("complaints", rejects: &rejects).rowCount == 13)
    #expect(try Dataset(opening: path).table("complaints", rejects: &rejects).rowCount == 0)
  }

  @Test func aDatabaseWithoutAPackageSaysWhatItHas() throws {
    let workdir = try tiny()
    try FileManager.default.removeItem(atPath: workdir.path("tiny/datapackage.yaml"))
    let outcome = try workdir.run("check tiny/records.sqlite")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("--package"))
    #expect(outcome.errors.contains("the database has complaints, projects"), "\(outcome.errors)")
  }

  @Test func aPackageGoesWithADatabaseOnly() throws {
    let workdir = try tiny()
    let outcome = try workdir.run("check tiny --package tiny")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("--package goes with a database"))
  }
}
