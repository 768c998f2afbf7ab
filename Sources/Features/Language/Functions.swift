/// What one step of an expression computes from its arguments.
///
/// The raw value is the word the canonical print uses, so it never changes.
package enum Operation: String, Hashable, Sendable, CaseIterable {
  case negate, add, subtract, multiply, divide
  case equal = "=", notEqual = "<>", less = "<", lessOrEqual = "<=", greater = ">",
    greaterOrEqual = ">="
  case and, or, not
  case isNull = "is_null"
  case isIn = "in"
  case like
  case choice = "case"
  case coalesce, nullif, least, greatest
  case abs, ln, exp, sqrt, round, floor
  case daysBetween = "days_between", year, month
  case lower, length, contains
  case workingDaysBetween = "working_days_between"
  /// The day some days after (before) another.
  case addDays = "add_days"
  case subtractDays = "subtract_days"
  /// The latest (earliest) of two dates, passing over null; no expression can write it.
  case latestKnown = "latest_known"
  case earliestKnown = "earliest_known"

  /// Whether it compares two values.
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  /// The comparison with its sides exchanged.
  var mirrored: Operation {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}

/// A function of an expression that is called by name.
package struct ScalarFunction: Sendable {
  /// The name, in lower case.
  package let name: String
  /// What it computes.
  package let operation: Operation
  /// How many arguments it takes.
  package let arity: ClosedRange<Int>
  /// How it is written, and what it means, in one line.
  package let usage: String
  package let meaning: String

  /// Every function, in the order the manual lists them.
  package static let all: [ScalarFunction] = [
    ScalarFunction(
      name: "coalesce",
      operation: .coalesce,
      arity: 2...64,
      usage: "coalesce(a, b, …)",
      meaning: "the first of its arguments that is not null"
    ),
    ScalarFunction(
      name: "nullif",
      operation: .nullif,
      arity: 2...2,
      usage: "nullif(a, b)",
      meaning: "a, or null when a = b"
    ),
    ScalarFunction(
      name: "least",
      operation: .least,
      arity: 2...64,
      usage: "least(a, b, …)",
      meaning: "the smallest of its arguments; null if any is null"
    ),
    ScalarFunction(
      name: "greatest",
      operation: .greatest,
      arity: 2...64,
      usage: "greatest(a, b, …)",
      meaning: "the largest of its arguments; null if any is null"
    ),
    ScalarFunction(
      name: "abs",
      operation: .abs,
      arity: 1...1,
      usage: "abs(x)",
      meaning: "x without its sign"
    ),
    ScalarFunction(
      name: "ln",
      operation: .ln,
      arity: 1...1,
      usage: "ln(x)",
      meaning: "the natural logarithm; undefined for x ≤ 0"
    ),
    ScalarFunction(
      name: "exp",
      operation: .exp,
      arity: 1...1,
      usage: "exp(x)",
      meaning: "e to the power x; undefined when too large"
    ),
    ScalarFunction(
      name: "sqrt",
      operation: .sqrt,
      arity: 1...1,
      usage: "sqrt(x)",
      meaning: "the square root; undefined for x < 0"
    ),
    ScalarFunction(
      name: "round",
      operation: .round,
      arity: 1...1,
      usage: "round(x)",
      meaning: "the nearest integer; a half goes away from zero"
    ),
    ScalarFunction(
      name: "floor",
      operation: .floor,
      arity: 1...1,
      usage: "floor(x)",
      meaning: "the largest integer not above x"
    ),
    ScalarFunction(
      name: "days_between",
      operation: .daysBetween,
      arity: 2...2,
      usage: "days_between(a, b)",
      meaning: "the days from a to b: b − a"
    ),
    ScalarFunction(
      name: "working_days_between",
      operation: .workingDaysBetween,
      arity: 2...2,
      usage: "working_days_between(a, b)",
      meaning: "the working days after a up to and including b, by the dataset's calendar; "
        + "negative when b comes before a"
    ),
    ScalarFunction(
      name: "year",
      operation: .year,
      arity: 1...1,
      usage: "year(d)",
      meaning: "the year of a date"
    ),
    ScalarFunction(
      name: "month",
      operation: .month,
      arity: 1...1,
      usage: "month(d)",
      meaning: "the month of a date, 1 to 12"
    ),
    ScalarFunction(
      name: "lower",
      operation: .lower,
      arity: 1...1,
      usage: "lower(t)",
      meaning: "the text with A to Z as a to z; other letters stay"
    ),
    ScalarFunction(
      name: "length",
      operation: .length,
      arity: 1...1,
      usage: "length(t)",
      meaning: "how many Unicode code points the text has"
    ),
    ScalarFunction(
      name: "contains",
      operation: .contains,
      arity: 2...2,
      usage: "contains(t, 'part')",
      meaning: "whether the part stands somewhere in the text, byte by byte"
    ),
  ]

  /// The function of a name in any case, or nil.
  static func named(_ name: String) -> ScalarFunction? {
    let lowered = name.lowercased()
    return all.first { $0.name == lowered }
  }
}

/// A function over many rows.
package enum Aggregate: String, Hashable, Sendable, CaseIterable {
  case count, sum, avg, min, max, median, quantile, first, last, hhi
  case standardDeviation = "stddev_samp"
  case shareOfLargest = "share_of_largest"
  case longestGap = "longest_gap"
  case longestRun = "longest_run"
  case trend
  case benfordMAD = "benford_mad"
  case zscore
  case robustZscore = "robust_zscore"
  case rank
  case percentRank = "percent_rank"

  /// The aggregate of a name in any case, or nil.
  init?(named name: String) { self.init(rawValue: name.lowercased()) }

  /// Whether it answers for one project among its peers, so that it needs `over`.
  package var isRanking: Bool {
    [.zscore, .robustZscore, .rank, .percentRank].contains(self)
  }

  /// Whether it goes by the order or the dates of rows, so that it needs `from`.
  package var isOrdered: Bool { [.first, .last, .longestRun, .trend].contains(self) }

  /// How it is written.
  package var usage: String {
    switch self {
    case .count: "count(*), count(x), count(distinct x)"
    case .quantile: "quantile(x, q)"
    case .hhi, .shareOfLargest: "\(rawValue)(x by key)"
    case .longestGap: "longest_gap(d)"
    case .longestRun: "longest_run(condition)"
    default: "\(rawValue)(x)"
    }
  }

  /// What it means, in one line.
  package var meaning: String {
    switch self {
    case .count: "how many rows, rows where x is not null, or different values of x"
    case .sum: "the sum"
    case .avg: "the mean"
    case .min: "the smallest value"
    case .max: "the largest value"
    case .median: "the middle value, interpolated"
    case .quantile: "the value below which the share q lies, interpolated"
    case .first: "the value of the first row: by happened, then primary key, then value"
    case .last: "the value of the last row: by happened, then primary key, then value"
    case .hhi: "the sum of the squared shares of the groups of key; 1 when one has everything"
    case .standardDeviation: "the sample standard deviation; undefined for fewer than two values"
    case .shareOfLargest: "the share of the largest group of key in the total"
    case .longestGap: "the most days between one date and the next; undefined for fewer than two"
    case .longestRun:
      "the most rows one after the other for which the condition is true: by happened, then primary "
        + "key; false and null break a run"
    case .trend:
      "the least-squares slope of x per day over the dates on which rows happened; undefined for "
        + "fewer than two different dates"
    case .benfordMAD:
      "the mean absolute deviation of first digits from Benford's law; undefined for fewer than "
        + "\(FirstDigits.leastCount) values that are not 0"
    case .robustZscore:
      "(x − median) / (1.4826 × the median distance from the median) among its peers"
    case .zscore: "how many sample standard deviations the project lies above its peers' mean"
    case .rank: "the place among peers, ascending; ties share the lowest"
    case .percentRank: "(rank − 1) / (peers − 1), 0 to 1"
    }
  }
}
