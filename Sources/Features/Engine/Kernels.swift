import Determinism
import Tables

/// The loops over columns; each is one operation over one block of rows.
///
/// Every number in a register is finite and every missing row holds 0, so that no loop has to
/// look at validity before it computes.
enum Kernels {
  @inline(__always)
  static func map<Value, Result>(
    _ values: [Value],
    into results: inout [Result],
    _ count: Int,
    _ body: (Value) -> Result
  ) {
    let values = values.span
    var results = results.mutableSpan
    precondition(values.count >= count && results.count >= count)
    for row in 0..<count { results[row] = body(values[row]) }
  }

  @inline(__always)
  static func zip<Left, Right, Result>(
    _ left: [Left],
    _ right: [Right],
    into results: inout [Result],
    _ count: Int,
    _ body: (Left, Right) -> Result
  ) {
    let left = left.span
    let right = right.span
    var results = results.mutableSpan
    precondition(left.count >= count && right.count >= count && results.count >= count)
    for row in 0..<count { results[row] = body(left[row], right[row]) }
  }

  /// Makes every value that is not finite missing, and every missing value 0.
  static func clean(_ numbers: inout [Double], _ valid: inout [UInt8], _ count: Int) {
    var numbers = numbers.mutableSpan
    var valid = valid.mutableSpan
    precondition(numbers.count >= count && valid.count >= count)
    for row in 0..<count {
      let isFine = valid[row] == 1 && numbers[row].magnitude <= .greatestFiniteMagnitude
      numbers[row] = isFine ? numbers[row] : 0
      valid[row] = isFine ? 1 : 0
    }
  }

  static func both(_ left: [UInt8], _ right: [UInt8], into valid: inout [UInt8], _ count: Int) {
    zip(left, right, into: &valid, count) { $0 & $1 }
  }

  /// `Validity` as one byte a row.
  static func expand(_ validity: Validity, into valid: inout [UInt8]) {
    var valid = valid.mutableSpan
    precondition(valid.count >= validity.count)
    for row in 0..<validity.count { valid[row] = validity[row] ? 1 : 0 }
  }

  static func arithmetic(
    _ operation: Operation,
    _ left: [Double],
    _ right: [Double],
    into results: inout [Double],
    _ count: Int
  ) {
    switch operation {
    case .add: zip(left, right, into: &results, count) { $0 + $1 }
    case .subtract: zip(left, right, into: &results, count) { $0 - $1 }
    case .multiply: zip(left, right, into: &results, count) { $0 * $1 }
    default: zip(left, right, into: &results, count) { $0 / $1 }
    }
  }

  static func function(
    _ operation: Operation,
    _ values: [Double],
    into results: inout [Double],
    _ count: Int
  ) {
    switch operation {
    case .negate: map(values, into: &results, count) { -$0 }
    case .abs: map(values, into: &results, count) { $0.magnitude }
    case .ln: map(values, into: &results, count) { $0 > 0 ? Pinned.log($0) : .nan }
    case .exp: map(values, into: &results, count) { Pinned.exp($0) }
    case .sqrt: map(values, into: &results, count) { $0.squareRoot() }
    case .round:
      map(values, into: &results, count) { $0.rounded(.toNearestOrAwayFromZero) }
    default: map(values, into: &results, count) { $0.rounded(.down) }
    }
  }

  @inline(__always)
  static func compare<Value: Comparable>(
    _ operation: Operation,
    _ left: [Value],
    _ right: [Value],
    into flags: inout [UInt8],
    _ count: Int
  ) {
    switch operation {
    case .equal: zip(left, right, into: &flags, count) { $0 == $1 ? 1 : 0 }
    case .notEqual: zip(left, right, into: &flags, count) { $0 != $1 ? 1 : 0 }
    case .less: zip(left, right, into: &flags, count) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: zip(left, right, into: &flags, count) { $0 <= $1 ? 1 : 0 }
    case .greater: zip(left, right, into: &flags, count) { $0 > $1 ? 1 : 0 }
    default: zip(left, right, into: &flags, count) { $0 >= $1 ? 1 : 0 }
    }
  }

  /// `and` and `or` of three truth values; a missing flag is 0.
  static func logic(
    isAnd: Bool,
    _ left: (flags: [UInt8], valid: [UInt8]),
    _ right: (flags: [UInt8], valid: [UInt8]),
    flags: inout [UInt8],
    valid: inout [UInt8],
    _ count: Int
  ) {
    // Decided is a side that settles the answer alone: false for `and`, true for `or`.
    for row in 0..<count {
      let (leftValid, rightValid) = (left.valid[row], right.valid[row])
      let leftDecides = leftValid & (isAnd ? 1 ^ left.flags[row] : left.flags[row])
      let rightDecides = rightValid & (isAnd ? 1 ^ right.flags[row] : right.flags[row])
      let decided = leftDecides | rightDecides
      let known = decided | (leftValid & rightValid)
      valid[row] = known
      flags[row] = known & (isAnd ? 1 ^ decided : decided)
    }
  }

  /// A date some days away; missing when the days are no whole number or leave the calendar.
  static func move(
    _ dates: [Int32],
    by days: [Double],
    sign: Double,
    into results: inout [Int32],
    valid: inout [UInt8],
    _ count: Int
  ) {
    for row in 0..<count {
      let moved = Double(dates[row]) + sign * days[row]
      let isFine =
        valid[row] == 1 && days[row] == days[row].rounded(.towardZero)
        && moved >= Double(Day.earliest.number) && moved <= Double(Day.latest.number)
      results[row] = isFine ? Int32(moved) : 0
      valid[row] = isFine ? 1 : 0
    }
  }

  /// Makes dates after `limit` missing.
  static func mask(_ dates: inout [Int32], _ valid: inout [UInt8], after limit: Int32, _ count: Int)
  {
    var dates = dates.mutableSpan
    var valid = valid.mutableSpan
    precondition(dates.count >= count && valid.count >= count)
    for row in 0..<count {
      let isKnown = valid[row] == 1 && dates[row] <= limit
      dates[row] = isKnown ? dates[row] : 0
      valid[row] = isKnown ? 1 : 0
    }
  }
}
