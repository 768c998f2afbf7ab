import Evaluation
import Features
import Indicators
import Models
import Tables

/// The rows a model of a dataset is trained and judged on, with their features.
public struct PanelData: Sendable {
  /// Every candidate row, kept and dropped, with its block.
  public var panel: Panel
  /// The features of every candidate row, in the same order.
  public let observations: Observations
  /// How the rows are divided in time; nil when the panel was not divided.
  public let split: TimeSplit?
  /// The days ahead in which an outcome counts.
  public let horizon: Int
  /// The as-of dates.
  public let dates: [Day]
  /// What the run has to say: features lost, recording delays, dropped rows.
  public let notes: [String]
  /// What could not be read.
  public let rejects: RejectLog
  /// The expert pack's points of every candidate row, when the dataset has a pack.
  public let expertPoints: [Double]?

  /// What the blocks could not know.
  fileprivate static func notes(on panel: Panel) -> [String] {
    [Block.train, .calibrate].compactMap { block in
      let count = panel.outcomesRecordedLate[block] ?? 0
      guard count > 0 else { return nil }
      let outcomes = count == 1 ? "1 outcome was" : "\(Figures.count(count)) outcomes were"
      return "\(block.rawValue): \(outcomes) recorded after the block's end, too late to learn from"
    }
  }

  /// The candidates that are kept and, when `block` is given, belong to it.
  public func rows(_ block: Block? = nil) -> [Int] {
    panel.rows.indices.filter { row in
      panel.rows[row].isKept && (block == nil || panel.rows[row].block == block)
    }
  }

  /// The labels of rows that are kept.
  public func labels(_ rows: [Int]) -> [Bool] { rows.map { panel.rows[$0].label ?? false } }

  /// The projects of rows.
  public func ids(_ rows: [Int]) -> [String] { rows.map { panel.rows[$0].id } }
}

/// How a panel is divided.
public enum PanelDivision: Sendable {
  /// Train, calibrate and test, by the settings' dates or by shares.
  case trainCalibrateTest
  /// All kept rows are for testing, such as when a finished model is judged.
  case testOnly
}

extension Workbench {
  /// The panel of the dataset over the as-of dates of `settings`.
  ///
  /// The tables are read once, whatever the number of dates. A panel without a labelled row cannot
  /// be divided: it is an error unless it `mayLackLabels`.
  public func panel(
    _ panelSettings: PanelSettings,
    division: PanelDivision,
    mayLackLabels: Bool = false,
    features names: [String]? = nil,
    profile: RunProfile? = nil
  ) throws -> PanelData {
    let found = try candidates(
      panelSettings,
      plan,
      features: names ?? modelFeatures,
      profile: profile
    )
    var panel = found.panel
    var split: TimeSplit?
    switch division {
    case .testOnly:
      for row in panel.rows.indices where panel.rows[row].isKept { panel.rows[row].block = .test }
    case .trainCalibrateTest:
      if panel.kept.isEmpty {
        guard mayLackLabels, !panel.rows.isEmpty else { throw OperationError.noLabels(panel) }
        break
      }
      let blocks: TimeSplit
      if let testFrom = panelSettings.testFrom {
        blocks = try TimeSplit(
          dates: panel.kept.map(\.asOf),
          calibrateFrom: panelSettings.calibrateFrom,
          testFrom: testFrom,
          gap: panel.horizon
        )
      } else {
        blocks = try panel.timeSplit()
      }
      panel.apply(blocks, outcomes: found.outcomes, rules: found.rules)
      split = blocks
    }
    return PanelData(
      panel: panel,
      observations: found.features.observations,
      split: split,
      horizon: panel.horizon,
      dates: found.dates,
      notes: found.features.report.notes + PanelData.notes(on: panel),
      rejects: found.rejects,
      expertPoints: found.features.points
    )
  }

  /// The rows that could belong to a panel, and what they were made from.
  private struct Candidates {
    var features: PanelFeatures
    var dates: [Day]
    var panel: Panel
    var outcomes: [OutcomeEvent]
    var rules: PanelRules
    var rejects: RejectLog
  }

  /// The candidate rows of a panel with their labels, and the features of `plan` for them.
  private func candidates(
    _ panel: PanelSettings,
    _ plan: FeaturePlan,
    features names: [String],
    profile: RunProfile? = nil
  ) throws -> Candidates {
    let (dates, horizon) = try Workbench.dates(panel)
    var rejects = RejectLog()
    let subjects = try dataset.subjects(rejects: &rejects)
    let history = try OutcomeHistory(dataset, subjects: subjects, rejects: &rejects)
    let features = try PanelFeatures(
      self,
      plan,
      asOf: dates,
      features: names,
      profile: profile
    )
    rejects.merge(features.report.rejects)
    try check(settings.outcome.positiveStates.sorted(), against: history)
    let rules = PanelRules(
      settings.outcome,
      horizon: horizon,
      coversFrom: history.coversFrom,
      coversTo: history.coversTo
    )
    let candidates = try Panel(
      candidates: zip(dates, features.ids).map { PanelDate(asOf: $0, ids: $1) },
      outcomes: history.events,
      rules: rules
    )
    return Candidates(
      features: features,
      dates: dates,
      panel: candidates,
      outcomes: history.events,
      rules: rules,
      rejects: rejects
    )
  }

  /// The projects that the panel of some as-of dates would keep; no event is read for it.
  func projects(in panel: PanelSettings) throws -> Set<String> {
    // Which projects exist on a date does not depend on what is computed of them.
    var name = "exists"
    while plan.package.subject[field: name] != nil { name += "_" }
    let plan = try FeaturePlan(
      DeclarationFile.parse("features: {\(name): 1}", file: "the projects of a panel"),
      package: plan.package
    )
    return Set(try candidates(panel, plan, features: []).panel.kept.map(\.id))
  }

  /// The as-of dates and the horizon that settings say.
  private static func dates(
    _ panel: PanelSettings
  ) throws -> (dates: [Day], horizon: Int) {
    guard let from = panel.from, let to = panel.to, let horizon = panel.horizon else {
      let missing = [
        panel.from == nil ? "--from" : nil, panel.to == nil ? "--to" : nil,
        panel.horizon == nil ? "--horizon" : nil,
      ].compactMap { $0 }
      throw OperationError(
        "a panel needs \(missing.joined(separator: ", "))",
        hint: "give the options, or `panel: {from, to, every, horizon}` in watchpost.yaml"
      )
    }
    let dates = PanelSettings.dates(from: from, to: to, every: panel.every ?? .month)
    guard !dates.isEmpty else {
      throw OperationError(
        "the panel's first as-of date is after its last",
        value: "\(from) … \(to)",
        hint: "swap --from and --to"
      )
    }
    return (dates, horizon)
  }

  /// A positive state that no outcome has is a typing error, not an empty class.
  private func check(_ states: [String], against history: OutcomeHistory) throws {
    let found = Set(history.events.map(\.state))
    for state in states where !found.contains(state) {
      throw OperationError(
        "no outcome has the state “\(state)”",
        at: SourceLocation(file: history.resource),
        hint: "states found: \(found.sorted().joined(separator: ", "))"
      )
    }
  }
}

extension OperationError {
  /// No row of a panel has a label.
  static func noLabels(_ panel: Panel) -> OperationError {
    let why = Panel.Drop.allCases.compactMap { reason -> String? in
      guard let count = panel.dropped[reason], count > 0 else { return nil }
      return "\(Figures.count(count)) \(reason.words)"
    }
    return OperationError(
      "no row of this panel has a label",
      value: ([Figures.count(panel.rows.count, of: "candidate row")] + why).joined(separator: ", "),
      hint: "choose dates whose horizon lies inside what the outcomes cover"
    )
  }
}

extension Panel.Drop {
  /// Why a row has no label.
  public var words: String {
    switch self {
    case .beforeCoverage: "before the outcomes begin"
    case .horizonNotCovered: "whose horizon the outcomes do not cover (censored)"
    case .notAtRisk: "no longer at risk"
    case .unlabelled: "that nobody looked at"
    }
  }
}
