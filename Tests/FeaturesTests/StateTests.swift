import FeatureWorlds
import Features
import Tables
import Testing

/// Value, insufficient, undefined, none and not applicable, by enumeration.
@Suite struct StateTests {
  /// Every combination of budget and final cost in {missing, 0, 2} with or without a payment.
  private func worlds() -> [(row: Row, payment: Cell?)] {
    let values: [Cell?] = [nil, .number(0), .number(2)]
    var worlds: [(row: Row, payment: Cell?)] = []
    for budget in values {
      for cost in values {
        for payment in values {
          var row: Row = ["project_id": .text("P"), "actual_finish": .day("2024-01-01")]
          row["budget"] = budget
          row["final_cost"] = cost
          worlds.append((row, payment))
        }
      }
    }
    return worlds
  }

  private func answer(
    _ declaration: Declaration,
    _ row: Row,
    payment: Cell? = nil,
    others: [Declaration] = [],
    package: DataPackage? = nil
  ) throws -> Answer {
    let package = try package ?? World.package()
    var events: [Row] = []
    if let payment {
      events = [
        ["project_id": .text("P"), "paid_on": .day("2024-06-01"), "amount": payment]
      ]
    }
    let source = MemorySource(package, projects: [row], events: ["payments": events])
    let plan = try FeaturePlan(others + [declaration], package: package)
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    return try #require(table.answer(declaration.name, "P"))
  }

  /// No rows are *none*; rows that do not suffice are *undefined*; a condition that is never true
  /// has no run, which is 0.
  @Test(arguments: [
    ("longest_gap(paid_on) from payments", FeatureState.none, FeatureState.undefined),
    ("trend(amount) from payments", .none, .undefined),
    ("benford_mad(amount) from payments", .none, .undefined),
    ("longest_run(amount > 5) from payments", .none, .value),
  ])
  func aggregatesOfOneRow(expression: String, without: FeatureState, with: FeatureState) throws {
    let declaration = Declaration(name: "f", expression: expression)
    let row: Row = ["project_id": .text("P")]
    #expect(try answer(declaration, row).state == without)
    #expect(try answer(declaration, row, payment: .number(2)).state == with)
    let filled = Declaration(name: "f", expression: expression, empty: 7)
    #expect(try answer(filled, row) == Answer(value: .number(7)))
  }

  @Test func aRobustScoreAmongEqualsIsUndefined() throws {
    let row: Row = ["project_id": .text("P"), "budget": .number(2), "sector": .text("road")]
    let score = Declaration(
      name: "z",
      expression: "robust_zscore(budget) over (partition by sector)"
    )
    #expect(try answer(score, row).state == .undefined)
    let unknown = row.filter { $0.key != "budget" }
    #expect(try answer(score, unknown) == Answer(state: .insufficient, inputs: ["budget"]))
  }

  @Test func aDayThatTheCalendarDoesNotKnowIsInsufficient() throws {
    var package = try World.package()
    package.calendar = WorkCalendar(covers: Day.of("2024-06-03")...Day.of("2024-07-01"))
    let days = Declaration(name: "d", expression: "working_days_between(planned_finish, as_of)")
    for (finish, expected) in [
      ("2024-06-03", Answer(value: .number(19))), ("2024-07-01", Answer(value: .number(-1))),
      ("2024-06-30", Answer(value: .number(0))),
      ("2024-06-02", Answer(state: .insufficient, inputs: ["calendar"])),
      ("2024-07-02", Answer(state: .insufficient, inputs: ["calendar"])),
    ] {
      let row: Row = ["project_id": .text("P"), "planned_finish": .day(finish)]
      #expect(try answer(days, row, package: package) == expected, "\(finish)")
    }
    let missing = try answer(days, ["project_id": .text("P")], package: package)
    #expect(missing == Answer(state: .insufficient, inputs: ["planned_finish"]))
  }

  private let paid = Declaration(name: "paid", expression: "sum(amount) from payments")

  @Test func aRatioOfAnAggregateAndAColumn() throws {
    for (row, payment) in worlds() {
      let found = try answer(
        Declaration(name: "r", expression: "paid / budget"),
        row,
        payment: payment,
        others: [paid]
      )
      var expected: Answer
      switch (payment, row["budget"]) {
      case (_, nil): expected = Answer(state: .insufficient, inputs: ["budget"])
      case (nil, _): expected = Answer(state: .none)
      case (_, .number(0)): expected = Answer(state: .undefined)
      case (.number(let paid), .number(let budget)):
        expected = Answer(value: .number(paid / budget))
      default: continue
      }
      #expect(found == expected, "\(row) \(String(describing: payment))")
    }
  }

  @Test func onlyTheEvaluatedBranchIsNamed() throws {
    for (row, _) in worlds() {
      let found = try answer(
        Declaration(
          name: "r",
          expression: "case when budget > 1 then final_cost else progress_pct end"
        ),
        row,
        package: World.package(projects: { $0.snapshotOn = World.asOf })
      )
      var expected: Answer
      switch (row["budget"], row["final_cost"]) {
      case (.number(2), .number(let cost)): expected = Answer(value: .number(cost))
      case (.number(2), _): expected = Answer(state: .insufficient, inputs: ["final_cost"])
      case (nil, _): expected = Answer(state: .insufficient, inputs: ["budget", "progress_pct"])
      default: expected = Answer(state: .insufficient, inputs: ["progress_pct"])
      }
      #expect(found == expected, "\(row)")
    }
  }

  @Test func appliesDecidesBeforeTheValue() throws {
    for (row, payment) in worlds() {
      let found = try answer(
        Declaration(name: "r", expression: "1 / final_cost", applies: "budget > 1"),
        row,
        payment: payment
      )
      var expected: Answer
      switch (row["budget"], row["final_cost"]) {
      case (nil, _): expected = Answer(state: .insufficient, inputs: ["budget"])
      case (.number(0), _): expected = Answer(state: .notApplicable)
      case (_, nil): expected = Answer(state: .insufficient, inputs: ["final_cost"])
      case (_, .number(0)): expected = Answer(state: .undefined)
      default: expected = Answer(value: .number(0.5))
      }
      #expect(found == expected, "\(row)")
    }
  }

  @Test func aNullConditionOfAppliesNamesTheFeatureItLacks() throws {
    let found = try answer(
      Declaration(name: "r", expression: "1", applies: "paid > 1"),
      ["project_id": .text("P")],
      others: [paid]
    )
    #expect(found == Answer(state: .insufficient, inputs: ["paid"]))
  }

  @Test func aggregatesOfNoRows() throws {
    let row: Row = ["project_id": .text("P")]
    let expectations: [(String, Double?, Answer)] = [
      ("count(*) from payments", nil, Answer(value: .number(0))),
      ("count(distinct payee) from payments", nil, Answer(value: .number(0))),
      ("sum(amount) from payments", nil, Answer(state: .none)),
      ("sum(amount) from payments", 0, Answer(value: .number(0))),
      ("max(paid_on) from payments", nil, Answer(state: .none)),
      ("first(payee) from payments", nil, Answer(state: .none)),
      ("stddev_samp(amount) from payments", nil, Answer(state: .none)),
      ("hhi(amount by payee) from payments", nil, Answer(state: .none)),
      ("count(*) from tenders", nil, Answer(state: .insufficient, inputs: ["tenders"])),
      ("sum(award) from tenders", 0, Answer(state: .insufficient, inputs: ["tenders"])),
    ]
    for (expression, empty, expected) in expectations {
      let found = try answer(Declaration(name: "r", expression: expression, empty: empty), row)
      #expect(found == expected, "\(expression)")
    }
  }

  @Test func oneValueHasNoDeviationAndNoShareOfNothing() throws {
    let row: Row = ["project_id": .text("P")]
    for expression in [
      "stddev_samp(amount) from payments", "hhi(amount by kind) from payments",
    ] {
      let found = try answer(
        Declaration(name: "r", expression: expression),
        row,
        payment: .number(0)
      )
      // One amount has no deviation; without a kind there is no group at all.
      let expected = Answer(state: expression.hasPrefix("hhi") ? .none : .undefined)
      #expect(found == expected)
    }
    let total = try answer(
      Declaration(name: "r", expression: "hhi(amount by paid_on) from payments"),
      row,
      payment: .number(0)
    )
    #expect(total == Answer(state: .undefined))
  }

  @Test(arguments: [
    "1 / 0", "0 / 0", "ln(0)", "ln(-1)", "exp(1000)", "1e300 * 1e300", "sqrt(-1)",
    "nullif(1, 1)", "date '9999-12-31' + 1", "as_of + 1 / 2", "case when false then 1 end",
  ])
  func whatHasNoFiniteResultIsUndefined(expression: String) throws {
    let found = try answer(
      Declaration(name: "r", expression: expression),
      ["project_id": .text("P")]
    )
    #expect(found == Answer(state: .undefined))
  }

  @Test(arguments: [
    ("round(2.5)", 3), ("round(-2.5)", -3), ("round(0.49999999999999994)", 0),
    ("round(-0.2)", 0), ("floor(-1.5)", -2), ("7 / 2", 3.5), ("0.1 + 0.2", 0.30000000000000004),
    ("days_between(date '2024-02-28', date '2024-03-01')", 2), ("exp(0)", 1), ("ln(1)", 0),
    ("coalesce(nullif(1, 1), 4)", 4), ("least(3, 1, 2)", 1), ("-(-3)", 3), ("1 - -1", 2),
    ("month(date '2024-12-31' + 1)", 1), ("abs(-0.5)", 0.5),
  ])
  func arithmeticIsExact(expression: String, value: Double) throws {
    let found = try answer(
      Declaration(name: "r", expression: expression),
      ["project_id": .text("P")]
    )
    #expect(found == Answer(value: .number(value)))
  }

  @Test func peersWithoutAKeyLackThatKey() throws {
    let package = try World.package()
    let source = MemorySource(
      package,
      projects: [
        ["project_id": .text("P")], ["project_id": .text("Q"), "sector": .text("road")],
        ["project_id": .text("R"), "sector": .text("road"), "budget": .number(2)],
        ["project_id": .text("S"), "sector": .text("rail")],
      ]
    )
    let plan = try World.plan(
      [
        "n": "count(*) over (partition by sector)", "m": "avg(budget) over (partition by sector)",
        "z": "zscore(budget) over (partition by sector)",
        "r": "rank(budget) over (partition by sector)",
        "k": "count(*) over (partition by paid)", "paid": "sum(amount) from payments",
      ],
      package: package
    )
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    let sector = Answer(state: .insufficient, inputs: ["sector"])
    let budget = Answer(state: .insufficient, inputs: ["budget"])
    #expect(table.answer("n", "P") == sector)
    #expect(table.answer("n", "Q") == Answer(value: .number(2)))
    #expect(table.answer("m", "Q") == Answer(value: .number(2)))
    #expect(table.answer("m", "S") == budget)
    #expect(table.answer("z", "Q") == budget)
    #expect(table.answer("z", "R") == Answer(state: .undefined))
    #expect(table.answer("r", "R") == Answer(value: .number(1)))
    #expect(table.answer("r", "Q") == budget)
    #expect(table.answer("k", "Q") == Answer(state: .insufficient, inputs: ["paid"]))
  }
}

extension Answer {
  init(state: FeatureState, inputs: Set<String> = []) {
    self.init(value: nil, state: state, inputs: inputs)
  }
}
