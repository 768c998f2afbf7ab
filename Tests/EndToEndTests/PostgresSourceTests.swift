import Foundation
import Tables
import TestSupport
import Testing

/// A PostgreSQL database in the place of CSV files, read from a real server.
@Suite(.whereThereIsPostgres, .postgresServer, .serialized)
struct PostgresSourceTests {
  @Test func theSameRecordsGiveTheSameBytes() throws {
    let workdir = try TinyDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.tiny, named: "same")
    for command in ["features --states", "score"] {
      let files = try workdir.run("\(command) tiny --as-of 2024-06-30 -o files.csv")
      #expect(files.code == 0, "\(files.errors)")
      let database = try workdir.run(
        "\(command) \(url) --package tiny/datapackage.yaml --as-of 2024-06-30 -o database.csv"
      )
      #expect(database.code == 0, "\(database.errors)")
      #expect(try workdir.read("database.csv") == workdir.read("files.csv"))
    }
    let outcome = try workdir.run("explain \(url) A --package tiny --as-of 2024-06-30")
    #expect(
      outcome.output.contains("postgres:complaints:row 1: received_on=2024-05-05 project_id=A"),
      "\(outcome.output)"
    )
  }

  @Test func valuesOfManyTypesReadAsTheyAre() throws {
    let workdir = try TinyDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.tiny, named: "types")
    try DatabaseCopies.running().sql(
      """
      CREATE SCHEMA "Finance";
      CREATE TABLE "Finance"."Pay ments" (
        id bigint PRIMARY KEY, "when" timestamp, amount double precision, urgent boolean,
        kind varchar(10), note text
      );
      INSERT INTO "Finance"."Pay ments" VALUES
        (10, '2024-02-29 23:59:59.5', 0.1, true, 'b,"c', E'two\\nlines'),
        (9, '2024-03-01', 1e-7, false, '', NULL),
        (11, NULL, 'NaN', NULL, NULL, '');
      """,
      in: "types"
    )
    try workdir.write(
      "pay/datapackage.yaml",
      """
      name: pay
      resources:
        - name: payments
          schema:
            primaryKey: [id]
            missingValues: []
            fields:
              - {name: id, type: integer}
              - {name: when, type: date}
              - {name: amount, type: number}
              - {name: urgent, type: boolean}
              - {name: kind, type: string}
              - {name: note, type: string}
          watchpost: {table: Finance.Pay ments, role: entity}

      """
    )
    let outcome = try workdir.run(
      "check \(url) --package pay --clean clean --rejects rejects.csv --max-field-rejects 1"
    )
    #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
    #expect(
      try workdir.read("clean/payments.csv") == """
        id,when,amount,urgent,kind,note
        9,2024-03-01,1e-07,false,"",
        10,2024-02-29,0.1,true,"b,""c","two
        lines"
        11,,,,,""

        """
    )
    let rejects = try PrintedCSV(try workdir.read("rejects.csv"))
    #expect(try rejects.texts("key") == ["11"])
    #expect(try rejects.texts("file") == ["postgres:Finance.Pay ments"])
    #expect(try rejects.texts("line") == ["3"])
  }

  @Test(
    arguments: [
      ("table: complaint", "did you mean \"complaints\"?"),
      ("table: nowhere.complaints", "no such table"),
      ("query: selec * from complaints", "syntax error"),
      ("query: select * from complaints;", "syntax error"),
      ("query: delete from complaints returning *", "syntax error"),
      (
        "query: \"select 1) as x) to stdout; commit; drop table complaints; copy (select (select 1\"",
        "refuses to read this"
      ),
      (
        "query: \"select *, nextval('counter') from complaints\"",
        "cannot execute nextval() in a read-only transaction"
      ),
    ]
  )
  func whatIsNoTableAndNoQueryIsRefused(source: String, says: String) throws {
    let workdir = try TinyDataset.make()
    let name = "refused_\(UInt32.random(in: 0...(.max)))"
    let url = try DatabaseCopies.postgres(DatabaseCopies.tiny, named: name)
    let server = try DatabaseCopies.running()
    try server.sql("CREATE SEQUENCE counter", in: name)
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing("covers:", with: "\(source)\n      covers:")
    )
    let outcome = try workdir.run("features \(url) --package tiny --as-of 2024-06-30")
    #expect(outcome.code == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
    #expect(try server.sql("SELECT count(*) FROM complaints", in: name) == "13\n")
  }

  @Test func aWrongColumnIsNamedWithTheNearest() throws {
    let workdir = try TinyDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.tiny, named: "columns")
    let field = "name: recieved_on, watchpost: {as: received_on}"
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing("name: received_on", with: field)
    )
    let outcome = try workdir.run("features \(url) --package tiny --as-of 2024-06-30")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("did you mean \"received_on\"?"), "\(outcome.errors)")
  }

  @Test func allTablesAreOfOneMoment() throws {
    let workdir = try TinyDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.tiny, named: "moment")
    let package = workdir.path("tiny")
    let dataset = try Dataset(opening: url, package: package)
    try DatabaseCopies.running().sql("DELETE FROM complaints", in: "moment")
    var rejects = RejectLog()
    #expect(try dataset.table("complaints", rejects: &rejects).rowCount == 13)
    let later = try Dataset(opening: url, package: package)
    #expect(try later.table("complaints", rejects: &rejects).rowCount == 0)
  }

  @Test func aPersonalColumnThatIsDroppedNeverLeavesTheDatabase() throws {
    let workdir = try TinyDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.tiny, named: "personal")
    let server = try DatabaseCopies.running()
    try server.sql(
      """
      ALTER TABLE complaints ADD COLUMN phone text DEFAULT '13912345678';
      CREATE ROLE clerk LOGIN;
      GRANT SELECT ON projects TO clerk;
      GRANT SELECT (project_id, received_on, people) ON complaints TO clerk;
      """,
      in: "personal"
    )
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacing(
        "{name: people, type: integer}",
        with:
          "{name: people, type: integer}\n        - {name: phone, type: string, watchpost: {personal: drop}}"
      )
    )
    let expected = try workdir.run("features \(url) --package tiny --as-of 2024-06-30 --format csv")
    #expect(expected.code == 0, "\(expected.errors)")
    let clerk = server.url("personal", user: "clerk")
    let outcome = try workdir.run(
      "features \(clerk) --package tiny --as-of 2024-06-30 --format csv"
    )
    #expect(outcome.output == expected.output, "\(outcome.errors)")
  }

  @Test func noPasswordIsEverShown() throws {
    let secret = "se/same@open"
    let written = "se%2Fsame%40open"
    let workdir = try SmallDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.small, named: "secret")
    let server = try DatabaseCopies.running()
    try server.sql(
      """
      CREATE ROLE guarded LOGIN PASSWORD '\(secret)';
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded;
      """,
      in: "secret"
    )
    try server.askForPasswords(of: "guarded")
    let user = url.replacing("tester@", with: "guarded@")
    let known = url.replacing("tester@", with: "guarded:\(written)@")
    let wrong = url.replacing("tester@", with: "guarded:\(written)x@")
    let away = known.replacing(
      server.folder.url.path.replacing("/", with: "%2F"),
      with: "%2Fnowhere"
    )
    func run(_ arguments: String, _ environment: [String: String] = [:]) throws -> Outcome {
      let outcome = try workdir.run(arguments, environment: environment)
      for text in [outcome.output, outcome.errors] {
        #expect(!text.contains(secret) && !text.contains(written), "\(arguments): \(text)")
      }
      return outcome
    }
    let rest = "--package small --as-of 2024-06-30 --format csv"
    let expected = try run("features \(known) \(rest)")
    #expect(expected.code == 0, "\(expected.errors)")
    #expect(try run("features \(user) \(rest)", ["PGPASSWORD": secret]).output == expected.output)
    let passwords = try workdir.write("pgpass", "*:*:*:guarded:\(secret)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: passwords)
    #expect(
      try run("features \(user) \(rest)", ["PGPASSFILE": passwords]).output == expected.output
    )

    for dataset in [wrong, away, user] {
      let outcome = try run("check \(dataset) --package small")
      #expect(outcome.code == 75)
      #expect(outcome.errors.contains("the database cannot be reached"), "\(outcome.errors)")
    }
    for wrong in [
      "check \(known)?nonsense=1 --package small",
      "check small \(known)", "check \(known)", "check \(known) --package nowhere",
      "train \(known) -o",
      "check postgres:///secret?password=\(written)&nonsense=1 --package small",
    ] {
      #expect(try run(wrong).code == 2, "\(wrong)")
    }
    // Not percent-encoded, the password is read as something else, and is hidden all the same.
    #expect(try run("check postgres://guarded:\(secret)@host/secret --package small").code != 0)
    #expect(try run("computable \(known) --package small --pack none").code == 2)

    let trained = try run("train \(known) --package small --kind logistic -o model.json")
    #expect(trained.code == 0, "\(trained.errors)")
    _ = try run("features \(known) --package small --as-of 2024-06-30 -o features.csv")
    _ = try run("score \(known) --package small --model model.json --as-of 2024-06-30 -o s.csv")
    for name in try workdir.names() where name != "pgpass" && name != "small" {
      let text = try workdir.read(name)
      #expect(!text.contains(secret) && !text.contains(written), "\(name)")
    }
    #expect(try workdir.read("model.json").contains("\"postgres:projects\""))

    try workdir.write(
      "small/datapackage.yaml",
      "watchpost: {source: '\(known)'}\n" + SmallDataset.package
    )
    let inFile = try run("check small")
    #expect(inFile.code == 2)
    #expect(inFile.errors.contains("a password does not belong in a file"), "\(inFile.errors)")
  }

  @Test func aModelOfTheSameRecordsIsTheSameFromFilesAndFromTheDatabase() throws {
    let workdir = try SmallDataset.make()
    let url = try DatabaseCopies.postgres(DatabaseCopies.small, named: "model")
    let options = "--from 2021-01-01 --to 2024-06-01 --every quarter --horizon 90"
    let files = try workdir.run("panel small \(options) --format csv")
    let database = try workdir.run("panel \(url) --package small \(options) --format csv")
    #expect(files.code == 0, "\(files.errors)")
    #expect(database.output == files.output, "\(database.errors)")
  }
}
