import Foundation
import Tables
import TestSupport
import Testing

@Suite struct WorkCalendarTests {
  private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

  private func reading(_ text: String) throws -> WorkCalendar {
    let workdir = try Workdir()
    return try WorkCalendar(reading: workdir.write("calendar.csv", text))
  }

  private static let china = Repository.root.appendingPathComponent("Calendars/china.csv").path

  /// NumPy counted with the holidays of the package itself: `Goldens/working_days.py`.
  @Test func itCountsAsNumPyDoes() throws {
    let calendars = [
      "china": try WorkCalendar(reading: Self.china),
      "weekends": try WorkCalendar(named: "weekends"),
      "friday": WorkCalendar(covers: .earliest ... .latest, weekend: [4, 5]),
    ]
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Goldens/working_days.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 400)
    for line in lines {
      let cells = line.split(separator: ",").map(String.init)
      let calendar = try #require(calendars[cells[0]])
      let count = calendar.workingDays(from: try day(cells[1]), to: try day(cells[2]))
      #expect(count == Int(cells[3]), "\(line)")
    }
  }

  @Test(arguments: [
    // Spring Festival 2024: off 10 to 17 February, made up for on the 4th and the 18th, Sundays.
    ("2024-02-03", "2024-02-04", 1), ("2024-02-09", "2024-02-17", 0),
    ("2024-02-17", "2024-02-18", 1), ("2024-02-09", "2024-02-19", 2),
    ("2024-02-19", "2024-02-09", -2), ("2024-02-14", "2024-02-14", 0),
    // The notice for 2006 made the Saturday before a working day.
    ("2005-12-30", "2005-12-31", 1),
  ])
  func theChineseCalendarKnowsMakeUpDays(start: String, end: String, count: Int) throws {
    let calendar = try WorkCalendar(reading: Self.china)
    #expect(calendar.workingDays(from: try day(start), to: try day(end)) == count)
  }

  @Test func aDayOutsideOfWhatIsCoveredIsNotCounted() throws {
    let calendar = try WorkCalendar(reading: Self.china)
    #expect(calendar.covers == (try day("2004-01-01")...day("2026-12-31")))
    let (inside, before) = (try day("2004-01-01"), try day("2003-12-31"))
    #expect(calendar.workingDays(from: before, to: inside) == nil)
    #expect(calendar.workingDays(from: inside, to: before) == nil)
    #expect(calendar.workingDays(from: before, to: before) == nil)
    #expect(calendar.workingDays(from: inside, to: try day("2027-01-01")) == nil)
    #expect(calendar.workingDays(from: inside, to: inside) == 0)
  }

  @Test func theFileMaySayAnotherWeekend() throws {
    let calendar = try reading(
      """
      kind,date,name
      to,2024-12-31,
      weekend,Friday,
      weekend,saturday,
      from,2024-01-01,
      off,2024-06-17,"Eid al-Adha, first day"
      work,2024-06-14,a Friday
      off,2024-06-15,a Saturday anyway

      """
    )
    #expect(calendar.weekend == [4, 5])
    #expect(calendar.exceptions.map(\.isWorking) == [true, false])
    // Thursday to Thursday: Friday 14, Sunday 16, Tuesday 18, Wednesday 19, Thursday 20.
    #expect(calendar.workingDays(from: try day("2024-06-13"), to: try day("2024-06-20")) == 5)
  }

  @Test func whatCountsAlikeHasOneFingerprint() throws {
    let plain = try reading("date,kind,name\n2024-01-01,from,\n2024-12-31,to,\n2024-05-01,off,x\n")
    let other = try reading(
      "date,kind\r\n2024-05-01,off\r\n2024-05-04,off\r\n2024-12-31,to\r\n2024-01-01,from\r\n"
    )
    #expect(plain.fingerprint == other.fingerprint)
    let longer = try reading("date,kind\n2024-01-01,from\n2025-12-31,to\n2024-05-01,off\n")
    #expect(plain.fingerprint != longer.fingerprint)
    #expect(plain.fingerprint != WorkCalendar.weekends.fingerprint)
  }

  @Test(arguments: [
    ("", nil, "the calendar has no column date"),
    ("date,name\n", 1, "the calendar has no column kind"),
    ("date,kind\n2024-12-31,to\n", nil, "does not say the first day"),
    ("date,kind\n2024-12-31,from\n", nil, "does not say the last day"),
    ("date,kind\n2024-12-31,from\n2024-01-01,to\n", nil, "ends before it begins"),
    ("date,kind\n2024-12-31,form\n", 2, "no kind of day"),
    ("date,kind\n31.12.2024,off\n", 2, "not a date"),
    ("date,kind\nsamedi,weekend\n", 2, "not a weekday"),
    ("date,kind\n2024-05-01,off\n2024-05-01,work\n", 3, "given twice"),
    ("date,kind\n2024-05-01,from\n2024-05-02,from\n", 3, "given twice"),
    ("date,kind\n2024-01-01,from\n2024-12-31,to\n2025-01-01,off\n", 4, "lies outside"),
  ])
  func aFileThatIsWrongIsRefused(text: String, line: Int?, message: String) throws {
    do {
      _ = try reading(text)
      Issue.record("it was read")
    } catch let error as TableError {
      #expect(error.diagnostic.message.contains(message), "\(error.diagnostic.message)")
      #expect(error.location?.line == line)
      #expect(error.diagnostic.hint != nil)
    }
  }
}
