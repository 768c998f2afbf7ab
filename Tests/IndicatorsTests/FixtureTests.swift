import Features
import Indicators
import Models
import Tables
import TestSupport
import Testing

/// Every indicator of every shipped pack on tiny tables, through the real reader and engine.
@Suite struct FixtureTests {
  @Test(arguments: Fixture.all)
  func theStatesAreAsExpected(fixture: Fixture) throws {
    let pack = try ShippedPack.named(fixture.pack).pack
    let only = try pack.only(fixture.id)
    let descriptor = try #require(Fixture.packs.first { $0.name == fixture.pack }?.descriptor)
    let asOf = try #require(Day(iso: fixture.asOf))
    for part in fixture.cases {
      let files = try FixtureDataset(fixture.tables, taken: part.taken, descriptor: descriptor)
      var dataset = try Dataset(opening: files.workdir.path(""))
      dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 7, count: TokenKey.leastBytes))
      let plan = try FeaturePlan(
        only.adapted(to: dataset.package).declarations,
        package: dataset.package,
        absence: .insufficient
      )
      let run = try FeatureEngine.run(plan, on: dataset, asOf: [asOf])
      #expect(run.rejects.count == 0, "a fixture refused: \(run.rejects.kept)")
      let assessment = only.assess(try #require(run.tables.first))
      for (id, expected) in part.expected.sorted(by: { $0.key < $1.key }) {
        let row = try #require(assessment.ids.firstIndex(of: id), "no project \(id)")
        let finding = assessment.finding(row: row, indicator: 0)
        #expect(
          finding.state.name == expected,
          "\(id) without \(part.taken): value \(finding)"
        )
        #expect((finding.value == nil) == ["not_applicable", "insufficient"].contains(expected))
        if case .insufficient(let inputs) = finding.state { #expect(!inputs.isEmpty, "\(id)") }
      }
      try expectThePointsOfTheModel(only, plan, assessment, table: try #require(run.tables.first))
    }
  }

  /// The expert model, scored by the models room, gives the points of the assessment.
  private func expectThePointsOfTheModel(
    _ pack: Pack,
    _ plan: FeaturePlan,
    _ assessment: Assessment,
    table: FeatureTable
  ) throws {
    let model = pack.expertModel(plan: plan)
    let points = try #require(try model.points(try observations(table, plan)))
    for row in assessment.ids.indices {
      #expect(points[row] == assessment.points(row: row), "\(assessment.ids[row])")
      let coverage = assessment.coverage(row: row)
      #expect(coverage.computed <= coverage.applicable)
    }
  }

  private func observations(_ table: FeatureTable, _ plan: FeaturePlan) throws -> Observations {
    try Observations(
      ids: table.ids,
      columns: table.visibleColumns.map { column in
        ObservationColumn(
          name: column.name,
          numbers: table.ids.indices.map { row in
            column.column.double(at: row)
              ?? (column.column.boolean(at: row).map { $0 ? 1 : 0 } ?? 0)
          },
          presence: column.states.map { state in
            switch state {
            case .value: .present
            case .notApplicable: .notApplicable
            default: .missing
            }
          },
          unit: plan[column.name]?.unit,
          declaration: plan[column.name]?.canonical,
          hash: plan[column.name]?.hash
        )
      }
    )
  }
}

/// What every shipped indicator must bring along.
@Suite struct FixtureLint {
  @Test(arguments: Fixture.packs.map(\.name))
  func everyIndicatorHasAFixtureAndEveryFixtureAnIndicator(pack: String) throws {
    let fixtures = Fixture.all.filter { $0.pack == pack }
    let ids = try ShippedPack.named(pack).pack.indicators.map(\.id)
    #expect(ids.sorted() == fixtures.map(\.id).sorted())
  }

  @Test(arguments: Fixture.all)
  func everyFixtureShowsEveryState(fixture: Fixture) {
    let wanted: Set<String> = ["flagged", "clear", "not_applicable", "insufficient"]
    let missing = wanted.subtracting(fixture.states)
    #expect(missing == (fixture.alwaysApplies ? ["not_applicable"] : []))
  }
}
