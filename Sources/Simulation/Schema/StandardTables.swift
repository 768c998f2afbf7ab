/// The standard tables that a simulated district fills, in the order of their files.
enum StandardTables {
  static let sectors = [
    "roads", "water", "schools", "housing", "energy", "digital", "environment", "health",
  ]

  static let projects = TableSchema(
    name: "projects",
    title: "Projects",
    role: .entity,
    columns: [
      ColumnSchema("project_id", "项目编号", .text, .fixed).required,
      ColumnSchema("name", "项目名称", .text, .fixed),
      ColumnSchema("region", "所在地区", .text, .fixed),
      ColumnSchema("sector", "行业", .text, .fixed).among(sectors),
      ColumnSchema("unit", "责任单位", .text, .fixed),
      ColumnSchema("contractor", "承建单位", .text, .fixed).known(on: "contract_signed_on"),
      ColumnSchema("contract_signed_on", "合同签订日期", .date),
      ColumnSchema("feasibility_estimate", "可研估算（万元）", .money, .fixed).inTenThousands,
      ColumnSchema("budget", "概算（万元）", .money, .fixed).inTenThousands,
      ColumnSchema("approved_on", "批复日期", .date).required,
      ColumnSchema("permit_on", "施工许可日期", .date),
      ColumnSchema("planned_start", "计划开工", .date, .plan),
      ColumnSchema("planned_finish", "计划竣工", .date, .plan),
      ColumnSchema("actual_start", "实际开工", .date),
      ColumnSchema("actual_finish", "实际竣工", .date),
      ColumnSchema("accepted_on", "验收日期", .date),
      ColumnSchema("final_account_on", "竣工决算日期", .date),
      ColumnSchema("final_cost", "决算金额（万元）", .money, .fixed).known(on: "final_account_on")
        .inTenThousands,
      ColumnSchema("forecast_cost", "预计总投资（万元）", .money, .current).inTenThousands,
      ColumnSchema("progress_pct", "形象进度", .number, .current),
      ColumnSchema("status", "状态", .text, .current).among([
        "approved", "building", "finished", "accepted",
      ]),
    ],
    key: "project_id",
    existsFrom: "approved_on"
  )

  static let milestones = TableSchema(
    name: "milestones",
    title: "Milestones",
    role: .event,
    columns: [
      ColumnSchema("milestone_id", "节点编号", .text, .fixed).required,
      project,
      ColumnSchema("milestone", "节点", .text, .fixed),
      ColumnSchema("planned_on", "计划日期", .date, .plan),
      ColumnSchema("actual_on", "实际日期", .date),
      ColumnSchema("value", "节点投资", .money, .fixed),
    ],
    key: "milestone_id",
    references: [toProject]
  )

  static let progress = TableSchema(
    name: "progress",
    title: "Progress reports",
    role: .event,
    columns: [
      project,
      ColumnSchema("reported_on", "填报日期", .date).required,
      ColumnSchema("physical_pct", "形象进度", .number),
      ColumnSchema("planned_pct", "计划进度", .number),
    ],
    references: [toProject],
    happened: "reported_on",
    isLarge: true
  )

  static let payments = TableSchema(
    name: "payments",
    title: "Payments",
    role: .event,
    columns: [
      ColumnSchema("payment_id", "支付编号", .text).required,
      project,
      ColumnSchema("contract_id", "合同编号", .text),
      ColumnSchema("paid_on", "支付日期", .date).required,
      ColumnSchema("recorded_on", "入账日期", .date),
      ColumnSchema("due_on", "应付日期", .date, .plan),
      ColumnSchema("amount", "金额", .money),
      ColumnSchema("payee", "收款单位", .text),
      ColumnSchema("kind", "款项", .text).among([
        "advance", "progress", "compensation", "subsidy", "settlement", "retention",
      ]),
      ColumnSchema("certificate_id", "计量证书编号", .text),
      ColumnSchema("invoice_no", "发票号", .text),
    ],
    key: "payment_id",
    references: [toProject],
    happened: "paid_on",
    recorded: "recorded_on",
    isLarge: true
  )

  static let contracts = TableSchema(
    name: "contracts",
    title: "Contracts",
    role: .event,
    columns: [
      ColumnSchema("contract_id", "合同编号", .text).required,
      project,
      ColumnSchema("tender_id", "招标编号", .text),
      ColumnSchema("signed_on", "签订日期", .date).required,
      ColumnSchema("supplier", "承包单位", .text),
      ColumnSchema("nature", "性质", .text).among(["works", "goods", "services"]),
      ColumnSchema("amount", "合同金额", .money),
      ColumnSchema("start_on", "合同开工", .date, .plan),
      ColumnSchema("finish_on", "合同竣工", .date, .plan),
    ],
    key: "contract_id",
    references: [toProject],
    happened: "signed_on"
  )

  static let changes = TableSchema(
    name: "changes",
    title: "Contract changes",
    role: .event,
    columns: [
      ColumnSchema("change_id", "变更编号", .text).required,
      ColumnSchema("contract_id", "合同编号", .text).required,
      ColumnSchema("approved_on", "批准日期", .date).required,
      ColumnSchema("started_on", "实施日期", .date),
      ColumnSchema("kind", "变更类别", .text).among(["price", "term", "scope"]),
      ColumnSchema("amount_delta", "变更金额", .money),
      ColumnSchema("days_added", "顺延天数", .integer),
      ColumnSchema("rationale", "变更理由", .text),
    ],
    key: "change_id",
    references: [.init(column: "contract_id", table: "contracts", key: "contract_id")],
    happened: "approved_on"
  )

  static let tenders = TableSchema(
    name: "tenders",
    title: "Tenders",
    role: .event,
    columns: [
      ColumnSchema("tender_id", "招标编号", .text).required,
      project,
      ColumnSchema("published_on", "公告日期", .date),
      ColumnSchema("deadline_on", "截止日期", .date),
      ColumnSchema("opened_on", "开标日期", .date).required,
      ColumnSchema("awarded_on", "定标日期", .date),
      ColumnSchema("method", "招标方式", .text).among(["open", "invited", "negotiated", "other"]),
      ColumnSchema("estimate", "招标估算", .money),
      ColumnSchema("ceiling", "最高限价", .money),
      ColumnSchema("award", "中标金额", .money).known(on: "awarded_on"),
      ColumnSchema("bids", "投标数", .integer),
      ColumnSchema("disqualified", "废标数", .integer).known(on: "awarded_on"),
      ColumnSchema("agency", "代理机构", .text),
      ColumnSchema("addenda", "补遗数", .integer),
    ],
    key: "tender_id",
    references: [toProject],
    happened: "opened_on"
  )

  static let bids = TableSchema(
    name: "bids",
    title: "Bids",
    role: .event,
    columns: [
      ColumnSchema("bid_id", "投标编号", .text).required,
      ColumnSchema("tender_id", "招标编号", .text).required,
      ColumnSchema("bidder", "投标单位", .text),
      ColumnSchema("submitted_on", "递交日期", .date).required,
      ColumnSchema("amount", "报价", .money),
      ColumnSchema("decided_on", "定标日期", .date),
      ColumnSchema("is_disqualified", "是否废标", .boolean).known(on: "decided_on"),
      ColumnSchema("is_winner", "是否中标", .boolean).known(on: "decided_on"),
      ColumnSchema("device_id", "制作设备", .text),
      ColumnSchema("deposit_account", "保证金账户", .text).token,
    ],
    key: "bid_id",
    references: [.init(column: "tender_id", table: "tenders", key: "tender_id")],
    happened: "submitted_on"
  )

  static let project = ColumnSchema("project_id", "项目编号", .text).required
  static let toProject = TableSchema.Reference(
    column: "project_id",
    table: "projects",
    key: "project_id"
  )
}
