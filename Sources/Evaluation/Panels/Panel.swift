import Tables

/// The rows a model is trained and judged on: projects on as-of dates, with what came of them.
///
/// A row (project, D) is kept while the project is at risk – no outcome by D – and only if
/// (D, D + horizon] is inside what the outcomes cover. Positives and negatives are censored
/// alike: dropping only the undecided would make every recent row a positive.
public struct Panel: Hashable, Sendable {
  /// Why a candidate row has no label.
  public enum Drop: String, Hashable, Sendable, CaseIterable {
    /// The day after D lies before the outcomes' covered period.
    case beforeCoverage = "before_coverage"
    /// D + horizon lies past the covered period, or past the day of knowledge.
    case horizonNotCovered = "horizon_not_covered"
    /// An outcome had come about by D.
    case notAtRisk = "not_at_risk"
    /// Nobody looked within the horizon.
    case unlabelled
  }

  /// One project on one date.
  public struct Row: Hashable, Sendable {
    /// The project's key.
    public var id: String
    /// The as-of date D.
    public var asOf: Day
    /// Whether enough positive outcomes came about in (D, D + horizon]; nil when dropped.
    public var label: Bool?
    /// Whether no outcome had come about by D.
    public var isAtRisk: Bool
    /// Why there is no label, or nil when the row is kept.
    public var drop: Drop?
    /// What the row is used for, or nil when it is dropped or no split was applied.
    public var block: Block?

    /// Whether the row belongs to the panel.
    public var isKept: Bool { drop == nil }
  }

  /// Every candidate row, kept and dropped, in the order they were given.
  public var rows: [Row]
  /// The horizon the labels were made with.
  public var horizon: Int
  /// Outcomes whose project was a candidate on no date.
  public var outcomesWithoutProject: Int
  /// Outcomes left out because they were not known by the day of knowledge.
  public var outcomesNotYetKnown: Int
  /// Outcomes that happened by the end of a block that teaches and were recorded after it.
  public private(set) var outcomesRecordedLate: [Block: Int] = [:]

  /// The panel of the projects on each date.
  ///
  /// - Complexity: O(candidates · outcomes of one project), of which there are few.
  public init(
    candidates: [PanelDate],
    outcomes: [OutcomeEvent],
    rules: PanelRules
  ) throws(EvaluationError) {
    try rules.check()
    let (histories, unknown) = Panel.histories(of: outcomes, rules)
    outcomesNotYetKnown = unknown
    rows = []
    horizon = rules.horizon
    var met: Set<String> = []
    for date in candidates {
      for id in date.ids {
        let history = histories[id] ?? History()
        if history.count > 0 { met.insert(id) }
        rows.append(Panel.row(id, on: date.asOf, history: history, rules: rules))
      }
    }
    outcomesWithoutProject = histories.reduce(0) { total, entry in
      total + (met.contains(entry.key) ? 0 : entry.value.count)
    }
  }

  /// The outcomes of each project that were known in time, and how many were not.
  private static func histories(
    of outcomes: [OutcomeEvent],
    _ rules: PanelRules
  ) -> (known: [String: History], unknown: Int) {
    var histories: [String: History] = [:]
    var unknown = 0
    for outcome in outcomes {
      if let knownBy = rules.knownBy, outcome.knownOn > knownBy {
        unknown += 1
        continue
      }
      histories[outcome.id, default: History()]
        .add(outcome.happened, isPositive: rules.outcome.isPositive(outcome.state))
    }
    for id in histories.keys { histories[id]?.sort() }
    return (histories, unknown)
  }

  private static func row(
    _ id: String,
    on asOf: Day,
    history: History,
    rules: PanelRules
  ) -> Row {
    let isAtRisk: Bool
    switch rules.outcome.endOfRisk {
    case .anyOutcome: isAtRisk = !history.hasAny(by: asOf)
    case .positiveOutcome: isAtRisk = !history.hasPositive(by: asOf)
    case .never: isAtRisk = true
    }
    var row = Row(id: id, asOf: asOf, label: nil, isAtRisk: isAtRisk, drop: nil, block: nil)
    let end = asOf + rules.horizon
    let isPositive = history.positives(after: asOf, through: end) >= rules.outcome.count
    if let from = rules.coversFrom, asOf + 1 < from {
      row.drop = .beforeCoverage
    } else if end > rules.lastDay {
      row.drop = .horizonNotCovered
    } else if !isAtRisk {
      row.drop = .notAtRisk
    } else if rules.outcome.absence == .unknown, !history.hasAny(after: asOf, through: end) {
      row.drop = .unlabelled
    } else {
      row.label = isPositive
    }
    return row
  }

  /// The rows that belong to the panel.
  public var kept: [Row] { rows.filter(\.isKept) }

  /// How many candidates were dropped, by reason; every reason has an entry.
  public var dropped: [Drop: Int] {
    var counts: [Drop: Int] = [:]
    for reason in Drop.allCases { counts[reason] = 0 }
    for row in rows { if let reason = row.drop { counts[reason, default: 0] += 1 } }
    return counts
  }

  /// Gives every kept row its block by its date, and to each block that teaches only the labels
  /// that were on record when its last horizon ended.
  ///
  /// Who had trained on that day could not have used a label recorded later. The test block keeps
  /// every label: it is judged by what came about, whenever that was written down.
  ///
  /// - Parameters:
  ///   - split: The blocks.
  ///   - outcomes: The outcomes the panel was made from.
  ///   - rules: The rules it was made by.
  public mutating func apply(
    _ split: TimeSplit,
    outcomes: [OutcomeEvent],
    rules: PanelRules
  ) {
    for (block, dates) in [(Block.train, split.train), (.calibrate, split.calibrate)] {
      guard let dates else { continue }
      let end = dates.upperBound + rules.horizon
      var known = rules
      known.knownBy = min(end, rules.knownBy ?? end)
      let (histories, _) = Panel.histories(of: outcomes, known)
      for index in rows.indices where dates.contains(rows[index].asOf) {
        let id = rows[index].id
        rows[index] = Panel.row(
          id,
          on: rows[index].asOf,
          history: histories[id] ?? History(),
          rules: known
        )
      }
      outcomesRecordedLate[block] = outcomes.count { outcome in
        outcome.happened > dates.lowerBound && outcome.happened <= end
          && outcome.knownOn > end
      }
    }
    apply(split)
  }

  /// Gives every kept row its block by its date.
  public mutating func apply(_ split: TimeSplit) {
    for index in rows.indices where rows[index].isKept {
      rows[index].block = split.block(of: rows[index].asOf)
    }
  }

  /// Gives every kept row its block by its project, so that none stands on two sides.
  public mutating func apply(_ split: GroupSplit) {
    for index in rows.indices where rows[index].isKept {
      rows[index].block = split.block(of: rows[index].id)
    }
  }

  /// The blocks nearest to `shares` with gaps of the horizon, from the dates of the kept rows.
  public func timeSplit(
    shares: SplitShares = SplitShares()
  ) throws(EvaluationError) -> TimeSplit {
    try TimeSplit(dates: kept.map(\.asOf), shares: shares, gap: horizon)
  }

  /// What each block holds, in the order of `Block.allCases`; empty blocks are included.
  public var blocks: [BlockSummary] {
    Block.allCases.map { block in BlockSummary(block, rows: rows.filter { $0.block == block }) }
  }

  /// The projects the model is made from: those of the training and calibration blocks.
  public var trainedProjects: Set<String> {
    Set(rows.filter { $0.block == .train || $0.block == .calibrate }.map(\.id))
  }
}

/// How much a block holds.
public struct BlockSummary: Hashable, Sendable {
  /// The block.
  public var block: Block
  /// Its rows.
  public var rows: Int
  /// Its positive rows.
  public var positives: Int
  /// Its distinct projects.
  public var projects: Int
  /// Its distinct projects with a positive row; calibration goes by these.
  public var positiveProjects: Int

  init(_ block: Block, rows: [Panel.Row]) {
    let positive = rows.filter { $0.label == true }
    self.block = block
    self.rows = rows.count
    positives = positive.count
    projects = Set(rows.map(\.id)).count
    positiveProjects = Set(positive.map(\.id)).count
  }
}

/// One project's outcomes in order of time.
private struct History {
  private var all: [Day] = []
  private var positive: [Day] = []

  var count: Int { all.count }

  mutating func add(_ day: Day, isPositive: Bool) {
    all.append(day)
    if isPositive { positive.append(day) }
  }

  mutating func sort() {
    all.sort()
    positive.sort()
  }

  func hasAny(by day: Day) -> Bool { all.first.map { $0 <= day } ?? false }
  func hasPositive(by day: Day) -> Bool { positive.first.map { $0 <= day } ?? false }

  func hasAny(after start: Day, through end: Day) -> Bool {
    all.contains { start < $0 && $0 <= end }
  }

  func positives(after start: Day, through end: Day) -> Int {
    positive.count { start < $0 && $0 <= end }
  }
}
