import Tables

/// The values of one register, row by row, in memory of their own.
///
/// A lane is never copied and never grows, so a loop over it needs neither retains nor checks of
/// exclusive access; its bounds are checked once a loop.
@safe final class Lane<Value: BitwiseCopyable> {
  /// The number of rows there is room for.
  let capacity: Int
  // Owned by this object alone; every use of it checks the capacity first.
  let base: UnsafeMutablePointer<Value>

  init(_ capacity: Int, filledWith value: Value) {
    self.capacity = capacity
    // Room for at least one row, all of it given a value at once.
    unsafe base = UnsafeMutablePointer<Value>.allocate(capacity: max(capacity, 1))
    // As above.
    unsafe base.initialize(repeating: value, count: max(capacity, 1))
  }

  deinit {
    // The memory came from `allocate`, and values that are bits need no farewell.
    unsafe base.deallocate()
  }

  /// The value of one row.
  subscript(row: Int) -> Value {
    @inline(__always) get {
      precondition(row >= 0 && row < capacity, "a row is in its lane")
      // The line above.
      return unsafe base[row]
    }
    @inline(__always) set {
      precondition(row >= 0 && row < capacity, "a row is in its lane")
      // The line above.
      unsafe base[row] = newValue
    }
  }

  /// Gives the first rows one value.
  @inline(__always)
  func fill(_ value: Value, _ count: Int) {
    precondition(count <= capacity)
    // The line above.
    for row in 0..<count { unsafe base[row] = value }
  }

  /// Takes `count` values of an array, from `start` on.
  @inline(__always)
  func load(_ values: [Value], from start: Int, _ count: Int) {
    precondition(start >= 0 && count >= 0 && count <= capacity && start + count <= values.count)
    // The line above; the array is not written meanwhile.
    unsafe values.withUnsafeBufferPointer { source in
      for row in 0..<count { unsafe base[row] = source[start + row] }
    }
  }

  /// Each value takes in the one `step` places before it, in ascending order.
  @inline(__always)
  func carry(_ step: Int, _ count: Int, _ merge: (_ value: inout Value, _ before: Value) -> Void) {
    precondition(step > 0 && count <= capacity)
    var place = step
    while place < count {
      // So many do not depend on each other; all lie below `count`.
      let stop = min(place + step, count)
      for index in place..<stop { unsafe merge(&base[index], base[index - step]) }
      place = stop
    }
  }

  /// The first `count` values.
  @inline(__always)
  func appended(to values: inout [Value], _ count: Int) {
    precondition(count <= capacity)
    // The line above.
    unsafe values.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }
}

/// The loops of the engine: one operation over one block of rows.
///
/// Each checks its lanes' room once and then runs over bare memory. Rows named by other lanes
/// (`gather`, and everything by group) are places that the engine itself gave out; those of
/// `gather` are checked all the same.
enum Loops {
  @inline(__always)
  static func map<Value, Result>(
    _ values: Lane<Value>,
    into results: Lane<Result>,
    _ count: Int,
    _ body: (Value) -> Result
  ) {
    precondition(count <= values.capacity && count <= results.capacity)
    // The line above.
    let (values, results) = unsafe (values.base, results.base)
    // As above.
    for row in 0..<count { unsafe results[row] = body(values[row]) }
  }

  @inline(__always)
  static func zip<Left, Right, Result>(
    _ left: Lane<Left>,
    _ right: Lane<Right>,
    into results: Lane<Result>,
    _ count: Int,
    _ body: (Left, Right) -> Result
  ) {
    precondition(count <= left.capacity && count <= right.capacity && count <= results.capacity)
    // The line above.
    let (left, right, results) = unsafe (left.base, right.base, results.base)
    // As above.
    for row in 0..<count { unsafe results[row] = body(left[row], right[row]) }
  }

  @inline(__always)
  static func zip<First, Second, Third, Result>(
    _ first: Lane<First>,
    _ second: Lane<Second>,
    _ third: Lane<Third>,
    into results: Lane<Result>,
    _ count: Int,
    _ body: (First, Second, Third) -> Result
  ) {
    precondition(count <= first.capacity && count <= second.capacity)
    precondition(count <= third.capacity && count <= results.capacity)
    // The lines above.
    let (first, second) = unsafe (first.base, second.base)
    // As above.
    let (third, results) = unsafe (third.base, results.base)
    // As above.
    for row in 0..<count { unsafe results[row] = body(first[row], second[row], third[row]) }
  }

  /// Maps the values of an array, from `start` on.
  @inline(__always)
  static func map<Value: BitwiseCopyable, Result>(
    _ values: [Value],
    from start: Int,
    into results: Lane<Result>,
    _ count: Int,
    _ body: (Value) -> Result
  ) {
    precondition(start >= 0 && start + count <= values.count && count <= results.capacity)
    // The line above; the array is not written meanwhile.
    unsafe values.withUnsafeBufferPointer { values in
      for row in 0..<count { unsafe results.base[row] = body(values[start + row]) }
    }
  }

  /// Maps the values of an array and those of a lane.
  @inline(__always)
  static func zip<Value: BitwiseCopyable, Other, Result>(
    _ values: [Value],
    from start: Int,
    _ other: Lane<Other>,
    into results: Lane<Result>,
    _ count: Int,
    _ body: (Value, Other) -> Result
  ) {
    precondition(start >= 0 && start + count <= values.count)
    precondition(count <= other.capacity && count <= results.capacity)
    // The lines above; the array is not written meanwhile.
    unsafe values.withUnsafeBufferPointer { values in
      for row in 0..<count {
        unsafe results.base[row] = body(values[start + row], other.base[row])
      }
    }
  }

  /// The values of an array at the rows that `rows` names; a row outside of it stops the program.
  @inline(__always)
  static func gather<Value: BitwiseCopyable, Result>(
    _ values: [Value],
    at rows: Lane<Int32>,
    into results: Lane<Result>,
    _ count: Int,
    _ body: (Value) -> Result
  ) {
    precondition(count <= rows.capacity && count <= results.capacity)
    // The line above; every row is compared with the array's count.
    unsafe values.withUnsafeBufferPointer { values in
      for row in 0..<count {
        let source = unsafe Int(rows.base[row])
        precondition(source >= 0 && source < values.count)
        unsafe results.base[row] = body(values[source])
      }
    }
  }

  /// Raises dates to the first one for each day.
  static func later(
    _ days: Lane<Int32>,
    _ dates: FirstDates,
    into results: Lane<Int32>,
    _ count: Int
  ) {
    lookUp(days, dates, results, count) { max($0, $1) }
  }

  /// Lowers dates to the first one for each day.
  static func earlier(
    _ days: Lane<Int32>,
    _ dates: FirstDates,
    into results: Lane<Int32>,
    _ count: Int
  ) {
    lookUp(days, dates, results, count) { min($0, $1) }
  }

  @inline(__always)
  private static func lookUp(
    _ days: Lane<Int32>,
    _ dates: FirstDates,
    _ results: Lane<Int32>,
    _ count: Int,
    _ body: (Int32, Int32) -> Int32
  ) {
    precondition(count <= days.capacity && count <= results.capacity)
    let lowest = dates.lowest
    let highest = lowest + Int32(dates.places.count - 1)
    // The lines above: a day between the two has a place, and so has the first one after them.
    unsafe dates.places.withUnsafeBufferPointer { places in
      for row in 0..<count {
        let day = unsafe min(max(days.base[row], lowest), highest)
        unsafe results.base[row] = body(results.base[row], places[Int(day &- lowest)])
      }
    }
  }

  /// Whether all of the first `count` bytes are 1.
  @inline(__always)
  static func isAllOnes(_ bytes: Lane<UInt8>, _ count: Int) -> Bool {
    precondition(count <= bytes.capacity)
    var all: UInt8 = 1
    // The line above.
    for row in 0..<count { unsafe all &= bytes.base[row] }
    return all == 1
  }

  /// Whether all of the first `count` numbers are finite.
  @inline(__always)
  static func isAllFinite(_ numbers: Lane<Double>, _ count: Int) -> Bool {
    precondition(count <= numbers.capacity)
    let infinite = UInt64(0x7FF0_0000_0000_0000)
    var isNot: UInt64 = 0
    for row in 0..<count {
      // The line above the loop.
      let exponent = unsafe numbers.base[row].bitPattern & infinite
      isNot |= exponent == infinite ? 1 : 0
    }
    return isNot == 0
  }

  /// The places of the zeros among the first `count` bytes.
  static func zeros(_ bytes: Lane<UInt8>, _ count: Int) -> [Int] {
    precondition(count <= bytes.capacity)
    // Every row writes the next place, and only a zero goes on from it; so at most `count` are.
    return unsafe [Int](unsafeUninitializedCapacity: count) { rows, found in
      for row in 0..<count {
        unsafe rows[found] = row
        found &+= unsafe bytes.base[row] == 0 ? 1 : 0
      }
    }
  }

  /// Bits of a mask, from row `start` on, as one byte a row; whether all are set.
  static func expand(
    _ validity: Validity,
    from start: Int,
    into bytes: Lane<UInt8>,
    _ count: Int
  ) -> Bool {
    precondition(start >= 0 && start + count <= validity.count && count <= bytes.capacity)
    var all: UInt64 = 1
    // The line above: a word is there for each row, and the words are not written meanwhile.
    unsafe validity.words.withUnsafeBufferPointer { words in
      for row in 0..<count {
        let place = start + row
        let bit = unsafe words[place >> 6] >> UInt64(place & 63) & 1
        all &= bit
        unsafe bytes.base[row] = UInt8(truncatingIfNeeded: bit)
      }
    }
    return all == 1
  }

  /// Whether all bits of a mask from row `start` on are set.
  static func isAllPresent(_ validity: Validity, from start: Int, _ count: Int) -> Bool {
    guard count > 0 else { return true }
    let words = validity.words
    let (first, last) = (start >> 6, (start + count - 1) >> 6)
    for word in first...last {
      var wanted = UInt64.max
      if word == first { wanted &= .max << UInt64(start & 63) }
      if word == last { wanted &= .max >> UInt64(63 - (start + count - 1) & 63) }
      if words[word] & wanted != wanted { return false }
    }
    return true
  }

  /// The finite numbers that `body` gives, 0 where it gives another, and which there are.
  @inline(__always)
  static func numbers(
    _ count: Int,
    _ body: (Int) -> Double
  ) -> (numbers: [Double], valid: [UInt8], areAllThere: Bool) {
    var valid: [UInt8] = []
    /// The bits of an infinite number without its sign; those of numbers that are none are more.
    let infinite = Double.infinity.bitPattern << 1
    var all: UInt8 = 1
    // Every one of the `count` places of both arrays is given a value.
    let numbers = unsafe [Double](unsafeUninitializedCapacity: count) { numbers, filled in
      unsafe valid = [UInt8](unsafeUninitializedCapacity: count) { valid, validCount in
        for row in 0..<count {
          // Without a branch: values come and go at random.
          let bits = body(row).bitPattern
          let isThere: UInt8 = bits &<< 1 >= infinite ? 0 : 1
          unsafe numbers[row] = Double(bitPattern: bits & (0 &- UInt64(isThere)))
          unsafe valid[row] = isThere
          all &= isThere
        }
        validCount = count
      }
      filled = count
    }
    return (numbers, valid, all == 1)
  }

  /// An array of `count` values.
  @inline(__always)
  static func array<Value: BitwiseCopyable>(
    _ count: Int,
    _ body: (Int) -> Value
  ) -> [Value] {
    // Every one of the `count` places is given a value.
    unsafe [Value](unsafeUninitializedCapacity: count) { buffer, filled in
      for row in 0..<count { unsafe buffer[row] = body(row) }
      filled = count
    }
  }
}
