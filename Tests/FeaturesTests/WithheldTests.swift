import FeatureWorlds
import Features
import Tables
import TestSupport
import Testing

/// Columns that are `personal: token`, with a key and without.
@Suite struct WithheldTests {
  private static let descriptor = """
    name: town
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [project_id]
          fields:
            - {name: project_id, type: string}
            - {name: agent, type: string, watchpost: {knowledge: fixed, personal: token}}
            - {name: sector, type: string, watchpost: {knowledge: fixed}}
        watchpost: {role: entity, snapshot_on: 2024-12-31}
      - name: bids
        path: bids.csv
        schema:
          primaryKey: [bank_slip]
          foreignKeys: [{fields: [project_id], reference: {resource: projects, fields: [project_id]}}]
          fields:
            - {name: bank_slip, type: string}
            - {name: project_id, type: string}
            - {name: bidder, type: string}
            - {name: payer, type: string, watchpost: {personal: token}}
            - {name: submitted_on, type: date}
        watchpost: {role: event, happened: submitted_on}
    """

  private let folder: Workdir

  init() throws { folder = try Workdir() }

  /// The dataset with a key or without, as it stands on disk.
  private func dataset(hasKey: Bool) throws -> Dataset {
    try folder.write("datapackage.yaml", Self.descriptor)
    try folder.write("projects.csv", "project_id,agent,sector\nP1,a,road\nP2,b,\n")
    try folder.write(
      "bids.csv",
      """
      bank_slip,project_id,bidder,payer,submitted_on
      s1,P1,Firm A,x,2024-01-02
      s2,P1,Firm B,x,2024-01-02
      s3,P2,Firm C,,2024-01-02

      """
    )
    var dataset = try Dataset(opening: folder.url.path)
    if hasKey { dataset.tokenKey = TokenKey(bytes: [UInt8](repeating: 7, count: 32)) }
    return dataset
  }

  private func run(_ expression: String, hasKey: Bool) throws -> (FeaturePlan, FeatureRun) {
    let dataset = try dataset(hasKey: hasKey)
    let plan = try World.plan(["f": expression], package: dataset.package)
    return (plan, try FeatureEngine.run(plan, on: dataset, asOf: [World.asOf]))
  }

  @Test(arguments: [
    ("count(distinct payer) from bids", "bids.payer"),
    ("count(*) from bids where payer is not null", "bids.payer"),
    ("count(*) from bids where payer = 'x' or bidder = 'Firm A'", "bids.payer"),
    ("count(*) from bids where coalesce(payer, bidder) = 'Firm C'", "bids.payer"),
    ("max(case when payer is null then 1 else 0 end) from bids", "bids.payer"),
    ("last(payer) from bids", "bids.payer"),
    ("agent = 'a'", "agent"), ("agent is null", "agent"), ("coalesce(agent, sector)", "agent"),
    ("case when agent = 'a' then 1 else 0 end", "agent"),
    ("count(*) over (partition by agent)", "agent"),
    ("count(*) from bids where projects.agent = bidder", "agent"),
  ])
  func whatNeedsTheColumnIsInsufficientAndNamesIt(
    expression: String,
    column: String
  ) throws {
    let (plan, run) = try run(expression, hasKey: false)
    let found = run.tables[0].columns[0]
    #expect(found.states.map(\.name) == ["insufficient", "insufficient"])
    #expect(found.missingInputs(at: 0) == [column])
    #expect(plan.withheld.count == 1 && plan.absent.isEmpty)
    let said = run.notes.filter { $0.contains("there is no key") }
    #expect(said.count == 1)
    #expect(said.first?.contains(plan.withheld[0]) == true)
    #expect(said.first?.contains(TokenKey.variable) == true)

    // With the key it has a value, means the same, and nothing is said.
    let (whole, second) = try self.run(expression, hasKey: true)
    #expect(second.tables[0].columns[0].states[0] == .value)
    #expect(whole.features[0].hash == plan.features[0].hash)
    #expect(whole.withheld.isEmpty && !second.notes.contains { $0.contains("there is no key") })
  }

  @Test(arguments: [
    "count(distinct bidder) from bids", "last(bidder) from bids", "sector = 'road'",
    "coalesce(sector, agent)",
  ])
  func whatDoesNotNeedItHasItsValue(expression: String) throws {
    let (_, without) = try run(expression, hasKey: false)
    let (_, with) = try run(expression, hasKey: true)
    #expect(without.tables[0].columns[0].states[0] == .value)
    #expect(
      without.tables[0].columns[0].text(at: 0) == with.tables[0].columns[0].text(at: 0)
    )
  }

  @Test func theTypeOfTheColumnIsKnownWithoutTheKey() throws {
    let error = try failure { _ = try run("agent > 3", hasKey: false) }
    guard case .type = error.problem else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func aProjectCanBeStudiedWithoutTheKey() throws {
    let dataset = try dataset(hasKey: false)
    let plan = try World.plan(
      ["n": "count(*) from bids", "f": "count(distinct payer) from bids"],
      package: dataset.package
    )
    let study = try ProjectStudy(plan, on: dataset, asOf: World.asOf, id: "P1")
    #expect(try study.evidence(for: "n").count == 2)
    #expect(study.features.columns[1].states == [.insufficient])
  }

  @Test func theDiagnosisNamesTheColumn() throws {
    let declarations = [Declaration(name: "f", expression: "count(distinct payer) from bids")]
    func missing(hasKey: Bool) throws -> [String] {
      FeaturePlan.diagnose(declarations, package: try dataset(hasKey: hasKey).package)
        .verdicts[0].missing.map(\.description)
    }
    #expect(try missing(hasKey: false) == ["bids.payer"])
    #expect(try missing(hasKey: true) == [])
  }
}
