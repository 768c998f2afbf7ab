/// What became of a cell: a value, or the rule that refused it.
@frozen
public enum CellResult<Value: Sendable>: Sendable {
  /// The typed value.
  case value(Value)
  /// The rule that the text breaks.
  case reject(CellRule)
}

extension CellResult: Equatable where Value: Equatable {}

/// Why a cell's text is not a value of its field's type.
///
/// The raw value is the stable id that stands in reject files and counts.
public enum CellRule: String, Hashable, Sendable, CaseIterable {
  /// Not a date in the declared or the default format.
  case date = "type.date"
  /// Day and month cannot be told apart.
  case dateAmbiguous = "date.ambiguous"
  /// Written as a date, but there is no such day, or its year is outside 1…9999.
  case dateImpossible = "date.impossible"
  /// A year and a month without a day.
  case dateWithoutDay = "date.no_day"
  /// Excel's serial 60, the 29 February 1900 that never was.
  case dateSerial60 = "date.serial60"
  /// Not a number.
  case number = "type.number"
  /// Group separators where no group ends.
  case numberGroups = "number.groups"
  /// Not a finite double.
  case numberRange = "number.range"
  /// Not a whole number.
  case integer = "type.integer"
  /// A whole number beyond ±2⁵³.
  case integerRange = "integer.range"
  /// Not an amount of money.
  case money = "type.money"
  /// An amount with more than four decimals.
  case moneyPrecision = "money.precision"
  /// An amount too large for exact money.
  case moneyRange = "money.range"
  /// None of the true and false values.
  case boolean = "type.boolean"
  /// A unit nobody knows.
  case unitUnknown = "unit.unknown"
  /// A unit in a field that declares none.
  case unitUndeclared = "unit.undeclared"
  /// A unit of another kind than the field's.
  case unitConflict = "unit.conflict"

  /// The stable id, as `type.date`.
  public var id: String { rawValue }

  /// How to mend it, one sentence.
  public var hint: String {
    switch self {
    case .date:
      "write 2024-03-05, or declare how dates are written: format: '%d/%m/%Y'"
    case .dateAmbiguous:
      "day and month cannot be told apart: declare format: '%d/%m/%Y' or format: '%m/%d/%Y'"
    case .dateImpossible:
      "there is no such day; correct it at the source"
    case .dateWithoutDay:
      "a date needs a day; give the column a full date or read it as type: string"
    case .dateSerial60:
      "Excel's serial 60 is 29 February 1900, which never was; correct it at the source"
    case .number:
      "write digits, or declare decimalChar and groupChar; a word that means "
        + "\"no value\" belongs in missingValues"
    case .numberGroups:
      "group separators stand every three digits; declare decimalChar and groupChar "
        + "if the file writes numbers another way"
    case .numberRange:
      "the number is too large for a double; correct it at the source"
    case .integer:
      "a whole number is needed; declare type: number if fractions are meant"
    case .integerRange:
      "whole numbers are exact to 2^53; an identifier this long is type: string"
    case .money:
      "write an amount such as 1,234.50 or 3,200万元; a word that means \"no value\" belongs "
        + "in missingValues"
    case .moneyPrecision:
      "money has at most four decimals of the currency unit; check written_in, or round at "
        + "the source"
    case .moneyRange:
      "the amount is too large; check written_in"
    case .boolean:
      "declare the words in trueValues and falseValues, for example [是] and [否]"
    case .unitUnknown:
      "what stands beside the number is no known unit; declare bareNumber: false to ignore it"
    case .unitUndeclared:
      "declare watchpost: {unit: …} for the field so that the unit in the cell has a meaning"
    case .unitConflict:
      "the cell's unit measures another thing than the field's unit; correct one of them"
    }
  }
}

/// Why a field's declared way of writing values makes no sense.
public struct CellFormatError: Error, Hashable, Sendable {
  /// One sentence without a full stop, saying what is wrong.
  public var message: String
  /// How to mend it, one sentence.
  public var hint: String

  /// An error of its parts.
  public init(_ message: String, hint: String) {
    self.message = message
    self.hint = hint
  }
}
