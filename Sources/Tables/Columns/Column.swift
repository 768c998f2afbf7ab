/// The type of a column's values.
public enum ColumnType: String, Hashable, Sendable, CaseIterable {
  case text, integer, number, money, boolean, date
}

/// Typed values of one field, row by row, with a mask of which are present.
///
/// A missing row holds a placeholder in `values` that means nothing.
public struct Column: Sendable {
  /// The values, one array whatever the type.
  public enum Values: Sendable, Equatable {
    /// Codes into `dictionary`.
    case text([Int32])
    /// Exact to 2⁵³.
    case integer([Int64])
    /// Finite doubles.
    case number([Double])
    /// Decimal money in ten-thousandths of the currency unit (see `Money.scale`).
    case money([Int64])
    /// True or false.
    case boolean([Bool])
    /// Day numbers, see `Day`.
    case date([Int32])
  }

  /// The values.
  public var values: Values
  /// Which rows hold a value.
  public var validity: Validity
  /// The texts that codes stand for; empty unless the column is text.
  ///
  /// In a batch of a streamed table it is empty too: the reader owns the dictionary, which grows.
  public var dictionary: TextDictionary

  /// A column of its parts; `values` and `validity` have the same count.
  public init(_ values: Values, validity: Validity, dictionary: TextDictionary = TextDictionary()) {
    self.values = values
    self.validity = validity
    self.dictionary = dictionary
  }

  /// The number of rows.
  public var count: Int { validity.count }

  /// The type of the values.
  public var type: ColumnType {
    switch values {
    case .text: .text
    case .integer: .integer
    case .number: .number
    case .money: .money
    case .boolean: .boolean
    case .date: .date
    }
  }

  /// The value of a row as a double (money in currency units), or nil when missing or not numeric.
  public func double(at row: Int) -> Double? {
    guard validity[row] else { return nil }
    switch values {
    case .integer(let values): return Double(values[row])
    case .number(let values): return values[row]
    case .money(let values): return Money.units(values[row])
    default: return nil
    }
  }

  /// The text of a row, or nil when missing or not text.
  public func text(at row: Int) -> String? {
    guard validity[row], case .text(let codes) = values else { return nil }
    return dictionary[codes[row]]
  }

  /// The day of a row, or nil when missing or not a date.
  public func day(at row: Int) -> Day? {
    guard validity[row], case .date(let numbers) = values else { return nil }
    return Day(number: numbers[row])
  }

  /// The truth of a row, or nil when missing or not Boolean.
  public func boolean(at row: Int) -> Bool? {
    guard validity[row], case .boolean(let values) = values else { return nil }
    return values[row]
  }
}

/// Decimal money: a count of ten-thousandths of the currency unit, so that sums are exact.
public enum Money {
  /// Ten-thousandths in one currency unit.
  public static let scale: Int64 = 10_000

  /// The amount in currency units: the double nearest to it.
  @inlinable
  public static func units(_ amount: Int64) -> Double {
    if amount.magnitude <= 1 << 53 { return Double(amount) / Double(scale) }
    // The quotient is exact and so large that the rounding of the fraction cannot reach the sum's,
    // but at a tie of it, whose fraction is one of sixteenths and exact.
    let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: scale)
    return Double(quotient) + Double(remainder) / Double(scale)
  }
}
