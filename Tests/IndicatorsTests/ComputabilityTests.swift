import Features
import Indicators
import Tables
import TestSupport
import Testing

@Suite struct ComputabilityTests {
  private func package(_ name: String) throws -> DataPackage {
    let path = Repository.root.appendingPathComponent("Datasets/\(name)").path
    var dataset = try Dataset(opening: path)
    dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 7, count: TokenKey.leastBytes))
    return dataset.package
  }

  @Test func withoutAKeyOnlyWhatComparesTokensLacksAColumn() throws {
    let path = Repository.root.appendingPathComponent("Datasets/district").path
    let pack = try ShippedPack.named("standard").pack
    let lacking = pack.computability(of: try Dataset(opening: path).package).answers
      .filter { !$0.isComputable }
    #expect(lacking.map(\.indicator.id) == ["T29"])
    #expect(lacking.first?.missing == ["bids.deposit_account"])
  }

  @Test(arguments: [
    ("standard", "district"), ("standard", "district-zh"),
    ("nyc-school-construction", "nyc-school-construction"),
    ("canada-contracts", "canada-contracts"),
  ])
  func aPackAnswersTheDatasetItIsWrittenFor(pack: String, dataset: String) throws {
    let computability = try ShippedPack.named(pack).pack.computability(of: package(dataset))
    for answer in computability.answers {
      #expect(answer.missing.isEmpty, "\(answer.indicator.id)")
      #expect(answer.error == nil, "\(answer.indicator.id): \(answer.error?.message ?? "")")
    }
    #expect(computability.unlocks.isEmpty)
  }

  @Test func theDatasetsOwnFeaturesGoBesideThePack() throws {
    for (pack, dataset) in [
      ("standard", "district"), ("nyc-school-construction", "nyc-school-construction"),
      ("canada-contracts", "canada-contracts"),
    ] {
      let path = "Datasets/\(dataset)/features.yaml"
      let own = try DeclarationFile.parse(try Repository.read(path), file: path)
      let plan = try FeaturePlan(own, package: package(dataset))
      let apart = try ShippedPack.named(pack).pack.apart(from: plan)
      let joined = own + apart.declarations
      _ = try FeaturePlan(joined, package: package(dataset), absence: .insufficient)
      #expect(Set(joined.map(\.name)).count == joined.count)
    }
  }

  @Test func aNameWithAnotherMeaningIsCalledOtherwise() throws {
    let package = try package("nyc-school-construction")
    let pack = try ShippedPack.named("nyc-school-construction").pack
    let own = try DeclarationFile.parse(
      """
      features:
        planned_length: days_between(actual_start, planned_finish)
        phase_slip_ratio: ln(budget)
      """,
      file: "features.yaml"
    )
    let plan = try FeaturePlan(own, package: package)
    let apart = try pack.apart(from: plan)
    // The same meaning is declared once; another meaning goes by another name, and the
    // indicator with it.
    #expect(!apart.declarations.contains { $0.name == "planned_length" })
    #expect(apart["S02"]?.feature == "phase_slip_ratio_in_pack")
    let joined = try FeaturePlan(
      own + apart.declarations,
      package: package,
      absence: .insufficient
    )
    let alone = try FeaturePlan(pack.declarations, package: package, absence: .insufficient)
    #expect(joined["phase_slip_ratio_in_pack"]?.hash == alone["phase_slip_ratio"]?.hash)
    #expect(joined["phase_slip_ratio"]?.hash == plan["phase_slip_ratio"]?.hash)
  }

  @Test func missingColumnsAreRankedByWhatTheyUnlock() throws {
    let workdir = try Workdir()
    try workdir.write(
      "projects.csv",
      "project_id,planned_start,planned_finish,budget\nA,2023-01-01,2024-01-01,5\n"
    )
    try workdir.write(
      "datapackage.yaml",
      """
      name: small
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id]
            fields:
              - {name: project_id, type: string}
              - {name: planned_start, type: date, watchpost: {knowledge: plan}}
              - {name: planned_finish, type: date, watchpost: {knowledge: plan}}
              - {name: budget, type: number, watchpost: {unit: CNY, knowledge: fixed}}
          watchpost: {role: entity}
      """
    )
    let package = try Dataset(opening: workdir.path("")).package
    let computability = try ShippedPack.named("standard").pack.computability(of: package)
    #expect(computability.computable.isEmpty)
    let start = try #require(computability.unlocks.first { $0.column == "projects.actual_start" })
    #expect(start.alone == ["S01"])
    #expect(start.needed.contains("M01"))
    let estimate = try #require(
      computability.unlocks.first { $0.column == "projects.feasibility_estimate" }
    )
    #expect(estimate.alone == ["P02"])
    let ranks = computability.unlocks.map { [$0.alone.count, $0.needed.count] }
    #expect(zip(ranks, ranks.dropFirst()).allSatisfy { !$0.lexicographicallyPrecedes($1) })
    #expect(computability.unlocks.first?.column == "tenders")
    #expect(computability.unlocks.first?.alone.contains("T01") == true)
  }

  @Test func anIndicatorWithoutItsColumnsIsInsufficientAndSaysWhich() throws {
    let fixture = try #require(Fixture.all.first { $0.pack == "standard" && $0.id == "P05" })
    let files = try FixtureDataset(
      fixture.tables,
      taken: ["projects.permit_on"],
      descriptor: Fixture.packs[0].descriptor
    )
    let dataset = try Dataset(opening: files.workdir.path(""))
    let pack = try ShippedPack.named("standard").pack.only("P05").adapted(to: dataset.package)
    let plan = try FeaturePlan(
      pack.declarations,
      package: dataset.package,
      absence: .insufficient
    )
    let day = try #require(Day(iso: fixture.asOf))
    let table = try #require(try FeatureEngine.run(plan, on: dataset, asOf: [day]).tables.first)
    let assessment = pack.assess(table)
    let row = try #require(assessment.ids.firstIndex(of: "A"))
    #expect(assessment.finding(row: row, indicator: 0).state == .insufficient(["permit_on"]))
    #expect(assessment.coverage(row: row) == Coverage(computed: 0, applicable: 1))
    #expect(assessment.coverage(row: row).share == 0)
    let notStarted = try #require(assessment.ids.firstIndex(of: "C"))
    #expect(assessment.coverage(row: notStarted).share == nil)
    #expect(assessment.counts(indicator: 0) == ["insufficient": 4, "not_applicable": 1])
  }
}
