import Tables

/// The values of one feature (or one register) by position, of one type.
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
  /// Why there is none, by position; empty when every position has a value.
  package var causes: [Int32] = []

  package init(_ type: ValueType, count: Int) {
    self.type = type == .unknown ? .number : type
    valid = [UInt8](repeating: 0, count: count)
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

  func cause(_ position: Int) -> Int32 {
    if valid[position] == 1 { return ReasonTable.value }
    return causes.isEmpty ? ReasonTable.undefined : causes[position]
  }

  mutating func setNull(_ position: Int, cause: Int32) {
    if causes.isEmpty { causes = [Int32](repeating: 0, count: count) }
    valid[position] = 0
    causes[position] = cause
    switch type {
    case .number, .unknown: numbers[position] = 0
    case .text, .date: codes[position] = 0
    case .boolean: flags[position] = 0
    }
  }

  mutating func set(_ position: Int, number: Double) {
    valid[position] = 1
    // −0 becomes 0, so that equal numbers have equal bytes.
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
}
