import Tables

/// One thing that came about for a project: a row of the outcome table.
public struct OutcomeEvent: Hashable, Sendable {
  /// The project's key.
  public var id: String
  /// The day it came about.
  public var happened: Day
  /// The day it became known, or nil when the table does not say: then `happened`.
  public var recorded: Day?
  /// What came about, such as `confirmed` or `cleared`.
  public var state: String

  /// An outcome of its parts.
  public init(id: String, happened: Day, recorded: Day? = nil, state: String) {
    self.id = id
    self.happened = happened
    self.recorded = recorded
    self.state = state
  }

  /// The day from which on it is known.
  public var knownOn: Day { max(recorded ?? happened, happened) }
}

/// The projects that exist on an as-of date.
public struct PanelDate: Hashable, Sendable {
  /// The as-of date.
  public var asOf: Day
  /// The keys of the projects, in the order rows should have.
  public var ids: [String]

  /// The projects of a date.
  public init(asOf: Day, ids: [String]) {
    self.asOf = asOf
    self.ids = ids
  }
}

/// What of an outcome is to be predicted, as a dataset declares it.
public struct OutcomeRules: Hashable, Sendable {
  /// What it means that a project has no outcome within the horizon.
  public enum Absence: String, Hashable, Sendable, CaseIterable {
    /// Every event is seen (a late phase, an amendment): none means no.
    case negative
    /// Only some projects are looked at (an inspection): none means nobody looked, and the row
    /// is left out and counted.
    case unknown
  }

  /// Which outcomes end a project's being at risk.
  public enum EndOfRisk: String, Hashable, Sendable, CaseIterable {
    /// Any outcome, whatever its state.
    case anyOutcome = "any"
    /// Only an outcome that is positive; a cleared project stays in the panel.
    case positiveOutcome = "positive"
    /// None: the event can come again, and only further ones count.
    case never
  }

  /// The states that are to be predicted, every other state being a negative; empty for every
  /// state, where the outcome is that something happens at all.
  public var positiveStates: Set<String>
  /// How many positive outcomes within the horizon make a positive.
  public var count: Int
  /// What having no outcome within the horizon means.
  public var absence: Absence
  /// Which outcomes end the risk.
  public var endOfRisk: EndOfRisk

  /// Rules of their parts.
  public init(
    positiveStates: Set<String> = [],
    count: Int = 1,
    absence: Absence = .negative,
    endOfRisk: EndOfRisk = .anyOutcome
  ) {
    self.positiveStates = positiveStates
    self.count = count
    self.absence = absence
    self.endOfRisk = endOfRisk
  }

  /// Whether an outcome of this state is one to be predicted.
  public func isPositive(_ state: String) -> Bool {
    positiveStates.isEmpty || positiveStates.contains(state)
  }

  /// Whether an outcome of this state ends a project's being at risk.
  public func endsRisk(_ state: String) -> Bool {
    switch endOfRisk {
    case .anyOutcome: true
    case .positiveOutcome: isPositive(state)
    case .never: false
    }
  }
}

/// How outcomes become labels.
public struct PanelRules: Hashable, Sendable {
  /// What of an outcome is to be predicted.
  public var outcome: OutcomeRules
  /// The days (D, D + horizon] in which an outcome counts.
  public var horizon: Int
  /// The first day the outcomes cover, or nil when they reach back far enough.
  public var coversFrom: Day?
  /// The last day the outcomes cover.
  public var coversTo: Day
  /// Only outcomes recorded by this day are used, and no label reaches past it; nil uses all.
  public var knownBy: Day?

  /// Rules of their parts.
  public init(
    _ outcome: OutcomeRules,
    horizon: Int,
    coversFrom: Day? = nil,
    coversTo: Day,
    knownBy: Day? = nil
  ) {
    self.outcome = outcome
    self.horizon = horizon
    self.coversFrom = coversFrom
    self.coversTo = coversTo
    self.knownBy = knownBy
  }

  /// Nothing when the rules can be followed, else what is wrong with them.
  func check() throws(EvaluationError) {
    guard (1...100_000).contains(horizon) else {
      throw EvaluationError(.horizonInvalid(horizon))
    }
    guard outcome.count >= 1 else { throw EvaluationError(.countInvalid(outcome.count)) }
    if let coversFrom, coversFrom > coversTo {
      throw EvaluationError(.coverageReversed(from: coversFrom, to: coversTo))
    }
  }

  /// The last day on which labels may depend.
  var lastDay: Day { knownBy.map { min($0, coversTo) } ?? coversTo }
}
