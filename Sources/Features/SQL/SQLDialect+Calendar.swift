import Tables

/// Working days: arithmetic for the weekly rule, and a list of the days that break it.
extension SQLDialect {
  /// The relation of the days that break the weekly rule of a calendar.
  private static let exceptions = "calendar exceptions"

  /// The days that break the weekly rule, each with 1 where it is worked and −1 where it is off.
  func exceptions(of calendar: WorkCalendar) -> String {
    let rows = calendar.exceptions.map { exception in
      "(\(literal(exception.day)), \(exception.isWorking ? 1 : -1))"
    }
    let name = name(SQLDialect.exceptions)
    return "\(name) (day, change) AS MATERIALIZED (VALUES\n  \(rows.joined(separator: ", "))\n)"
  }

  /// A day, without a comment that would repeat in a long list.
  private func literal(_ day: Day) -> String {
    self == .sqlite ? String(day.number) : date(day.number)
  }

  /// The working days after one date up to another; null where the calendar does not know one.
  func workingDays(
    _ first: SQLValue,
    _ second: SQLValue,
    _ calendar: WorkCalendar
  ) -> SQLValue {
    let text = with([first, second]) { named in
      let (a, b) = (named[0].text, named[1].text)
      let days = "(\(worked(through: b, calendar)) - \(worked(through: a, calendar)))"
      let (from, to) = (calendar.covers.lowerBound, calendar.covers.upperBound)
      if from == .earliest, to == .latest { return days }
      let known = [a, b].map { "\($0) BETWEEN \(date(from.number)) AND \(date(to.number))" }
      return "CASE WHEN \(known.joined(separator: " AND ")) THEN \(days) END"
    }
    return SQLValue(text: text, size: .days)
  }

  /// The working days from 0001-01-01, a Monday, up to and including a date.
  private func worked(through day: String, _ calendar: WorkCalendar) -> String {
    let days =
      self == .sqlite
      ? "\(day) - (\(Day.earliest.number))" : "\(day) - \(date(Day.earliest.number))"
    // The n-th weekday, 0 for Monday, has come once more with each seven days from the n-th on.
    let weekdays = (0..<7).filter { !calendar.weekend.contains($0) }.map { weekday in
      "floor((\(days) + \(7 - weekday)) / \(number(7)))"
    }
    let weekly = "(\(weekdays.joined(separator: " + ")))"
    guard !calendar.exceptions.isEmpty else { return weekly }
    let changes =
      "(SELECT coalesce(sum(e.change), 0) FROM \(name(SQLDialect.exceptions)) AS e "
      + "WHERE e.day <= \(day))"
    return "(\(weekly) + \(asNumber(changes)))"
  }
}
