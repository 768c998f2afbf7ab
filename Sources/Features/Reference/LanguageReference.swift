import Tables

/// The whole feature language as one table: every function, aggregate, operator and clause.
///
/// Functions and aggregates are listed by their own tables; tests hold the rest to the cases of
/// `Operation`, `Keyword` and `Symbol`, so that nothing can be said that does not stand here.
public enum LanguageReference {
  /// Every entry: functions, aggregates, operators, values, clauses and options, in this order.
  public static var entries: [LanguageEntry] {
    ScalarFunction.all.map(entry) + Aggregate.allCases.map(entry) + constructs
  }

  /// The words and signs that have a meaning of their own.
  package static var words: [String] {
    Keyword.allCases.map(\.rawValue) + Symbol.allCases.map(\.rawValue)
  }

  // MARK: - Functions

  private static func entry(_ function: ScalarFunction) -> LanguageEntry {
    let example = example(of: function)
    return LanguageEntry(
      name: function.name,
      kind: .function,
      usage: function.usage,
      types: types(of: function) ?? typesFound(in: example),
      meaning: function.meaning,
      missing: missing(in: function),
      places: LanguageEntry.Place.allCases,
      example: example
    )
  }

  private static func example(of function: ScalarFunction) -> String {
    switch function.operation {
    case .daysBetween, .workingDaysBetween: "\(function.name)(d, as_of)"
    case .coalesce: "coalesce(x, y, 0)"
    case .nullif: "nullif(x, y)"
    case .least, .greatest: "\(function.name)(x, y)"
    default: function.usage
    }
  }

  /// Types of functions that take more than one type.
  private static func types(of function: ScalarFunction) -> String? {
    switch function.operation {
    case .coalesce, .nullif: "any, all of one type → that type"
    case .least, .greatest: "numbers or dates → the same"
    default: nil
    }
  }

  private static func missing(in function: ScalarFunction) -> String {
    switch function.operation {
    case .coalesce: "passes over null; null if all are"
    case .nullif: "null if a is null; undefined when a = b"
    case .workingDaysBetween:
      "null if an argument is null; insufficient (calendar) for a day that the calendar does not know"
    default: "null if an argument is null"
    }
  }

  // MARK: - Aggregates

  private static func entry(_ aggregate: Aggregate) -> LanguageEntry {
    let example = example(of: aggregate)
    var places: [LanguageEntry.Place] = []
    if !aggregate.isRanking { places.append(.events) }
    if !aggregate.isOrdered { places.append(.peers) }
    return LanguageEntry(
      name: aggregate.rawValue,
      kind: .aggregate,
      usage: aggregate.usage,
      types: types(of: aggregate) ?? typesFound(in: example),
      meaning: aggregate.meaning,
      missing: missing(in: aggregate),
      places: places,
      example: example
    )
  }

  private static func example(of aggregate: Aggregate) -> String {
    if aggregate.isRanking { return "\(aggregate.rawValue)(x) over (partition by t)" }
    let call =
      switch aggregate {
      case .count: "count(*)"
      case .quantile: "quantile(amount, 0.9)"
      case .hhi, .shareOfLargest: "\(aggregate.rawValue)(amount by payee)"
      case .longestGap: "longest_gap(paid_on)"
      case .longestRun: "longest_run(is_late)"
      default: "\(aggregate.rawValue)(amount)"
      }
    return call + " from payments"
  }

  private static func types(of aggregate: Aggregate) -> String? {
    switch aggregate {
    case .count: "any → number"
    case .min, .max: "number, date or text → the same"
    case .first, .last: "any → the same"
    case .hhi, .shareOfLargest: "number by any → number"
    case .rank, .percentRank: "number or date → number"
    default: nil
    }
  }

  private static func missing(in aggregate: Aggregate) -> String {
    switch aggregate {
    case .count: "0 for no rows; count(x) passes over rows without x"
    case .hhi, .shareOfLargest:
      "passes over rows without x or key; none for no rows; undefined where the total is not above 0 "
        + "or a group is below 0"
    case .longestRun: "null breaks a run, as false does; none for no rows; 0 if never true"
    case .zscore, .robustZscore:
      "a project without x has no value; undefined for one peer and where all are alike; a null key is "
        + "insufficient"
    case .rank, .percentRank:
      "a project without x has no value and is not counted; a null key is insufficient"
    default: "passes over rows without a value; none for no rows"
    }
  }

  // MARK: - Examples

  /// The types that the checker found in an example.
  private static func typesFound(in example: String) -> String {
    guard let form = try? plan(example).features.first?.form else { return "" }
    let arguments: [Expression]
    switch form {
    case .scalar(let expression):
      guard case .apply(_, let parts) = expression.kind else { return form.type.rawValue }
      arguments = parts
    case .events(let aggregate, _, _), .peers(let aggregate, _):
      arguments = aggregate.expressions
    }
    let names = arguments.map(\.type.rawValue).joined(separator: ", ")
    return "\(names) → \(form.type.rawValue)"
  }

  /// The tables that the examples are about.
  package static func package() throws(TableError) -> DataPackage {
    let projects = Resource(
      "projects",
      paths: ["projects.csv"],
      fields: [
        Field("project_id"), Field("x", .number, knowledge: .fixed),
        Field("y", .number, knowledge: .fixed), Field("t", .string, knowledge: .fixed),
        Field("d", .date, knowledge: .plan), Field("is_open", .boolean, knowledge: .fixed),
      ],
      primaryKey: ["project_id"],
      role: .entity
    )
    let payments = Resource(
      "payments",
      paths: ["payments.csv"],
      fields: [
        Field("payment_id"), Field("project_id"), Field("paid_on", .date),
        Field("amount", .number), Field("payee"), Field("is_late", .boolean),
      ],
      primaryKey: ["payment_id"],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .event,
      happened: "paid_on"
    )
    var package = try DataPackage(name: "example", folder: ".", resources: [projects, payments])
    package.calendar = .weekends
    return package
  }

  /// An example, settled against these tables.
  package static func plan(_ example: String) throws -> FeaturePlan {
    let declaration = Declaration(name: "f", expression: example)
    return try FeaturePlan([declaration], package: try package())
  }
}
