import FeatureWorlds
import Features
import Tables
import Testing

/// Rules 0 to 6 of “What is known on a date”, one by one.
@Suite struct KnowledgeTests {
  private func run(
    _ source: MemorySource,
    _ expressions: KeyValuePairs<String, String>,
    asOf: Day = World.asOf
  ) throws -> FeatureRun {
    let plan = try World.plan(expressions, package: source.package)
    return try FeatureEngine.run(plan, from: source, asOf: [asOf])
  }

  private func answers(
    _ source: MemorySource,
    _ expression: String,
    asOf: Day = World.asOf
  ) throws -> [Answer?] {
    let table = try run(source, ["f": expression], asOf: asOf).tables[0]
    return table.ids.map { table.answer("f", $0) }
  }

  private func missing(_ inputs: String...) -> Answer {
    Answer(value: nil, state: .insufficient, inputs: Set(inputs))
  }

  // Rule 0

  @Test func aProjectExistsFromItsFirstDayToItsLast() throws {
    let package = try World.package(projects: {
      $0.existsFrom = "approved_on"
      $0.existsUntil = "actual_finish"
    })
    func project(_ id: String, _ from: String?, _ until: String?) -> Row {
      var row: Row = ["project_id": .text(id), "sector": .text("road")]
      row["approved_on"] = from.map(Cell.day)
      row["actual_finish"] = until.map(Cell.day)
      return row
    }
    let source = MemorySource(
      package,
      projects: [
        project("first day", "2024-06-30", nil), project("tomorrow", "2024-07-01", nil),
        project("never begun", nil, nil), project("last day", "2024-01-01", "2024-06-30"),
        project("over", "2024-01-01", "2024-06-29"),
      ]
    )
    let run = try run(source, ["peers": "count(*) over (partition by sector)"])
    #expect(run.tables[0].ids == ["first day", "last day"])
    // Who does not exist is no peer either.
    #expect(run.tables[0].answer("peers", "last day") == Answer(value: .number(2)))
    #expect(run.notes.contains { $0.contains("1 rows of projects have no approved_on") })
  }

  // Rule 1

  @Test func anEventIsKnownOnceItHappenedAndWasRecorded() throws {
    let package = try World.package(payments: { $0.recorded = "recorded_on" })
    func payment(_ happened: String, _ recorded: String?) -> Row {
      var row: Row = ["project_id": .text("P"), "paid_on": .day(happened)]
      row["recorded_on"] = recorded.map(Cell.day)
      return row
    }
    let source = MemorySource(
      package,
      projects: [["project_id": .text("P")]],
      events: [
        "payments": [
          payment("2024-06-30", "2024-06-30"), payment("2024-07-01", "2024-06-01"),
          payment("2024-06-01", "2024-07-01"), payment("2024-06-01", nil),
        ]
      ]
    )
    let count = "count(*) from payments"
    #expect(try answers(source, count) == [Answer(value: .number(1))])
    #expect(try answers(source, count, asOf: .of("2024-07-01")) == [Answer(value: .number(3))])
    #expect(try run(source, ["f": count]).notes.isEmpty)
  }

  @Test func aTableWithoutHappenedIsKnownThroughout() throws {
    let source = MemorySource(
      try World.package(),
      projects: [["project_id": .text("P")]],
      events: ["milestones": [["project_id": .text("P"), "planned_on": .day("2030-01-01")]]]
    )
    #expect(try answers(source, "count(*) from milestones") == [Answer(value: .number(1))])
  }

  @Test func withoutRecordedTheDelayIsSaidToBeUnknown() throws {
    let source = MemorySource(try World.package(), projects: [])
    let notes = try run(source, ["f": "count(*) from payments"]).notes
    #expect(notes.contains { $0.hasPrefix("recording delay unknown: payments") })
  }

  // Rule 2

  @Test func aLaterFactReadsAsNullAndAPlanDoesNot() throws {
    let source = MemorySource(
      try World.package(),
      projects: [
        [
          "project_id": .text("P"), "planned_finish": .day("2030-01-01"),
          "actual_finish": .day("2024-07-01"),
        ]
      ],
      events: [
        "payments": [
          [
            "project_id": .text("P"), "paid_on": .day("2024-06-01"),
            "due_on": .day("2030-01-01"), "checked_on": .day("2024-07-01"),
          ]
        ]
      ]
    )
    #expect(try answers(source, "year(planned_finish)") == [Answer(value: .number(2030))])
    #expect(try answers(source, "year(actual_finish)") == [missing("actual_finish")])
    let later = Day.of("2024-07-01")
    #expect(try answers(source, "month(actual_finish)", asOf: later) == [Answer(value: .number(7))])
    #expect(try answers(source, "max(due_on) from payments") == [Answer(value: .day("2030-01-01"))])
    #expect(
      try answers(source, "count(checked_on) from payments") == [Answer(value: .number(0))]
    )
    #expect(
      try answers(source, "count(checked_on) from payments", asOf: later)
        == [Answer(value: .number(1))]
    )
  }

  // Rule 3

  @Test func aFieldIsKnownOnTheDateItNames() throws {
    func project(_ id: String, _ finish: String?) -> Row {
      var row: Row = ["project_id": .text(id), "final_cost": .number(5)]
      row["actual_finish"] = finish.map(Cell.day)
      return row
    }
    let source = MemorySource(
      try World.package(),
      projects: [project("P", "2024-06-30"), project("Q", "2024-07-01"), project("R", nil)],
      events: [
        "payments": [
          [
            "project_id": .text("P"), "paid_on": .day("2024-06-01"), "result": .number(3),
            "checked_on": .day("2024-07-01"),
          ]
        ]
      ]
    )
    #expect(
      try answers(source, "final_cost")
        == [Answer(value: .number(5)), missing("final_cost"), missing("final_cost")]
    )
    let none = Answer(value: nil, state: .none)
    #expect(try answers(source, "sum(result) from payments") == [none, none, none])
    #expect(
      try answers(source, "sum(result) from payments", asOf: .of("2024-07-01")).first
        == Answer(value: .number(3))
    )
  }

  // Rule 4

  @Test func ofAnEntityWithVersionsTheLastRecordedCounts() throws {
    let package = try World.package(projects: {
      $0.fields.append(Field("recorded_on", .date))
      $0.version = "recorded_on"
    })
    func version(_ id: String, _ budget: Double, _ recorded: String) -> Row {
      ["project_id": .text(id), "budget": .number(budget), "recorded_on": .day(recorded)]
    }
    let source = MemorySource(
      package,
      projects: [
        version("P", 1, "2024-01-01"), version("Q", 9, "2024-07-01"),
        version("P", 3, "2024-07-01"), version("P", 2, "2024-06-30"),
        version("P", 4, "2024-06-30"),
      ]
    )
    let table = try run(source, ["f": "budget", "n": "count(*) over ()"]).tables[0]
    #expect(table.ids == ["P"])
    #expect(table.answer("f", "P") == Answer(value: .number(4)))
    #expect(table.answer("n", "P") == Answer(value: .number(1)))
    let later = try run(source, ["f": "budget"], asOf: .of("2024-07-01")).tables[0]
    #expect(later.ids.map { later.answer("f", $0)?.value } == [.number(3), .number(9)])
  }

  // Rule 5

  @Test func aCurrentFieldIsInsufficientBeforeTheSnapshotAndAFixedOneIsNot() throws {
    let source = MemorySource(
      try World.package(),
      projects: [["project_id": .text("P"), "budget": .number(8), "progress_pct": .number(40)]]
    )
    let expressions: KeyValuePairs = [
      "gap": "progress_pct / 2", "kept": "coalesce(progress_pct, -1)", "size": "budget",
      "mean": "avg(kept) over ()", "big": "count(*) from payments where amount > kept",
    ]
    let before = try run(source, expressions)
    let table = before.tables[0]
    #expect(table.answer("gap", "P") == missing("progress_pct"))
    #expect(table.answer("kept", "P") == Answer(value: .number(-1)))
    #expect(table.answer("size", "P") == Answer(value: .number(8)))
    // What is aggregated is not what is left when the field is lost.
    #expect(table.answer("mean", "P") == missing("progress_pct"))
    #expect(table.answer("big", "P") == missing("progress_pct"))
    #expect(
      before.notes.contains(
        "as of 2024-06-30, insufficient for want of projects.progress_pct "
          + "(snapshot of 2024-12-31): gap, kept, mean, big"
      )
    )
    let after = try run(source, expressions, asOf: .of("2024-12-31"))
    #expect(after.tables[0].answer("gap", "P") == Answer(value: .number(20)))
    #expect(after.tables[0].answer("mean", "P") == Answer(value: .number(40)))
    #expect(!after.notes.contains { $0.contains("snapshot") })
  }

  @Test func theSnapshotIsTheLatestFactUnlessDeclared() throws {
    let source = MemorySource(
      try World.package(projects: { $0.snapshotOn = nil }),
      projects: [
        [
          "project_id": .text("P"), "progress_pct": .number(40),
          "actual_finish": .day("2024-03-01"), "planned_finish": .day("2031-01-01"),
        ]
      ],
      events: [
        "payments": [
          [
            "project_id": .text("P"), "paid_on": .day("2024-05-01"),
            "checked_on": .day("2024-05-20"), "due_on": .day("2030-01-01"),
          ]
        ]
      ]
    )
    #expect(
      try answers(source, "progress_pct", asOf: .of("2024-05-19")) == [missing("progress_pct")]
    )
    #expect(
      try answers(source, "progress_pct", asOf: .of("2024-05-20")) == [Answer(value: .number(40))]
    )
  }

  // Rule 6

  @Test(arguments: 0..<40 as Range<UInt64>)
  func nothingAfterTheDateChangesAnyFeature(seed: UInt64) throws {
    var generator = Generator(seed: 10_000 + seed)
    let source = try generator.source()
    let plan = try FeaturePlan(generator.declarations(), package: source.package)
    for date in [World.asOf - 2, World.asOf] {
      #expect(try LeakageCheck.leaks(of: plan, from: source, asOf: date, seeds: [seed]) == [])
    }
  }

  @Test func theLeakageCheckFindsALeak() throws {
    let events = ["payments": [["project_id": Cell.text("P"), "paid_on": .day("2024-07-05")]]]
    let source = MemorySource(
      try World.package(),
      projects: [["project_id": .text("P")]],
      events: events
    )
    // A plan made for a package that forgets when payments happened reads those of tomorrow.
    let careless = try World.package(payments: { $0.happened = nil })
    let leaky = try World.plan(["days": "max(due_on) from payments"], package: careless)
    let leaks = try LeakageCheck.leaks(of: leaky, from: source, asOf: World.asOf, seeds: [1])
    #expect(leaks == ["days of P"])
    let honest = try World.plan(["days": "max(due_on) from payments"])
    #expect(try LeakageCheck.leaks(of: honest, from: source, asOf: World.asOf, seeds: [1]) == [])
  }
}
