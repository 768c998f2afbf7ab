extension StandardTable {
  static let projects = StandardTable(
    "projects",
    "project 项目 项目信息 项目表 项目清单 项目台账 项目库 工程 重点项目 phases",
    [
      projectKey,
      .init("name", "项目名称 工程名称 名称 project_name title project_title", .fixed),
      .init("region", "所在地区 地区 区域 行政区 区县 所属区域 建设地点 district county location", .fixed),
      .init("sector", "行业 行业类别 项目类别 项目类型 领域 project_type category programme", .fixed),
      .init(
        "unit",
        "责任单位 建设单位 业主单位 项目单位 主管部门 牵头单位 responsible_unit owner agency department",
        .fixed
      ),
      .init(
        "contractor",
        "承建单位 施工单位 中标单位 承包单位 builder main_contractor",
        .fixed,
        knownOn: "contract_signed_on"
      ),
      .init("contract_signed_on", "合同签订日期 签约日期 合同签订时间 contract_signed_date contract_date"),
      .init(
        "feasibility_estimate",
        "可研估算 投资估算 估算 估算投资 feasibility_cost",
        .fixed,
        money: true
      ),
      .init(
        "budget",
        "概算 批复概算 概算投资 概算总投资 投资概算 总投资 批复投资 approved_budget budget_amount approved_cost",
        .fixed,
        money: true
      ),
      .init("approved_on", "批复日期 立项日期 批准日期 审批日期 批复时间 立项时间 approval_date approved_date"),
      .init("permit_on", "施工许可日期 施工许可证日期 许可日期 permit_date"),
      .init(
        "planned_start",
        "计划开工 计划开工日期 计划开工时间 拟开工日期 planned_start_date start_planned",
        .plan
      ),
      .init(
        "planned_finish",
        """
        计划竣工 计划竣工日期 计划竣工时间 计划完工 计划完工日期 计划完成日期 planned_end planned_end_date \
        planned_finish_date planned_completion due_date
        """,
        .plan
      ),
      .init("actual_start", "实际开工 实际开工日期 开工日期 实际开工时间 actual_start_date start_date"),
      .init(
        "actual_finish",
        """
        实际竣工 实际竣工日期 竣工日期 实际完工 实际完工日期 实际完成日期 actual_end actual_end_date \
        actual_finish_date end_date completion_date completed_on
        """
      ),
      .init("accepted_on", "验收日期 竣工验收日期 验收时间 acceptance_date"),
      .init("final_account_on", "竣工决算日期 决算日期 结算日期 final_account_date"),
      .init(
        "final_cost",
        "决算金额 竣工决算 决算 结算金额 最终投资",
        .fixed,
        money: true,
        knownOn: "final_account_on"
      ),
      .init("forecast_cost", "预计总投资 预计投资 预测投资 forecast", .current, money: true),
      .init("progress_pct", "形象进度 工程进度 进度 完成进度 完成比例 progress percent_complete", .current),
      .init("status", "状态 项目状态 建设状态 建设阶段 阶段 project_status status_name stage", .current),
    ]
  )

  static let milestones = StandardTable(
    "milestones",
    "milestone 里程碑 节点 项目节点 关键节点 节点计划",
    [
      .init("milestone_id", "节点编号 里程碑编号", .fixed), projectKey,
      .init("milestone", "节点 节点名称 里程碑 里程碑名称 milestone_name", .fixed),
      .init("planned_on", "计划日期 计划完成日期 计划时间 planned_date", .plan),
      .init("actual_on", "实际日期 实际完成日期 完成日期 实际时间 actual_date"),
      .init("value", "节点投资 节点金额", .fixed, money: true),
    ]
  )

  static let progress = StandardTable(
    "progress",
    "progress_reports 进度 进度报告 形象进度 进度填报",
    happened: "reported_on",
    [
      projectKey,
      .init("reported_on", "填报日期 报告日期 上报日期 报送日期 填报时间 report_date reported_date"),
      .init("physical_pct", "形象进度 实际进度 完成进度 physical_progress progress_pct progress"),
      .init("planned_pct", "计划进度 计划形象进度 planned_progress"),
    ]
  )

  static let outcomes = StandardTable(
    "outcomes",
    "outcome labels 结果 核查结果 处理结果 认定结果 结论",
    happened: "happened",
    recorded: "recorded",
    [
      projectKey,
      .init("happened", "认定日期 发生日期 处理日期 结论日期 date happened_on outcome_date"),
      .init("recorded", "登记日期 录入日期 recorded_on"),
      .init("state", "结论 结果 认定结果 认定结论 outcome result label"),
    ]
  )
}
