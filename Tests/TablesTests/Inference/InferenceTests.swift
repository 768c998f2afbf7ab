import Foundation
import Tables
import TestSupport
import Testing

/// A folder of tables that nobody has described.
private func inferred(
  _ files: [String: String],
  dropsPersonal: Bool = true
) throws -> (folder: Workdir, package: InferredPackage) {
  let folder = try Workdir()
  for (name, text) in files { try folder.write(name, text) }
  return (folder, try InferredPackage(folder: folder.url.path, dropsPersonal: dropsPersonal))
}

/// One column under a header, in a table of projects.
private func column(_ header: String, _ values: [String]) throws -> (field: Field, notes: [String])
{
  let rows = values.enumerated().map { "P\($0.offset),\"\($0.element)\"" }
  let (_, package) = try inferred([
    "projects.csv": "project_id,\(header)\n" + rows.joined(separator: "\n") + "\n"
  ])
  return (try #require(package.package.subject.fields.last), package.notes)
}

@Suite struct InferredTypeTests {
  @Test(arguments: [
    (["2024-03-05", "2024-12-31"], nil), (["2024/3/5", "2024/12/31"], "%Y/%m/%d"),
    (["2024年3月5日", "2024年12月31日"], "%Y年%m月%d日"), (["13/05/2024", "05/06/2024"], "%d/%m/%Y"),
    (["05/13/2024", "05/06/2024"], "%m/%d/%Y"), (["5-Mar-2024", "13-May-2024"], "%d-%b-%Y"),
    (["13/05/2024 5:00:00 PM", "05/06/2024 11:30:00 AM"], "%d/%m/%Y %I:%M:%S %p"),
    (["2024-03-05 17:00:00", "2024-12-31 08:30:00"], "%Y-%m-%d %H:%M:%S"),
    (["2024-03-05", "2024/12/31"], "any"), (["31.12.24", "01.02.24"], "%d.%m.%y"),
  ])
  func datesProveTheirFormat(_ values: [String], _ format: String?) throws {
    let field = try column("when", values).field
    #expect(field.type == .date)
    #expect(field.format == format)
  }

  @Test func aDateThatCouldBeTwoDaysStaysTextWithANote() throws {
    let (field, notes) = try column("when", ["03/05/2024", "04/06/2024", "12/12/2024"])
    #expect(field.type == .text)
    #expect(notes.contains { $0.contains("%d/%m/%Y") && $0.contains("%m/%d/%Y") })
  }

  @Test func eightDigitsAreADateOnlyUnderAHeaderThatSaysSo() throws {
    #expect(try column("开工日期", ["20240305", "20241231"]).field.format == "%Y%m%d")
    #expect(try column("amount", ["20240305", "20241231"]).field.type == .integer)
  }

  @Test func wordsThatComeBackAmongDatesAndNumbersAreCodes() throws {
    let dates = ["6/18/2019", "11/19/2019", "8/30/2019", "PNS", "PNS", "DOES", "DOES", ""]
    let field = try column("end", dates).field
    #expect(field.type == .date)
    #expect(field.format == "%m/%d/%Y")
    #expect(field.missingValues == ["", "DOES", "PNS"])
    #expect(field.codes.keys.sorted() == ["DOES", "PNS"])
    let number = try column("spent", ["1.5", "2.5", "3", "N/A", "暂无"]).field
    #expect(number.type == .number)
    #expect(number.missingValues == ["", "N/A", "暂无"])
    #expect(number.codes.isEmpty)
    #expect(try column("remark", ["good", "bad", "7", "good"]).field.type == .text)
  }

  @Test func numbersSayHowTheyAreWritten() throws {
    #expect(try column("n", ["1", "2", "30"]).field.type == .integer)
    #expect(try column("n", ["1.5", "2", "30"]).field.type == .number)
    let grouped = try column("n", ["1,234.5", "2,000"]).field
    #expect(grouped.groupCharacter == ",")
    let german = try column("n", ["1.234,5", "2,75"]).field
    #expect(german.decimalCharacter == ",")
    #expect(german.groupCharacter == ".")
    #expect(try column("n", ["00123", "00456"]).field.type == .text)
    #expect(try column("n", ["12345678901234567", "12345678901234568"]).field.type == .text)
    #expect(try column("合同编号", ["1", "2", "3"]).field.type == .text)
    #expect(try column("share", ["12%", "5%"]).field.isBareNumber == false)
  }

  @Test func unitsComeFromTheHeaderOrTheCells() throws {
    let header = try column("概算（万元）", ["3,200", "4500.5"]).field
    #expect(header.name == "budget")
    #expect(header.type == .money)
    #expect(header.unit == "CNY")
    #expect(header.writtenIn == "万元")
    let cells = try column("outlay", ["￥3,200万元", "1.2亿元", "500元"]).field
    #expect(cells.type == .money)
    #expect(cells.unit == "CNY")
    #expect(cells.writtenIn == nil)
    #expect(cells.isBareNumber == false)
    let days = try column("工期（天）", ["30", "60"]).field
    #expect(days.unit == "天")
    #expect(try column("rate (%)", ["30", "60"]).field.unit == "percent")
    let (assumed, notes) = try column("概算", ["30", "60"])
    #expect(assumed.unit == "CNY")
    #expect(notes.contains { $0.contains("yuan are assumed") })
  }

  @Test func truthIsSeenInWordsAndInHeadersThatAsk() throws {
    let words = try column("是否完成", ["是", "否", "是"]).field
    #expect(words.type == .boolean)
    #expect(words.trueValues == ["是"])
    #expect(try column("is_done", ["0", "1", "1"]).field.type == .boolean)
    #expect(try column("count", ["0", "1", "1"]).field.type == .integer)
    #expect(try column("done", ["true", "false"]).field.trueValues == nil)
  }

  @Test func serialDaysOfASpreadsheetAreNotedNotGuessed() throws {
    let (field, notes) = try column("开工日期", ["45356", "45400"])
    #expect(field.type == .integer)
    #expect(notes.contains { $0.contains("format: excel") })
  }
}

@Suite struct InferredPackageTests {
  private let files = [
    "项目.csv": """
    项目编号,项目名称,概算（万元）,批复日期,计划竣工,实际竣工
    A001,甲,"3,200",2022-01-05,2023-06-30,
    A002,乙,"1,500",2022-02-05,2023-06-30,2023-05-01
    A003,丙,900,2022-03-05,2023-06-30,2023-09-01

    """,
    "投诉.csv": """
    投诉编号,项目编号,登记日期,联系电话,是否满意,办结日期
    C1,A001,2023-01-05,13800000000,是,2023-02-01
    C2,A001,2023-01-06,13800000001,否,2023-02-02
    C3,A003,2023-03-05,13800000002,是,

    """,
    "inspections.csv": """
    inspection_id,project_id,inspected_on,passed
    I1,A001,2023-01-05,true
    I2,A002,2023-02-05,false

    """,
    "findings.csv": """
    finding_id,inspection_id,found_on,due_on
    F1,I1,2023-01-05,2023-02-01
    F2,I2,2023-02-05,2023-03-01

    """,
    "outcomes.csv": """
    project_id,happened,recorded,state
    A001,2023-08-01,2023-08-15,confirmed
    A002,2023-08-01,2023-08-15,cleared

    """,
    "weather.csv": """
    station,rain
    north,3
    south,4

    """,
  ]

  @Test func tablesFindTheirNamesKeysAndRoles() throws {
    let (_, inferred) = try inferred(files)
    let package = inferred.package
    #expect(package.subject.name == "projects")
    #expect(package.subject.primaryKey == ["project_id"])
    #expect(package.subject.existsFrom == "approved_on")
    // An actual date is a fact however late it is, and nothing is a plan because of it.
    #expect(package.subject.snapshotOn == Day(iso: "2023-09-01"))
    #expect(package.subject[field: "actual_finish"]?.knowledge == .fact)
    #expect(package.subject[field: "planned_finish"]?.knowledge == .plan)
    #expect(package.subject[field: "budget"]?.knowledge == .fixed)
    let complaints = try #require(package[resource: "complaints"])
    #expect(complaints.role == .event)
    #expect(complaints.happened == "received_on")
    #expect(complaints[field: "联系电话"]?.personal == .drop)
    #expect(complaints[field: "satisfied"]?.knownOn == "closed_on")
    #expect(complaints.foreignKeys.map(\.resource) == ["projects"])
    let findings = try #require(package[resource: "findings"])
    #expect(findings.foreignKeys.map(\.resource) == ["inspections"])
    #expect(findings.role == .event)
    #expect(findings[field: "due_on"]?.knowledge == .plan)
    #expect(package[resource: "outcomes"]?.role == .outcome)
    #expect(package[resource: "weather"]?.role == .entity)
    #expect(inferred.notes.contains { $0.hasPrefix("weather") && $0.contains("no key leads") })
  }

  @Test func whatIsWrittenReadsBackAsWhatWasInferred() throws {
    let (folder, inferred) = try inferred(files)
    let starter = StarterFiles(inferred)
    #expect(
      starter.files.map(\.name)
        == ["datapackage.yaml", "features.yaml", "watchpost.yaml"]
    )
    for file in starter.files { try folder.write(file.name, file.text) }
    let dataset = try Dataset(opening: folder.url.path)
    #expect(dataset.package.file == "datapackage.yaml")
    for resource in inferred.package.resources {
      let read = try #require(dataset.package[resource: resource.name])
      #expect(read.fields.map(\.name) == resource.fields.map(\.name))
      #expect(read.fields.map(\.type) == resource.fields.map(\.type))
      #expect(read.fields.map(\.unit) == resource.fields.map(\.unit))
      #expect(read.fields.map(\.knowledge) == resource.fields.map(\.knowledge))
      #expect(read.fields.map(\.personal) == resource.fields.map(\.personal))
      #expect(read.fields.map(\.missingValues) == resource.fields.map(\.missingValues))
      #expect(read.primaryKey == resource.primaryKey)
      #expect(read.foreignKeys.map(\.targets) == resource.foreignKeys.map(\.targets))
      #expect(read.happened == resource.happened)
      #expect(read.snapshotOn == resource.snapshotOn)
      #expect(read.role == resource.role)
    }
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    #expect(subjects.keys == ["A001", "A002", "A003"])
    #expect(rejects.count == 0)
    let descriptor = starter.files[0].text
    #expect(descriptor.contains("# inferred: "))
    #expect(!descriptor.contains("13800000000"))
    #expect(starter.files[1].text.contains("slip_days: {value:"))
    #expect(starter.files[2].text.contains("outcome: {positive: [confirmed], absence: unknown}"))
  }

  @Test func aFolderWithoutADescriptorIsReadAndItsPersonalColumnsRefused() throws {
    let (folder, _) = try inferred(files)
    let dataset = try Dataset(opening: folder.url.path)
    #expect(dataset.package.file == nil)
    var rejects = RejectLog()
    #expect(try dataset.subjects(rejects: &rejects).count == 3)
    let error = #expect(throws: TableError.self) {
      try dataset.table("complaints", rejects: &rejects)
    }
    let message = error?.diagnostic.message ?? ""
    #expect(message.contains("联系电话"))
  }

  @Test func encodingDelimiterAndSeveralFilesAreFound() throws {
    let folder = try Workdir()
    // "项目编号;名称" in GB18030.
    let header: [UInt8] = [
      0xCF, 0xEE, 0xC4, 0xBF, 0xB1, 0xE0, 0xBA, 0xC5, 0x3B, 0xC3, 0xFB, 0xB3, 0xC6, 0x0A,
    ]
    try folder.write("projects.csv", bytes: header + Array("A1;x\nA2;y\n".utf8))
    try folder.write("payments_2023.csv", "project_id,paid_on,amount\nA1,2023-01-05,5\n")
    try folder.write("payments_2024.csv", "project_id,paid_on,amount\nA2,2024-01-05,6\n")
    let package = try InferredPackage(folder: folder.url.path, dropsPersonal: true).package
    let projects = package.subject
    #expect(projects.encoding == .gb18030)
    #expect(projects.dialect.delimiter == UInt8(ascii: ";"))
    #expect(projects.fields.map(\.header) == ["项目编号", "名称"])
    #expect(package[resource: "payments"]?.paths == ["payments_2023.csv", "payments_2024.csv"])
    for file in StarterFiles(try InferredPackage(folder: folder.url.path, dropsPersonal: true))
      .files
    {
      try folder.write(file.name, file.text)
    }
    var rejects = RejectLog()
    let dataset = try Dataset(opening: folder.url.path)
    #expect(try dataset.subjects(rejects: &rejects).keys == ["A1", "A2"])
    #expect(try dataset.table("payments", rejects: &rejects).rowCount == 2)
  }

  @Test func headersThatAreNoNamesAreQuotedAndRenamed() throws {
    let (folder, inferred) = try inferred([
      "projects.csv":
        "project_id,\"a: {b}, [c] #d\",select,\"quote \"\" here\",2024\nA,1,2,3,4\nB,5,6,7,8\n"
    ])
    for file in StarterFiles(inferred).files { try folder.write(file.name, file.text) }
    let fields = try Dataset(opening: folder.url.path).package.subject.fields
    #expect(
      fields.map(\.header)
        == ["project_id", "a: {b}, [c] #d", "select", "quote \" here", "2024"]
    )
    #expect(Set(fields.map(\.name)).count == 5)
  }

  @Test func aFlatTableKeepsItsHeadersAndNeedsNoKey() throws {
    let folder = try Workdir()
    let path = try folder.write(
      "features.csv",
      "project,as of,Slip Days,late\nA,2024-01-01,5,1\nA,2024-02-01,7.5,0\n"
    )
    let dataset = try Dataset(openingFlat: path)
    var rejects = RejectLog()
    let table = try dataset.table(dataset.package.subject.name, rejects: &rejects)
    #expect(table.names == ["project", "as of", "Slip Days", "late"])
    #expect(table.columns.map(\.type) == [.text, .date, .number, .integer])
    #expect(table.rowCount == 2)
  }

  @Test func datesThatReachBeyondTheLastEventArePlans() throws {
    let (_, inferred) = try inferred([
      "projects.csv":
        "project_id,ends_on,began_on\nA,2031-01-01,2023-01-01\nB,2032-01-01,2023-02-01\n",
      "visits.csv": "project_id,visited_on\nA,2024-01-01\nB,2024-02-01\n",
    ])
    let projects = inferred.package.subject
    #expect(projects.snapshotOn == Day(iso: "2024-02-01"))
    #expect(projects[field: "ends_on"]?.knowledge == .plan)
    #expect(projects[field: "began_on"]?.knowledge == .fact)
  }

  private static let frictionless = Repository.root.appendingPathComponent(
    ".build/venv/bin/frictionless"
  ).path

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: frictionless)))
  func theStandardsToolAcceptsWhatIsWritten() throws {
    var files = files
    files["payments.csv"] = """
      \u{FEFF}payment_id;project_id;paid_on;amount;share
      Y1;A001;31/01/2023;￥3,200.50;12%
      Y2;A002;01/02/2023;(1,200.00);5%
      Y3;A003;NA;暂无;7%

      """
    let (folder, inferred) = try inferred(files)
    for file in StarterFiles(inferred).files { try folder.write(file.name, file.text) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.frictionless)
    process.arguments = ["validate", "datapackage.yaml"]
    process.currentDirectoryURL = folder.url
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
  }

  @Test func emptyFilesAndFoldersSayWhatIsWrong() throws {
    let folder = try Workdir()
    #expect(throws: TableError.self) {
      try InferredPackage(folder: folder.url.path, dropsPersonal: true)
    }
    try folder.write("projects.csv", "")
    let empty = #expect(throws: TableError.self) { try Dataset(opening: folder.url.path) }
    #expect(empty?.problem == .reading(.emptyFile))
    try folder.write("projects.csv", "project_id,a,a\n1,2,3\n")
    let twice = #expect(throws: TableError.self) { try Dataset(opening: folder.url.path) }
    #expect(twice?.problem == .reading(.duplicateHeader("a", first: 2, second: 3)))
    try folder.write("projects.csv", "project_id,a\n")
    #expect(try Dataset(opening: folder.url.path).package.subject.fields.count == 2)
  }
}
