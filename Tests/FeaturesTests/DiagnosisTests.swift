import FeatureWorlds
import Features
import Tables
import Testing

/// What a package can answer, and what it lacks.
@Suite struct DiagnosisTests {
  private func diagnose(_ expressions: KeyValuePairs<String, String>) throws -> Diagnosis {
    FeaturePlan.diagnose(
      expressions.map { Declaration(name: $0.key, expression: $0.value) },
      package: try World.package()
    )
  }

  @Test func missingTablesAndColumnsAreFoundThroughOtherFeatures() throws {
    let diagnosis = try diagnose([
      "a": "budget * 2", "b": "count(*) from tenders where bids = 1", "c": "b / planned_cost",
      "d": "c > 1 and amount_band = 'x'",
    ])
    let missing = diagnosis.verdicts.map { $0.missing.map(\.description) }
    #expect(
      missing == [
        [], ["tenders"], ["projects.planned_cost", "tenders"],
        ["projects.amount_band", "projects.planned_cost", "tenders"],
      ]
    )
    #expect(diagnosis.verdicts.map(\.isComputable) == [true, false, false, false])
  }

  @Test func gapsAreRankedByWhatTheyUnlock() throws {
    let diagnosis = try diagnose([
      "a": "count(*) from tenders", "b": "count(*) from bids", "c": "max(award) from tenders",
      "d": "x1 + y1", "e": "x1 + y1", "f": "x1 + budgett",
    ])
    #expect(
      diagnosis.gaps.map(\.input.description)
        == ["tenders", "bids", "projects.x1", "projects.y1", "projects.budgett"]
    )
    #expect(diagnosis.gaps[0].unlocks == ["a", "c"])
    #expect(diagnosis.gaps[2].unlocks == [] && diagnosis.gaps[2].neededBy == ["d", "e", "f"])
    #expect(diagnosis.gaps[4].nearest == "budget")
  }

  @Test func oneWrongDeclarationDoesNotStopTheOthers() throws {
    let diagnosis = try diagnose([
      "a": "budget +", "b": "a * 2", "c": "budget", "d": "e", "e": "d", "f": "benford(budget)",
      "budget": "1", "c": "2",
    ])
    let verdicts = diagnosis.verdicts
    #expect(
      verdicts.map(\.isComputable) == [false, false, true, false, false, false, false, false]
    )
    #expect(verdicts[1].error?.message == "the feature a that it uses cannot be read")
    #expect(verdicts[3].error?.problem == .circle(["d", "e"]))
    #expect(verdicts[5].error?.message == "there is no function ‘benford’")
    #expect(verdicts[7].error?.problem == .duplicate("c"))
  }

  @Test func aPackMeetsARecordThatLacksMuch() throws {
    let plan = try World.plan(
      [
        "a": "count(*) from unheard_of where size > 1", "b": "planned_cost + budget",
        "c": "count(*) from payments where flag and amount > 1", "d": "max(when_) from tenders",
        "e": "days_between(d, as_of)", "f": "a > 1 or budget > 1", "g": "avg(b) over ()",
      ],
      absence: .insufficient
    )
    #expect(
      plan.absent == ["payments.flag", "projects.planned_cost", "tenders", "unheard_of"]
    )
    let source = MemorySource(
      plan.package,
      projects: [["project_id": .text("P"), "budget": .number(2)]]
    )
    let run = try FeatureEngine.run(plan, from: source, asOf: [World.asOf])
    let lacks = { (name: String) in run.tables[0].answer(name, "P")?.inputs }
    #expect(lacks("a") == ["unheard_of"])
    #expect(lacks("b") == ["planned_cost"])
    #expect(lacks("c") == ["payments.flag"])
    #expect(lacks("d") == ["tenders"] && lacks("e") == ["tenders"])
    #expect(run.tables[0].answer("f", "P") == Answer(value: .boolean(true)))
    #expect(lacks("g") == ["planned_cost"])
    #expect(run.notes.contains { $0.hasPrefix("not in the data: payments.flag") })
  }
}
