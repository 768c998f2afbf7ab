import TestSupport
import Testing

/// `init` on a folder of raw CSV: what it infers, how it marks it, and what it leaves alone.
@Suite struct InitCommandTests {
  private func records() throws -> Workdir {
    let workdir = try Workdir()
    try workdir.write(
      "records/projects.csv",
      """
      project_id,name,sector,budget,approved_on,planned_finish,actual_finish
      P1,East road,road,1200000,2021-03-01,2022-06-30,2022-09-01
      P2,School one,school,800000,2021-05-01,2023-01-31,
      P3,Clinic,clinic,"1,500,000.50",2022-01-10,2023-12-31,2023-12-20
      P4,West road,road,300000,2022-02-11,2023-10-31,

      """
    )
    try workdir.write(
      "records/complaints.csv",
      """
      project_id,received_on,channel,phone
      P1,2022-07-01,letter,00000000001
      P1,2022-08-01,visit,00000000002
      P2,2023-02-03,hotline,00000000003
      P4,2023-11-05,hotline,00000000004

      """
    )
    return workdir
  }

  @Test func whatItInfersIsMarkedAndCanBeUsed() throws {
    let workdir = try records()
    let made = try workdir.run("init records")
    #expect(made.code == 0, "\(made.errors)")
    #expect(
      made.output == """
        table       role    fields  key         happened
        complaints  event        4              received_on
        projects    entity       7  project_id
        look at: complaints: phone is left out, a telephone number by its header
        wrote datapackage.yaml, features.yaml, watchpost.yaml, policy.yaml in records
        next: watchpost check records

        """
    )
    let package = try workdir.read("records/datapackage.yaml")
    let inferences = ["- {name: ", "primaryKey:", "foreignKeys:", "role:", "happened:", "_on: \""]
    for line in package.split(separator: "\n")
    where inferences.contains(where: line.contains) && !line.contains("reference:") {
      #expect(line.contains("# inferred: ") || line.contains("- name: "), "\(line)")
    }
    #expect(package.contains("{name: phone, type: string, watchpost: {personal: drop}}"))
    // A finish that came about is a fact, known from its day on, and the snapshot is no earlier.
    #expect(package.contains("- {name: actual_finish, type: date}  # inferred"))
    #expect(package.contains("snapshot_on: \"2023-12-20\"  # inferred"))
    #expect(try workdir.run("check records").code == 0)
    let features = try workdir.run("features records --as-of 2023-06-01 --format csv")
    #expect(features.code == 0, "\(features.errors)")
    let slips = zip(
      try PrintedCSV(features.output).texts("project_id"),
      try PrintedCSV(features.output).texts("slip_days")
    )
    // P3 finishes in December, which nobody knows in June: it counts to the as-of date.
    #expect(slips.map { "\($0) \($1)" } == ["P1 63", "P2 121", "P3 -213", "P4 -152"])
  }

  @Test func aSecondRunReplacesNothingUnlessToldTo() throws {
    let workdir = try records()
    #expect(try workdir.run("init records").code == 0)
    try workdir.write("records/features.yaml", "features: {mine: year(approved_on)}\n")
    let again = try workdir.run("init records")
    #expect(again.code == 2)
    #expect(again.errors.contains("this folder is described already: datapackage.yaml, features"))
    #expect(again.errors.contains("--force"))
    #expect(again.output.isEmpty)
    #expect(try workdir.read("records/features.yaml").contains("mine"))
    #expect(try workdir.run("init records --force").code == 0)
    #expect(try !workdir.read("records/features.yaml").contains("mine"))
  }

  @Test(arguments: [
    ("nowhere", "no such folder"), ("empty", "no table"), ("file", "a file stands"),
  ])
  func whereThereIsNothingToDescribe(folder: String, words: String) throws {
    let workdir = try Workdir()
    try workdir.write("empty/notes.txt", "nothing\n")
    try workdir.write("file", "nothing\n")
    let outcome = try workdir.run("init \(folder)")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try workdir.shell("ls empty").output == "notes.txt\n")
  }
}
