/// For days, the first as-of date whose limit is not before them.
struct FirstDates: Hashable {
  /// The days between the first and the last limit that a table is made for.
  private static let most = 1 << 16

  /// The limit of the first date; every day up to it has that date.
  let lowest: Int32
  /// The places of the dates by day, from `lowest` on; the number of dates for days after all
  /// limits, which the last stands for.
  let places: [Int32]

  /// Nil unless no limit is before the one of the date before, and they lie close together.
  init?(limits: [Int32]) {
    guard let first = limits.first, let last = limits.last,
      zip(limits, limits.dropFirst()).allSatisfy({ $0 <= $1 }),
      Int(last) - Int(first) < FirstDates.most
    else { return nil }
    lowest = first
    var places: [Int32] = []
    var date = 0
    for day in first...last {
      while limits[date] < day { date += 1 }
      places.append(Int32(date))
    }
    places.append(Int32(limits.count))
    self.places = places
  }
}
