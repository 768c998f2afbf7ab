import Tables
import Testing

@Suite struct KeyTests {
  static let descriptor = """
    name: keys
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [project_id]
          missingValues: ["", NA]
          fields: [{name: project_id}, {name: region}]
        watchpost: {role: entity}
      - name: contracts
        path: contracts.csv
        schema:
          primaryKey: [contract_id]
          foreignKeys: [{fields: [project], reference: {resource: projects, fields: [project_id]}}]
          missingValues: ["", NA]
          fields: [{name: contract_id}, {name: project}, {name: signed, type: date}]
        watchpost: {role: event, happened: signed}
      - name: changes
        path: changes.csv
        schema:
          foreignKeys:
            - {fields: [contract], reference: {resource: contracts, fields: [contract_id]}}
            - {fields: [after], reference: {resource: "", fields: [id]}}
          fields: [{name: id}, {name: contract}, {name: approved, type: date}, {name: after}]
        watchpost: {role: event, happened: approved}

    """

  static let files = [
    "datapackage.yaml": descriptor,
    "projects.csv": "project_id,region\np1,a\np2,b\np3,c\n",
    "contracts.csv": """
    contract_id,project,signed
    c1, p2 ,2024-01-01
    c2,p1,2024-01-02
    c3,p9,2024-01-03
    c4,NA,2024-01-04
    c5,p3,
    c6,p3,soon
    c2,p3,2024-01-05

    """,
    "changes.csv": """
    id,contract,approved,after
    1,c1,2024-02-01,
    2,c2,2024-02-02,1
    3,c3,2024-02-03,2
    4,c7,2024-02-04,
    5,,2024-02-05,
    6,"c1\u{3000}",2024-02-06,9

    """,
  ]

  private func read(_ resource: String, _ files: [String: String] = files) throws -> (
    ids: [String], subjects: [String], rejects: RejectLog
  ) {
    let small = try SmallDataset(files)
    var dataset = try small.dataset
    dataset.limits = .none
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    let id = try dataset.resource(resource).fields[0].name
    let reader = try dataset.reader(resource, fields: [id], subjects: subjects)
    var ids: [String] = []
    var found: [String] = []
    while let batch = try reader.next() {
      let dictionary = reader.dictionary(ofField: 0)
      if case .text(let codes) = batch.columns[0].values { ids += codes.map { dictionary[$0] } }
      found += batch.subjects.map { subjects.keys[Int($0)] }
      #expect(batch.subjects.count == batch.rowCount)
      #expect(batch.columns[0].count == batch.rowCount)
    }
    return (ids, found, reader.rejects)
  }

  @Test func aRowFindsItsSubjectByForeignKey() throws {
    let (ids, subjects, rejects) = try read("contracts")
    #expect(ids == ["c1", "c2"])
    #expect(subjects == ["p2", "p1"])
    #expect(
      rejects.kept.map { "\($0.location.line ?? 0) \($0.rule) \($0.isWholeRow)" } == [
        "4 key.dangling true", "5 key.missing true", "6 happened.null true", "7 type.date true",
        "8 key.duplicate true",
      ]
    )
    #expect(rejects.tables["contracts"]?.rejectedRows == 5)
    #expect(rejects.tables["contracts"]?.rows == 7)
    #expect(rejects.kept[0].value == "p9")
    #expect(rejects.kept[0].column == "project")
  }

  @Test func aRowFindsItsSubjectOverTwoHops() throws {
    let (ids, subjects, rejects) = try read("changes")
    #expect(ids == ["1", "2", "6"])
    #expect(subjects == ["p2", "p1", "p2"])
    // c3 is there, but leads to no project.
    #expect(rejects.kept.map(\.rule) == ["key.dangling", "key.dangling", "key.missing"])
    #expect(rejects.kept.map(\.location.line) == [4, 5, 6])
  }

  @Test func otherReferencesAreCheckedOnRequest() throws {
    let small = try SmallDataset(Self.files)
    var rejects = RejectLog()
    try small.dataset.checkReferences(rejects: &rejects)
    #expect(rejects.kept.map(\.rule) == ["key.dangling"])
    #expect(rejects.kept.first?.location == SourceLocation(file: "changes.csv", line: 7))
    #expect(rejects.kept.first?.column == "after")
    #expect(rejects.kept.first?.isWholeRow == false)
  }

  @Test func aTableByItselfIsNotJoined() throws {
    let small = try SmallDataset(Self.files)
    var dataset = try small.dataset
    dataset.limits = .none
    var rejects = RejectLog()
    let table = try dataset.table("contracts", fields: ["project"], rejects: &rejects)
    #expect(table.names == ["project"])
    #expect(table.shown("project") == ["p2", "p1", "p9", nil])
  }

  @Test func keysOfSeveralPartsStayApart() throws {
    var files = Self.files
    files["datapackage.yaml"] = """
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [town, number]
            fields: [{name: town}, {name: number}]
          watchpost: {role: entity}
        - name: visits
          path: visits.csv
          schema:
            foreignKeys:
              - {fields: [no, place], reference: {resource: projects, fields: [number, town]}}
            fields: [{name: id}, {name: no}, {name: place}, {name: seen, type: date}]
          watchpost: {role: event, happened: seen}
      """
    files["projects.csv"] = "town,number\na|b,c\na,b|c\n\"a\\\",b\na\\,c\n"
    files["visits.csv"] = """
      id,no,place,seen
      1,b|c,a,2024-01-01
      2,c,a|b,2024-01-01
      3,c,a,2024-01-01
      4,b,a\\,2024-01-01

      """
    let (ids, subjects, rejects) = try read("visits", files)
    #expect(ids == ["1", "2", "4"])
    #expect(subjects == ["a|b\\|c", "a\\|b|c", "a\\\\|b"])
    #expect(rejects.kept.map(\.rule) == ["key.dangling"])
  }

  @Test func versionsOfOneThingShareItsOrdinal() throws {
    let small = try SmallDataset([
      "datapackage.yaml": """
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id, recorded_on]
            fields: [{name: project_id}, {name: recorded_on, type: date}, {name: size}]
          watchpost: {role: entity, version: recorded_on}
      """,
      "projects.csv": """
      project_id,recorded_on,size
      p1,2024-01-01,a
      p2,2024-01-01,b
      p1,2024-02-01,c
      p1,2024-01-01,d
      p2,,e

      """,
    ])
    var dataset = try small.dataset
    dataset.limits = .none
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    #expect(subjects.keys == ["p1", "p2"])
    #expect(subjects.count == 2)
    #expect(subjects.ordinalOfRow == [0, 1, 0])
    #expect(subjects.table.shown("size") == ["a", "b", "c"])
    #expect(subjects.ordinal(of: "p2") == 1)
    #expect(subjects.ordinal(of: "p3") == nil)
    #expect(rejects.kept.map(\.rule) == ["key.duplicate", "happened.null"])
  }

  @Test func subjectsCanBeMadeInMemory() {
    let column = Column(.number([1, 2, 3]), validity: Validity(count: 3, present: true))
    let table = Table(name: "projects", names: ["size"], columns: [column])
    let subjects = Subjects(table: table, keyOfRow: ["a", "b", "a"])
    #expect(subjects.keys == ["a", "b"])
    #expect(subjects.ordinalOfRow == [0, 1, 0])
    #expect(subjects.ordinal(of: "b") == 1)
  }

  @Test func unknownNamesAreToldWithTheNearest() throws {
    let small = try SmallDataset(Self.files)
    let dataset = try small.dataset
    var rejects = RejectLog()
    let found = diagnostic { _ = try dataset.table("contract", rejects: &rejects) }
    #expect(found?.hint == "did you mean \"contracts\"?")
    let field = diagnostic {
      _ = try dataset.table("contracts", fields: ["sined"], rejects: &rejects)
    }
    #expect(field?.message == "resource contracts has no field of this name")
    #expect(field?.hint == "did you mean \"signed\"?")
  }
}
