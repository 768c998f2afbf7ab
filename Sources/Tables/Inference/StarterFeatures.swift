/// Features to start from: those of the standard tables that are there, and counts of the others.
enum StarterFeatures {
  /// A declaration and the fields it needs, as `table.field`.
  private struct Suggestion {
    var name: String
    var value: String
    var needs: [String]
    var rest: String = ""
  }

  /// The text of `features.yaml`.
  static func text(_ inferred: InferredPackage) -> String {
    let subject = inferred.package.subject
    var lines = [
      "# Features to start from. Each is a number, category or truth about one project as it was",
      "# known on a date; take out what means nothing here, and add your own.",
      "features:",
    ]
    var names = Set(subject.fields.map(\.name))
    var count = 0
    for suggestion in standard
    where suggestion.needs.allSatisfy({ has($0, inferred) })
      && names.insert(suggestion.name).inserted
    {
      lines.append(line(suggestion))
      count += 1
    }
    for table in inferred.tables where table.resource.role == .event {
      for suggestion in counts(of: table.resource) where names.insert(suggestion.name).inserted {
        lines.append(line(suggestion))
        count += 1
      }
    }
    if count < 3 {
      for suggestion in plain(subject) where names.insert(suggestion.name).inserted {
        lines.append(line(suggestion))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ suggestion: Suggestion) -> String {
    suggestion.rest.isEmpty
      ? "  \(suggestion.name): \(suggestion.value)"
      : "  \(suggestion.name): {value: \"\(suggestion.value)\", \(suggestion.rest)}"
  }

  /// Whether a table has a field, with the type that `:type` asks for and a way to the subject.
  private static func has(_ need: String, _ inferred: InferredPackage) -> Bool {
    let parts = need.split(separator: ".").map(String.init)
    guard parts.count == 2, let type = parts.last?.split(separator: ":"),
      let table = inferred.package[resource: parts[0]],
      table.role == .event || table.name == inferred.package.subject.name,
      let field = table[field: String(type[0])], field.personal == nil
    else { return false }
    switch type.count > 1 ? type[1] : "" {
    case "date": return field.type == .date
    case "number": return [.number, .money, .integer].contains(field.type)
    case "text": return field.type == .text
    default: return true
    }
  }

  private static let standard: [Suggestion] = [
    .init(
      name: "slip_days",
      value: "days_between(planned_finish, coalesce(actual_finish, as_of))",
      needs: ["projects.planned_finish:date", "projects.actual_finish:date"],
      rest: "title: {en: Days behind the planned finish, zh: 工期偏差天数}, unit: day, riskier: higher"
    ),
    .init(
      name: "start_slip_days",
      value: "days_between(planned_start, coalesce(actual_start, as_of))",
      needs: ["projects.planned_start:date", "projects.actual_start:date"],
      rest: "title: {en: Days behind the planned start, zh: 开工偏差天数}, unit: day, riskier: higher"
    ),
    .init(
      name: "days_since_approval",
      value: "days_between(approved_on, as_of)",
      needs: ["projects.approved_on:date"],
      rest: "title: {en: Days since approval, zh: 批复以来天数}, unit: day"
    ),
    .init(
      name: "planned_days",
      value: "days_between(planned_start, planned_finish)",
      needs: ["projects.planned_start:date", "projects.planned_finish:date"],
      rest: "title: {en: Planned duration, zh: 计划工期}, unit: day"
    ),
    .init(
      name: "estimate_ratio",
      value: "budget / feasibility_estimate",
      needs: ["projects.budget:number", "projects.feasibility_estimate:number"],
      rest: "title: {en: Approved budget to feasibility estimate, zh: 概算与估算之比}, riskier: higher"
    ),
    .init(
      name: "forecast_ratio",
      value: "forecast_cost / budget",
      needs: ["projects.forecast_cost:number", "projects.budget:number"],
      rest: "title: {en: Forecast cost to budget, zh: 预计总投资与概算之比}, riskier: higher"
    ),
    .init(
      name: "milestones_late",
      value:
        "count(*) from milestones where actual_on > planned_on "
        + "or (actual_on is null and planned_on < as_of)",
      needs: ["milestones.planned_on:date", "milestones.actual_on:date"],
      rest: "title: {en: Late milestones, zh: 逾期节点数}, riskier: higher"
    ),
    .init(
      name: "progress_gap",
      value: "last(planned_pct - physical_pct) from progress",
      needs: ["progress.planned_pct:number", "progress.physical_pct:number"],
      rest: "title: {en: Progress behind plan, zh: 进度滞后}, riskier: higher"
    ),
    .init(
      name: "paid",
      value: "sum(amount) from payments",
      needs: ["payments.amount:number"],
      rest: "hidden: true, empty: 0"
    ),
    .init(
      name: "paid_ratio",
      value: "paid / budget",
      needs: ["payments.amount:number", "projects.budget:number"],
      rest: "title: {en: Paid to budget, zh: 支付占概算之比}, riskier: higher"
    ),
    .init(
      name: "payees",
      value: "count(distinct payee) from payments",
      needs: ["payments.payee:text"],
      rest: "title: {en: Payees, zh: 收款单位数}"
    ),
    .init(
      name: "payee_concentration",
      value: "hhi(amount by payee) from payments",
      needs: ["payments.payee:text", "payments.amount:number"],
      rest: "title: {en: Concentration of payments, zh: 收款集中度}, riskier: higher"
    ),
    .init(
      name: "payments_overdue",
      value: "count(*) from payments where paid_on > due_on",
      needs: ["payments.paid_on:date", "payments.due_on:date"],
      rest: "title: {en: Payments after they were due, zh: 逾期支付笔数}, riskier: higher"
    ),
    .init(
      name: "change_amount",
      value: "sum(amount_delta) from changes",
      needs: ["changes.amount_delta:number"],
      rest: "hidden: true, empty: 0"
    ),
    .init(
      name: "change_ratio",
      value: "change_amount / budget",
      needs: ["changes.amount_delta:number", "projects.budget:number"],
      rest: "title: {en: Contract changes to budget, zh: 变更金额占概算之比}, riskier: higher"
    ),
    .init(
      name: "tenders_not_open",
      value: "count(*) from tenders where method <> 'open'",
      needs: ["tenders.method:text"],
      rest: "title: {en: Tenders that were not open, zh: 非公开招标数}, riskier: higher"
    ),
    .init(
      name: "fewest_bids",
      value: "min(bids) from tenders",
      needs: ["tenders.bids:number"],
      rest: "title: {en: Fewest bids in a tender, zh: 最少投标数}, riskier: lower"
    ),
    .init(
      name: "complaints_90d",
      value: "count(*) from complaints where received_on > as_of - 90",
      needs: ["complaints.received_on:date"],
      rest: "title: {en: Complaints in 90 days, zh: 近90日投诉}, unit: case, riskier: higher"
    ),
    .init(
      name: "complaints_open",
      value: "count(*) from complaints where closed_on is null",
      needs: ["complaints.closed_on:date"],
      rest: "title: {en: Complaints not closed, zh: 未办结投诉}, unit: case, riskier: higher"
    ),
    .init(
      name: "findings_overdue",
      value: "count(*) from findings where rectified_on is null and due_on < as_of",
      needs: ["findings.rectified_on:date", "findings.due_on:date"],
      rest: "title: {en: Findings not rectified in time, zh: 逾期未整改问题}, riskier: higher"
    ),
    .init(
      name: "readings_over",
      value: "count(*) from readings where value > limit_value",
      needs: ["readings.value:number", "readings.limit_value:number"],
      rest: "title: {en: Readings above the limit, zh: 超标次数}, riskier: higher"
    ),
    .init(
      name: "slip_z_in_sector",
      value: "zscore(slip_days) over (partition by sector)",
      needs: [
        "projects.planned_finish:date", "projects.actual_finish:date", "projects.sector:text",
      ],
      rest: "title: {en: Slip against the sector, zh: 行业内工期偏差}, riskier: higher"
    ),
  ]

  /// Counts of an event table: all rows, and those of the last ninety days.
  private static func counts(of table: Resource) -> [Suggestion] {
    guard FieldName.isIdentifier(table.name) else { return [] }
    var suggestions = [
      Suggestion(name: "\(table.name)_count", value: "count(*) from \(table.name)", needs: [])
    ]
    if let happened = table.happened {
      suggestions.append(
        Suggestion(
          name: "\(table.name)_90d",
          value: "count(*) from \(table.name) where \(happened) > as_of - 90",
          needs: []
        )
      )
    }
    return suggestions
  }

  /// The subject's own values under another name, where nothing better can be made.
  private static func plain(_ subject: Resource) -> [Suggestion] {
    subject.fields.filter { field in
      field.personal == nil && !subject.primaryKey.contains(field.name)
    }.prefix(20).compactMap { field in
      switch field.type {
      case .date:
        field.knowledge == .plan
          ? Suggestion(
            name: "days_to_\(field.name)",
            value: "days_between(as_of, \(field.name))",
            needs: []
          )
          : Suggestion(
            name: "days_since_\(field.name)",
            value: "days_between(\(field.name), as_of)",
            needs: []
          )
      case .number, .money, .integer, .boolean:
        Suggestion(name: "\(field.name)_value", value: field.name, needs: [])
      case .text: nil
      }
    }
  }
}
