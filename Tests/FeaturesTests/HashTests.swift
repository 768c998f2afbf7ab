import FeatureWorlds
import Features
import Tables
import Testing

/// What a declaration's hash depends on, and what it does not.
@Suite struct HashTests {
  private func hash(
    _ expressions: KeyValuePairs<String, String>,
    of name: String = "f",
    package: DataPackage? = nil
  ) throws -> String {
    try #require(try World.plan(expressions, package: package)[name]).hash
  }

  @Test func itIsTheHashOfTheCanonicalPrint() throws {
    let plan = try World.plan(["f": "budget"])
    let print = "[projects.budget money unit=CNY knowledge=fixed]"
    #expect(plan["f"]?.canonical == print)
    // printf '%s' '[projects.budget money unit=CNY knowledge=fixed]' | sha256sum
    #expect(
      plan["f"]?.hash == "8acc400c10f52b1157a04ace97884ef4"
        + "de6d0cda4e49e45b6651d7e191f9c028"
    )
  }

  @Test(arguments: [
    ("budget+1", " budget  +\n 1 "), ("budget / 2", "BUDGET_"),
    ("sum(amount) from payments", "SUM"),
    ("budget != 1", "budget <> 1"), ("budget + 1.0", "budget + 1e0"), ("(budget)", "budget"),
    ("budget between 1 and 2", "budget >= 1 and budget <= 2"),
    ("coalesce(budget, 1)", "Coalesce(projects.budget, 1)"),
  ])
  func spellingDoesNotCount(left: String, right: String) throws {
    let other: String
    switch right {
    case "BUDGET_": other = "\"budget\" / 2"
    case "SUM": other = "SUM ( payments.amount ) FROM payments"
    default: other = right
    }
    #expect(try hash(["f": left]) == hash(["f": other]))
  }

  @Test(arguments: [
    ("budget + 1", "1 + budget"), ("budget > 1", "budget >= 1"), ("budget", "final_cost"),
    ("count(*) from payments", "count(amount) from payments"),
    ("count(payee) from payments", "count(distinct payee) from payments"),
    ("median(amount) from payments", "quantile(amount, 0.25) from payments"),
    ("count(*) over ()", "count(*) over (partition by sector)"),
    ("count(*) over (partition by sector)", "count(*) over (partition by sector min 1)"),
    ("count(*) over (partition by sector min 1)", "count(*) over (partition by sector min 2)"),
    (
      "count(*) over (partition by sector min 2)",
      "count(*) over (partition by sector min 2 else all)"
    ),
    ("sector = 'a'", "sector = 'A'"),
    ("hhi(amount by payee) from payments", "hhi(amount by kind) from payments"),
  ])
  func meaningCounts(left: String, right: String) throws {
    #expect(try hash(["f": left]) != hash(["f": right]))
  }

  /// What was declared before peers could be too few keeps the hash it had.
  @Test func peersWithoutANumberKeepTheirHash() throws {
    let plan = try World.plan(["f": "avg(budget) over (partition by sector)"])
    // printf '%s' '(over (…) (avg …))' | sha256sum
    #expect(
      plan["f"]?.canonical
        == "(over ([projects.sector text knowledge=fixed]) "
        + "(avg [projects.budget money unit=CNY knowledge=fixed]))"
    )
    #expect(
      plan["f"]?.hash == "56bd5ae7954be172d2c8f3debb60a148"
        + "72bf596889aeff6c40f18da2b45f8ac3"
    )
    #expect(
      try hash(["f": "avg(budget) over (partition by sector min 3 else is_key min 3 else all)"])
        == hash(["f": "avg(budget) over (partition by sector min 3 else is_key else all)"])
    )
  }

  @Test func theCalendarCountsWhereWorkingDaysAreCounted() throws {
    func package(_ calendar: WorkCalendar) throws -> DataPackage {
      var package = try World.package()
      package.calendar = calendar
      return package
    }
    let year = Day.of("2024-01-01")...Day.of("2024-12-31")
    let plain = WorkCalendar(covers: year, off: [.of("2024-05-01")])
    let expression: KeyValuePairs = ["f": "working_days_between(planned_finish, as_of)"]
    let hashes = try [
      plain, WorkCalendar(covers: year, off: [.of("2024-05-02")]),
      WorkCalendar(covers: year, off: [.of("2024-05-01")], work: [.of("2024-05-04")]),
      WorkCalendar(covers: year, weekend: [4, 5], off: [.of("2024-05-01")]),
      WorkCalendar(covers: Day.of("2023-01-01")...Day.of("2024-12-31"), off: [.of("2024-05-01")]),
    ].map { try hash(expression, package: package($0)) }
    #expect(Set(hashes).count == hashes.count)
    let saturday = WorkCalendar(covers: year, off: [.of("2024-05-01"), .of("2024-05-04")])
    #expect(try hash(expression, package: package(saturday)) == hashes[0])
    let days: KeyValuePairs = ["f": "days_between(planned_finish, as_of)"]
    #expect(try hash(days, package: package(plain)) == hash(days))
  }

  @Test func referencedFeaturesAreWrittenOut() throws {
    let direct = try hash(["f": "(budget + 1) * 2"])
    #expect(try hash(["f": "a * 2", "a": "budget + 1"]) == direct)
    #expect(try hash(["other": "budget + 1", "f": "other * 2"]) == direct)
    #expect(try hash(["f": "a * 2", "a": "budget + 3"]) != direct)
  }

  @Test func emptyAndAppliesCountAndTitlesDoNot() throws {
    func hash(_ declaration: Declaration) throws -> String {
      let plan = try FeaturePlan([declaration], package: World.package())
      return plan.features[0].hash
    }
    let sum = "sum(amount) from payments"
    let plain = try hash(Declaration(name: "f", expression: sum))
    #expect(
      try hash(
        Declaration(
          name: "g",
          expression: sum,
          title: ["en": "Paid"],
          unit: "CNY",
          riskier: .higher,
          isHidden: true
        )
      ) == plain
    )
    #expect(try hash(Declaration(name: "f", expression: sum, empty: 0)) != plain)
    #expect(try hash(Declaration(name: "f", expression: sum, applies: "is_key")) != plain)
  }

  @Test func theMeaningOfAColumnCountsAndItsSpellingDoesNot() throws {
    let sum: KeyValuePairs = ["f": "sum(amount) from payments where checked_on > as_of - 9"]
    let plain = try hash(sum)
    func changed(_ change: (inout Resource) -> Void) throws -> Bool {
      try hash(sum, package: World.package(payments: change)) != plain
    }
    let amount = 6
    #expect(try changed { $0.fields[amount].unit = "USD" })
    #expect(try changed { $0.fields[amount].knownOn = "checked_on" })
    #expect(try changed { $0.fields[amount] = Field("amount", .number) })
    #expect(
      try changed {
        $0.fields[5].knowledge = .plan; $0.fields[5].isKnowledgeDeclared = true
      }
    )
    #expect(try changed { $0.recorded = "recorded_on" })
    #expect(try changed { $0.happened = "due_on" })
    #expect(try !changed { $0.fields[amount].header = "金额" })
    #expect(try !changed { $0.fields[amount].writtenIn = "万元" })
    #expect(try !changed { $0.encoding = .gb18030 })
    #expect(try !changed { $0.fields[amount].title = "Amount" })
    #expect(try !changed { $0.fields.append(Field("more")) })
    #expect(try !changed { $0.coversFrom = .of("2020-01-01") })
  }

  @Test func featuresThatBuildOnEachOtherDoNotDoubleTheirPrint() throws {
    var declarations = [Declaration(name: "f0", expression: "budget + 1")]
    for index in 1...60 {
      declarations.append(
        Declaration(name: "f\(index)", expression: "f\(index - 1) + f\(index - 1)")
      )
    }
    let plan = try FeaturePlan(declarations, package: World.package())
    #expect(try #require(plan["f60"]).canonical.utf8.count < 40_000)
    declarations[0] = Declaration(name: "f0", expression: "budget + 2")
    let other = try FeaturePlan(declarations, package: World.package())
    #expect(other["f60"]?.hash != plan["f60"]?.hash)
  }
}
