import Features
import Tables
import TestSupport
import Testing

/// From files to features and back to the line a value rests on.
@Suite struct DatasetTests {
  private static let descriptor = """
    name: town
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [项目编号]
          fields:
            - {name: 项目编号, type: string, watchpost: {as: project_id}}
            - {name: 概算（万元）, type: number, watchpost: {as: budget, unit: CNY, written_in: 万元, knowledge: fixed}}
            - {name: 计划竣工, type: date, watchpost: {as: planned_finish, knowledge: plan}}
        watchpost: {role: entity}
      - name: tenders
        path: tenders.csv
        schema:
          primaryKey: [tender_id]
          foreignKeys: [{fields: [project_id], reference: {resource: projects, fields: [项目编号]}}]
          fields:
            - {name: tender_id, type: string}
            - {name: project_id, type: string}
            - {name: opened_on, type: date}
        watchpost: {role: event, happened: opened_on}
      - name: bids
        path: bids.csv
        schema:
          foreignKeys: [{fields: [tender_id], reference: {resource: tenders, fields: [tender_id]}}]
          fields:
            - {name: tender_id, type: string}
            - {name: bidder, type: string}
            - {name: submitted_on, type: date}
            - {name: amount, type: number, watchpost: {unit: CNY}}
        watchpost: {role: event, happened: submitted_on}
    """

  private func dataset(_ folder: Workdir) throws -> Dataset {
    try folder.write("datapackage.yaml", Self.descriptor)
    try folder.write(
      "projects.csv",
      "项目编号,概算（万元）,计划竣工\nP1,100,2024-05-31\nP2,\"1,000\",2024/9/1\n"
    )
    try folder.write(
      "tenders.csv",
      "tender_id,project_id,opened_on\nT1,P1,2024-01-05\nT2,P2,2024-01-06\n"
    )
    try folder.write(
      "bids.csv",
      """
      tender_id,bidder,submitted_on,amount
      T2,"Firm
      B",2024-01-01,5
      T1,Firm A,2024-01-02,30万元
      T1,Firm B,2024-01-03,20.5万
      T1,Firm C,2025-01-03,1
      T1,Firm D,soon,1

      """
    )
    return try Dataset(opening: folder.url.path)
  }

  @Test func featuresComeFromFilesOverTwoHops() throws {
    let folder = try Workdir()
    let declarations = try DeclarationFile.parse(
      """
      features:
        bids: count(*) from bids
        lowest: {value: min(amount) from bids, hidden: true}
        saving: 1 - lowest / budget
        last_bidder: last(bidder) from bids
        slip: days_between(planned_finish, as_of)
      """,
      file: "features.yaml"
    )
    let dataset = try dataset(folder)
    let plan = try FeaturePlan(declarations, package: dataset.package)
    var options = RunOptions()
    options.limits = .none
    let run = try FeatureEngine.run(
      plan,
      on: dataset,
      asOf: [.of("2024-06-30"), .of("2024-01-01")],
      options: options
    )
    let table = run.tables[0]
    #expect(table.keyName == "project_id" && table.ids == ["P1", "P2"])
    #expect(table.columns.map { $0.text(at: 0) } == ["2", "205000", "0.795", "Firm B", "30"])
    #expect(table.columns.map { $0.text(at: 1) } == ["1", "5", "0.9999995", "Firm\nB", "-63"])
    #expect(table.visibleColumns.map(\.name) == ["bids", "saving", "last_bidder", "slip"])
    #expect(run.tables[1].columns.map { $0.text(at: 0) } == ["0", "", "", "", "-151"])
    // The bid without a date is one reject, though the table is read for several features.
    #expect(run.rejects.count == 1)
    let study = try ProjectStudy(
      plan,
      on: dataset,
      asOf: .of("2024-06-30"),
      id: "P1",
      options: options
    )
    let rows = try study.evidence(for: "saving")
    #expect(rows.map(\.location.description) == ["projects.csv:2", "bids.csv:5"])
    #expect(rows[1].values.map(\.text) == ["2024-01-03", "205000", "T1", "Firm B"])
    #expect(try LeakageCheck.leaks(of: plan, on: relaxed(dataset), asOf: .of("2024-06-30")) == [])
  }

  private func relaxed(_ dataset: Dataset) -> Dataset {
    var dataset = dataset
    dataset.limits = .none
    return dataset
  }

  @Test func tooManyRejectsStopTheRun() throws {
    let folder = try Workdir()
    let dataset = try dataset(folder)
    let plan = try FeaturePlan(
      [Declaration(name: "n", expression: "count(*) from bids")],
      package: dataset.package
    )
    let error = try failure {
      _ = try FeatureEngine.run(plan, on: dataset, asOf: [.of("2024-06-30")])
    }
    guard case .reading = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.diagnostic.kind == .input)
  }
}
