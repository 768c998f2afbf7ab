import Features
import Tables

/// Small packages and records for the tests, in memory.
package enum World {
  package static let asOf = Day.of("2024-06-30")

  /// Projects, payments, complaints and milestones, as most tests want them.
  package static func package(
    payments: (inout Resource) -> Void = { _ in },
    projects: (inout Resource) -> Void = { _ in },
    more: [Resource] = []
  ) throws -> DataPackage {
    var projectTable = Resource(
      "projects",
      paths: ["projects.csv"],
      fields: [
        Field("project_id"),
        Field("sector", knowledge: .fixed),
        Field("contractor", knowledge: .fixed),
        Field("budget", .number, unit: "CNY", knowledge: .fixed),
        Field("approved_on", .date),
        Field("planned_finish", .date, knowledge: .plan),
        Field("actual_finish", .date),
        Field("final_cost", .number, unit: "CNY", knownOn: "actual_finish"),
        Field("progress_pct", .number),
        Field("is_key", .boolean, knowledge: .fixed),
      ],
      primaryKey: ["project_id"],
      role: .entity,
      snapshotOn: .of("2024-12-31")
    )
    projects(&projectTable)
    var paymentTable = Resource(
      "payments",
      paths: ["payments.csv"],
      fields: [
        Field("payment_id", .integer), Field("project_id"), Field("paid_on", .date),
        Field("recorded_on", .date), Field("due_on", .date, knowledge: .plan),
        Field("checked_on", .date), Field("amount", .number, unit: "CNY"),
        Field("weight", .number), Field("payee"), Field("kind"), Field("is_last", .boolean),
        Field("result", .number, knownOn: "checked_on"),
      ],
      primaryKey: ["payment_id"],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .event,
      happened: "paid_on"
    )
    payments(&paymentTable)
    let milestones = Resource(
      "milestones",
      paths: ["milestones.csv"],
      fields: [
        Field("project_id"), Field("milestone"), Field("planned_on", .date, knowledge: .plan),
        Field("actual_on", .date),
      ],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .event
    )
    let outcomes = Resource(
      "outcomes",
      paths: ["outcomes.csv"],
      fields: [Field("project_id"), Field("happened", .date), Field("state")],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .outcome,
      happened: "happened"
    )
    return try DataPackage(
      name: "world",
      folder: ".",
      resources: [projectTable, paymentTable, milestones, outcomes] + more
    )
  }

  /// Tenders, and the bids that lead to a project over them.
  package static var tendersAndBids: [Resource] {
    let tenders = Resource(
      "tenders",
      paths: ["tenders.csv"],
      fields: [
        Field("tender_id"), Field("project_id"), Field("opened_on", .date),
        Field("estimate", .number, unit: "CNY"),
      ],
      primaryKey: ["tender_id"],
      foreignKeys: [ForeignKey(["project_id"], to: "projects", ["project_id"])],
      role: .event,
      happened: "opened_on"
    )
    let bids = Resource(
      "bids",
      paths: ["bids.csv"],
      fields: [
        Field("lot"), Field("place", .integer), Field("tender_id"), Field("bid_on", .date),
        Field("price", .number, unit: "CNY"), Field("bidder"), Field("is_winner", .boolean),
        Field("score", .number, knowledge: .current),
      ],
      primaryKey: ["lot", "place"],
      foreignKeys: [ForeignKey(["tender_id"], to: "tenders", ["tender_id"])],
      role: .event,
      happened: "bid_on",
      snapshotOn: .of("2024-06-29")
    )
    return [tenders, bids]
  }

  /// A plan of expressions by name, in order.
  package static func plan(
    _ expressions: KeyValuePairs<String, String>,
    package: DataPackage? = nil,
    absence: AbsencePolicy = .error
  ) throws -> FeaturePlan {
    let declarations = expressions.map { Declaration(name: $0.key, expression: $0.value) }
    return try FeaturePlan(declarations, package: try package ?? self.package(), absence: absence)
  }
}

extension Day {
  /// The day of an ISO text known to be right.
  package static func of(_ iso: String) -> Day { Day(iso: iso) ?? .earliest }
}
