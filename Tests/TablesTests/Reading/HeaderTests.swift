import Tables
import Testing

@Suite struct HeaderTests {
  private func read(_ text: String, fields: [String] = ["{name: size, type: integer}"]) throws
    -> (table: Table, rejects: RejectLog)
  {
    let small = try SmallDataset(fields: fields, rows: [], header: "")
    try small.folder.write("projects.csv", text)
    return try small.projects()
  }

  private func fault(_ text: String) -> Diagnostic? {
    diagnostic { _ = try read(text) }
  }

  @Test func theOrderOfColumnsIsFree() throws {
    let (table, _) = try read("size,project_id\n3,p1\n")
    #expect(table.names == ["project_id", "size"])
    #expect(table.shown("size") == ["3"])
  }

  @Test func markAndBlanksAroundHeadersAreNoPartOfThem() throws {
    let (table, _) = try read("\u{FEFF} project_id ,\u{3000}size\t\np1,3\n")
    #expect(table.shown("size") == ["3"])
  }

  @Test func undeclaredColumnsAreAllowedAndNoted() throws {
    let small = try SmallDataset(fields: [], rows: ["p1,2,x,"], header: "project_id,a,b,")
    let dataset = try small.dataset
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    let reader = try dataset.reader("projects", fields: ["project_id"], subjects: subjects)
    #expect(try reader.next()?.rowCount == 1)
    #expect(reader.undeclaredColumns == ["a", "b"])
  }

  @Test func aMissingColumnListsWhatThereIsAndTheNearest() {
    let found = fault("project_id,sise,colour\np1,3,red\n")
    #expect(found?.message == "the declared column \"size\" is not in the file")
    #expect(found?.hint?.contains("did you mean \"sise\"?") == true)
    #expect(found?.hint?.contains("\"project_id\", \"sise\", \"colour\"") == true)
    #expect(found?.location == SourceLocation(file: "projects.csv", line: 1))
  }

  @Test func anotherDelimiterIsSuspected() {
    #expect(fault("project_id;size\np1;3\n")?.hint?.contains("delimiter: \";\"") == true)
    #expect(fault("project_id\tsize\np1\t3\n")?.hint?.contains("delimiter: \"\\t\"") == true)
  }

  @Test func aRepeatedHeaderIsAnError() {
    let found = fault("project_id,size,a,size\np1,3,4,5\n")
    #expect(found?.message == "columns 2 and 4 have the same header")
    #expect(found?.value == "size")
  }

  @Test func aHeaderAloneIsAnEmptyTable() throws {
    let (table, rejects) = try read("project_id,size\n")
    #expect(table.rowCount == 0)
    #expect(table.columns.map(\.count) == [0, 0])
    #expect(rejects.tables["projects"]?.rows == 0)
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}"])
  func anEmptyFileIsAnError(_ text: String) {
    #expect(fault(text)?.message.contains("empty") == true)
  }

  @Test func aHeaderInAnotherEncodingIsToldWithAGuess() throws {
    let small = try SmallDataset(
      fields: ["{name: 金额, type: number, watchpost: {as: amount}}"],
      rows: [],
      header: ""
    )
    let gbk: [UInt8] = [0xBD, 0xF0, 0xB6, 0xEE]
    try small.folder.write(
      "projects.csv",
      bytes: Array("project_id,".utf8) + gbk + Array("\np1,3\n".utf8)
    )
    let found = diagnostic { _ = try small.projects() }
    #expect(found?.message == "the header is not text in the encoding utf-8")
    #expect(found?.hint?.contains("gb18030") == true)
  }

  @Test func withoutAHeaderColumnsGoByPlace() throws {
    let small = try SmallDataset(
      fields: ["{name: size, type: integer}"],
      rows: ["p2,4", "p3"],
      header: "p1,3",
      resource: "dialect: {header: false}"
    )
    let (table, rejects) = try small.projects()
    #expect(table.shown("project_id") == ["p1", "p2"])
    #expect(table.shown("size") == ["3", "4"])
    #expect(rejects.kept.map(\.rule) == ["row.shape"])
  }

  @Test func tenThousandColumnsAreRead() throws {
    let names = (0..<10_000).map { "c\($0)" }
    let package = try DataPackage(
      name: "wide",
      folder: ".",
      resources: [
        Resource(
          "projects",
          paths: ["projects.csv"],
          fields: names.map { Field($0, $0 == "c0" ? .string : .integer) },
          primaryKey: ["c0"],
          role: .entity
        )
      ]
    )
    let small = try SmallDataset(["none.csv": ""])
    let row = (0..<10_000).map { "\($0)" }.joined(separator: ",")
    try small.folder.write("projects.csv", names.joined(separator: ",") + "\n\(row)\n")
    let dataset = Dataset(
      try DataPackage(
        name: "wide",
        folder: small.folder.url.path,
        resources: package.resources
      )
    )
    var rejects = RejectLog()
    let table = try dataset.subjects(rejects: &rejects).table
    #expect(table.columns.count == 10_000)
    #expect(table.columns.last?.double(at: 0) == 9999)
    try small.folder.write("projects.csv", names.dropLast().joined(separator: ",") + "\n")
    let found = diagnostic { _ = try dataset.subjects(rejects: &rejects) }
    #expect(found?.message == "the declared column \"c9999\" is not in the file")
    #expect(found?.hint?.contains("and 9987 more") == true)
  }

  @Test func aHugeFieldThatIsRefusedIsShownShort() throws {
    let (table, rejects) = try read(
      "project_id,size\np1,\(String(repeating: "x", count: 5_000_000))\n"
    )
    #expect(table.shown("size") == [nil])
    #expect((rejects.kept.first?.value.count ?? 99) < 60)
  }
}
