extension DistrictTexts {
  static let features = #"""
    # What is known on a date about a project of the district.
    features:
      # Schedule
      days_planned: {value: "days_between(planned_start, planned_finish)", hidden: true}
      slip_days:
        value: days_between(planned_finish, coalesce(actual_finish, as_of))
        title: {en: Days behind the planned finish, zh: 超过计划竣工天数}
        unit: day
        riskier: higher
      share_of_time_used:
        value: days_between(planned_start, as_of) / days_planned
        title: {en: Share of the planned time used, zh: 已用工期比例}
      start_behind:
        value: days_between(planned_start, coalesce(actual_start, as_of))
        title: {en: Days the start is behind, zh: 开工延误天数}
        unit: day
        riskier: higher
      started_before_permit:
        value: actual_start < permit_on
        title: {en: Started before the permit, zh: 未取得许可先开工}
        riskier: higher
      milestones_overdue:
        value: count(*) from milestones where planned_on < as_of and actual_on is null
        title: {en: Milestones overdue, zh: 逾期节点数}
        unit: milestone
        riskier: higher
      reported: {value: last(physical_pct) from progress, hidden: true}
      should_be: {value: last(planned_pct) from progress, hidden: true}
      highest: {value: max(physical_pct) from progress, hidden: true}
      behind_plan:
        value: should_be - reported
        title: {en: Progress behind plan (points), zh: 进度落后（百分点）}
        riskier: higher
      progress_taken_back:
        value: highest - reported
        title: {en: Progress taken back (points), zh: 进度回撤（百分点）}
        riskier: higher

      # Money
      ln_budget:
        value: ln(budget)
        title: {en: Budget (logarithm), zh: 概算（对数）}
      budget_over_estimate:
        value: budget / feasibility_estimate - 1
        title: {en: Budget above the feasibility estimate, zh: 概算超可研比例}
        riskier: higher
      works_amount: {value: sum(amount) from contracts where nature = 'works', hidden: true}
      paid:
        value: sum(amount) from payments where kind in ('advance', 'progress', 'settlement', 'retention')
        hidden: true
        empty: 0
      paid_pct:
        value: 100 * paid / works_amount
        title: {en: Paid share of the works contract (percent), zh: 工程款支付比例（%）}
      paid_ahead:
        value: paid_pct - reported
        title: {en: Paid ahead of progress (points), zh: 超进度付款（百分点）}
        riskier: higher
      progress_payments: {value: count(*) from payments where kind = 'progress', hidden: true}
      uncertified: {value: count(*) from payments where kind = 'progress' and certificate_id is null, hidden: true}
      uncertified_payments:
        value: uncertified / progress_payments
        applies: progress_payments > 0
        title: {en: Share of progress payments without a certificate, zh: 无计量证书付款比例}
        riskier: higher
      payees_of_works:
        value: count(distinct payee) from payments where kind = 'progress'
        title: {en: Payees of progress payments, zh: 工程款收款单位数}
        unit: payee
        riskier: higher
      invoices: {value: count(distinct invoice_no) from payments, hidden: true}
      invoiced_payments: {value: count(invoice_no) from payments, hidden: true}
      invoice_repeats:
        value: invoiced_payments - invoices
        title: {en: Payments on an invoice paid before, zh: 重复发票付款数}
        unit: payment
        riskier: higher
      compensation_delay:
        value: max(days_between(due_on, paid_on)) from payments where kind = 'compensation'
        title: {en: Longest delay of a compensation payment, zh: 补偿款最长拖欠天数}
        unit: day
        riskier: higher
      progress_payment_delay:
        value: avg(days_between(due_on, paid_on)) from payments where kind = 'progress'
        title: {en: Average delay of progress payments, zh: 工程款平均延付天数}
        unit: day

      # Tender and contract
      bidders:
        value: sum(bids) from tenders
        title: {en: Bids, zh: 投标数}
        unit: bid
        riskier: lower
      days_to_bid:
        value: min(days_between(published_on, deadline_on)) from tenders
        title: {en: Days from notice to deadline, zh: 公告天数}
        unit: day
        riskier: lower
      tender_not_open:
        value: count(*) from tenders where method <> 'open'
        title: {en: Tenders that were not open, zh: 非公开招标数}
        unit: tender
        riskier: higher
      ceiling: {value: sum(ceiling) from tenders, hidden: true}
      award: {value: sum(award) from tenders, hidden: true}
      award_to_ceiling:
        value: award / ceiling
        title: {en: Award as a share of the ceiling, zh: 中标价与限价之比}
      bid_spread: {value: stddev_samp(amount) from bids, hidden: true}
      bid_mean: {value: avg(amount) from bids, hidden: true}
      bid_variation:
        value: bid_spread / bid_mean
        title: {en: Coefficient of variation of the bids, zh: 报价变异系数}
        riskier: lower
      devices: {value: count(distinct device_id) from bids, hidden: true}
      devices_known: {value: count(device_id) from bids, hidden: true}
      device_repeats:
        value: devices_known - devices
        title: {en: Bids made on the same device, zh: 同机制作标书数}
        unit: bid
        riskier: higher
      price_changes:
        value: count(*) from changes where kind = 'price'
        title: {en: Price changes, zh: 价格变更次数}
        unit: change
        riskier: higher
      changed: {value: sum(amount_delta) from changes, hidden: true, empty: 0}
      changed_share:
        value: changed / works_amount
        title: {en: Changes as a share of the contract, zh: 变更金额比例}
        riskier: higher
      changes_done_first:
        value: count(*) from changes where started_on < approved_on
        title: {en: Changes carried out before approval, zh: 先实施后审批变更数}
        unit: change
        riskier: higher

      # Voices and supervision
      complaints_180d:
        value: count(*) from complaints where received_on > as_of - 180
        title: {en: Complaints in 180 days, zh: 近180日投诉}
        unit: case
        riskier: higher
      people_complaining:
        value: sum(people) from complaints where received_on > as_of - 365
        empty: 0
        title: {en: People complaining in a year, zh: 近一年投诉人数}
        unit: person
        riskier: higher
      compensation_complaints:
        value: count(*) from complaints where category = 'compensation'
        title: {en: Complaints about compensation, zh: 补偿类投诉}
        unit: case
        riskier: higher
      wage_complaints:
        value: count(*) from complaints where category = 'wages'
        title: {en: Complaints about wages, zh: 欠薪类投诉}
        unit: case
        riskier: higher
      bidding_complaints:
        value: count(*) from complaints where category = 'bidding'
        title: {en: Complaints about bidding, zh: 招投标类投诉}
        unit: case
        riskier: higher
      inspections_so_far:
        value: count(*) from inspections
        title: {en: Inspections so far, zh: 已检查次数}
        unit: inspection
      findings_open:
        value: count(*) from findings where rectified_on is null and due_on < as_of
        title: {en: Findings overdue, zh: 逾期未整改问题}
        unit: finding
        riskier: higher
      findings_reopened:
        value: count(*) from findings where reopened_on is not null
        title: {en: Findings reopened, zh: 反弹问题}
        unit: finding
        riskier: higher
      rectified_without_evidence:
        value: count(*) from findings where has_evidence = false
        title: {en: Findings closed without evidence, zh: 无佐证销号问题}
        unit: finding
        riskier: higher
      readings_taken: {value: count(value) from readings, hidden: true}
      readings_above: {value: count(*) from readings where value > limit_value, hidden: true}
      share_above_limit:
        value: readings_above / readings_taken
        applies: readings_taken > 0
        title: {en: Share of readings above the limit, zh: 监测超标比例}
        riskier: higher

      # The company it keeps
      unit_complaints:
        value: avg(complaints_180d) over (partition by unit)
        title: {en: Complaints per project of the unit, zh: 责任单位项目平均投诉}
        riskier: higher
      unit_slip:
        value: avg(slip_days) over (partition by unit)
        title: {en: Average slip of the unit's projects, zh: 责任单位项目平均延误}
        unit: day
        riskier: higher
      contractor_changes:
        value: avg(changed_share) over (partition by contractor)
        title: {en: Average changes of the contractor's projects, zh: 承建单位项目平均变更比例}
        riskier: higher
      kind_of_project:
        value: sector
        title: {en: Sector, zh: 行业}

    """#
}
