import Determinism
import Tables

/// What the operations compute, block by block.
///
/// Every number in a register is finite and every missing row holds 0, so that no loop has to
/// look at validity before it computes.
enum Kernels {
  static func arithmetic(
    _ operation: Operation,
    _ left: Lane<Double>,
    _ right: Lane<Double>,
    into results: Lane<Double>,
    _ count: Int
  ) {
    switch operation {
    case .add: Loops.zip(left, right, into: results, count) { $0 + $1 }
    case .subtract: Loops.zip(left, right, into: results, count) { $0 - $1 }
    case .multiply: Loops.zip(left, right, into: results, count) { $0 * $1 }
    default: Loops.zip(left, right, into: results, count) { $0 / $1 }
    }
  }

  static func function(
    _ operation: Operation,
    _ values: Lane<Double>,
    into results: Lane<Double>,
    _ count: Int
  ) {
    switch operation {
    case .negate: Loops.map(values, into: results, count) { -$0 }
    case .abs: Loops.map(values, into: results, count) { $0.magnitude }
    case .ln: Loops.map(values, into: results, count) { $0 > 0 ? Pinned.log($0) : .nan }
    case .exp: Loops.map(values, into: results, count) { Pinned.exp($0) }
    case .sqrt: Loops.map(values, into: results, count) { $0.squareRoot() }
    case .round:
      Loops.map(values, into: results, count) { $0.rounded(.toNearestOrAwayFromZero) }
    default: Loops.map(values, into: results, count) { $0.rounded(.down) }
    }
  }

  @inline(__always)
  static func compare<Value: Comparable & BitwiseCopyable>(
    _ operation: Operation,
    _ left: Lane<Value>,
    _ right: Lane<Value>,
    into flags: Lane<UInt8>,
    _ count: Int
  ) {
    switch operation {
    case .equal: Loops.zip(left, right, into: flags, count) { $0 == $1 ? 1 : 0 }
    case .notEqual: Loops.zip(left, right, into: flags, count) { $0 != $1 ? 1 : 0 }
    case .less: Loops.zip(left, right, into: flags, count) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: Loops.zip(left, right, into: flags, count) { $0 <= $1 ? 1 : 0 }
    case .greater: Loops.zip(left, right, into: flags, count) { $0 > $1 ? 1 : 0 }
    default: Loops.zip(left, right, into: flags, count) { $0 >= $1 ? 1 : 0 }
    }
  }

  /// `and` and `or` of three truth values; a missing flag is 0.
  static func logic(
    isAnd: Bool,
    _ left: Register,
    _ right: Register,
    flags: Lane<UInt8>,
    valid: Lane<UInt8>,
    _ count: Int
  ) {
    // A missing flag is 0, so the flags alone say where both (where one of them) are true.
    if isAnd {
      Loops.zip(left.flags, right.flags, into: flags, count) { $0 & $1 }
    } else {
      Loops.zip(left.flags, right.flags, into: flags, count) { $0 | $1 }
    }
    guard left.hasNulls || right.hasNulls else { return }
    // Decided is a side that settles the answer alone: false for `and`, true for `or`.
    if isAnd {
      Loops.zip(left.flags, left.valid, into: valid, count) { $1 & (1 ^ $0) }
      Loops.zip(right.flags, right.valid, valid, into: valid, count) { $2 | ($1 & (1 ^ $0)) }
    } else {
      Loops.map(flags, into: valid, count) { $0 }
    }
    Loops.zip(left.valid, right.valid, valid, into: valid, count) { $2 | ($0 & $1) }
  }

  /// A date some days away; missing when the days are no whole number or leave the calendar.
  static func move(
    _ dates: Lane<Int32>,
    by days: Lane<Double>,
    sign: Double,
    into results: Lane<Int32>,
    valid: Lane<UInt8>,
    _ count: Int
  ) {
    let (earliest, latest) = (Double(Day.earliest.number), Double(Day.latest.number))
    Loops.zip(dates, days, valid, into: valid, count) { date, days, valid in
      let moved = Double(date) + sign * days
      let isFine =
        days == days.rounded(.towardZero) && moved >= earliest && moved <= latest
      return isFine ? valid : 0
    }
    Loops.zip(dates, days, valid, into: results, count) { date, days, valid in
      valid == 1 ? Int32(Double(date) + sign * days) : 0
    }
  }
}
