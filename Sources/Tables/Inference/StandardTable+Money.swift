extension StandardTable {
  static let payments = StandardTable(
    "payments",
    "payment 付款 支付 拨付 资金支付 资金拨付 付款记录 支付记录",
    happened: "paid_on",
    recorded: "recorded_on",
    [
      .init("payment_id", "支付编号 付款编号 拨付编号 流水号 支付流水号 payment_no"), projectKey,
      .init("contract_id", "合同编号 合同号 contract_no contract"),
      .init("paid_on", "支付日期 付款日期 拨付日期 支付时间 付款时间 payment_date paid_date date"),
      .init("recorded_on", "入账日期 录入日期 登记日期 记账日期 recorded_date"),
      .init("due_on", "应付日期 约定付款日期 due_date", .plan),
      .init("amount", "金额 支付金额 付款金额 拨付金额 payment_amount", money: true),
      .init("payee", "收款单位 收款方 收款人 payee_name recipient"),
      .init("kind", "款项 款项类别 款项类型 付款类型 支付类型 payment_type type"),
      .init("certificate_id", "计量证书编号 计量编号 certificate_no certificate"),
      .init("invoice_no", "发票号 发票号码 发票编号 invoice_id invoice"),
    ]
  )

  static let contracts = StandardTable(
    "contracts",
    "contract 合同 合同信息 合同台账",
    happened: "signed_on",
    [
      .init("contract_id", "合同编号 合同号 合同id contract_no contract_number"), projectKey,
      .init("tender_id", "招标编号 标段编号 tender_no"),
      .init("signed_on", "签订日期 签约日期 合同签订日期 签订时间 signed_date date_signed award_date"),
      .init("supplier", "承包单位 中标单位 供应商 乙方 承包商 contractor vendor supplier_name"),
      .init("nature", "性质 合同性质 合同类型 合同类别 contract_type"),
      .init("amount", "合同金额 金额 合同价 签约合同价 contract_amount value", money: true),
      .init("start_on", "合同开工 合同开工日期 约定开工日期 start_date", .plan),
      .init("finish_on", "合同竣工 合同竣工日期 约定竣工日期 end_date", .plan),
    ]
  )

  static let changes = StandardTable(
    "changes",
    "change change_orders amendments 变更 合同变更 设计变更 变更签证",
    happened: "approved_on",
    [
      .init("change_id", "变更编号 change_no amendment_id"),
      .init("contract_id", "合同编号 合同号 contract_no contract"), projectKey,
      .init("approved_on", "批准日期 变更批准日期 审批日期 变更日期 approved_date change_date"),
      .init("started_on", "实施日期 变更实施日期 started_date"),
      .init("kind", "变更类别 变更类型 change_type type"),
      .init("amount_delta", "变更金额 增减金额 change_amount amount", money: true),
      .init("days_added", "顺延天数 工期顺延 延长天数 days"),
      .init("rationale", "变更理由 变更原因 reason"),
    ]
  )

  static let tenders = StandardTable(
    "tenders",
    "tender 招标 招投标 招标信息 标段",
    happened: "opened_on",
    [
      .init("tender_id", "招标编号 标段编号 招标项目编号 tender_no"), projectKey,
      .init("published_on", "公告日期 招标公告日期 发布日期 published_date"),
      .init("deadline_on", "截止日期 投标截止日期 递交截止日期 deadline"),
      .init("opened_on", "开标日期 开标时间 opening_date opened_date"),
      .init("awarded_on", "定标日期 中标日期 awarded_date award_date"),
      .init("method", "招标方式 采购方式 procurement_method"),
      .init("estimate", "招标估算 估算金额 预算金额", money: true),
      .init("ceiling", "最高限价 招标控制价 控制价 ceiling_price", money: true),
      .init("award", "中标金额 中标价 award_amount", money: true, knownOn: "awarded_on"),
      .init("bids", "投标数 投标单位数 投标人数 number_of_bids bid_count"),
      .init("disqualified", "废标数 否决数", knownOn: "awarded_on"),
      .init("agency", "代理机构 招标代理 招标代理机构"),
      .init("addenda", "补遗数 澄清数"),
    ]
  )

  static let bids = StandardTable(
    "bids",
    "bid 投标 投标记录 投标文件",
    happened: "submitted_on",
    [
      .init("bid_id", "投标编号 bid_no"),
      .init("tender_id", "招标编号 标段编号 tender_no tender"), projectKey,
      .init("bidder", "投标单位 投标人 投标企业 bidder_name"),
      .init("submitted_on", "递交日期 投标日期 递交时间 submitted_date bid_date"),
      .init("amount", "报价 投标报价 投标金额 price bid_amount", money: true),
      .init("is_disqualified", "是否废标 是否否决 disqualified"),
      .init("is_winner", "是否中标 winner won"),
      .init("device_id", "制作设备 设备编号 机器码"),
      .init("deposit_account", "保证金账户 保证金账号"),
    ]
  )
}
