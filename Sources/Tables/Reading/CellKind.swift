/// A type of cells: how its text is read, compared and stored.
protocol CellKind: Sendable {
  /// What a cell reads as.
  associatedtype Value: Hashable & Sendable
  /// What a column holds.
  associatedtype Stored: Sendable

  /// The value of a trimmed text.
  func parse(_ text: Span<UInt8>) -> CellResult<Value>
  /// Whether one value comes before another.
  static func precedes(_ left: Value, _ right: Value) -> Bool
  /// What stands where a value is missing.
  static var placeholder: Stored { get }
  /// A value as the column holds it.
  static func stored(_ value: Value) -> Stored
  /// The column's values.
  static func column(_ values: [Stored]) -> Column.Values
}

extension CellKind where Value: Comparable {
  static func precedes(_ left: Value, _ right: Value) -> Bool { left < right }
}

extension CellKind where Stored == Value {
  static func stored(_ value: Value) -> Stored { value }
}

extension DateCell: CellKind {
  static var placeholder: Int32 { 0 }
  static func stored(_ value: Day) -> Int32 { value.number }
  static func column(_ values: [Int32]) -> Column.Values { .date(values) }
}

extension NumberCell: CellKind {
  static var placeholder: Double { 0 }
  static func column(_ values: [Double]) -> Column.Values { .number(values) }
}

extension IntegerCell: CellKind {
  static var placeholder: Int64 { 0 }
  static func column(_ values: [Int64]) -> Column.Values { .integer(values) }
}

extension MoneyCell: CellKind {
  static var placeholder: Int64 { 0 }
  static func column(_ values: [Int64]) -> Column.Values { .money(values) }
}

extension BooleanCell: CellKind {
  static func precedes(_ left: Bool, _ right: Bool) -> Bool { !left && right }
  static var placeholder: Bool { false }
  static func column(_ values: [Bool]) -> Column.Values { .boolean(values) }
}
