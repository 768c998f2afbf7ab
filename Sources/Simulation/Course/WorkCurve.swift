import Tables

/// How much of a building job is done by a day: an S-curve over working time that runs slower in
/// winter and in the flood season.
struct WorkCurve: Sendable {
  let start: Day
  let finish: Day
  private let workingDays: Double

  /// The curve of a job between two days; a job takes at least a day.
  init(start: Day, finish: Day) {
    self.start = start
    self.finish = max(finish, start + 1)
    self.workingDays = Self.working(from: start, to: self.finish)
  }

  /// The share done in the evening of a day, 0...1.
  func done(by day: Day) -> Double {
    guard day > start else { return 0 }
    guard day < finish else { return 1 }
    let time = (Self.working(from: start, to: day) / workingDays).clamped(to: 0...1)
    return time * time * (3 - 2 * time)
  }

  /// The first day, within a few, on which this share is done.
  func day(ofShare share: Double) -> Day {
    var low = start
    var high = finish
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if done(by: middle) < share { low = middle } else { high = middle }
    }
    return high
  }

  /// Working time between two days, month by month.
  private static func working(from start: Day, to end: Day) -> Double {
    var total = 0.0
    var day = start
    while day < end {
      let (year, month, date) = day.civil
      let days = min(Day.length(ofMonth: month, year: year) - date + 1, end - day)
      total += Double(days) * pace[month - 1]
      day = day + days
    }
    return max(total, 0.1)
  }

  /// How fast work goes in each month, January first.
  private static let pace = [0.5, 0.45, 1, 1.15, 1.2, 1.1, 0.9, 0.85, 1.15, 1.2, 1.1, 0.8]
}
