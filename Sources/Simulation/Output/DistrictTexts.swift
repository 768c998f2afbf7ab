import Tables

/// The text files that go with a simulated district.
enum DistrictTexts {
  static let policy = """
    # Levels by rank, mildest first: so many visits a month can be made.
    by: share
    levels:
      blue: 20%
      yellow: 10%
      orange: 5%
      red: 2%

    """

  /// Panels: quarters that leave a horizon before the end of what outcomes cover.
  static func settings(_ district: District) -> String {
    let (from, to) = (district.options.from, district.options.to)
    let lastYear = to.civil.year
    return """
      # A district is simulated; only inspected projects have outcomes, so no outcome means no label.
      features: features.yaml
      policy: policy.yaml
      timezone: Asia/Shanghai
      outcome: {positive: [confirmed], absence: unknown}
      panel:
        from: \(from.civil.year + 1)-01-01
        to: \(lastYear)-04-01
        every: quarter
        horizon: 180
        calibrate_from: \(lastYear - 2)-10-01
        test_from: \(lastYear - 1)-07-01

      """
  }

  static func readme(
    _ district: District,
    name: String,
    language: DistrictLanguage
  ) -> String {
    let counts = district.tables.map { "| \($0.schema.name) | \($0.rows.count) |" }
    return """
      # \(name): a synthetic district

      **Simulated. No project, company, authority or event in it is real.**

      \(district.table("projects")?.rows.count ?? 0) projects approved from \(district.options.from) on, as known on \
      \(district.options.to), simulated with seed \(district.options.seed)\(
        language == .chinese ? ", with Chinese headers in GB18030" : ""). Amounts are in yuan.

      | table | rows |
      |---|---|
      \(counts.joined(separator: "\n"))

      ## What is behind it

      Authorities, companies and projects have a hidden integrity and a hidden capability, independent of each other. Poor capability
      makes work late and payments slow without any misconduct. Poor integrity makes six kinds of misconduct more likely, each of which leaves
      traces that also occur without it, only less often:

      | kind | traces |
      |---|---|
      | bid_rigging | bids close together and near the ceiling, short notice, shared devices and deposit accounts |
      | phantom_progress | progress jumps and is taken back, payments ahead of it, missing certificates |
      | change_farming | a low award, then many small price changes, some approved afterwards, few reasons |
      | compensation_withheld | compensation paid months late, people complain together |
      | false_rectification | findings closed in days without evidence, reopened; readings above their limits |
      | payee_diversion | payments to firms that are no party to the contract, invoices paid twice |

      Work runs slower in winter and in the flood season; wages are complained about before the Spring Festival. Payments and outcomes are recorded
      days to weeks after they happen. Some cells are missing.

      **Outcomes** exist only for inspected projects. About one inspection in five is drawn at random (`is_random`); the others follow what can be seen
      (complaints, delay, size). An inspection misses misconduct with a chance of 15-45% by kind, and confirms something where nothing is in 2.5%.

      The hidden causes can be written beside the package with `watchpost simulate --truth FILE`; no file of the package holds them.

      Licence: CC0 1.0.

      """
  }
}
