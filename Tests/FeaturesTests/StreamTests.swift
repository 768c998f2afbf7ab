import FeatureWorlds
import Features
import Tables
import Testing

@Suite struct StreamTests {
  private static let expressions: KeyValuePairs = [
    "sector_size": "count(*) over (partition by sector)",
    "slip": "days_between(planned_finish, as_of)",
    "z": "zscore(slip) over (partition by sector)",
    "paid": "sum(amount) from payments where paid_on > as_of - 90",
    "kinds": "count(distinct kind) from payments",
    "days": "count(distinct paid_on) from payments",
    "amounts": "count(distinct amount) from payments",
    "latest": "last(payee) from payments",
    "middle": "median(amount) from payments",
    "peak": "max(paid) over (partition by contractor)",
    "share": "paid / peak",
    "above": "count(*) from payments where amount > 2 * share",
  ]

  /// 200 projects, of which some do not exist yet and some have no payments.
  private static func source(payments perProject: Int = 9) throws -> MemorySource {
    let package = try World.package(projects: { $0.existsFrom = "approved_on" })
    let projects: [Row] = (0..<200).map { index in
      let isLater = index % 11 == 3
      var row: Row = ["project_id": .text("P\(index)"), "contractor": .text("C\(index % 13)")]
      row["approved_on"] = .date(World.asOf.number + (isLater ? 40 : -100))
      row["planned_finish"] = .date(World.asOf.number - Int32(index * 37 % 900))
      if index % 17 > 0 { row["sector"] = .text("S\(index % 5)") }
      return row
    }
    let payments: [Row] = (0..<200 * perProject).map { index in
      var row: Row = ["payment_id": .number(Double(index))]
      row["project_id"] = .text("P\(index * index % 199)")
      row["paid_on"] = .date(World.asOf.number - Int32(index * 31 % 300))
      row["amount"] = .number(Double(index * 7919 % 1000) / 4)
      row["payee"] = .text("V\(index % 101)")
      row["kind"] = .text("K\(index % 7)")
      return row
    }
    return MemorySource(
      package,
      projects: projects,
      events: ["payments": payments],
      blockSize: 1000
    )
  }

  private func lines(_ tables: [FeatureTable]) -> [String] {
    tables.flatMap { table in
      table.ids.indices.map { row -> String in
        let cells = table.columns.map { column -> String in
          let inputs = column.missingInputs(at: row).joined(separator: ",")
          return "\(column.text(at: row))~\(column.states[row].name)~\(inputs)"
        }
        return table.ids[row] + "|" + cells.joined(separator: "|")
      }
    }
  }

  /// One obvious run, one thread and one range, is what all others must equal to the byte.
  @Test(arguments: [1, 2, 4, 8], [1, 8, 64, 4096])
  func theTablesAreTheSameAtAnyCut(threads: Int, rangeSize: Int) throws {
    let source = try StreamTests.source()
    let plan = try World.plan(StreamTests.expressions, package: source.package)
    var plain = RunOptions()
    plain.threads = 1
    plain.rangeSize = 1 << 16
    let dates = [World.asOf - 60, World.asOf]
    let expected = try FeatureEngine.run(plan, from: source, asOf: dates, options: plain)
    var options = RunOptions()
    options.threads = threads
    options.rangeSize = rangeSize
    let whole = try FeatureEngine.run(plan, from: source, asOf: dates, options: options)
    #expect(lines(whole.tables) == lines(expected.tables))
    var streamed = [[String]](repeating: [], count: dates.count)
    var ranges = 0
    _ = try FeatureEngine.stream(
      plan,
      from: source,
      asOf: dates,
      options: options,
      map: { tables in tables },
      consume: { tables in
        ranges += 1
        for (date, table) in tables.enumerated() { streamed[date] += lines([table]) }
      }
    )
    #expect(ranges == (200 + rangeSize - 1) / rangeSize)
    #expect(streamed.flatMap { $0 } == lines(expected.tables))
  }

  /// More rows of one range than a block holds.
  @Test func aRangeOfManyBlocksIsOneRange() throws {
    let source = try StreamTests.source(payments: 40)
    let plan = try World.plan(StreamTests.expressions, package: source.package)
    var small = RunOptions()
    small.rangeSize = 4
    let one = try FeatureEngine.run(plan, from: source, asOf: [World.asOf])
    let other = try FeatureEngine.run(plan, from: source, asOf: [World.asOf], options: small)
    #expect(lines(one.tables) == lines(other.tables))
    let counted = try World.plan(["n": "count(*) from payments"], package: source.package)
    let table = try FeatureEngine.run(counted, from: source, asOf: [World.asOf]).tables[0]
    let total = table.ids.indices.reduce(0.0) {
      $0 + (table["n"]?.column.double(at: $1) ?? 0)
    }
    let standing = Set(table.ids)
    let expected = (0..<200 * 40).count { standing.contains("P\($0 * $0 % 199)") }
    #expect(total == Double(expected))
  }

  /// A sum beyond 64 bits of ten-thousandths goes on in more of them.
  @Test func sumsOfMoneyDoNotOverflow() throws {
    var source = try StreamTests.source(payments: 0)
    source.events["payments"] = (0..<30).map { index -> Row in
      var row: Row = ["payment_id": .number(Double(index)), "project_id": .text("P0")]
      row["paid_on"] = .date(World.asOf.number)
      row["amount"] = .number(4e14)
      return row
    }
    let plan = try World.plan(
      ["paid": "sum(amount) from payments", "mean": "avg(amount) from payments"],
      package: source.package
    )
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    #expect(table.answer("paid", "P0")?.value == .number(30 * 4e14))
    #expect(table.answer("mean", "P0")?.value == .number(4e14))
  }

  /// Without projects there is still one range, so that a table has its columns.
  @Test func noProjectsAreOneEmptyRange() throws {
    var source = try StreamTests.source()
    source.projects = []
    let plan = try World.plan(StreamTests.expressions, package: source.package)
    var names: [[String]] = []
    _ = try FeatureEngine.stream(
      plan,
      from: source,
      asOf: [World.asOf],
      map: { $0[0] },
      consume: { names.append($0.columns.map(\.name)) }
    )
    #expect(names == [StreamTests.expressions.map(\.key)])
  }
}
