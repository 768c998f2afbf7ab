/// Which days are working days.
///
/// A weekly rule (Saturday and Sunday off, unless the calendar says otherwise), the single days that
/// break it, and the days of which all that is known: outside of them nobody can say whether a
/// Monday was a holiday, so nothing is counted there.
public struct WorkCalendar: Sendable {
  /// A day that breaks the weekly rule.
  public struct Exception: Hashable, Sendable {
    /// The day.
    public let day: Day
    /// Whether it is a working day.
    public let isWorking: Bool
  }

  /// The days the calendar knows.
  public let covers: ClosedRange<Day>
  /// The weekdays off, 0 for Monday to 6 for Sunday.
  public let weekend: Set<Int>
  /// The days that break the weekly rule, in order.
  public let exceptions: [Exception]

  /// The number of working weekdays among the first 0, 1, … 7 days of a week.
  private let weekly: [Int32]
  /// What the exceptions up to a day change, day by day from the first exception to the last.
  private let changes: [Int32]

  /// Saturday and Sunday.
  public static let saturdayAndSunday: Set<Int> = [5, 6]

  /// A calendar without holidays, which knows every day.
  public static let weekends = WorkCalendar(covers: Day.earliest...Day.latest)

  /// A calendar of its weekly rule, the days off besides, and the working days on weekends.
  ///
  /// Days outside of `covers`, and those that the weekly rule says anyway, change nothing; a day in
  /// both lists is a working day.
  public init(
    covers: ClosedRange<Day>,
    weekend: Set<Int> = saturdayAndSunday,
    off: [Day] = [],
    work: [Day] = []
  ) {
    self.covers = covers
    self.weekend = weekend.intersection(0..<7)
    let isOff = { (day: Day) in weekend.contains(WorkCalendar.weekday(of: day)) }
    let working = Set(work)
    let extra = working.filter { covers.contains($0) && isOff($0) }
    let holidays = Set(off).subtracting(working).filter { covers.contains($0) && !isOff($0) }
    exceptions =
      (extra.map { Exception(day: $0, isWorking: true) }
      + holidays.map { Exception(day: $0, isWorking: false) })
      .sorted { $0.day < $1.day }
    weekly = (0...7).map { first in Int32((0..<first).count { !weekend.contains($0) }) }
    var changes: [Int32] = []
    if let first = exceptions.first?.day, let last = exceptions.last?.day {
      changes = [Int32](repeating: 0, count: last - first + 1)
      for exception in exceptions { changes[exception.day - first] = exception.isWorking ? 1 : -1 }
      for place in changes.indices.dropFirst() { changes[place] += changes[place - 1] }
    }
    self.changes = changes
  }

  /// The weekday of a day, 0 for Monday to 6 for Sunday.
  public static func weekday(of day: Day) -> Int { (day - Day.earliest) % 7 }

  /// The number of working days from 0001-01-01, a Monday, up to and including a day, as if the
  /// weekly rule held outside of `covers`.
  ///
  /// - Complexity: O(1).
  @inline(__always)
  package func count(through day: Int32) -> Int32 {
    let days = day - Day.earliest.number + 1
    let count = days / 7 * weekly[7] + weekly[Int(days % 7)]
    guard let first = exceptions.first?.day.number, day >= first else { return count }
    return count + changes[min(Int(day - first), changes.count - 1)]
  }

  /// The working days after `start` up to and including `end`, or nil when the calendar does not
  /// know one of the two days.
  ///
  /// When `end` comes first it is minus the working days after `end` up to and including `start`.
  public func workingDays(from start: Day, to end: Day) -> Int? {
    guard covers.contains(start), covers.contains(end) else { return nil }
    return Int(count(through: end.number) - count(through: start.number))
  }

  /// What tells two calendars apart: equal for those that count every day alike.
  package var fingerprint: String {
    let days = exceptions.map { "\($0.isWorking ? "+" : "-")\($0.day)" }
    let parts =
      ["\(covers.lowerBound)", "\(covers.upperBound)"] + weekend.sorted().map(String.init) + days
    return Fingerprint.of(parts.joined(separator: " "))
  }
}
