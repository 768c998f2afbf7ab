import FeatureWorlds
import Features
import Tables
import Testing

/// What a statement says where the data or the database set limits.
@Suite struct StatementTests {
  /// Tables and columns that are not there, met as a pack of indicators meets them.
  @Test func whatIsAbsentIsNullInSQLToo() throws {
    let declarations = [
      "progress_pct + nothing", "nothing is null", "coalesce(budget, nothing, 1)",
      "case when nothing > 1 then 1 else 2 end",
      "case when budget > 0 then 1 when nothing > 1 then 2 end",
      "nullif(budget, nothing)", "nothing is null or budget > 0", "budget in (1, nothing)",
      "count(*) from permits", "sum(nothing) from payments",
      "avg(nothing) over (partition by sector)",
      "count(*) over (partition by nothing)", "max(f8) over ()",
    ].enumerated().map { Declaration(name: "f\($0.offset)", expression: $0.element) }
    for seed in UInt64(0)..<20 {
      var generator = Generator(seed: seed)
      let source = try generator.source()
      let plan = try FeaturePlan(declarations, package: source.package, absence: .insufficient)
      try Comparison(source, plan, seed: 2_000_000 + seed, withTwin: false).check()
    }
  }

  @Test(arguments: SQLDialect.allCases)
  func namesThatDifferInCaseOnlyAreRefused(dialect: SQLDialect) throws {
    let plan = try World.plan([
      "Paid": "count(*) from payments", "paid": "sum(amount) from payments",
    ])
    if dialect == .postgres {
      #expect(try plan.sql(dialect, asOf: World.asOf).contains("\"Paid\""))
    } else {
      #expect(throws: FeatureError.self) { try plan.sql(dialect, asOf: World.asOf) }
    }
  }

  @Test func aNameThatPostgreSQLWouldCutIsRefused() throws {
    let name = String(repeating: "很", count: 22)
    let declaration = Declaration(name: name, expression: "count(*) from payments")
    let plan = try FeaturePlan([declaration], package: try World.package())
    #expect(throws: FeatureError.self) { try plan.sql(.postgres, asOf: World.asOf) }
    #expect(try plan.sql(.duckdb, asOf: World.asOf).contains(name))
  }

  @Test func hiddenFeaturesAreComputedAndNotShown() throws {
    let declarations = [
      Declaration(name: "paid", expression: "sum(amount) from payments", isHidden: true),
      Declaration(name: "share", expression: "paid / budget"),
    ]
    let plan = try FeaturePlan(declarations, package: try World.package())
    let lines = try plan.sql(.duckdb, asOf: World.asOf).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("SELECT ") })
    #expect(lines[start...].joined(separator: " ").contains("\"share\""))
    #expect(!lines[start...].joined(separator: " ").contains("\"paid\""))
  }
}
