/// What is no function: operators, values, clauses and the options of a declaration.
extension LanguageReference {
  private static func construct(
    _ kind: LanguageEntry.Kind,
    _ usage: String,
    _ types: String,
    _ meaning: String,
    _ missing: String,
    _ example: String,
    in places: [LanguageEntry.Place] = LanguageEntry.Place.allCases
  ) -> LanguageEntry {
    LanguageEntry(
      name: usage,
      kind: kind,
      usage: usage,
      types: types,
      meaning: meaning,
      missing: missing,
      places: places,
      example: example
    )
  }

  private static let strict = "null if an operand is null"

  static let constructs: [LanguageEntry] =
    arithmetic + comparisons + conditions + values + clauses + options

  private static let arithmetic = [
    construct(
      .operator,
      "a + b",
      "number, number → number",
      "the sum; undefined when too large",
      strict,
      "x + y"
    ),
    construct(
      .operator,
      "a - b",
      "number, number → number",
      "the difference; undefined when too large",
      strict,
      "x - y"
    ),
    construct(
      .operator,
      "a * b",
      "number, number → number",
      "the product; undefined when too large",
      strict,
      "x * y"
    ),
    construct(
      .operator,
      "a / b",
      "number, number → number",
      "real division; undefined for b = 0 and when too large",
      strict,
      "x / y"
    ),
    construct(.operator, "-a", "number → number", "a with the other sign", strict, "-x"),
    construct(.operator, "(a)", "any → the same", "parentheses say what comes first", "", "(x)"),
    construct(
      .operator,
      "date + days",
      "date, number → date",
      "the day so many whole days later; undefined for parts of days and outside the calendar",
      strict,
      "d + 30"
    ),
    construct(
      .operator,
      "date - days",
      "date, number → date",
      "the day so many whole days earlier; the days between two dates are days_between(a, b)",
      strict,
      "as_of - 90"
    ),
  ]

  private static let comparisons =
    [
      ("=", "whether both are equal; texts by their bytes"),
      ("<>", "whether they differ; != is the same"),
      ("<", "whether a comes before b; texts by their bytes"),
      ("<=", "whether a comes before b or is equal"),
      (">", "whether a comes after b"), (">=", "whether a comes after b or is equal"),
    ].map { sign, meaning in
      construct(
        .operator,
        "a \(sign) b",
        "two of one type → boolean",
        meaning,
        strict,
        "x \(sign) y"
      )
    } + [
      construct(
        .operator,
        "a is null",
        "any → boolean",
        "whether there is no value; is not null: whether "
          + "there is one",
        "never null, unless the data lack the column",
        "x is null"
      ),
      construct(
        .operator,
        "a in (b, c, …)",
        "all of one type → boolean",
        "whether a equals one of the list; not in: whether none",
        "null if a is null; or where no "
          + "value is equal and one of the list is null",
        "t in ('road', 'bridge')"
      ),
      construct(
        .operator,
        "a between b and c",
        "all of one type → boolean",
        "a >= b and a <= c; not between: whether not",
        "as and says",
        "x between 1 and y"
      ),
      construct(
        .operator,
        "t like 'pattern'",
        "text → boolean",
        "whether the whole text matches: % is any text, _ any one character; not like: whether not",
        "null if t is null",
        "t like 'road%'"
      ),
    ]

  private static let conditions = [
    construct(
      .operator,
      "a and b",
      "boolean, boolean → boolean",
      "whether both are true",
      "false if one is false, else null if one is null",
      "is_open and x > 1"
    ),
    construct(
      .operator,
      "a or b",
      "boolean, boolean → boolean",
      "whether one is true",
      "true if one is true, else null if one is null",
      "is_open or x > 1"
    ),
    construct(.operator, "not a", "boolean → boolean", "whether a is false", strict, "not is_open"),
    construct(
      .operator,
      "case when a then b … else c end",
      "boolean, any → any",
      "the value of the first branch whose condition is true, else c; case x when 1 then … "
        + "compares x",
      "a null condition is not true; null without else, state undefined",
      "case when is_open then x else y end"
    ),
  ]

  private static let values = [
    construct(.value, "1.5", "number", "a number; 1e3 is 1000", "", "1.5"),
    construct(.value, "'text'", "text", "a text; '' inside it is one quote", "", "'it''s'"),
    construct(.value, "date '2024-01-31'", "date", "a day", "", "date '2024-01-31'"),
    construct(.value, "true, false", "boolean", "a truth", "", "true"),
    construct(.value, "null", "any", "no value, state undefined", "is null", "nullif(x, null)"),
    construct(.value, "as_of", "date", "the day whose evening we pretend it is", "", "as_of"),
    construct(
      .value,
      "column",
      "the column's",
      "a column of the project; after from, of the event; in "
        + "double quotes where it is no plain name",
      "insufficient, with the column's name",
      "\"x\""
    ),
    construct(
      .value,
      "projects.column",
      "the column's",
      "a column of the event's project",
      "insufficient, with the column's name",
      "sum(amount / projects.x) from payments",
      in: [.events]
    ),
    construct(
      .value,
      "feature",
      "the feature's",
      "another declared feature of the project",
      "null, in the state of that feature",
      "x"
    ),
  ]

  private static let clauses = [
    construct(
      .clause,
      "aggregate from TABLE",
      "",
      "over the project's rows of a table of events that were "
        + "known on the date",
      "insufficient where the table is absent or does not cover the days "
        + "looked at",
      "count(*) from payments",
      in: [.events]
    ),
    construct(
      .clause,
      "aggregate from TABLE where condition",
      "boolean",
      "over those rows for which the condition is true",
      "a row whose condition is null is left out",
      "sum(amount) from payments where paid_on > as_of - 90",
      in: [.events]
    ),
    construct(
      .clause,
      "aggregate over (partition by a, b, …)",
      "any",
      "over the projects with the same keys, this one too; over () is over all",
      "a null key is insufficient",
      "avg(x) over (partition by t)",
      in: [.peers]
    ),
    construct(
      .clause,
      "aggregate over (partition by a, b min 30 else a else all)",
      "any",
      "over the first of the lists on which that many projects have a value; min holds for the lists "
        + "that follow too, but for all, which is everyone",
      "a null key leads to the next list; insufficient (peers) where there are too few on every one",
      "avg(x) over (partition by t min 30 else all)",
      in: [.peers]
    ),
    construct(
      .clause,
      "count(distinct x)",
      "any → number",
      "how many different values there are",
      "passes over null; 0 for no rows",
      "count(distinct payee) from payments",
      in: [.events, .peers]
    ),
    construct(
      .clause,
      "hhi(x by key)",
      "number by any → number",
      "by says whose shares are meant",
      "passes over rows without x or key",
      "hhi(amount by payee) from payments",
      in: [.events, .peers]
    ),
  ]

  private static let options = [
    construct(
      .option,
      "applies: condition",
      "boolean",
      "whether the feature is about the project at all: "
        + "where it is false, not applicable",
      "insufficient where the condition is null",
      "x / y"
    ),
    construct(
      .option,
      "empty: 0",
      "number",
      "the value of an aggregate of no rows, in place of none",
      "",
      "sum(amount) from payments",
      in: [.events, .peers]
    ),
    construct(
      .option,
      "hidden: true",
      "",
      "only for other features: in no table and no model",
      "",
      "x"
    ),
  ]
}
