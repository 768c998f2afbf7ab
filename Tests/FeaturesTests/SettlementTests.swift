import FeatureWorlds
import Tables
import Testing

@testable import Features

/// What a row waits for before it no longer changes with the as-of date.
@Suite struct SettlementTests {
  /// What an expression over payments waits for, and how often it is asked what is timeless; nil
  /// where it may never be settled.
  private func settlement(_ condition: String) throws -> (found: Settlement?, questions: Int) {
    let package = try World.package(
      payments: {
        $0.fields.append(Field("bonus", .number, unit: "CNY", knownOn: "checked_on"))
      }
    )
    let plan = try World.plan(
      ["n": "count(*) from payments where \(condition)"],
      package: package
    )
    let payments = try #require(package[resource: "payments"])
    guard case .events(_, _, let expression?) = plan.features[0].form else { return (nil, 0) }
    let builder = ProgramBuilder(plan: plan, table: payments)
    var questions = 0
    var settlement = Settlement(payments) {
      questions += 1
      return builder.isTimeless($0)
    }
    let isSettled = settlement.add(expression)
    return (isSettled ? settlement : nil, questions)
  }

  @Test(arguments: [
    // A missing fact says the same on every date; one that the date stands in for does not.
    ("checked_on is null", [], ["checked_on"], 0),
    ("checked_on > due_on", [], ["checked_on"], 0),
    ("bonus > 3", [], ["checked_on"], 0),
    ("coalesce(checked_on, due_on) > due_on", [], ["checked_on"], 0),
    ("coalesce(checked_on, as_of) > due_on", ["checked_on"], [], 0),
    ("coalesce(checked_on, due_on, as_of) > due_on", ["checked_on"], [], 0),
    (
      "checked_on is null or coalesce(checked_on, as_of) > due_on", ["checked_on"], ["checked_on"],
      0
    ),
    ("due_on <= as_of or checked_on is null", [], ["checked_on"], 1),
    ("due_on is null", [], [], 0),
  ])
  func `a row waits for its facts and deadlines`(
    _ condition: String,
    facts: [String],
    days: [String],
    limits: Int
  ) throws {
    let found = try #require(try settlement(condition).found)
    #expect(found.facts.map(\.name) == facts)
    #expect(found.days.map(\.name) == days)
    #expect(found.limits.count == limits)
  }

  @Test(arguments: ["days_between(paid_on, as_of) > amount", "paid_on > projects.approved_on"])
  func `what moves with the date or with another table is never settled`(
    _ condition: String
  ) throws {
    #expect(try settlement(condition).found == nil)
  }

  /// Each question compiles what it is about.
  @Test func `a long condition asks no more about each part than a short one`() throws {
    func questions(_ count: Int) throws -> Int {
      let parts = (0..<count).map { "checked_on > due_on + \($0)" }
      return try settlement(parts.joined(separator: " or ")).questions
    }
    let (few, many) = (try questions(5), try questions(50))
    #expect(many <= few * 10)
  }
}
