import Tables
import TestSupport
import Testing

@Suite struct DescriptorTests {
  private func everyKey() throws -> DataPackage {
    try DataPackage(
      opening: Repository.root.appendingPathComponent("Tests/TablesTests/Goldens/every_key").path
    )
  }

  @Test func everyKeyOfThePackageIsRead() throws {
    let package = try everyKey()
    #expect(package.name == "every-key")
    #expect(package.title == "A package that uses every key")
    #expect(package.file == "datapackage.yaml")
    #expect(package.resources.map(\.name) == ["projects", "complaints", "outcomes"])
    #expect(package.resources.map(\.role) == [.entity, .event, .outcome])
    #expect(package.subject.name == "projects")
  }

  @Test func everyKeyOfAResourceIsRead() throws {
    let package = try everyKey()
    let projects = try #require(package[resource: "projects"])
    #expect(projects.title == "项目")
    #expect(projects.encoding == .gb18030)
    #expect(projects.dialect == Dialect(delimiter: UInt8(ascii: ";")))
    #expect(projects.primaryKey == ["project_id"])
    #expect(projects.missingValues == ["", "NA", "PNS"])
    #expect(projects.snapshotOn == Day(iso: "2024-12-31"))
    #expect(projects.existsFrom == "planned_finish")
    #expect(projects.existsUntil == "actual_finish")
    #expect(projects.codes == ["PNS": "not started"])
    let complaints = try #require(package[resource: "complaints"])
    #expect(complaints.paths == ["complaints_1.csv", "complaints_2.csv"])
    #expect(complaints.primaryKey == ["id"])
    #expect(complaints.happened == "received_on")
    #expect(complaints.recorded == "received_on")
    #expect(complaints.coversFrom == Day(iso: "2020-01-01"))
    #expect(complaints.coversTo == Day(iso: "2024-12-31"))
    #expect(complaints.foreignKeys.map(\.fields) == [["project_id"], ["again"]])
    #expect(complaints.foreignKeys.map(\.resource) == ["projects", ""])
    #expect(complaints.foreignKeys.map(\.targets) == [["project_id"], ["id"]])
  }

  @Test func everyKeyOfAFieldIsRead() throws {
    let projects = try everyKey().subject
    let budget = try #require(projects[field: "budget"])
    #expect(budget.header == "概算（万元）")
    #expect(budget.type == .money)
    #expect(budget.unit == "CNY")
    #expect(budget.writtenIn == "万元")
    #expect(budget.knowledge == .fixed)
    #expect(budget.decimalCharacter == ",")
    #expect(budget.groupCharacter == ".")
    #expect(budget.constraints.minimum == "0")
    #expect(budget.constraints.maximum == "1000")
    let finish = try #require(projects[field: "actual_finish"])
    #expect(finish.missingValues == ["", "X"])
    #expect(finish.codes == ["X": "未竣工"])
    #expect(projects.meaning(of: "X", in: finish) == "未竣工")
    #expect(projects.meaning(of: "PNS", in: budget) == "not started")
    #expect(projects[field: "progress_pct"]?.knownOn == "planned_finish")
    let remark = try #require(projects[field: "remark"])
    #expect(remark.title == "Remark")
    #expect(remark.description == "Anything")
    #expect(remark.constraints.minimumLength == 1)
    #expect(remark.constraints.maximumLength == 10)
    #expect(remark.constraints.pattern == ".*[期建甲].*")
    #expect(projects[field: "begun"]?.trueValues == ["是"])
    #expect(projects[field: "begun"]?.falseValues == ["否"])
    #expect(projects[field: "phone"]?.personal == .drop)
    #expect(projects[field: "project_id"]?.constraints.isRequired == true)
  }

  @Test func theFilesThatUseEveryKeyAreRead() throws {
    let dataset = try Dataset(
      opening: Repository.root.appendingPathComponent("Tests/TablesTests/Goldens/every_key").path
    )
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    #expect(rejects.count == 0)
    #expect(subjects.keys == ["p1", "p2", "p3"])
    #expect(subjects.table.shown("budget") == ["1000000.0", "15000.0", "2500.0"])
    #expect(subjects.table.shown("remark") == ["第一期;甲", nil, "再建"])
    #expect(subjects.table.shown("begun") == ["true", "false", nil])
    #expect(subjects.table["phone"] == nil)
    let complaints = try dataset.table("complaints", rejects: &rejects)
    #expect(complaints.shown("received_on") == ["2024-03-01", "2024-03-02"])
    #expect(complaints.positions.map(\.file) == [0, 1])
    try dataset.checkReferences(rejects: &rejects)
    #expect(rejects.count == 0)
  }

  @Test func scalarsAreReadAsTheText() throws {
    let package = try DataPackage(
      parsing: """
        name: no
        title: 1.10
        resources:
          - name: projects
            path: a.csv
            schema:
              primaryKey: id
              missingValues: [no, 0x10, 2024-01-01, ~, "null", 1e3]
              fields: [{name: id, type: string, title: yes, description: 007}]
        """
    )
    #expect(package.name == "no")
    #expect(package.title == "1.10")
    #expect(package.subject.missingValues == ["no", "0x10", "2024-01-01", "~", "null", "1e3"])
    #expect(package.subject.fields[0].title == "yes")
    #expect(package.subject.fields[0].description == "007")
  }

  @Test func jsonIsReadLikeYAML() throws {
    let package = try DataPackage(
      parsing: """
        {"name": "a", "title": "\\u4e2d \\ud83d\\ude00 \\\\ud83d", "resources": [{
        \t"name": "projects", "path": "a\\/b.csv",
        \t"schema": {"primaryKey": "id", "fields": [{"name": "id", "type": "string"}]}}]}
        """,
      file: "datapackage.json"
    )
    #expect(package.title == "中 😀 \\ud83d")
    #expect(package.subject.paths == ["a/b.csv"])
  }

  @Test func anchorsAndMergesAreFollowed() throws {
    let package = try DataPackage(
      parsing: """
        resources:
          - name: projects
            path: a.csv
            schema:
              primaryKey: id
              fields:
                - &money {name: id, type: number, watchpost: {unit: EUR}}
                - {<<: *money, name: cost}
        """
    )
    #expect(package.subject[field: "cost"]?.unit == "EUR")
    #expect(package.subject[field: "cost"]?.type == .money)
  }

  @Test func aSchemaAndADialectMayStandInFilesOfTheirOwn() throws {
    let small = try SmallDataset([
      "datapackage.json": """
      {"name": "a", "resources": [{"name": "projects", "path": "p.tsv", "format": "tsv",
       "dialect": "parts/dialect.json", "schema": "parts/schema.yaml"}]}
      """,
      "parts/dialect.json": ##"{"quoteChar": "'", "csv": {"commentChar": "#"}}"##,
      "parts/schema.yaml": "primaryKey: id\nfields: [{name: id}, {name: word}]\n",
      "p.tsv": "id\tword\n# nothing\na\t'b\tc'\n",
    ])
    let (table, _) = try small.projects()
    #expect(table.shown("word") == ["b\tc"])
  }

  @Test func unitsOfMoneyMakeMoney() {
    #expect(Field("a", .number, unit: "USD").type == .money)
    #expect(Field("a", .integer, unit: "JPY").type == .money)
    let wan = Field("a", .number, unit: "万元")
    #expect(wan.type == .money)
    #expect(wan.unit == "CNY")
    #expect(wan.writtenIn == "万元")
    #expect(Field("a", .number, unit: "CNY", writtenIn: "CNY").writtenIn == nil)
    #expect(Field("a", .number, unit: "percent").type == .number)
    #expect(Field("a", .number, unit: "try").type == .number)
    #expect(Field("a", .number, unit: "分").type == .number)
    #expect(Field("a", .string, unit: "USD").type == .text)
  }

  @Test func undeclaredKnowledgeFollowsFromTheRole() throws {
    let fields = [
      Field("id"), Field("size", .number), Field("day", .date),
      Field("cost", .number, knownOn: "day"), Field("kind", knowledge: .fixed),
    ]
    let package = try DataPackage(
      name: "",
      folder: ".",
      resources: [
        Resource("things", paths: [], fields: fields, primaryKey: ["id"], role: .entity),
        Resource("events", paths: [], fields: fields, role: .event),
      ]
    )
    #expect(
      package.subject.fields.map(\.knowledge) == [.fixed, .current, .fact, .fact, .fixed]
    )
    #expect(
      package.resources[1].fields.map(\.knowledge) == [.fact, .fact, .fact, .fact, .fixed]
    )
    let versioned = try DataPackage(
      name: "",
      folder: ".",
      resources: [
        Resource(
          "things",
          paths: [],
          fields: fields,
          primaryKey: ["id", "day"],
          role: .entity,
          version: "day"
        )
      ]
    )
    #expect(versioned.subject.fields.map(\.knowledge) == [.fact, .fact, .fact, .fact, .fixed])
    #expect(versioned.subject.key == ["id"])
  }
}
