import Determinism
import Tables

/// What is hidden on a date, and what stands there instead.
struct Garbler {
  let asOf: Day
  let seed: UInt64
  /// The latest fact, where some resource takes it for its snapshot.
  ///
  /// It must stay what it is, so a missing fact stays missing then, and a later one stays later.
  let defaultSnapshot: Day?

  /// Whether a value is not known on the date.
  func isHidden(
    _ field: Field,
    _ column: Column?,
    _ knownOn: Column?,
    _ row: Int,
    snapshot: Day?
  ) -> Bool {
    if field.knowledge == .current, let day = snapshot ?? defaultSnapshot, asOf < day {
      return true
    }
    if let knownOn, knownOn.day(at: row).map({ $0 > asOf }) ?? true { return true }
    guard field.type == .date, field.knowledge != .plan else { return false }
    return column?.day(at: row).map { $0 > asOf } ?? (defaultSnapshot == nil)
  }

  /// A day after the date.
  func later(_ random: inout SplitMix64) -> Int32 {
    asOf.number &+ 1 &+ Int32(random.int(below: 400))
  }

  /// The date or a day before it.
  func earlier(_ random: inout SplitMix64) -> Int32 {
    asOf.number &- Int32(random.int(below: 400))
  }

  /// Puts garbage in place of the values of some rows.
  ///
  /// A date is missing or after the date, unless its row is unknown as a whole.
  func garble(
    _ column: inout Column,
    _ places: [Place],
    text: (inout SplitMix64) -> Int32,
    _ random: inout SplitMix64
  ) {
    func fill<Value>(_ values: [Value], _ draw: (Place) -> Value) -> [Value] {
      var values = values
      for place in places { values[place.row] = draw(place) }
      return values
    }
    switch column.values {
    case .date(let days):
      column.values = .date(
        fill(days) { place in
          place.isWhole && random.int(below: 2) == 0 ? earlier(&random) : later(&random)
        }
      )
    case .text(let codes): column.values = .text(fill(codes) { _ in text(&random) })
    case .number(let numbers):
      column.values = .number(fill(numbers) { _ in random.normal() * 1e6 })
    case .integer(let numbers):
      column.values = .integer(fill(numbers) { _ in Int64(random.int(below: 1_000_000)) - 500_000 })
    case .money(let amounts):
      column.values = .money(fill(amounts) { _ in Int64(random.int(below: 1 << 40)) - (1 << 39) })
    case .boolean(let flags):
      column.values = .boolean(fill(flags) { _ in random.int(below: 2) == 0 })
    }
    let isAlwaysThere = column.type == .date && defaultSnapshot != nil
    for place in places {
      column.validity[place.row] = isAlwaysThere || random.int(below: 4) != 0
    }
  }

  /// A value to be replaced.
  struct Place {
    var row: Int
    /// Whether nothing of the row is known, so that a date in it may be any.
    var isWhole: Bool
  }
}

extension Column {
  /// Puts a day into a date column.
  mutating func set(_ row: Int, day: Int32) {
    guard case .date(var days) = values else { return }
    days[row] = day
    values = .date(days)
    validity[row] = true
  }

  /// The rows at these places, in this order.
  package func rows(_ places: [Int]) -> Column {
    func taken<Value>(_ values: [Value]) -> [Value] { places.map { values[$0] } }
    let taken: Values =
      switch values {
      case .text(let codes): .text(taken(codes))
      case .integer(let numbers): .integer(taken(numbers))
      case .number(let numbers): .number(taken(numbers))
      case .money(let amounts): .money(taken(amounts))
      case .boolean(let flags): .boolean(taken(flags))
      case .date(let days): .date(taken(days))
      }
    return Column(taken, validity: Validity(places.map { validity[$0] }), dictionary: dictionary)
  }
}
