import Tables

/// The values of one feature by position, of one type.
package struct FeatureData: Sendable {
  package var type: ValueType
  /// Values of numbers; empty for other types.
  package var numbers: [Double] = []
  /// Day numbers, or codes in the shared dictionary; empty for other types.
  package var codes: [Int32] = []
  /// Truth values as 0 or 1; empty for other types.
  package var flags: [UInt8] = []
  /// 1 where there is a value.
  package var valid: [UInt8]
  /// Why there is none, by position; empty when every position has a value, or none has for no
  /// other reason than that it is undefined.
  package var causes: [Int32] = []
  /// Whether any position may have no value.
  package var hasNulls: Bool

  /// Every position null, as undefined.
  package init(_ type: ValueType, count: Int) {
    self.type = type == .unknown ? .number : type
    valid = [UInt8](repeating: 0, count: count)
    hasNulls = count > 0
    switch self.type {
    case .number, .unknown: numbers = [Double](repeating: 0, count: count)
    case .text, .date: codes = [Int32](repeating: 0, count: count)
    case .boolean: flags = [UInt8](repeating: 0, count: count)
    }
  }

  package var count: Int { valid.count }

  /// Every position null for one reason.
  init(_ type: ValueType, count: Int, cause: Int32) {
    self.init(type, count: count)
    causes = [Int32](repeating: cause, count: count)
  }

  /// No positions yet, with room for `capacity`.
  init(_ type: ValueType, capacity: Int) {
    self.init(type, count: 0)
    valid.reserveCapacity(capacity)
    switch self.type {
    case .number, .unknown: numbers.reserveCapacity(capacity)
    case .text, .date: codes.reserveCapacity(capacity)
    case .boolean: flags.reserveCapacity(capacity)
    }
  }

  /// Numbers by position: *none* where there is none, undefined where it is not finite.
  @inline(__always)
  init(
    numbers count: Int,
    none isNone: (Int) -> Bool,
    _ body: (Int) -> Double
  ) {
    type = .number
    // −0 becomes 0, so that equal numbers have equal bytes; NaN stands for what is undefined.
    let found = Loops.numbers(count) {
      let number = body($0) + 0
      return isNone($0) ? .nan : number
    }
    numbers = found.numbers
    valid = found.valid
    hasNulls = !found.areAllThere
    guard hasNulls else { return }
    causes = Loops.array(count) { position in
      // Asked of every row: a branch on values that come and go costs more.
      let cause = isNone(position) ? ReasonTable.none : ReasonTable.undefined
      return found.valid[position] == 1 ? ReasonTable.value : cause
    }
  }

  /// Counts by position, which every position has.
  @inline(__always)
  init(counts count: Int, _ body: (Int) -> Double) {
    type = .number
    numbers = Loops.array(count, body)
    valid = [UInt8](repeating: 1, count: count)
    hasNulls = false
  }

  /// Days by position, none where `body` gives nil.
  @inline(__always)
  init(days count: Int, _ body: (Int) -> Int32?) {
    type = .date
    codes = Loops.array(count) { body($0) ?? 0 }
    valid = Loops.array(count) { body($0) == nil ? 0 : 1 }
    hasNulls = valid.contains(0)
    if hasNulls { causes = valid.map { $0 == 1 ? ReasonTable.value : ReasonTable.none } }
  }

  package func cause(_ position: Int) -> Int32 {
    if valid[position] == 1 { return ReasonTable.value }
    return causes.isEmpty ? ReasonTable.undefined : causes[position]
  }

  mutating func setNull(_ position: Int, cause: Int32) {
    fillCauses()
    hasNulls = true
    valid[position] = 0
    causes[position] = cause
    switch type {
    case .number, .unknown: numbers[position] = 0
    case .text, .date: codes[position] = 0
    case .boolean: flags[position] = 0
    }
  }

  /// Room for causes; positions without a value have been undefined until now.
  private mutating func fillCauses() {
    guard causes.isEmpty else { return }
    causes =
      hasNulls
      ? valid.map { $0 == 1 ? ReasonTable.value : ReasonTable.undefined }
      : [Int32](repeating: ReasonTable.value, count: count)
  }

  mutating func set(_ position: Int, number: Double) {
    valid[position] = 1
    // As above.
    numbers[position] = number + 0
    if !causes.isEmpty { causes[position] = 0 }
  }

  mutating func set(_ position: Int, code: Int32) {
    valid[position] = 1
    codes[position] = code
    if !causes.isEmpty { causes[position] = 0 }
  }

  mutating func set(_ position: Int, flag: UInt8) {
    valid[position] = 1
    flags[position] = flag
    if !causes.isEmpty { causes[position] = 0 }
  }

  /// Takes the value or the reason that `other` has at `source`.
  mutating func copy(_ position: Int, from other: FeatureData, at source: Int) {
    guard other.valid[source] == 1 else {
      return setNull(position, cause: other.cause(source))
    }
    switch type {
    case .number, .unknown: set(position, number: other.numbers[source])
    case .text, .date: set(position, code: other.codes[source])
    case .boolean: set(position, flag: other.flags[source])
    }
  }

  /// Adds the rows of a block that `register` holds; `causes` says why some have no value.
  mutating func append(_ register: Register, _ causes: [Int32], _ count: Int) {
    switch type {
    case .number, .unknown:
      // As above.
      Loops.map(register.numbers, into: register.numbers, count) { $0 + 0 }
      register.numbers.appended(to: &numbers, count)
    case .text, .date: register.codes.appended(to: &codes, count)
    case .boolean: register.flags.appended(to: &flags, count)
    }
    if register.hasNulls || !self.causes.isEmpty { fillCauses() }
    register.valid.appended(to: &valid, count)
    guard register.hasNulls || !self.causes.isEmpty else { return }
    hasNulls = true
    if causes.isEmpty {
      self.causes.append(contentsOf: repeatElement(ReasonTable.value, count: count))
    } else {
      self.causes.append(contentsOf: causes)
    }
  }

  /// Adds the positions of another feature of the same type, whose causes `cause` translates.
  mutating func append(_ other: FeatureData, _ cause: (Int32) -> Int32) {
    if other.hasNulls || !causes.isEmpty {
      fillCauses()
      if other.hasNulls {
        for position in 0..<other.count { causes.append(cause(other.cause(position))) }
      } else {
        causes.append(contentsOf: repeatElement(ReasonTable.value, count: other.count))
      }
    }
    hasNulls = hasNulls || other.hasNulls
    valid += other.valid
    numbers += other.numbers
    codes += other.codes
    flags += other.flags
  }

  /// The positions at `places`, without causes.
  func gathered(_ places: [Int32]) -> FeatureData {
    var result = FeatureData(type, count: 0)
    switch type {
    case .number, .unknown:
      result.numbers = Loops.array(places.count) { numbers[Int(places[$0])] }
    case .text, .date: result.codes = Loops.array(places.count) { codes[Int(places[$0])] }
    case .boolean: result.flags = Loops.array(places.count) { flags[Int(places[$0])] }
    }
    result.valid = Loops.array(places.count) { valid[Int(places[$0])] }
    result.hasNulls = hasNulls && result.valid.contains(0)
    return result
  }

  /// The positions at `places`.
  func selecting(_ places: [Int32]) -> FeatureData {
    var result = gathered(places)
    if result.hasNulls { result.causes = places.map { cause(Int($0)) } }
    return result
  }

  /// Some of the positions.
  func slice(_ positions: Range<Int>) -> FeatureData {
    var part = FeatureData(type, count: 0)
    switch type {
    case .number, .unknown: part.numbers = Array(numbers[positions])
    case .text, .date: part.codes = Array(codes[positions])
    case .boolean: part.flags = Array(flags[positions])
    }
    part.valid = Array(valid[positions])
    part.hasNulls = hasNulls
    if hasNulls {
      let causes = self.causes.isEmpty ? [] : Array(self.causes[positions])
      part.hasNulls = part.valid.contains(0)
      if part.hasNulls { part.causes = causes }
    }
    return part
  }
}
