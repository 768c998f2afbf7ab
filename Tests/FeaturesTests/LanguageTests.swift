import FeatureWorlds
import Features
import Tables
import Testing

@Suite struct LanguageTests {
  /// The canonical print shows how an expression was understood.
  private func print(_ expression: String) throws -> String {
    let plan = try World.plan(["f": expression])
    return try #require(plan["f"]).canonical
      .replacing(#/\[projects\.(\w+)[^\]]*\]/#) { "\($0.output.1)" }
      .replacing(#/\[payments\.(\w+)[^\]]*\]/#) { "\($0.output.1)" }
      .replacing(#/\[payments [^\]]*\]/#) { _ in "payments" }
  }

  @Test(arguments: [
    ("1 + 2 * 3", "(add 1.0 (multiply 2.0 3.0))"),
    ("(1 + 2) * 3", "(multiply (add 1.0 2.0) 3.0)"),
    ("8 - 4 - 2", "(subtract (subtract 8.0 4.0) 2.0)"),
    ("8 / 4 / 2", "(divide (divide 8.0 4.0) 2.0)"),
    ("-budget * -2", "(multiply (negate budget) -2.0)"),
    ("1e3 + .5", "(add 1000.0 0.5)"),
    ("is_key or is_key and not is_key", "(or is_key (and is_key (not is_key)))"),
    ("not budget > 1 and is_key", "(and (not (> budget 1.0)) is_key)"),
    ("budget + 1 > 2 = is_key", "(= (> (add budget 1.0) 2.0) is_key)"),
    ("sector = 'it''s'", "(= sector 'it''s')"),
    ("sector not in ('a', 'b')", "(not (in sector 'a' 'b'))"),
    ("budget between 1 + 1 and 3", "(and (>= budget (add 1.0 1.0)) (<= budget 3.0))"),
    (
      "budget not between 1 and 3 or is_key",
      "(or (not (and (>= budget 1.0) (<= budget 3.0))) is_key)"
    ),
    ("sector like 'a%'", "(like sector 'a%')"),
    ("sector not like '_'", "(not (like sector '_'))"),
    ("sector is null", "(is_null sector)"),
    ("sector IS NOT NULL", "(not (is_null sector))"),
    ("Case When is_key Then 1 End", "(case is_key 1.0 null)"),
    ("case sector when 'a' then 1 else 2 end", "(case (= sector 'a') 1.0 2.0)"),
    ("as_of + 5", "(add_days as_of 5.0)"),
    ("5 + as_of", "(add_days as_of 5.0)"),
    ("planned_finish - 5", "(subtract_days planned_finish 5.0)"),
    ("DATE '2024-02-29'", "2024-02-29"),
    ("Days_Between(as_of, planned_finish)", "(days_between as_of planned_finish)"),
    ("\"budget\" != 2", "(<> budget 2.0)"),
    ("projects.budget", "budget"),
    ("coalesce(null, budget)", "(coalesce null budget)"),
    ("count(*) from payments", "(from payments (count *))"),
    (
      "count(distinct payee) from payments where amount > projects.budget",
      "(from payments (count distinct payee) where (> amount budget))"
    ),
    ("quantile(amount, 0.9) from payments", "(from payments (quantile amount 0.9))"),
    ("hhi(amount by payee) from payments", "(from payments (hhi amount by payee))"),
    ("avg(budget) over (partition by sector, is_key)", "(over (sector is_key) (avg budget))"),
    ("count(*) over ()", "(over () (count *))"),
    ("contains(Lower(sector), 'a')", "(contains (lower sector) 'a')"),
    ("length(sector) > 3", "(> (length sector) 3.0)"),
    ("longest_gap(paid_on) from payments", "(from payments (longest_gap paid_on))"),
    (
      "longest_run(amount > 1) from payments", "(from payments (longest_run (> amount 1.0)))"
    ),
    ("robust_zscore(budget) over (partition by sector)", "(over (sector) (robust_zscore budget))"),
    ("avg(budget) over (partition by sector min 30)", "(over (sector min 30) (avg budget))"),
    (
      "avg(budget) over (partition by sector, is_key Min 30 else sector else ALL)",
      "(over (sector is_key min 30) (sector min 30) () (avg budget))"
    ),
    (
      "rank(budget) over (partition by sector min 30 else is_key min 5 else all min 2)",
      "(over (sector min 30) (is_key min 5) (min 2) (rank budget))"
    ),
  ])
  func expressionsAreUnderstood(expression: String, canonical: String) throws {
    #expect(try print(expression) == canonical)
  }

  @Test func chineseNamesNeedNoQuotes() throws {
    let package = try World.package(projects: {
      $0.fields.append(Field("概算", .number, knowledge: .fixed))
    })
    let plan = try World.plan(["超支率": "final_cost / 概算 - 1", "x": "超支率 * 2"], package: package)
    #expect(plan["x"]?.dependsOn == ["超支率"])
  }

  @Test(arguments: [
    ("budget +", 9, "expected a value, found the end"),
    ("(budget", 8, "expected ‘)’"),
    ("budget budget", 8, "expected the end of the expression"),
    ("sector = 'road", 10, "never closed"),
    ("budget > 1亿", 10, "may not start with a digit"),
    ("budget == 1", 8, "‘==’ is not an operator"),
    ("budget（1）", 7, "has no meaning"),
    ("date '2024-02-30'", 6, "is not a date"),
    ("case when is_key then 1", 24, "expected ‘end’"),
    ("sum(amount)", 12, "expected ‘from TABLE’"),
    ("sum(amount) from payments / budget", 27, "expected ‘where’ or the end"),
    ("1 + sum(amount)", 5, "cannot stand inside another expression"),
    ("budget from payments", 8, "expected the end"),
    ("max(budget, 1) over ()", 11, "expected ‘)’"),
    ("sum(distinct amount) from payments", 5, "expected a value"),
    ("", 1, "has no expression"),
    ("is_key is true", 11, "expected ‘null’"),
    ("count(*) over (partition by sector min 0)", 40, "expected a number of peers"),
    ("count(*) over (partition by sector min 2.5)", 40, "expected a number of peers"),
    ("count(*) over (partition by sector min -3)", 40, "expected a number of peers"),
    ("count(*) over (partition by sector min many)", 40, "expected a number of peers"),
    ("count(*) over (partition by sector else all)", 36, "expected ‘min’ and a number"),
    ("count(*) over (partition by sector min 3 else)", 46, "expected a value"),
    ("count(*) over (partition by sector min 3 else all else is_key)", 51, "expected ‘)’"),
    ("count(*) over (partition by sector min 3 all)", 42, "expected ‘)’"),
    ("count(*) over (min 3)", 16, "expected ‘)’"),
  ])
  func syntaxErrorsSayWhere(expression: String, column: Int, message: String) throws {
    let error = try failure { _ = try World.plan(["f": expression]) }
    #expect(error.problem == .syntax)
    #expect(error.location?.column == column, "\(error.message)")
    #expect(error.message.contains(message), "\(error.message)")
  }

  @Test(arguments: [
    ("sector = 1", "‘sector’ is text, but ‘1’ is a number"),
    ("budget = '1'", "‘budget’ is a number, but ‘'1'’ is text"),
    ("planned_finish > '2024-01-01'", "is a date, but"),
    ("planned_finish - as_of", "dates are not subtracted"),
    ("planned_finish + as_of", "two dates cannot be added"),
    ("planned_finish + 1.5", "moves by whole days"),
    ("planned_finish + sector", "moves by a number of days"),
    ("is_key + 1", "an operand of arithmetic is a number"),
    ("not budget", "an operand of ‘not’ is true or false"),
    ("is_key > false", "have no order"),
    ("budget = null", "never true"),
    ("sector like budget", "pattern of ‘like’"),
    ("budget like 'a'", "what ‘like’ looks at is text"),
    ("least(sector, 'a')", "compares numbers or dates"),
    ("case when budget then 1 end", "a condition is true or false"),
    ("case when is_key then 1 else 'a' end", "‘1’ is a number, but ‘'a'’ is text"),
    ("ln(sector)", "an argument of ln is a number"),
    ("year(budget)", "an argument of year is a date"),
    ("lower(budget)", "an argument of lower is text"),
    ("length(planned_finish)", "an argument of length is text"),
    ("contains(sector, 1)", "an argument of contains is text"),
    ("longest_gap(amount) from payments", "the argument of longest_gap is a date"),
    ("longest_run(amount) from payments", "the condition of longest_run is true or false"),
    ("trend(paid_on) from payments", "the argument of trend is a number"),
    ("trend(1) from milestones", "milestones declares no happened"),
    ("longest_run(true) from milestones", "neither happened nor a primary key"),
    ("robust_zscore(planned_finish) over ()", "the argument of robust_zscore is a number"),
    ("sum(payee) from payments", "the argument of sum is a number"),
    ("max(is_last) from payments", "orders numbers or dates"),
    ("quantile(amount, 2) from payments", "from 0 to 1"),
    ("count(*) from payments where amount", "the condition of ‘where’ is true or false"),
  ])
  func typeErrorsNameBothSides(expression: String, message: String) throws {
    let error = try failure { _ = try World.plan(["f": expression]) }
    #expect(error.problem == .type, "\(error)")
    #expect(error.message.contains(message), "\(error.message)")
  }

  @Test(arguments: [
    ("planned_finish > '2024-01-01'", "write date '2024-01-01'"),
    ("as_of - planned_finish", "write days_between(planned_finish, as_of)"),
    ("budget = null", "write ‘is null’ or ‘is not null’"),
    ("min(budget, 1) over ()", "the smallest of several values is least(a, b)"),
    ("budget × 2", "write *"),
    ("bugdet * 2", "did you mean ‘budget’?"),
    ("sum(amonut) from payments", "did you mean ‘amount’?"),
    ("sum(amount) from paymets", "did you mean ‘payments’?"),
    ("sum(budget) from payments", "the project's column is written projects.budget"),
    ("amount * 2", "amount is a column of payments; it takes an aggregate: … from payments"),
    ("rond(budget)", "did you mean ‘round’?"),
    ("round(budget, 2)", "write round(x)"),
    ("zscore(amount) from payments", "write zscore(x) over (partition by …)"),
    ("robust_zscore(amount) from payments", "write robust_zscore(x) over (partition by …)"),
    ("trend(budget) over ()", "it reads events: trend(x) from TABLE"),
    ("trend(1) from milestones", "declare happened: FIELD for milestones in the data package"),
    ("lenght(sector)", "did you mean ‘length’?"),
    ("count(*) from projects", "compare projects with: … over (partition by …)"),
  ])
  func errorsHintAtTheRightWords(expression: String, hint: String) throws {
    let error = try failure { _ = try World.plan(["f": expression]) }
    #expect(error.hint == hint, "\(error)")
  }

  @Test func workingDaysNeedACalendar() throws {
    let expression = "1 + working_days_between(planned_finish, as_of)"
    let error = try failure { _ = try World.plan(["f": expression]) }
    #expect(error.problem == .notFound("calendar"))
    #expect(error.location?.column == 5)
    #expect(error.hint?.contains("calendar: FILE.csv") == true)
    var package = try World.package()
    package.calendar = .weekends
    #expect(try World.plan(["f": expression], package: package).features.count == 1)
    let type = try failure {
      _ = try World.plan(["f": "working_days_between(budget, as_of)"], package: package)
    }
    #expect(type.message.contains("an argument of working_days_between is a date"))
  }

  /// A pack meets datasets of all kinds: there it is missing data, as a missing table is.
  @Test func aPackWithoutACalendarIsInsufficient() throws {
    let package = try World.package()
    let declaration = Declaration(
      name: "f",
      expression: "coalesce(working_days_between(planned_finish, as_of), 0)"
    )
    let plan = try FeaturePlan([declaration], package: package, absence: .insufficient)
    #expect(plan.absent == ["calendar"])
    let diagnosis = FeaturePlan.diagnose([declaration], package: package)
    #expect(diagnosis.verdicts.first?.missing.map(\.description) == ["calendar"])
    let source = MemorySource(
      package,
      projects: [["project_id": .text("P"), "planned_finish": .day("2024-06-03")]],
      events: [:]
    )
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    #expect(table.answer("f", "P") == Answer(state: .insufficient, inputs: ["calendar"]))
    #expect(try plan.sql(.sqlite, asOf: World.asOf).contains("CAST(NULL AS REAL)"))
  }

  @Test func outcomesCannotBeRead() throws {
    let error = try failure { _ = try World.plan(["f": "count(*) from outcomes"]) }
    #expect(error.problem == .forbidden("outcomes"))
  }

  /// Conditions between rows of two tables wait; the message says so and what to do.
  @Test(arguments: [
    (
      "count(*) from payments where paid_on between milestones.actual_on and as_of", "milestones",
      "rows of payments cannot be compared with rows of milestones: this is not supported",
      "last_actual_on: max(actual_on) from milestones"
    ),
    (
      "sum(changes.amount) from payments", "changes",
      "rows of payments cannot be compared with rows of changes", "compare with that feature"
    ),
    (
      "payments.amount * 2", "payments", "payments.amount is not one value",
      "last_amount: max(amount) from payments"
    ),
    (
      "avg(payments.amount) over ()", "payments", "a project has many rows of payments",
      "use that feature's name"
    ),
    (
      "count(*) from payments where outcomes.happened > paid_on", "outcomes",
      "no feature may read the outcomes", "before the outcome"
    ),
  ])
  func rowsOfTwoTablesCannotBeCompared(
    expression: String,
    table: String,
    message: String,
    hint: String
  ) throws {
    let error = try failure { _ = try World.plan(["f": expression]) }
    #expect(error.problem == .forbidden(table))
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.hint?.contains(hint) == true, "\(error)")
    let typo = try failure {
      _ = try World.plan(["f": "count(*) from payments where paymnts.x > 1"])
    }
    #expect(typo.message == "no table ‘paymnts’ can be read here")
  }

  @Test func aCircleIsNamedWithItsPath() throws {
    let error = try failure {
      _ = try World.plan(["a": "b + 1", "b": "c + 1", "c": "a + 1", "d": "a"])
    }
    #expect(error.problem == .circle(["a", "b", "c"]))
    #expect(error.message == "these features need each other: a → b → c → a")
    let own = try failure { _ = try World.plan(["a": "a + 1"]) }
    #expect(own.message == "these features need each other: a → a")
  }

  @Test func aFeatureMayNotHideAColumnOrAnother() throws {
    let column = try failure { _ = try World.plan(["budget": "1"]) }
    #expect(column.problem == .duplicate("budget"))
    let twice = try failure { _ = try World.plan(["a": "1", "a": "2"]) }
    #expect(twice.problem == .duplicate("a"))
    let word = try failure { _ = try World.plan(["case": "1"]) }
    #expect(word.message.contains("cannot be the name"))
  }

  @Test func featuresComeInAnyOrder() throws {
    let plan = try World.plan(["a": "b * 2", "b": "c + 1", "c": "budget"])
    #expect(plan.features.map(\.name) == ["a", "b", "c"])
    #expect(plan["a"]?.inputs == [InputColumn(resource: "projects", field: "budget")])
  }

  @Test func hugeExpressionsAreRefusedAndDoNotExhaustTheStack() throws {
    let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    #expect(try failure { _ = try World.plan(["f": deep]) }.problem == .syntax)
    let long = Array(repeating: "1", count: 60_000).joined(separator: "+")
    #expect(try failure { _ = try World.plan(["f": long]) }.problem == .syntax)
    var doubling = "1"
    for _ in 0..<60 { doubling = "case \(doubling) when 1 then 2 when 2 then 1 end" }
    #expect(try failure { _ = try World.plan(["f": doubling]) }.problem == .syntax)
    let fine = Array(repeating: "1", count: 250).joined(separator: "+")
    #expect(try World.plan(["f": fine]).features.count == 1)
  }
}
