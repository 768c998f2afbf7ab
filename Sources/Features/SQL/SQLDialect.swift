import Tables

/// A database that features are written for.
public enum SQLDialect: String, Sendable, CaseIterable {
  /// SQLite 3.35 or later, built with its mathematical functions (3.40 of Debian is).
  case sqlite
  case duckdb
  case postgres

  /// The name as its makers write it.
  public var title: String {
    switch self {
    case .sqlite: "SQLite"
    case .duckdb: "DuckDB"
    case .postgres: "PostgreSQL"
    }
  }
}

// MARK: - Names and literals

extension SQLDialect {
  /// The longest name in bytes.
  private static let longestName = 63

  /// Whether a name fits: PostgreSQL cuts longer ones without a word.
  func fits(_ name: String) -> Bool {
    self != .postgres || name.utf8.count <= SQLDialect.longestName
  }

  /// A name in quotes.
  ///
  /// Names of ours hold a space, a dot or a `#`, which no table, column or feature does.
  func name(_ name: String) -> String {
    let short = fits(name) ? name : "#" + Fingerprint.of(name).prefix(32)
    return "\"" + short + "\""
  }

  /// The type of columns that hold values of `type` in tables.
  ///
  /// SQLite holds dates as days since 1970-01-01, and money as ten-thousandths, so that both are
  /// integers and sums are exact.
  func columnType(_ type: FieldType) -> String {
    switch (self, type) {
    case (.sqlite, .text): "TEXT"
    case (.sqlite, .number): "REAL"
    case (.sqlite, _): "INTEGER"
    case (.duckdb, .text): "VARCHAR"
    case (.postgres, .text): "TEXT"
    case (_, .integer): "BIGINT"
    case (_, .number): numberType
    case (_, .money): "DECIMAL(19, 4)"
    case (_, .boolean): "BOOLEAN"
    case (_, .date): "DATE"
    }
  }

  /// The type of every number in an expression.
  var numberType: String {
    switch self {
    case .sqlite: "REAL"
    case .duckdb: "DOUBLE"
    case .postgres: "DOUBLE PRECISION"
    }
  }

  /// The type of values of an expression.
  func valueType(_ type: ValueType) -> String {
    switch type {
    case .number, .unknown: numberType
    case .text: columnType(.text)
    case .boolean: columnType(.boolean)
    case .date: columnType(.date)
    }
  }

  /// A missing value that has a type.
  func null(_ type: ValueType) -> String { "CAST(NULL AS \(valueType(type)))" }

  /// A number; never an integer or a decimal to the database.
  func number(_ value: Double) -> String {
    if value < 0 { return "(-\(number(-value)))" }
    let digits = String(value)
    switch self {
    case .sqlite: return SQLDialect.exactRatio(value) ?? digits
    case .duckdb: return digits.contains("e") ? digits : digits + "e0"
    case .postgres:
      return (digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits) + "::float8"
    }
  }

  /// A number of more than 15 digits as a ratio of integers, which SQLite reads exactly.
  private static func exactRatio(_ value: Double) -> String? {
    guard String(value).count(where: \.isNumber) > 15, value >= 1e-3, value < 0x1p53 else {
      return nil
    }
    var numerator = value
    var denominator = 1.0
    while numerator != numerator.rounded(), denominator < 0x1p62 {
      numerator *= 2
      denominator *= 2
    }
    guard let top = Int64(exactly: numerator), let bottom = Int64(exactly: denominator) else {
      return nil
    }
    return "(CAST(\(top) AS REAL) / \(bottom))"
  }

  func text(_ value: String) -> String {
    let quoted = Lexer.literal(value)
    return self == .postgres ? "\(quoted)::text COLLATE \"C\"" : quoted
  }

  func boolean(_ value: Bool) -> String { value ? "TRUE" : "FALSE" }

  func date(_ number: Int32) -> String {
    let day = Day(number: number)
    return self == .sqlite ? "\(number) /* \(day) */" : "DATE '\(day)'"
  }
}
