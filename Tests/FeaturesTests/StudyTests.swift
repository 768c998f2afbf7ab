import FeatureWorlds
import Features
import Tables
import Testing

/// Evidence, and what follows when some of it proves wrong.
@Suite struct StudyTests {
  private func source() throws -> MemorySource {
    func project(_ id: String, _ budget: Double) -> Row {
      ["project_id": .text(id), "sector": .text("road"), "budget": .number(budget)]
    }
    func payment(_ id: String, _ number: Double, _ amount: Double, _ kind: String) -> Row {
      [
        "project_id": .text(id), "payment_id": .number(number), "paid_on": .day("2024-06-01"),
        "amount": .number(amount), "kind": .text(kind), "payee": .text("payee \(number)"),
      ]
    }
    return MemorySource(
      try World.package(),
      projects: [project("P", 10), project("Q", 10), project("R", 10)],
      events: [
        "payments": [
          payment("Q", 1, 1, "advance"), payment("P", 2, 5, "advance"),
          payment("P", 3, 7, "progress"), payment("R", 4, 3, "advance"),
          payment("P", 5, 7, "advance"),
        ],
        "milestones": [["project_id": .text("P"), "milestone": .text("roof")]],
      ]
    )
  }

  private let expressions: KeyValuePairs = [
    "advance": "sum(amount) from payments where kind = 'advance'",
    "paid": "sum(amount) from payments", "largest": "max(amount) from payments",
    "kind": "last(kind) from payments", "ratio": "paid / budget",
    "place": "rank(ratio) over (partition by sector)", "roofs": "count(*) from milestones",
    "above": "count(*) from payments where amount > mean", "mean": "avg(amount) from payments",
  ]

  private func study(id: String = "P") throws -> ProjectStudy {
    let source = try source()
    let plan = try World.plan(expressions, package: source.package)
    return try ProjectStudy(plan, from: source, asOf: World.asOf, id: id)
  }

  private func values(_ table: FeatureTable) -> [String: String] {
    Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0.text(at: 0)) })
  }

  @Test func evidenceIsTheRowsAnAggregateTook() throws {
    let study = try study()
    func lines(_ feature: String) throws -> [String] {
      try study.evidence(for: feature).map { $0.location.description }
    }
    #expect(try lines("advance") == ["payments.csv:3", "payments.csv:6"])
    #expect(try lines("paid") == ["payments.csv:3", "payments.csv:4", "payments.csv:6"])
    #expect(try lines("largest") == ["payments.csv:4", "payments.csv:6"])
    #expect(
      try lines("ratio")
        == ["projects.csv:2", "payments.csv:3", "payments.csv:4", "payments.csv:6"]
    )
    #expect(try lines("roofs") == ["milestones.csv:2"])
    let row = try #require(try study.evidence(for: "advance").first)
    #expect(row.values.contains(EvidenceRow.Value(name: "amount", text: "5")))
    #expect(row.values.contains(EvidenceRow.Value(name: "paid_on", text: "2024-06-01")))
    #expect(row.values.contains(EvidenceRow.Value(name: "kind", text: "advance")))
    #expect(row.values.contains(EvidenceRow.Value(name: "checked_on", text: "")))
  }

  @Test func evidenceShowsWhatIsReadFirstAndOfTheProjectNothingElse() throws {
    let study = try study()
    let rows = try study.evidence(for: "ratio")
    #expect(rows[0].values.map(\.name) == ["project_id", "budget"])
    #expect(
      rows[1].values.map(\.name).prefix(4) == ["payment_id", "paid_on", "amount", "project_id"]
    )
    let kinds = try #require(try study.evidence(for: "advance").first)
    #expect(kinds.values.map(\.name).prefix(4) == ["payment_id", "paid_on", "amount", "kind"])
    let peers = try #require(try study.evidence(for: "place").first)
    #expect(peers.values.map(\.name) == ["project_id", "sector", "budget"])
    #expect(Set(rows[1].values.map(\.name)).count == rows[1].values.count)
  }

  @Test func evidenceSaysWhatWasKnownOnTheDate() throws {
    let package = try World.package(payments: {
      $0.snapshotOn = .of("2024-07-01")
      $0.fields[7] = Field("weight", .number, knowledge: .current)
    })
    let source = MemorySource(
      package,
      projects: [
        [
          "project_id": .text("P"), "actual_finish": .day("2024-07-01"),
          "final_cost": .number(31), "progress_pct": .number(47),
          "planned_finish": .day("2030-01-01"),
        ]
      ],
      events: [
        "payments": [
          [
            "project_id": .text("P"), "payment_id": .number(1), "paid_on": .day("2024-06-30"),
            "amount": .number(5), "weight": .number(59), "checked_on": .day("2024-07-01"),
            "result": .number(61), "due_on": .day("2030-02-02"),
          ]
        ]
      ]
    )
    let plan = try World.plan(
      [
        "done": "coalesce(final_cost, progress_pct, year(actual_finish), month(planned_finish))",
        "paid": "sum(amount) from payments",
      ],
      package: package
    )
    func texts(_ feature: String, _ asOf: String) throws -> [String: String] {
      let study = try ProjectStudy(plan, from: source, asOf: .of(asOf), id: "P")
      let row = try #require(try study.evidence(for: feature).first)
      return Dictionary(uniqueKeysWithValues: row.values.map { ($0.name, $0.text) })
    }
    let unknown = "(not known on 2024-06-30)"
    #expect(
      try texts("done", "2024-06-30") == [
        "project_id": "P", "actual_finish": "", "final_cost": "", "progress_pct": unknown,
        "planned_finish": "2030-01-01",
      ]
    )
    #expect(try texts("done", "2024-07-01")["actual_finish"] == "2024-07-01")
    #expect(try texts("done", "2024-07-01")["final_cost"] == "31")
    #expect(try texts("done", "2024-12-31")["progress_pct"] == "47")
    let before = try texts("paid", "2024-06-30")
    #expect(before["amount"] == "5" && before["due_on"] == "2030-02-02")
    #expect(before["weight"] == unknown && before["checked_on"] == "" && before["result"] == "")
    let after = try texts("paid", "2024-07-01")
    #expect(after["weight"] == "59")
    #expect(after["checked_on"] == "2024-07-01" && after["result"] == "61")
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func nothingAfterTheDateChangesAnyEvidence(seed: UInt64) throws {
    var generator = Generator(seed: 20_000 + seed)
    let source = try generator.source()
    let plan = try FeaturePlan(generator.declarations(), package: source.package)
    for date in [World.asOf - 2, World.asOf] {
      let garbled = try GarbledSource(source, after: date, seed: seed)
      let run = try FeatureEngine.run(plan, from: source, asOf: [date])
      for id in run.tables[0].ids {
        let truth = try ProjectStudy(plan, from: source, asOf: date, id: id)
        let other = try ProjectStudy(plan, from: garbled, asOf: date, id: id)
        for feature in plan.features {
          let evidence = try truth.evidence(for: feature.name)
          #expect(
            try evidence == other.evidence(for: feature.name),
            "\(feature.name) of \(id): \(feature.declaration.expression)"
          )
        }
      }
    }
  }

  @Test func aPersonalFieldThatIsReadCanBeStudied() throws {
    var source = try source()
    source.package = try World.package(payments: { $0.fields[8].personal = .token })
    let plan = try World.plan(
      [
        "second": "sum(amount) from payments where payee = 'payee 3.0'",
        "payees": "count(distinct payee) from payments",
      ],
      package: source.package
    )
    let study = try ProjectStudy(plan, from: source, asOf: World.asOf, id: "P")
    let rows = try study.evidence(for: "second")
    #expect(rows.map(\.location.description) == ["payments.csv:4"])
    #expect(!rows[0].values.contains { $0.name == "payee" })
    let refuted = try study.features(refuting: [.events(feature: "second", id: "P")])
    #expect(refuted.answer("payees", "P") == Answer(value: .number(2)))
  }

  @Test func personalFieldsAreNoEvidence() throws {
    var source = try source()
    source.package = try World.package(
      payments: { $0.fields[8].personal = .token })
    let plan = try World.plan(expressions, package: source.package)
    let study = try ProjectStudy(plan, from: source, asOf: World.asOf, id: "P")
    let row = try #require(try study.evidence(for: "advance").first)
    #expect(!row.values.contains { $0.name == "payee" })
    #expect(row.values.contains { $0.name == "kind" })
  }

  @Test func refutedEventsAreTakenFromEveryAggregate() throws {
    let study = try study()
    #expect(values(study.features)["place"] == "3")
    let refuted = values(
      try study.features(refuting: [.events(feature: "advance", id: "P")])
    )
    #expect(refuted["advance"] == "")
    #expect(refuted["paid"] == "7")
    #expect(refuted["largest"] == "7")
    #expect(refuted["ratio"] == "0.7")
    #expect(refuted["place"] == "3")
    #expect(refuted["mean"] == "7")
    #expect(refuted["above"] == "0")
    let all = try study.features(refuting: [.events(feature: "ratio", id: "P")])
    #expect(all.answer("paid", "P") == Answer(state: .none))
    #expect(all.answer("place", "P") == Answer(state: .none))
  }

  @Test func aRefutedValueReachesEverythingThatFollows() throws {
    let study = try study()
    let lower = values(
      try study.features(refuting: [.value(feature: "paid", 2, id: "P")])
    )
    #expect(lower["paid"] == "2" && lower["ratio"] == "0.2" && lower["place"] == "2")
    #expect(lower["advance"] == "12")
    let scalar = values(
      try study.features(refuting: [.value(feature: "ratio", 0.05, id: "P")])
    )
    #expect(scalar["paid"] == "19" && scalar["place"] == "1")
    let none = try study.features(refuting: [.value(feature: "ratio", nil, id: "P")])
    #expect(none.answer("place", "P") == Answer(state: .none))
    // What the study found before is not changed by trying.
    #expect(values(study.features)["ratio"] == "1.9")
  }

  @Test func aRefutationEqualsRecordsWithoutTheRows() throws {
    let whole = try source()
    let plan = try World.plan(expressions, package: whole.package)
    for (feature, kept) in [("advance", [0, 2, 3]), ("largest", [0, 1, 3]), ("roofs", [])] {
      var options = RunOptions()
      options.refuting = [.events(feature: feature, id: "P")]
      let refuted = try FeatureEngine.run(
        plan,
        from: whole,
        asOf: [World.asOf],
        options: options
      )
      var less = whole
      if feature == "roofs" {
        less.events["milestones"] = []
      } else {
        less.events["payments"] = kept.compactMap { whole.events["payments"]?[$0] }
      }
      let without = try FeatureEngine.run(plan, from: less, asOf: [World.asOf])
      for column in refuted.tables[0].columns {
        for id in ["P", "Q", "R"] {
          #expect(
            refuted.tables[0].answer(column.name, id) == without.tables[0].answer(column.name, id)
          )
        }
      }
    }
  }

  @Test func unknownProjectsAndFeaturesAreNamed() throws {
    let project = try failure { _ = try study(id: "X") }
    #expect(project.message == "there is no project ‘X’ in projects")
    let feature = try failure { _ = try study().evidence(for: "ration") }
    #expect(feature.hint == "did you mean ‘ratio’?")
  }
}
