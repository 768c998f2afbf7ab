import FeatureWorlds
import Features
import Tables
import Testing

/// When an aggregate looks outside what its table covers.
@Suite struct CoverageTests {
  private func answer(
    _ expression: String,
    from: String? = nil,
    to: String? = nil,
    approved: String? = nil,
    lives: Bool = false,
    empty: Double? = nil
  ) throws -> Answer? {
    let package = try World.package(
      payments: {
        $0.coversFrom = from.map(Day.of)
        $0.coversTo = to.map(Day.of)
      },
      projects: { if lives { $0.existsFrom = "approved_on" } }
    )
    var row: Row = ["project_id": .text("P"), "planned_finish": .day("2024-03-01")]
    row["approved_on"] = approved.map(Cell.day)
    let source = MemorySource(package, projects: [row])
    let declaration = Declaration(name: "f", expression: expression, empty: empty)
    let plan = try FeaturePlan([declaration], package: package)
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    return table.answer("f", "P")
  }

  private let zero = Answer(value: .number(0))
  private let lacking = Answer(state: .insufficient, inputs: ["payments"])

  /// The as-of date is 2024-06-30; the table covers from a day on.
  @Test(arguments: [
    // As of − 30 is 2024-05-31; “later than” starts on 2024-06-01.
    ("paid_on > as_of - 30", "2024-06-01", true),
    ("paid_on > as_of - 30", "2024-06-02", false),
    ("paid_on >= as_of - 30", "2024-06-01", false),
    ("paid_on >= as_of - 30", "2024-05-31", true),
    ("as_of - 30 < paid_on", "2024-06-01", true),
    ("paid_on between as_of - 30 and as_of", "2024-05-31", true),
    ("paid_on = date '2024-06-10'", "2024-06-10", true),
    ("paid_on = date '2024-06-10'", "2024-06-11", false),
    ("days_between(paid_on, as_of) < 30", "2024-06-01", true),
    ("days_between(paid_on, as_of) <= 30", "2024-06-01", false),
    ("days_between(as_of, paid_on) > -30", "2024-06-01", true),
    ("kind = 'a' and paid_on > as_of - 30", "2024-06-01", true),
    ("paid_on > as_of - 60 and paid_on > as_of - 30", "2024-06-01", true),
    ("paid_on > as_of - 60 or paid_on > as_of - 30", "2024-06-01", false),
    ("paid_on > as_of - 30 and kind = 'a' or paid_on > as_of - 29", "2024-06-01", true),
    ("kind = 'a' or paid_on > as_of - 30", "2024-06-01", false),
    ("not paid_on > as_of - 30", "2024-06-01", false),
    ("paid_on > projects.planned_finish", "2024-03-02", true),
    ("paid_on > projects.planned_finish", "2024-03-03", false),
    // A bound that is null for the project bounds nothing.
    ("paid_on > projects.actual_finish", "2024-03-01", false),
    ("paid_on > projects.actual_finish and paid_on > as_of - 30", "2024-06-01", true),
    // Nothing is looked at, so nothing can be missing.
    ("paid_on > as_of - 10 and paid_on < as_of - 20", "2024-06-29", true),
    ("paid_on > as_of - 30 and due_on > as_of - 99", "2024-06-01", true),
    ("due_on > as_of - 30", "2024-06-01", false),
  ])
  func theConditionSaysHowFarBackItLooks(condition: String, from: String, isCovered: Bool) throws {
    let found = try answer("count(*) from payments where \(condition)", from: from)
    #expect(found == (isCovered ? zero : lacking))
  }

  @Test func withoutALowerBoundTheProjectsLifeDecides() throws {
    let count = "count(*) from payments"
    #expect(try answer(count, from: "2020-01-01", approved: "2020-01-01") == lacking)
    #expect(try answer(count, from: "2020-01-01", approved: "2020-01-01", lives: true) == zero)
    #expect(try answer(count, from: "2020-01-02", approved: "2020-01-01", lives: true) == lacking)
  }

  @Test func aTableThatEndsBeforeTheWindowDoesIsInsufficient() throws {
    #expect(try answer("count(*) from payments", to: "2024-06-30") == zero)
    #expect(try answer("count(*) from payments", to: "2024-06-29") == lacking)
    let earlier = "count(*) from payments where paid_on < as_of - 30"
    #expect(try answer(earlier, to: "2024-05-30") == zero)
    #expect(try answer(earlier, to: "2024-05-29") == lacking)
    let prior = "count(*) from payments where paid_on between as_of - 180 and as_of - 90"
    #expect(try answer(prior, to: "2024-04-01") == zero)
  }

  @Test func emptyDoesNotHideAWindowThatIsNotCovered() throws {
    let sum = "sum(amount) from payments"
    #expect(try answer(sum, to: "2024-06-29", empty: 0) == lacking)
    #expect(try answer(sum, to: "2024-06-30", empty: 0) == zero)
  }
}
