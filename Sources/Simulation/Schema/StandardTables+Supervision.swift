extension StandardTables {
  static let complaints = TableSchema(
    name: "complaints",
    title: "Complaints (about projects; nothing about who complains)",
    role: .event,
    columns: [
      ColumnSchema("complaint_id", "投诉编号", .text).required,
      project,
      ColumnSchema("received_on", "登记日期", .date).required,
      ColumnSchema("channel", "渠道", .text).among([
        "hotline", "petition", "qrcode", "visit", "online", "letter",
      ]),
      ColumnSchema("category", "类别", .text).among([
        "compensation", "quality", "wages", "fees", "environment", "safety", "bidding",
      ]),
      ColumnSchema("people", "涉及人数", .integer),
      ColumnSchema("accepted_on", "受理日期", .date),
      ColumnSchema("closed_on", "办结日期", .date),
      ColumnSchema("satisfied", "是否满意", .boolean).known(on: "closed_on"),
      ColumnSchema("substantiated", "是否属实", .boolean).known(on: "closed_on"),
      ColumnSchema("reopened_on", "重启日期", .date),
    ],
    key: "complaint_id",
    references: [toProject],
    happened: "received_on"
  )

  static let inspections = TableSchema(
    name: "inspections",
    title: "Inspections",
    role: .event,
    columns: [
      ColumnSchema("inspection_id", "检查编号", .text).required,
      project,
      ColumnSchema("inspected_on", "检查日期", .date).required,
      ColumnSchema("team", "检查组", .text),
      ColumnSchema("passed", "是否通过", .boolean),
      ColumnSchema("is_random", "是否随机", .boolean),
    ],
    key: "inspection_id",
    references: [toProject],
    happened: "inspected_on"
  )

  static let findings = TableSchema(
    name: "findings",
    title: "Findings of inspections",
    role: .event,
    columns: [
      ColumnSchema("finding_id", "问题编号", .text).required,
      ColumnSchema("inspection_id", "检查编号", .text).required,
      ColumnSchema("found_on", "发现日期", .date).required,
      ColumnSchema("code", "问题代码", .text),
      ColumnSchema("severity", "严重程度", .text).among(["minor", "major", "critical"]),
      ColumnSchema("due_on", "整改期限", .date, .plan),
      ColumnSchema("rectified_on", "整改日期", .date),
      ColumnSchema("has_evidence", "有无佐证", .boolean).known(on: "rectified_on"),
      ColumnSchema("reopened_on", "重新立案日期", .date),
    ],
    key: "finding_id",
    references: [.init(column: "inspection_id", table: "inspections", key: "inspection_id")],
    happened: "found_on"
  )

  static let readings = TableSchema(
    name: "readings",
    title: "Monitoring readings",
    role: .event,
    columns: [
      ColumnSchema("reading_id", "监测编号", .text).required,
      project,
      ColumnSchema("read_on", "监测日期", .date).required,
      ColumnSchema("station", "点位", .text),
      ColumnSchema("parameter", "指标", .text),
      ColumnSchema("value", "数值", .number),
      ColumnSchema("limit_value", "限值", .number),
    ],
    key: "reading_id",
    references: [toProject],
    happened: "read_on",
    isLarge: true
  )

  static let documents = TableSchema(
    name: "documents",
    title: "Published documents",
    role: .event,
    columns: [
      ColumnSchema("document_id", "文件编号", .text).required,
      project,
      ColumnSchema("type", "文件类型", .text),
      ColumnSchema("published_on", "发布日期", .date).required,
    ],
    key: "document_id",
    references: [toProject],
    happened: "published_on"
  )

  static let outcomes = TableSchema(
    name: "outcomes",
    title: "Outcomes of inspections: only inspected projects have one",
    role: .outcome,
    columns: [
      project,
      ColumnSchema("happened", "认定日期", .date).required,
      ColumnSchema("recorded", "登记日期", .date),
      ColumnSchema("state", "结论", .text).among(["confirmed", "cleared"]).required,
    ],
    references: [toProject],
    happened: "happened",
    recorded: "recorded"
  )

  /// The hidden causes: for researchers, never part of the data package.
  static let truth = TableSchema(
    name: "truth",
    title: "Hidden causes (simulated, not part of the data package)",
    role: .entity,
    columns: [
      ColumnSchema("project_id", "项目编号", .text, .fixed).required,
      ColumnSchema("misconduct", "真实问题", .text, .fixed),
      ColumnSchema("began_on", "发生日期", .date),
      ColumnSchema("unit_integrity", "单位廉洁度", .number, .fixed),
      ColumnSchema("contractor_integrity", "企业廉洁度", .number, .fixed),
      ColumnSchema("project_integrity", "项目廉洁度", .number, .fixed),
      ColumnSchema("capability", "施工能力", .number, .fixed),
      ColumnSchema("ring", "串标团伙", .text, .fixed),
      ColumnSchema("inspections", "检查次数", .integer, .fixed),
    ],
    key: "project_id"
  )

  /// Every table of a data package, in file order.
  static let all = [
    projects, milestones, progress, payments, contracts, changes, tenders, bids, complaints,
    inspections, findings, readings, documents, outcomes,
  ]
}
