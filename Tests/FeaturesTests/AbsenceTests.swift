import FeatureWorlds
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

  // What is not in the data is not empty.

  @Test(arguments: [
    "coalesce(gone, as_of)", "coalesce(gone, other, 1)", "gone is null", "gone is not null",
    "(gone is null) and true", "gone + 30 is null", "nullif(budget, gone)",
    "case when gone > 3 then 1 else 0 end", "case when gone is null then 'a' else 'b' end",
    "case when final_cost > 1 then 1 when gone > 1 then 2 else 3 end",
    "coalesce(final_cost, gone, 7)", "coalesce(gone = 'x', false)", "not (gone is null)",
    "days_between(planned_finish, coalesce(gone, as_of))", "coalesce(gone is null, true)",
    "case gone when 1 then 'one' else 'more' end", "case sector when gone then sector else 'a' end",
    "coalesce(case when gone then 1 else 2 end, 0)", "coalesce(gone in (1, 2), false)",
    "coalesce(sector in (gone), false)", "coalesce(gone like 'a', true)",
    "case when gone = 'a' then sector else contractor end", "coalesce(gone and gone, true)",
    "coalesce(coalesce(gone, 1), 2)", "coalesce(case when budget > 1 then gone else gone end, 1)",
  ])
  func whatIsAbsentIsNotEmpty(expression: String) throws {
    let found = try answer(["f": expression])
    #expect(found?.state == .insufficient)
    #expect(found?.inputs.contains("gone") == true)
    #expect(found?.inputs.contains("other") == false)
  }

  @Test func whatIsDecidedWithoutItIsKnown() throws {
    let expectations: [(String, Cell)] = [
      ("coalesce(budget, gone)", .number(8)), ("coalesce(null, budget, gone, 1)", .number(8)),
      ("budget < 1 and gone is null", .boolean(false)), ("budget > 1 or gone", .boolean(true)),
      ("case when budget > 1 then 1 when gone > 1 then 2 end", .number(1)),
      ("case when budget > 1 then 'a' when gone > 1 then sector end", .text("a")),
      ("case when budget < 1 then gone else 5 end", .number(5)),
      ("final_cost is null", .boolean(true)),
      ("coalesce(final_cost, 3)", .number(3)), ("budget in (gone, 8)", .boolean(true)),
      ("coalesce(budget < 1 and gone, true)", .boolean(false)),
    ]
    for (expression, value) in expectations {
      #expect(try answer(["f": expression]) == Answer(value: value), "\(expression)")
    }
  }

  @Test func absenceReachesWhatFollows() throws {
    #expect(try answer(["g": "gone + 1", "f": "coalesce(g, 0)"]) == lacking("gone"))
    #expect(
      try answer(["g": "sum(gone) from payments", "f": "g is null"]) == lacking("payments.gone")
    )
    #expect(
      try answer(["g": "sum(amount) from payments where gone > 1", "f": "coalesce(g, 0)"])
        == lacking("payments.gone")
    )
    #expect(try answer(["g": "count(*) from bids", "f": "coalesce(g, 0)"]) == lacking("bids"))
    #expect(
      try answer(["g": "avg(gone) over ()", "f": "case when g > 1 then 1 else 0 end"])
        == lacking("gone")
    )
    #expect(
      try answer(["n": "sum(amount) from payments", "f": "coalesce(n, 0)"])
        == Answer(value: .number(0))
    )
  }

  @Test func aConditionThatAsksForItIsInsufficient() throws {
    let package = try World.package()
    let plan = try FeaturePlan(
      [
        Declaration(name: "f", expression: "1", applies: "gone is null"),
        Declaration(name: "g", expression: "coalesce(f, 2)"),
        Declaration(name: "h", expression: "1", applies: "budget > 9 and gone is null"),
      ],
      package: package,
      absence: .insufficient
    )
    let source = MemorySource(
      package,
      projects: [["project_id": .text("P"), "budget": .number(8)]]
    )
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    #expect(table.answer("f", "P") == lacking("gone"))
    #expect(table.answer("g", "P") == lacking("gone"))
    #expect(table.answer("h", "P") == Answer(state: .notApplicable))
  }
}
