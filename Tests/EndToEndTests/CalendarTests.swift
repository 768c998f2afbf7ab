import Foundation
import TestSupport
import Testing

/// Working days through the real binary: where a calendar is named, and what goes wrong.
@Suite struct CalendarTests {
  private func tiny(calendar: String? = nil) throws -> Workdir {
    let workdir = try TinyDataset.make()
    try workdir.write(
      "tiny/features.yaml",
      """
      features:
        left: working_days_between(as_of, planned_finish)
        on_days_off: count(*) from complaints where working_days_between(received_on - 1, received_on) = 0

      """
    )
    try workdir.write(
      "tiny/watchpost.yaml",
      "features: features.yaml\n" + (calendar.map { "calendar: \($0)\n" } ?? "")
    )
    try workdir.write(
      "calendars/small.csv",
      """
      date,kind,name
      2023-01-01,from,
      2025-01-01,to,
      2024-05-01,off,
      2024-05-11,work,
      2025-01-01,off,

      """
    )
    return workdir
  }

  private static let run = "features tiny --pack none --as-of 2024-12-20 --format csv --states"

  @Test func theSettingsNameAFileBesideThem() throws {
    let outcome = try tiny(calendar: "../calendars/small.csv").run(Self.run)
    #expect(outcome.code == 0, "\(outcome.errors)")
    // A was due on 2024-01-01, B on 2025-01-01, C in 2026, which the calendar does not know; A's
    // complaints came on Sundays and a Saturday in May and June.
    let rows = outcome.output.split(separator: "\n")
    #expect(rows[0] == "project_id,left,left.state,on_days_off,on_days_off.state")
    #expect(rows[1] == "A,-254,value,3,value")
    #expect(rows[2] == "B,7,value,0,value")
    #expect(rows[3] == "C,,insufficient: calendar,1,value")
  }

  @Test func theCommandLineOverridesThem() throws {
    let outcome = try tiny(calendar: "missing.csv").run(Self.run + " --calendar weekends")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let rows = outcome.output.split(separator: "\n")
    #expect(rows[2] == "B,8,value,0,value")
    #expect(rows[3] == "C,269,value,1,value")
  }

  @Test func withoutACalendarItSaysHowToNameOne() throws {
    let outcome = try tiny().run(Self.run)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("features.yaml:2:9"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--calendar"))
  }

  @Test func aCalendarThatIsWrongStopsTheRun() throws {
    let workdir = try tiny(calendar: "../calendars/small.csv")
    try workdir.write(
      "calendars/small.csv",
      "date,kind\n2024-01-01,from\n2024-12-31,to\n1 May,off\n"
    )
    let outcome = try workdir.run(Self.run)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("small.csv:4"), "\(outcome.errors)")
    let missing = try tiny(calendar: "nowhere.csv").run(Self.run)
    #expect(missing.code == 2)
    #expect(missing.errors.contains("nowhere.csv"))
  }

  @Test(arguments: ["sqlite", "duckdb", "postgres"])
  func theStatementListsTheDaysThatBreakTheRule(dialect: String) throws {
    let outcome = try tiny(calendar: "../calendars/small.csv").run(
      "features tiny --pack none --as-of 2024-12-20 --sql \(dialect)"
    )
    #expect(outcome.code == 0)
    #expect(
      outcome.output.components(separatedBy: "calendar exceptions\" (day, change)").count == 2
    )
  }
}
