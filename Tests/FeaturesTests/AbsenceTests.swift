import Features
import Tables
import Testing

/// Columns that the data do not have, where a plan bears that.
@Suite struct AbsenceTests {
  private func answer(
    _ expressions: KeyValuePairs<String, String>,
    of name: String = "f"
  ) throws -> Answer? {
    let package = try World.package()
    let source = MemorySource(
      package,
      projects: [["project_id": .text("P"), "budget": .number(8), "sector": .text("road")]],
      events: ["payments": [["project_id": .text("P"), "paid_on": .day("2024-06-01")]]]
    )
    let plan = try World.plan(expressions, package: package, absence: .insufficient)
    return try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0].answer(name, "P")
  }

  private func lacking(_ inputs: String...) -> Answer {
    Answer(state: .insufficient, inputs: Set(inputs))
  }

  @Test(arguments: [
    "gone + 30 < as_of", "30 + gone < as_of", "gone - 30 < as_of", "as_of > gone + 30",
    "as_of - gone > as_of", "days_between(gone + 1, as_of) > 3", "year(gone - 1 - 1)",
    "gone + 30", "(gone + 30) * 2", "gone + 30 > 5", "gone + 1 + 2 < as_of", "-gone + 3 > 0",
    "gone + 3 between as_of - 1 and as_of", "gone + 3 in (as_of, planned_finish, as_of + 1)",
    "least(gone + 1, as_of)", "nullif(gone + 1, as_of)", "gone = 'a'", "gone like 'a'",
    "case when budget > 1 then gone + 1 else as_of end", "not (gone and budget > 1)",
    "budget + gone", "gone - budget - 1", "as_of + gone", "gone + gone < as_of",
  ])
  func anAbsentColumnTakesTheTypeThatIsNeeded(expression: String) throws {
    let found = try answer(["f": expression])
    #expect(found?.value == nil && found?.state == .insufficient)
    #expect(found?.inputs.contains("gone") == true)
  }

  @Test(arguments: [
    "count(*) from payments where gone + 30 < as_of", "max(gone + 30) from payments",
    "count(*) from payments where paid_on > gone + 30", "sum(gone - 1) from payments",
    "count(*) from payments where days_between(paid_on, gone - 2) > 1",
  ])
  func soDoesOneOfAnEvent(expression: String) throws {
    #expect(try answer(["f": expression]) == lacking("payments.gone"))
  }

  @Test func theTypeReachesFeaturesThatFollow() throws {
    let moved = "moved"
    #expect(try answer([moved: "gone + 30", "f": "moved < as_of"]) == lacking("gone"))
    #expect(try answer([moved: "gone + 30", "f": "moved * 2"]) == lacking("gone"))
    #expect(try answer([moved: "gone", "f": "moved + 30 < as_of"]) == lacking("gone"))
    #expect(try answer(["f": "1", "g": "rank(gone + 1) over ()"], of: "g") == lacking("gone"))
  }

  @Test func theMeaningIsThatOfAColumnThatIsThere() throws {
    func print(_ expression: String) throws -> String? {
      try World.plan(["f": expression], absence: .insufficient)["f"]?.canonical
        .replacing("[projects.gone absent]", with: "gone")
    }
    #expect(try print("gone + 30 < as_of") == "(< (add_days gone 30.0) as_of)")
    #expect(try print("30 + gone < as_of") == "(< (add_days gone 30.0) as_of)")
    #expect(
      try print("gone - 30 - 1 < as_of")
        == "(< (subtract_days (subtract_days gone 30.0) 1.0) as_of)"
    )
    #expect(try print("gone + 30 < 5") == "(< (add gone 30.0) 5.0)")
    #expect(try print("gone + 30") == "(add gone 30.0)")
  }

  @Test(arguments: [
    ("gone + 30 = 'a'", "‘gone + 30’ is a number or a date"),
    ("'a' = gone + 30", "‘gone + 30’ is a number or a date"),
    ("gone + 30 and budget > 1", "‘gone + 30’ is a number or a date"),
    ("coalesce(gone + 1, gone) like 'a'", "is a number or a date"),
    ("case when budget > 1 then gone + 1 else 'a' end", "‘gone + 1’ is a number or a date"),
    ("30 - gone < as_of", "‘30 - gone’ is a number"), ("gone - as_of", "‘as_of’ is a date"),
    ("gone + 'a'", "‘'a'’ is text"), ("sector + gone", "‘sector’ is text"),
  ])
  func whatNoTypeCanMendIsAnError(expression: String, message: String) throws {
    let error = try failure {
      _ = try World.plan(["f": expression], absence: .insufficient)
    }
    #expect(error.problem == .type)
    #expect(error.message.contains(message), "\(error.message)")
  }
}
