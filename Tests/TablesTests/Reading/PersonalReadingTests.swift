import Tables
import Testing

@Suite struct PersonalReadingTests {
  private func small(_ field: String) throws -> SmallDataset {
    try SmallDataset(
      fields: [field],
      rows: ["p1,555-0100", "p2,555-0101", "p3,555 0100", "p4,"],
      header: "project_id,account"
    )
  }

  @Test func aDroppedFieldHasNoColumnAndNeedsNone() throws {
    let small = try small("{name: account, watchpost: {personal: drop}}")
    let (table, _) = try small.projects()
    #expect(table.names == ["project_id"])
    let dataset = try small.dataset
    var rejects = RejectLog()
    let found = diagnostic {
      _ = try dataset.table("projects", fields: ["account"], rejects: &rejects)
    }
    #expect(found?.message.contains("personal and dropped") == true)
    try small.folder.write("projects.csv", "project_id\np1\n")
    #expect(try small.projects().table.rowCount == 1)
  }

  @Test func aTokenShowsEqualityAndNothingElse() throws {
    let small = try small("{name: account, watchpost: {personal: token}}")
    var dataset = try small.dataset
    dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 7, count: 32))
    var rejects = RejectLog()
    let table = try dataset.subjects(rejects: &rejects).table
    let tokens = table.shown("account")
    #expect(tokens[0] == tokens[2])
    #expect(tokens[0] != tokens[1])
    #expect(tokens[3] == nil)
    #expect(tokens[0]?.contains("555") == false)
    #expect(table["account"]?.dictionary.code(of: "555-0100") == nil)
  }

  @Test func withoutAKeyATokenFieldCannotBeAskedFor() throws {
    let small = try small("{name: account, watchpost: {personal: token}}")
    let dataset = try small.dataset
    var rejects = RejectLog()
    let found = diagnostic {
      _ = try dataset.table("projects", fields: ["account"], rejects: &rejects)
    }
    #expect(found?.message.contains("there is no key") == true)
    #expect(found?.hint?.contains(TokenKey.variable) == true)
    let table = try dataset.table("projects", fields: ["project_id"], rejects: &rejects)
    #expect(table.rowCount == 4)
  }

  @Test func withoutAKeyATokenFieldReadsAsOneTheFileLacks() throws {
    let small = try small("{name: account, watchpost: {personal: token}}")
    var dataset = try small.dataset
    #expect(dataset.package.subject[field: "account"]?.isWithheld == true)
    #expect(dataset.package[resource: "projects"]?[field: "account"]?.isWithheld == true)
    #expect(dataset.package.subject[field: "project_id"]?.isWithheld == false)
    var rejects = RejectLog()
    let table = try dataset.subjects(rejects: &rejects).table
    #expect(table.names == ["project_id"] && table.rowCount == 4)
    let finding = dataset.check().findings.first { $0.column == "account" }
    #expect(finding?.rule == "personal.withheld" && finding?.severity == .note)
    #expect(finding?.hint?.contains(TokenKey.variable) == true)

    dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 7, count: 32))
    #expect(dataset.package.subject[field: "account"]?.isWithheld == false)
    #expect(dataset.check().findings.first { $0.column == "account" }?.rule == "personal.tokened")
    dataset.tokenKey = nil
    #expect(dataset.package.subject[field: "account"]?.isWithheld == true)
  }

  @Test func aPersonalColumnStopsReadingByItsHeaderOrItsValues() throws {
    let byHeader = try SmallDataset(
      fields: ["{name: email}"],
      rows: ["p1,a@example.org"],
      header: "project_id,email"
    )
    #expect(diagnostic { _ = try byHeader.projects() }?.message.contains("email") == true)
    let byValues = try SmallDataset(
      fields: ["{name: note}"],
      rows: (0..<30).map { "p\($0),someone\($0)@example.org" },
      header: "project_id,note"
    )
    let found = diagnostic { _ = try byValues.projects() }
    #expect(found?.message.contains("projects.note") == true)
    #expect(found?.message.contains("@") == false)
  }

  @Test func refusedValuesOfTokensAreNotShown() throws {
    let small = try SmallDataset(
      fields: ["{name: account, constraints: {minLength: 9}, watchpost: {personal: token}}"],
      rows: ["p1,555-0100"],
      header: "project_id,account"
    )
    var dataset = try small.dataset
    dataset.limits = .none
    var rejects = RejectLog()
    _ = try dataset.table("projects", fields: ["project_id"], rejects: &rejects)
    #expect(rejects.kept.map(\.rule) == ["constraint.minLength"])
    #expect(rejects.kept.map(\.value) == ["(personal)"])
  }
}
