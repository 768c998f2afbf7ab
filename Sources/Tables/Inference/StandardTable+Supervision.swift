extension StandardTable {
  static let complaints = StandardTable(
    "complaints",
    "complaint petitions hotline 投诉 信访 举报 信访件 投诉举报 信访投诉 诉求 工单 群众诉求",
    happened: "received_on",
    [
      .init("complaint_id", "投诉编号 信访编号 工单编号 举报编号 诉求编号 信访件编号 case_no case_id"), projectKey,
      .init("received_on", "登记日期 受理登记日期 来信日期 来访日期 投诉日期 信访日期 收到日期 投诉时间 received_date date"),
      .init("channel", "渠道 来源 来源渠道 受理渠道 信访方式 source"),
      .init("category", "类别 问题类别 投诉类别 诉求类别 问题类型 complaint_type type"),
      .init("people", "涉及人数 人数 投诉人数 people_affected"),
      .init("accepted_on", "受理日期 受理时间 accepted_date"),
      .init("closed_on", "办结日期 办结时间 closed_date"),
      .init("satisfied", "是否满意 满意度 is_satisfied", knownOn: "closed_on"),
      .init("substantiated", "是否属实 is_substantiated", knownOn: "closed_on"),
      .init("reopened_on", "重启日期 重新办理日期"),
    ]
  )

  static let inspections = StandardTable(
    "inspections",
    "inspection 检查 监督检查 巡查 检查记录",
    happened: "inspected_on",
    [
      .init("inspection_id", "检查编号 巡查编号 inspection_no"), projectKey,
      .init("inspected_on", "检查日期 巡查日期 检查时间 inspection_date inspected_date date"),
      .init("team", "检查组 检查单位 检查部门"),
      .init("passed", "是否通过 是否合格 pass"),
      .init("is_random", "是否随机 是否随机抽查 random"),
    ]
  )

  static let findings = StandardTable(
    "findings",
    "finding 问题 检查问题 问题清单 发现问题 整改 整改台账",
    happened: "found_on",
    [
      .init("finding_id", "问题编号 finding_no"),
      .init("inspection_id", "检查编号 巡查编号 inspection_no inspection"), projectKey,
      .init("found_on", "发现日期 发现时间 found_date date"),
      .init("code", "问题代码 问题编码 问题类别"),
      .init("severity", "严重程度 问题等级"),
      .init("due_on", "整改期限 整改时限 整改截止日期 due_date", .plan),
      .init("rectified_on", "整改日期 整改完成日期 销号日期 rectified_date"),
      .init("has_evidence", "有无佐证 是否有佐证 evidence", knownOn: "rectified_on"),
      .init("reopened_on", "重新立案日期 重新整改日期"),
    ]
  )

  static let readings = StandardTable(
    "readings",
    "reading measurements 监测 监测数据 监测记录",
    happened: "read_on",
    [
      .init("reading_id", "监测编号 记录编号"), projectKey,
      .init("read_on", "监测日期 监测时间 采样日期 date reading_date measured_on"),
      .init("station", "点位 监测点 监测点位 断面 site"),
      .init("parameter", "指标 监测指标 参数 indicator"),
      .init("value", "数值 监测值 结果 reading"),
      .init("limit_value", "限值 标准限值 标准值 limit"),
    ]
  )

  static let documents = StandardTable(
    "documents",
    "document 文件 公示 公开文件 信息公开",
    happened: "published_on",
    [
      .init("document_id", "文件编号 公示编号"), projectKey,
      .init("type", "文件类型 公示类型 document_type"),
      .init("published_on", "发布日期 公示日期 公开日期 published_date date"),
    ]
  )
}
