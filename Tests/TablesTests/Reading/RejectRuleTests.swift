import Tables
import Testing

/// Each rule that refuses something, by a file of one fault.
@Suite struct RejectRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: String
    var field: String
    var cell: String
    var hint: String
    var testDescription: String { "\(rule): \(cell)" }

    init(_ rule: String, _ field: String, _ cell: String, _ hint: String = "") {
      self.rule = rule
      self.field = field
      self.cell = cell
      self.hint = hint
    }
  }

  static let fieldCases = [
    Case("type.date", "{name: x, type: date}", "soon", "format"),
    Case("date.impossible", "{name: x, type: date}", "2023-02-29", "no such day"),
    Case("date.ambiguous", "{name: x, type: date}", "05/03/2016", "format"),
    Case("date.no_day", "{name: x, type: date}", "2024-03", "day"),
    Case("date.serial60", "{name: x, type: date, format: excel}", "60", "1900"),
    Case("type.number", "{name: x, type: number}", "many", "digits"),
    Case("number.groups", "{name: x, type: number}", "\"1,23\"", "separators"),
    Case("number.range", "{name: x, type: number}", "1e999", "too large"),
    Case("type.integer", "{name: x, type: integer}", "1.5", "whole number"),
    Case("integer.range", "{name: x, type: integer}", "9007199254740993", "2^53"),
    Case("type.money", "{name: x, type: number, watchpost: {unit: CNY}}", "free", "amount"),
    Case("money.precision", "{name: x, type: number, watchpost: {unit: CNY}}", "0.00001", "four"),
    Case(
      "money.range",
      "{name: x, type: number, watchpost: {unit: CNY}}",
      "99999999999999999999",
      "too large"
    ),
    Case("type.boolean", "{name: x, type: boolean}", "perhaps", "trueValues"),
    Case("unit.undeclared", "{name: x, type: number}", "3万元", "unit"),
    Case("unit.conflict", "{name: x, type: number, watchpost: {unit: CNY}}", "3km", "correct"),
    Case(
      "constraint.required",
      "{name: x, type: date, constraints: {required: true}}",
      "",
      "value"
    ),
    Case("constraint.required", "{name: x, constraints: {required: true}}", "", "value"),
    Case("constraint.minimum", "{name: x, type: number, constraints: {minimum: 5}}", "4.9", "5"),
    Case(
      "constraint.minimum",
      "{name: x, type: date, constraints: {minimum: 2024-01-01}}",
      "2023-12-31",
      "2024-01-01"
    ),
    Case("constraint.maximum", "{name: x, type: integer, constraints: {maximum: 5}}", "6", "5"),
    Case("constraint.enum", "{name: x, constraints: {enum: [a, b]}}", "c", "a, b"),
    Case("constraint.enum", "{name: x, type: number, constraints: {enum: [1, 2]}}", "3", "1, 2"),
    Case(
      "constraint.enum",
      "{name: x, type: boolean, constraints: {enum: ['true']}}",
      "false",
      "true"
    ),
    Case("constraint.pattern", "{name: x, constraints: {pattern: '[a-z]+'}}", "ab1", "[a-z]+"),
    Case("constraint.minLength", "{name: x, constraints: {minLength: 3}}", "市政", "3"),
    Case("constraint.maxLength", "{name: x, constraints: {maxLength: 1}}", "市政", "1"),
  ]

  @Test(arguments: fieldCases)
  func aRefusedFieldIsMissingAndTold(_ fault: Case) throws {
    let small = try SmallDataset(
      fields: [fault.field],
      rows: ["p1,\(fault.cell)", "p2,"],
      header: "project_id,x"
    )
    let (table, rejects) = try small.projects()
    #expect(table.rowCount == 2)
    #expect(table.shown("x").first == .some(nil))
    let found = try #require(rejects.kept.first)
    #expect(found.rule == fault.rule)
    #expect(found.location == SourceLocation(file: "projects.csv", line: 2))
    #expect(found.column == "x")
    #expect(found.resource == "projects")
    #expect(!found.isWholeRow)
    #expect(found.hint.contains(fault.hint), "\(found.hint)")
    #expect(rejects.tables["projects"]?.rejectedRows == 0)
  }

  @Test func aRepeatedUniqueValueNamesTheFirstLine() throws {
    for type in ["string", "integer", "date"] {
      let value = type == "date" ? "2024-01-01" : "7"
      let small = try SmallDataset(
        fields: ["{name: x, type: \(type), constraints: {unique: true}}"],
        rows: ["p1,\(value)", "p2,", "p3,\(value)", "p4,"],
        header: "project_id,x"
      )
      let (table, rejects) = try small.projects()
      #expect(table["x"]?.validity.presentCount == 1)
      #expect(rejects.kept.map(\.rule) == ["constraint.unique"])
      #expect(rejects.kept.first?.hint.contains("projects.csv:2") == true)
      #expect(rejects.kept.first?.location.line == 4)
    }
  }

  private func rowReject(_ rows: [String], fields: [String] = ["{name: x}"]) throws -> (
    Table, Reject?
  ) {
    let small = try SmallDataset(fields: fields, rows: rows, header: "project_id,x")
    let (table, rejects) = try small.projects()
    #expect(rejects.count == 1)
    #expect(rejects.tables["projects"]?.rejectedRows == 1)
    #expect(rejects.tables["projects"]?.rows == rows.count)
    return (table, rejects.kept.first)
  }

  @Test(arguments: ["p2", "p2,a,b"])
  func aRowOfAnotherShapeIsLeftOut(_ row: String) throws {
    let (table, reject) = try rowReject(["p1,a", row, "p3,c"])
    #expect(table.shown("project_id") == ["p1", "p3"])
    #expect(reject?.rule == "row.shape")
    #expect(reject?.isWholeRow == true)
    #expect(reject?.location.line == 3)
    #expect(reject?.hint.contains("2 columns") == true)
  }

  @Test func aRowWithoutItsKeyIsLeftOut() throws {
    let (table, reject) = try rowReject(["p1,a", " ,b"])
    #expect(table.rowCount == 1)
    #expect(reject?.rule == "key.missing")
    #expect(reject?.column == "project_id")
  }

  @Test func aRepeatedKeyNamesTheFirstLine() throws {
    let (table, reject) = try rowReject(["p1,a", "p2,b", "p1 ,c"])
    #expect(table.shown("x") == ["a", "b"])
    #expect(reject?.rule == "key.duplicate")
    #expect(reject?.location.line == 4)
    #expect(reject?.hint.contains("projects.csv:2") == true)
  }

  @Test func aKeyThatIsNoTextIsLeftOut() throws {
    let small = try SmallDataset(fields: ["{name: x}"], rows: [], header: "project_id,x")
    try small.folder.write(
      "projects.csv",
      bytes: Array("project_id,x\np".utf8) + [0xFF, 0x2C, 0x0A]
    )
    let (table, rejects) = try small.projects()
    #expect(table.rowCount == 0)
    #expect(rejects.kept.map(\.rule) == ["encoding.invalid"])
    #expect(rejects.kept.first?.isWholeRow == true)
  }

  @Test func aFieldThatIsNoTextIsMissing() throws {
    for type in ["string", "number", "date"] {
      let small = try SmallDataset(
        fields: ["{name: x, type: \(type)}"],
        rows: [],
        header: "project_id,x"
      )
      try small.folder.write(
        "projects.csv",
        bytes: Array("project_id,x\np1,".utf8) + [0xD6, 0xD0, 0x0A]
      )
      let (table, rejects) = try small.projects()
      #expect(table.shown("x") == [nil])
      #expect(rejects.kept.map(\.rule) == ["encoding.invalid"])
      #expect(rejects.kept.first?.column == "x")
    }
  }

  @Test func declaredCodesAreMissingAndCountedAndNoRejects() throws {
    let small = try SmallDataset(
      fields: ["{name: x, type: date}", "{name: y, type: string}"],
      rows: ["p1,PNS,NA", "p2, PNS ,", "p3,2024-01-01,word"],
      header: "project_id,x,y",
      schema: "missingValues: [\"\", PNS, NA]"
    )
    let (table, rejects) = try small.projects()
    #expect(table.shown("x") == [nil, nil, "2024-01-01"])
    #expect(table.shown("y") == [nil, nil, "word"])
    #expect(rejects.count == 0)
    let counts = try #require(rejects.tables["projects"]).fields
    #expect(counts[1].codes == ["PNS": 2])
    #expect(counts[1].nonMissing == 1)
    #expect(counts[2].codes == ["NA": 1])
  }

  @Test func valuesAreMaskedAndShortened() throws {
    let small = try SmallDataset(
      fields: ["{name: x, type: date}"],
      rows: ["p1,a1234567890 \(String(repeating: "z", count: 100))"],
      header: "project_id,x"
    )
    let (_, rejects) = try small.projects()
    let value = try #require(rejects.kept.first?.value)
    #expect(value.hasPrefix("a12********"))
    #expect(value.count < 60)
  }
}
