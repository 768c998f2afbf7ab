import Determinism
import FeatureWorlds
import Tables
import Testing

@testable import Features

/// Many as-of dates at once say what each of them says alone.
@Suite struct DatesTests {
  private static let dates: [Day] = [-400, -90, -31, -30, -8, -3, -1, 0, 1, 2, 15, 40, 365].map {
    World.asOf + $0
  }

  private func lines(_ table: FeatureTable) -> [String] {
    table.ids.indices.map { row -> String in
      let cells = table.columns.map { column -> String in
        let inputs = column.missingInputs(at: row).joined(separator: ",")
        return "\(column.text(at: row))~\(column.states[row].name)~\(inputs)"
      }
      return table.ids[row] + "|" + cells.joined(separator: "|")
    }
  }

  /// Random declarations over random records, whose days lie around the dates.
  @Test(arguments: 0..<8)
  func randomWorldsSayTheSameDateByDate(part: UInt64) throws {
    var cells = 0
    for seed in part * 40..<part * 40 + 40 {
      var generator = Generator(seed: 77_000 + seed)
      let source = try generator.source()
      let plan = try FeaturePlan(generator.declarations(6...18), package: source.package)
      var options = RunOptions()
      options.rangeSize = [1, 4, 4096][Int(seed % 3)]
      let many = try FeatureEngine.run(plan, from: source, asOf: Self.dates, options: options)
      #expect(many.tables.count == Self.dates.count)
      for (date, table) in zip(Self.dates, many.tables) {
        let one = try #require(
          try FeatureEngine.run(plan, from: source, asOf: [date]).tables.first
        )
        let expressions = plan.features.map { "\($0.name): \($0.canonical)" }
        #expect(
          lines(table) == lines(one),
          "seed \(seed), \(date)\n\(expressions.joined(separator: "\n"))"
        )
        cells += table.ids.count * plan.features.count
      }
    }
    #expect(cells > 8000)
  }

  /// Which way each of these is computed on many dates.
  private static let ways: [(expression: String, way: String)] = [
    ("count(*) from payments", "span"),
    ("sum(amount) from payments where paid_on > as_of - 90", "span"),
    ("sum(amount) from payments where paid_on between as_of - 60 and as_of - 30", "span"),
    ("count(*) from payments where days_between(paid_on, as_of) <= 30.5 and kind = 'a'", "span"),
    ("count(*) from payments where 30 > days_between(as_of, due_on)", "span"),
    ("count(*) from payments where paid_on = as_of - 3", "span"),
    ("avg(amount) from payments", "span"),
    ("stddev_samp(amount) from payments where due_on <= as_of", "span"),
    ("max(amount) from payments", "span"),
    ("min(paid_on) from payments where due_on < as_of - 5", "span"),
    ("count(distinct payee) from payments", "span"),
    ("count(distinct due_on) from payments where due_on <= as_of", "span"),
    ("max(days_between(paid_on, due_on)) from payments", "span"),
    ("avg(days_between(paid_on, due_on)) from payments", "span"),
    ("max(amount) from payments where paid_on > as_of - 90", "settling"),
    ("count(*) from payments where checked_on is null", "settling"),
    ("count(*) from payments where checked_on > due_on or not (due_on <= as_of)", "settling"),
    ("avg(days_between(paid_on, coalesce(checked_on, as_of))) from payments", "settling"),
    (
      "max(days_between(due_on, coalesce(checked_on, as_of))) from payments where due_on <= as_of",
      "settling"
    ),
    ("max(amount) from payments where coalesce(checked_on, due_on) > paid_on", "settling"),
    ("sum(amount) from payments where result > 3", "settling"),
    (
      "count(*) from milestones where planned_on <= as_of and (actual_on > planned_on or"
        + " (actual_on is null and planned_on < as_of))", "settling"
    ),
    ("sum(days_between(paid_on, as_of)) from payments", "date by date"),
    (
      "max(days_between(paid_on, coalesce(checked_on, projects.approved_on))) from payments",
      "date by date"
    ),
    ("sum(bonus) from payments", "settling"),
    ("stddev_samp(bonus) from payments where due_on <= as_of", "settling"),
    ("avg(bonus) from payments where due_on <= as_of", "settling"),
    ("sum(weight) from payments", "date by date"),
    ("median(amount) from payments", "date by date"),
    ("last(payee) from payments", "date by date"),
    ("count(distinct payee) from payments where paid_on > as_of - 30", "date by date"),
    ("count(*) from payments where paid_on > projects.approved_on", "date by date"),
  ]

  /// The usual package with an amount that becomes known later than its payment.
  private func package(areComing: Bool = false) throws -> DataPackage {
    try World.package(
      payments: {
        $0.fields.append(Field("bonus", .number, unit: "CNY", knownOn: "checked_on"))
      },
      projects: { if areComing { $0.existsFrom = "approved_on" } }
    )
  }

  /// Amounts that become known later are added as exactly as others.
  @Test func lateAmountsAreExact() throws {
    let payments: [Row] = [0.1, 0.2, 0.3].enumerated().map { index, bonus in
      [
        "payment_id": .number(Double(index)), "project_id": .text("P"), "bonus": .number(bonus),
        "paid_on": .date(World.asOf.number - 9), "checked_on": .date(World.asOf.number - 5),
      ]
    }
    let source = MemorySource(
      try package(),
      projects: [["project_id": .text("P")]],
      events: ["payments": payments]
    )
    let plan = try World.plan(
      ["sum": "sum(bonus) from payments", "n": "count(bonus) from payments"],
      package: source.package
    )
    let run = try FeatureEngine.run(plan, from: source, asOf: [World.asOf - 7, World.asOf])
    #expect(run.tables[0].answer("n", "P")?.value == .number(0))
    #expect(run.tables[0].answer("sum", "P")?.value == nil)
    #expect(run.tables[1].answer("sum", "P")?.value == .number(0.6))
    let one = try FeatureEngine.run(plan, from: source, asOf: [World.asOf])
    #expect(one.tables[0].answer("sum", "P")?.value == .number(0.6))
  }

  private func plan(_ source: MemorySource) throws -> FeaturePlan {
    let declarations = Self.ways.enumerated().map { index, way in
      Declaration(name: "f\(index)", expression: way.expression)
    }
    return try FeaturePlan(declarations, package: source.package)
  }

  /// The passes take what they are for, so that the other tests are about them.
  @Test func eachAggregateGoesTheCheapestWay() throws {
    var generator = Generator(seed: 5)
    let source = MemorySource(try package(), projects: try generator.source().projects)
    let plan = try plan(source)
    let run = try RangedRun(plan, source, Self.dates, RunOptions())
    let context = RunContext(plan: plan, roster: run.roster)
    let groups = try #require(DatedGroups(run.dates, rangeSize: 8))
    var ways = [String](repeating: "date by date", count: plan.features.count)
    for table in ["payments", "milestones"] {
      let resource = try #require(plan.package[resource: table])
      let features = plan.features.filter { $0.table == table }.map(\.index)
      let spans = SpanPass(context, table: resource, features: features, groups)
      let rest = features.filter { spans?.features.contains($0) != true }
      let settling = SettlingPass(context, table: resource, features: rest, groups)
      for feature in spans?.features ?? [] { ways[feature] = "span" }
      for feature in settling?.features ?? [] { ways[feature] = "settling" }
    }
    for (index, way) in Self.ways.enumerated() { #expect(ways[index] == way.way, "\(way)") }
    // Dates that do not follow each other are for the plain pass.
    let backwards = try RangedRun(plan, source, Self.dates.reversed(), RunOptions())
    #expect(DatedGroups(backwards.dates, rangeSize: 8) == nil)
  }

  /// The same declarations over more rows than a block holds, for projects that come and go.
  @Test(arguments: [false, true])
  func manyRowsSayTheSameDateByDate(areComing: Bool) throws {
    var random = SplitMix64(seed: areComing ? 1 : 2)
    func day(_ days: Int = 900) -> Cell {
      .date(World.asOf.number - 450 + Int32(random.int(below: days)))
    }
    let package = try package(areComing: areComing)
    let projects: [Row] = (0..<37).map { index in
      ["project_id": .text("P\(index)"), "approved_on": day(), "budget": .number(1e6)]
    }
    let payments: [Row] = (0..<7000).map { index in
      var row: Row = ["payment_id": .number(Double(index)), "paid_on": day()]
      row["project_id"] = .text("P\(random.int(below: 37))")
      row["amount"] = .number(Double(random.int(below: 1_000_000)) / 100)
      row["weight"] = .number(random.uniform())
      row["payee"] = .text("V\(random.int(below: 100))")
      row["kind"] = .text(random.int(below: 2) == 0 ? "a" : "b")
      row["result"] = .number(Double(random.int(below: 8)))
      row["bonus"] = .number(Double(random.int(below: 10_000)) / 100)
      for field in ["due_on", "checked_on"] where random.int(below: 5) > 0 { row[field] = day() }
      return row
    }
    let milestones: [Row] = (0..<3000).map { _ in
      var row: Row = ["project_id": .text("P\(random.int(below: 37))")]
      for field in ["planned_on", "actual_on"] where random.int(below: 4) > 0 { row[field] = day() }
      return row
    }
    let source = MemorySource(
      package,
      projects: projects,
      events: ["payments": payments, "milestones": milestones],
      blockSize: 500
    )
    let plan = try plan(source)
    let many = try FeatureEngine.run(plan, from: source, asOf: Self.dates)
    for (date, table) in zip(Self.dates, many.tables) {
      let one = try FeatureEngine.run(plan, from: source, asOf: [date])
      #expect(lines(table) == lines(one.tables[0]), "\(date)")
    }
  }

  /// The table of days against the obvious search.
  @Test func theFirstDateOfADayIsFound() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let limits = (0..<1 + random.int(below: 9)).map { _ in Int32(random.int(below: 60)) - 30 }
        .sorted()
      let dates = try #require(FirstDates(limits: limits))
      let days = Lane<Int32>(100, filledWith: 0)
      let later = Lane<Int32>(100, filledWith: 0)
      let earlier = Lane<Int32>(100, filledWith: .max)
      for row in 0..<100 { days[row] = Int32(row) - 50 }
      Loops.later(days, dates, into: later, 100)
      Loops.earlier(days, dates, into: earlier, 100)
      for row in 0..<100 {
        let expected = Int32(limits.firstIndex { $0 >= days[row] } ?? limits.count)
        #expect(later[row] == expected)
        #expect(earlier[row] == expected)
      }
    }
    #expect(FirstDates(limits: [3, 2]) == nil)
    #expect(FirstDates(limits: []) == nil)
    #expect(FirstDates(limits: [0, 1 << 20]) == nil)
  }
}
