/// The type of a field's values: the type of the column it becomes.
///
/// Money is a number whose unit is a currency.
public typealias FieldType = ColumnType

/// The types of the Frictionless standard that can be read.
public enum StandardType: String, Hashable, Sendable, CaseIterable {
  /// Text; `any` is read as text too.
  case string
  /// A whole number; `year` is read as one.
  case integer
  /// A decimal number.
  case number
  /// True or false.
  case boolean
  /// A day.
  case date
  /// A day and a time, of which the day is taken.
  case datetime
  /// A year, read as a whole number.
  case year
  /// A month of a year, read as text.
  case yearmonth
  /// Anything, read as text.
  case any

  /// The type of the column that a field of this type becomes, when its unit is no currency.
  public var fieldType: FieldType {
    switch self {
    case .string, .yearmonth, .any: .text
    case .integer, .year: .integer
    case .number: .number
    case .boolean: .boolean
    case .date, .datetime: .date
    }
  }
}

/// What kind of truth a field holds, which decides when it is known.
public enum Knowledge: String, Hashable, Sendable, CaseIterable {
  /// Known from the day it happened: a date that is later than the as-of date reads as null.
  case fact
  /// A date that was set in advance and is known throughout.
  case plan
  /// Does not change: region, approved budget.
  case fixed
  /// As of the snapshot: progress, status, spending.
  case current
}

/// What the rows of a resource are.
public enum Role: String, Hashable, Sendable, CaseIterable {
  /// Things that exist: one row each, or one row for each version.
  case entity
  /// Things that happened to a subject.
  case event
  /// What came out, which no feature may read.
  case outcome
}

/// What is done with a field that holds personal data.
public enum PersonalRule: String, Hashable, Sendable, CaseIterable {
  /// Reading stops and names the field.
  case refuse
  /// The bytes are passed over; the field has no column.
  case drop
  /// Replaced by a keyed hash that shows only equality.
  case token
}
