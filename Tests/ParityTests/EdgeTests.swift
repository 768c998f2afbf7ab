import FeatureWorlds
import Features
import Tables
import Testing

/// Values at the edges, where databases differ most: the largest and smallest numbers, halves, the
/// ends of the calendar, texts that mean something to patterns.
@Suite struct EdgeTests {
  private static let numbers: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 0.1, 1 / 3, 4503599627370497.5,
    0x1p53, -0x1p53, 709.782712893384, 709.7827128933841, -745.2, 1e154, -1e155, 1e-160, 1e300,
    1.7e308, -1.7e308, .leastNonzeroMagnitude, 1e-300,
  ]

  private static func package() throws -> DataPackage {
    let projects = Resource(
      "projects",
      paths: ["projects.csv"],
      fields: [
        Field("project_id"), Field("x", .number, knowledge: .fixed),
        Field("y", .number, knowledge: .fixed), Field("n", .integer, knowledge: .fixed),
        Field("m", .number, unit: "CNY", knowledge: .fixed),
        Field("d", .date, knowledge: .plan), Field("t", .string, knowledge: .fixed),
      ],
      primaryKey: ["project_id"],
      role: .entity
    )
    let events = Resource(
      "events",
      paths: ["events.csv"],
      fields: [
        Field("project_id"), Field("w", .number), Field("k", .integer),
        Field("a", .number, unit: "CNY"), Field("s", .string),
      ],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .event
    )
    return try DataPackage(name: "edges", folder: ".", resources: [projects, events])
  }

  private func compare(
    _ expressions: [String],
    projects: [Row],
    events: [Row] = [],
    seed: UInt64,
    isShared: Bool = true,
    calendar: WorkCalendar? = nil
  ) throws {
    var package = try Self.package()
    package.calendar = calendar
    let named = projects.enumerated().map { index, row in
      row.merging(["project_id": .text("P\(index)")]) { own, _ in own }
    }
    let source = MemorySource(package, projects: named, events: ["events": events])
    let declarations = expressions.enumerated().map {
      Declaration(name: "f\($0.offset)", expression: $0.element)
    }
    let plan = try FeaturePlan(declarations, package: package)
    try Comparison(source, plan, seed: seed, isShared: isShared).check()
  }

  @Test func everyPairOfNumbersAgrees() throws {
    var rows: [Row] = []
    let others = [0, 1, -0.5, 0.1, 1e154, 1e-160] + Self.numbers.suffix(5)
    for x in Self.numbers {
      for y in others { rows.append(["x": .number(x), "y": .number(y)]) }
    }
    rows.append(["x": .number(1)])
    rows.append(["y": .number(0)])
    try compare(
      [
        "x + y", "x - y", "x * y", "x / y", "-x", "abs(x)", "ln(x)", "exp(x)", "sqrt(x)",
        "round(x)",
        "floor(x)", "x * 0.1", "x / 3", "x + 1e308", "x * x * y", "x / y / y", "(x - y) * (x + y)",
        "least(x, y)", "greatest(x, y, 0)", "nullif(x, y)", "x = y", "x < y", "x in (y, 0.1)",
        "x = 0.49999999999999994", "x > 0.3333333333333333", "round(x + y)", "exp(x) * exp(y)",
      ],
      projects: rows,
      seed: 1_000_001
    )
  }

  /// Above 2⁵³ ten-thousandths an amount is no double, and its units are rounded once.
  @Test func largeAmountsAgree() throws {
    let amounts = [
      900_719_925_474.0992, 900_719_925_474.0993, 3_722_950_181_349.81, 58_162_292_586_725,
      -58_162_292_586_725.01, 9_007_199_254_740.9935, 144_115_188_075_855.875, 99_999_999_999_999,
      -1_234_567_890_123.4567, 0.01,
    ]
    var projects: [Row] = []
    var events: [Row] = []
    for (index, amount) in amounts.enumerated() {
      projects.append(["m": .number(amount), "n": .number(Double(index))])
      events.append(["project_id": .text("P\(index / 3)"), "a": .number(amount)])
    }
    try compare(
      [
        "m", "-m", "m / 3", "m * 0.1", "m = 3722950181349.81", "m = 58162292586725",
        "m > 900719925474.0992", "m in (3722950181349.81, 0.01)", "m - 58162292586724",
        "sum(a) from events", "max(a) from events", "min(a) from events", "avg(a) from events",
        "median(a) from events", "count(*) from events where a = 58162292586725",
        "count(*) from events where a = 3722950181349.81", "sum(a / 10000) from events",
        "max(m) over ()", "rank(m) over ()",
      ],
      projects: projects,
      events: events,
      seed: 1_000_006
    )
  }

  /// One absurd number makes a deviation that is no number, not a group of average projects.
  @Test func scoresAgainstADeviationBeyondAllNumbersAreUndefined() throws {
    let groups: [[Double]] = [
      [1e300, 1, 2, -5], [1e160, 1, 2, -5], [1.7e308, -1.7e308, 1, -1.6e308, 1.6e308],
      [1.7e308, 1.7e308, -1.7e308, -1.7e308, 1.5e308], [1, 2, 4, 8], [1e150, -1e150, 0],
    ]
    let projects = groups.enumerated().flatMap { index, numbers in
      numbers.map { ["x": .number($0), "t": .text("group \(index)")] as Row }
    }
    try compare(
      [
        "zscore(x) over (partition by t)", "robust_zscore(x) over (partition by t)",
        "stddev_samp(x) over (partition by t)", "avg(x) over (partition by t)",
        "percent_rank(x) over (partition by t)",
      ],
      projects: projects,
      seed: 1_000_007,
      // PostgreSQL ends with an error where a square overflows.
      isShared: false
    )
  }

  @Test func theEndsOfTheCalendarAgree() throws {
    let days = ["0001-01-01", "0001-01-02", "1969-12-31", "2024-02-29", "9999-12-30", "9999-12-31"]
    var rows: [Row] = [["d": .day("2024-01-01")], ["x": .number(1)]]
    for day in days {
      for move in [0, 1, -1, 0.5, 366, 1e6, -1e9, 1e300, .leastNonzeroMagnitude] {
        rows.append([
          "d": .day(day), "x": .number(move), "n": .number(min(max(move, -5), 5).rounded()),
        ])
      }
    }
    try compare(
      [
        "d + x", "d - x", "d + n", "d - n", "d + 1", "d - 1", "as_of + x", "as_of - 30",
        "as_of + -1",
        "year(d)", "month(d)", "days_between(d, as_of)", "days_between(d + x, d)", "d > as_of - 1",
        "least(d, as_of)", "greatest(d, d + n)", "d between date '0001-01-02' and as_of",
      ],
      projects: rows,
      seed: 1_000_002
    )
  }

  /// Every day of some weeks against every other, in a calendar of every kind.
  @Test func workingDaysAgree() throws {
    let start = Day.of("2024-04-24")
    let calendars = [
      WorkCalendar.weekends,
      WorkCalendar(
        covers: start + 2...start + 16,
        off: [.of("2024-05-01"), .of("2024-05-02"), .of("2024-05-03"), .of("2024-05-05")],
        work: [.of("2024-04-28"), .of("2024-05-11"), .of("2024-04-29")]
      ),
      WorkCalendar(covers: start...start + 30, weekend: [0, 4, 6], off: [start + 1]),
      WorkCalendar(covers: Day.earliest...Day.latest, weekend: [], work: [start]),
    ]
    var rows: [Row] = [["x": .number(1)], ["d": .date(start.number)]]
    for day in 0..<19 {
      for days in [-20.0, -8, -7, -3, -1, 0, 1, 2, 6, 7, 13] {
        rows.append(["d": .date((start + day).number), "x": .number(days)])
      }
    }
    for day in ["0001-01-01", "0001-01-07", "1969-12-28", "1970-01-01", "9999-12-31"] {
      rows.append(["d": .day(day), "x": .number(day == "0001-01-01" ? 5 : -1)])
    }
    for (index, calendar) in calendars.enumerated() {
      try compare(
        [
          "working_days_between(d, d + x)", "working_days_between(d + x, d)",
          "working_days_between(d - 1, d) = 1",
          "sum(working_days_between(d, d + x)) over (partition by x)",
          "coalesce(working_days_between(d, d + x), -1000)",
        ],
        projects: rows,
        seed: 1_000_300 + UInt64(index),
        calendar: calendar
      )
    }
  }

  @Test func textsAgreeByTheirBytes() throws {
    let texts = [
      "", " ", "a", "A", "b", "B", "ab", "aB", "Ab", "%", "_", "*", "?", "[", "]", "[a]", "a*b",
      "a?b",
      "\\", "a\\%", "'", "it's", "\"", "é", "É", "e\u{301}", "中", "中文", "Z", "z", "😀", "a\nb",
      "--x",
    ]
    let patterns = [
      "a%", "A%", "%b", "_", "__", "%", "", "a_b", "*", "?", "[a]", "[%", "%]", "\\", "a\\%", "%中%",
      "é",
      "%''%", "%\"%", "a%b%", "-%",
    ]
    let literals = ["''", "'a'", "'B'", "'é'", "'中'", "'it''s'", "'\\'"]
    try compare(
      patterns.map { "t like '\($0)'" } + patterns.prefix(4).map { "t not like '\($0)'" }
        + literals.flatMap { ["t < \($0)", "t >= \($0)", "t = \($0)", "nullif(t, \($0))"] }
        + ["'a' < 'B'", "t in ('a', 'é', null)", "case when t > 'a' then t else 'a' end"]
        + ["lower(t)", "length(t)", "lower(t) = 'a'", "contains(t, lower(t))", "contains('ab', t)"]
        + ["length(lower('ÀB中'))", "contains(lower(t), 'a')", "count(distinct lower(t)) over ()"]
        + ["", "a", "'", "%", "É", "文", "\\", "😀"].map {
          "contains(t, '\($0.replacing("'", with: "''"))')"
        }
        + ["min(t) over ()", "max(t) over ()", "count(distinct t) over (partition by t > 'a')"],
      projects: texts.map { ["t": .text($0)] } + [[:]],
      seed: 1_000_003
    )
  }

  @Test func aggregatesOfSmallNumbersAgree() throws {
    let values: [[Double]] = [
      [.leastNonzeroMagnitude], [], [0.1, 0.1, 0.1], [-1, 1], [0, 0], [1e200, 1e-200],
      [3, 1, 2, 2],
      [.leastNormalMagnitude / 1024, .leastNormalMagnitude / 512], [-1, -1],
    ]
    try compareAggregates(values, seed: 1_000_004)
  }

  /// Groups of every size, keys that are null, values that are null, on one level and on three.
  @Test func peersOnEveryLevelAgree() throws {
    var rows: [Row] = []
    for index in 0..<40 {
      var row: Row = ["x": .number(Double((index * 7) % 11)), "m": .number(Double(index) * 1.25)]
      if index % 5 != 0 { row["t"] = .text(["a", "b", "c", "d"][min(index / 8, 3)]) }
      if index % 7 != 0 { row["n"] = .number(Double(index % 4)) }
      if index % 6 == 0 { row["x"] = nil }
      rows.append(row)
    }
    let calls = [
      "count(*)", "count(x)", "count(distinct x)", "sum(m)", "avg(x)", "min(t)", "max(x)",
      "stddev_samp(x)", "median(x)", "quantile(x, 0.75)", "hhi(m by n)",
      "share_of_largest(m by t)", "zscore(x)", "rank(x)", "percent_rank(x)",
    ]
    let levels = [
      "t, n min 2 else t min 5 else all", "t, n min 3 else t", "t min 6", "n min 9 else t min 4",
      "t, t min 5 else n, t min 2", "n min 40 else all min 40", "n min 40 else all min 30",
    ]
    for (index, call) in calls.enumerated() {
      let peers = levels.map { "\(call) over (partition by \($0))" }
      try compare(peers, projects: rows, seed: 1_000_100 + UInt64(index))
      try compare(peers, projects: [], seed: 1_000_200 + UInt64(index))
    }
  }

  /// Not shared: PostgreSQL ends with an error where a sum overflows, so ours is null there as soon
  /// as a value is above 1e280.
  @Test func aggregatesOfLargeNumbersAgree() throws {
    let values: [[Double]] = [[1e308, 1e308], [1e308, -1e308], [1e300, 1e300, 1e300], [1e308]]
    try compareAggregates(values, seed: 1_000_005, isShared: false)
  }

  private func compareAggregates(
    _ values: [[Double]],
    seed: UInt64,
    isShared: Bool = true
  ) throws {
    var events: [Row] = []
    for (project, numbers) in values.enumerated() {
      for (index, value) in numbers.enumerated() {
        events.append([
          "project_id": .text("P\(project)"), "w": .number(value), "k": .number(0x1p53 - 1),
          "a": .number(92_233_720_368.5477), "s": .text(index == 0 ? "a" : "b"),
        ])
      }
    }
    let arguments = ["w", "k", "a", "w * w", "a / k"]
    let calls = [
      "sum", "avg", "min", "max", "stddev_samp", "median", "count", "hhi by s",
      "share_of_largest by s",
    ]
    var expressions: [String] = []
    for argument in arguments {
      for call in calls {
        let words = call.split(separator: " ")
        let key = words.count > 1 ? " by s" : ""
        expressions.append("\(words[0])(\(argument)\(key)) from events")
      }
    }
    expressions += ["sum(x) over ()", "zscore(x) over (partition by n)", "hhi(x by n) over ()"]
    try compare(
      expressions,
      projects: values.indices.map { ["x": .number(Double($0)), "n": .number(Double($0 % 3))] },
      events: events,
      seed: seed,
      isShared: isShared
    )
  }
}
