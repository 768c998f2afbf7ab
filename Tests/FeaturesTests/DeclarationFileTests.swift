import FeatureWorlds
import Features
import Tables
import Testing

@Suite struct DeclarationFileTests {
  private func parse(_ yaml: String) throws -> [Declaration] {
    try DeclarationFile.parse(yaml, file: "features.yaml")
  }

  @Test func aLineOrAMappingDeclaresAFeature() throws {
    let declarations = try parse(
      """
      features:
        slip: days_between(planned_finish, as_of)
        paid: {value: sum(amount) from payments, hidden: true, empty: 0, unit: CNY}
        late:
          value: slip > 0
          title: {en: Late, zh: 逾期}
          riskier: higher
          applies: actual_finish is null
      """
    )
    #expect(declarations.map(\.name) == ["slip", "paid", "late"])
    #expect(declarations[0].expression == "days_between(planned_finish, as_of)")
    #expect(declarations[1].isHidden && declarations[1].empty == 0)
    #expect(declarations[1].unit == "CNY")
    #expect(declarations[2].title == ["en": "Late", "zh": "逾期"])
    #expect(declarations[2].riskier == .higher)
    #expect(declarations[2].applies == "actual_finish is null")
    #expect(declarations[2].location.description == "features.yaml:4:3")
  }

  @Test func scalarsAreReadAsText() throws {
    let declarations = try parse("features: {a: 1, b: 1e3, c: true, d: 'null', e: {value: 2}}")
    #expect(declarations.map(\.expression) == ["1", "1e3", "true", "null", "2"])
  }

  @Test func unknownKeysAreErrorsWithTheNearest() throws {
    let key = try failure { _ = try parse("features:\n  a: {value: 1, titel: x}\n") }
    #expect(key.location?.description == "features.yaml:2:17")
    #expect(key.hint == "did you mean ‘title’?")
    let top = try failure { _ = try parse("feature:\n  a: 1\n") }
    #expect(top.hint == "did you mean ‘features’?")
    let value = try failure { _ = try parse("features:\n  a: {value: 1, riskier: up}\n") }
    #expect(value.message == "riskier is higher or lower")
  }

  @Test func brokenFilesSayWhere() throws {
    #expect(try failure { _ = try parse("features:\n  a: 'x\n") }.location?.line != nil)
    #expect(try failure { _ = try parse("features:\n  a: 1\n  a: 2\n") }.problem == .duplicate("a"))
    #expect(try failure { _ = try parse("[1]") }.problem == .file)
    #expect(try failure { _ = try parse("") }.problem == .file)
    #expect(
      try failure { _ = try parse("features:\n  a: {unit: x}\n") }.message.contains("a has no")
    )
  }

  /// The wrong name `bugdet` in every style of YAML.
  @Test(arguments: [
    ("features:\n  a: 1 + bugdet\n", "2:10"),
    ("features:\n  a: '1 + bugdet'\n", "2:11"),
    ("features:\n  a: \"1 + bugdet\"\n", "2:11"),
    ("features:\n  a: 'sector = ''x'' or bugdet > 1'\n", "2:25"),
    ("features:\n  a: \"sector = '\\x41' or bugdet > 1\"\n", "2:26"),
    ("features:\n  a: \"\\u4e2d = 1 or bugdet\"\n", "2:7"),
    ("features:\n  a: 1 +\n    2 + bugdet\n", "3:9"),
    ("features:\n  a: \"1 +\n    2 + bugdet\"\n", "3:9"),
    ("features:\n  a: \"1 + \\\n    bugdet\"\n", "3:5"),
    ("features:\n  a: |\n    1 +\n      bugdet\n", "4:7"),
    ("features:\n  a: >\n    1 +\n    2 + bugdet\n", "4:9"),
    ("features:\n  a: >-\n\n    1 +\n    bugdet\n", "5:5"),
    ("features: {a: {value: 1, applies: bugdet > 1}}", "1:35"),
    ("features:\r\n  a: 1 + bugdet\r\n", "2:10"),
    ("features:\n  逾期: 1 + bugdet\n", "2:11"),
  ])
  func errorsPointIntoTheFile(yaml: String, place: String) throws {
    let declarations = try parse(yaml)
    let error = try failure { _ = try FeaturePlan(declarations, package: World.package()) }
    #expect(error.location?.description == "features.yaml:\(place)", "\(error.message)")
  }
}
