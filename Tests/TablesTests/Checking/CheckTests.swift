import Determinism
import Foundation
import Synchronization
import Tables
import TestSupport
import Testing

@Suite struct CheckTests {
  private let descriptor = """
    name: small
    resources:
      - name: projects
        path: projects.csv
        schema:
          primaryKey: [project_id]
          fields:
            - {name: project_id, type: string}
            - {name: name, type: string}
            - {name: budget, type: number, watchpost: {unit: CNY}}
            - {name: planned_start, type: date, watchpost: {knowledge: plan}}
            - {name: planned_finish, type: date, watchpost: {knowledge: plan}}
            - {name: started_on, type: date}
        watchpost: {role: entity, snapshot_on: 2024-06-30}
      - name: payments
        path: payments.csv
        schema:
          primaryKey: [payment_id]
          missingValues: ["", NA]
          foreignKeys:
            - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
            - {fields: [contract_id], reference: {resource: contracts, fields: [contract_id]}}
          fields:
            - {name: payment_id, type: string}
            - {name: project_id, type: string}
            - {name: contract_id, type: string}
            - {name: paid_on, type: date}
            - {name: amount, type: number, watchpost: {unit: CNY}}
            - {name: payee, type: string}
        watchpost: {role: event, happened: paid_on, codes: {NA: not known}}
      - name: contracts
        path: contracts.csv
        schema:
          primaryKey: [contract_id]
          fields:
            - {name: contract_id, type: string}
            - {name: project_id, type: string}
        watchpost: {role: event}

    """

  private func files() -> [String: String] {
    var projects = "project_id,name,budget,planned_start,planned_finish,started_on,extra\n"
    for index in 0..<40 {
      let budget = index == 7 ? "32000000" : "\(3000 + index * 10)"
      let finish = index == 3 ? "2020-01-01" : "2024-01-01"
      let name = index == 5 ? "=1+2" : "N\(index)"
      let started = index == 9 ? "2030-01-01" : "2023-01-01"
      projects += "P\(index),\(name),\(budget),2022-01-01,\(finish),\(started),x\n"
    }
    var payments = "payment_id,project_id,contract_id,paid_on,amount,payee\n"
    for index in 0..<100 {
      payments += "Y\(index),P\(index % 40),C\(index % 4),2023-02-01,\(100 + index),S\(index % 9)\n"
    }
    payments += "Y100,P0,C0,2023-02-01,100,S0\n"
    payments += "Y101,P1,C9,2023-02-01,NA,S0\n"
    payments += "Y102,P99,C0,2023-02-01,5,S0\n"
    payments += "Y103,P2,C0,,5,S0\n"
    payments += "Y0,P2,C0,2023-02-01,5,S0\n"
    payments += "Y104,P2,C0,2023-02-01,much,S0\n"
    let contracts = "contract_id,project_id\nC0,P0\nC1,P1\nC2,P2\nC3,P3\n"
    return [
      "datapackage.yaml": descriptor, "projects.csv": projects, "payments.csv": payments,
      "contracts.csv": contracts,
    ]
  }

  private func check(
    _ files: [String: String],
    limits: RejectLimits = RejectLimits(rows: 0.05, fields: 0.05)
  ) throws -> CheckReport {
    let small = try SmallDataset(files)
    var dataset = try small.dataset
    dataset.limits = limits
    return dataset.check()
  }

  @Test func everyDefectIsFoundWhereItStands() throws {
    let report = try check(files())
    func finding(_ rule: String, _ resource: String) throws -> CheckFinding {
      let found = report.findings.filter { $0.rule == rule && $0.resource == resource }
      try #require(found.count == 1, "\(rule): \(found)")
      return found[0]
    }
    let order = try finding("dates.order", "projects")
    #expect(order.count == 1)
    #expect(order.location == SourceLocation(file: "projects.csv", line: 5))
    let unit = try finding("values.unit", "projects")
    #expect(unit.column == "budget")
    #expect(unit.count == 1)
    #expect(unit.location?.line == 9)
    #expect(unit.message.contains("万"))
    #expect(try finding("text.formula", "projects").column == "name")
    #expect(try finding("dates.future", "projects").location?.line == 11)
    #expect(try finding("columns.undeclared", "projects").message.contains("extra"))
    #expect(try finding("rows.duplicate", "payments").location?.line == 102)
    #expect(try finding("key.orphan", "payments").count == 1)
    #expect(try finding("key.dangling", "payments").location?.line == 104)
    #expect(try finding("happened.null", "payments").count == 1)
    #expect(try finding("key.duplicate", "payments").location?.line == 106)
    #expect(try finding("type.money", "payments").severity == .warning)
    #expect(report.isClean)
    #expect(report.findings.map(\.resource).filter { $0 == "contracts" }.isEmpty)
  }

  @Test func tablesAndFieldsAreCounted() throws {
    let report = try check(files())
    let payments = try #require(report.tables.first { $0.name == "payments" })
    #expect(payments.rows == 106)
    #expect(payments.rejectedRows == 3)
    #expect(payments.duplicateRows == 1)
    let amount = try #require(payments.fields.first { $0.name == "amount" })
    #expect(amount.codes == ["NA": 1])
    #expect(amount.rejected == 1)
    #expect(amount.present == 101)
    #expect(amount.missing == 2)
    #expect(amount.minimum == "100")
    #expect(amount.maximum == "199")
    #expect(abs(amount.distinct - 100) <= 2)
    let paid = try #require(payments.fields.first { $0.name == "paid_on" })
    #expect(paid.minimum == "2023-02-01")
    #expect(paid.distinct == 1)
    #expect(
      payments.rejects.map(\.rule).sorted() == [
        "happened.null", "key.dangling", "key.duplicate", "type.money",
      ]
    )
  }

  @Test func rejectsBeyondTheLimitAreAnError() throws {
    let report = try check(files(), limits: RejectLimits(rows: 0.01, fields: 0.05))
    #expect(!report.isClean)
    #expect(report.findings.filter { $0.severity == .error }.map(\.rule) == ["rejects.limit"])
  }

  @Test func personalColumnsAreErrorsAndNoValueIsTold() throws {
    var random = SplitMix64(seed: 3)
    let mobiles = (0..<40).map { _ in Invented.mobile(&random) }
    var files = files()
    files["datapackage.yaml"] = descriptor.replacing(
      "{name: payee, type: string}",
      with: "{name: payee, type: integer}"
    )
    var payments = "payment_id,project_id,contract_id,paid_on,amount,payee\n"
    for (index, mobile) in mobiles.enumerated() {
      payments +=
        "Y\(index),P\(index),C0,2023-02-01,\(index),\(index == 0 ? mobile + "x" : mobile)\n"
    }
    files["payments.csv"] = payments
    let small = try SmallDataset(files)
    var dataset = try small.dataset
    dataset.limits = RejectLimits(rows: 1, fields: 1)
    let rejects = Mutex<[Reject]>([])
    let report = dataset.check { reject in rejects.withLock { $0.append(reject) } }
    #expect(!report.isClean)
    let error = try #require(report.findings.first { $0.severity == .error })
    #expect(error.rule == "personal.refused")
    #expect(error.column == "payee")
    #expect(rejects.withLock { $0.map(\.value) } == [""])
    let text = "\(report)"
    for mobile in mobiles { #expect(!text.contains(mobile.prefix(5))) }
    let field = report.tables.first { $0.name == "payments" }?.fields.last
    #expect(field?.personal == .refused)
    #expect(field?.minimum == nil)
  }

  @Test func declaredPersonalColumnsAreNotesAndTokensInComplaintsErrors() throws {
    let descriptor = """
      name: small
      resources:
        - name: projects
          path: projects.csv
          schema:
            primaryKey: [project_id]
            fields: [{name: project_id, type: string}]
          watchpost: {role: entity}
        - name: complaints
          path: complaints.csv
          schema:
            fields:
              - {name: project_id, type: string}
              - {name: 手机, type: string, watchpost: {personal: token}}
              - {name: 姓名, type: string, watchpost: {personal: drop}}
              - {name: 信访人, type: string}
          watchpost: {role: event}

      """
    let report = try check([
      "datapackage.yaml": descriptor, "projects.csv": "project_id\nA\n",
      "complaints.csv": "project_id,手机,姓名,信访人\nA,13800000000,张三,李四\n",
    ])
    #expect(
      report.findings.map(\.rule) == ["personal.token", "personal.refused", "personal.dropped"]
    )
    #expect(report.findings.map(\.severity) == [.error, .error, .note])
    #expect(!"\(report)".contains("13800"))
    #expect(!"\(report)".contains("李四"))
  }

  @Test func aTableThatCannotBeReadLeavesTheOthersChecked() throws {
    var files = files()
    files["contracts.csv"] = nil
    let report = try check(files)
    #expect(report.findings.filter { $0.severity == .error }.map(\.resource) == ["contracts"])
    #expect(report.tables.first { $0.name == "payments" }?.rows == 106)
  }

  @Test func distinctValuesAreCountedToAFewInAHundred() {
    for count in [1, 10, 1000, 20_000, 300_000] {
      var sketch = DistinctSketch()
      for value in 0..<count { sketch.add(UInt64(value)); sketch.add(UInt64(value)) }
      #expect(abs(sketch.count - count) <= max(1, count / 14), "\(count): \(sketch.count)")
    }
  }

  @Test func widelySpreadAmountsAreNotSuspected() throws {
    var random = SplitMix64(seed: 8)
    var files = files()
    var projects = "project_id,name,budget,planned_start,planned_finish,started_on\n"
    for index in 0..<200 {
      var budget = 1.0
      for _ in 0..<random.int(below: 9) { budget *= 10 }
      projects += "P\(index),N\(index),\(budget * (1 + random.uniform())),,,\n"
    }
    files["projects.csv"] = projects
    let report = try check(files)
    #expect(!report.findings.contains { $0.rule == "values.unit" && $0.resource == "projects" })
  }
}
