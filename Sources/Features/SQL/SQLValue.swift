import Tables

/// A piece of SQL that stands for one value, with what is known about the value beforehand.
struct SQLValue {
  var text: String
  /// Whether it is so short and cheap that it may be written twice: a column or a literal.
  var isAtom = false
  var canBeNull = true
  /// How large and how small it may be; of numbers only.
  var size = Magnitude.any

  /// A column.
  static func column(_ text: String, _ size: Magnitude = .any) -> SQLValue {
    SQLValue(text: text, isAtom: true, size: size)
  }
}

/// Between what sizes the values of an expression lie, whatever the data.
///
/// Where no overflow can happen none is guarded against, which keeps the SQL short: days, counts
/// and money divided by money never leave the range of doubles.
struct Magnitude {
  /// No absolute value is above it.
  var largest: Double
  /// No absolute value but zero is below it.
  var smallest: Double
  /// Whether every value is a whole number.
  var isWhole = false

  static let any = Magnitude(
    largest: .greatestFiniteMagnitude,
    smallest: .leastNonzeroMagnitude
  )
  static let days = Magnitude(largest: 3_652_059, smallest: 1, isWhole: true)
  static let count = Magnitude(largest: 0x1p63, smallest: 1, isWhole: true)

  init(largest: Double, smallest: Double, isWhole: Bool = false) {
    self.largest = largest
    self.smallest = isWhole ? max(1, smallest) : smallest
    self.isWhole = isWhole
  }

  init(of literal: Double) {
    self.init(
      largest: abs(literal),
      smallest: literal == 0 ? 1 : abs(literal),
      isWhole: literal == literal.rounded()
    )
  }

  init(of type: FieldType) {
    switch type {
    case .integer: self = .count
    case .money: self.init(largest: 1e15, smallest: 1e-4)
    default: self = .any
    }
  }

  /// Whether values may be too large for a double.
  var overflows: Bool { largest > .greatestFiniteMagnitude }
  /// Whether values may be too small for a double to hold well.
  var underflows: Bool { smallest < SQLDialect.tiny }

  /// Either of two.
  func or(_ other: Magnitude) -> Magnitude {
    Magnitude(
      largest: max(largest, other.largest),
      smallest: min(smallest, other.smallest),
      isWhole: isWhole && other.isWhole
    )
  }

  /// What `+`, `-`, `*` and `/` make of two.
  func combined(_ operation: Operation, _ other: Magnitude) -> Magnitude {
    switch operation {
    case .multiply:
      Magnitude(
        largest: largest * other.largest,
        smallest: smallest * other.smallest,
        isWhole: isWhole && other.isWhole
      )
    case .divide:
      Magnitude(largest: largest / other.smallest, smallest: smallest / other.largest)
    default:
      Magnitude(
        largest: largest + other.largest,
        smallest: .leastNonzeroMagnitude,
        isWhole: isWhole && other.isWhole
      )
    }
  }

  /// The sum of any number of rows.
  var summed: Magnitude { combined(.multiply, .count) }

  /// What is left of it once values outside the range of doubles are null.
  var finite: Magnitude {
    Magnitude(
      largest: min(largest, .greatestFiniteMagnitude),
      smallest: max(smallest, .leastNonzeroMagnitude),
      isWhole: isWhole
    )
  }
}
