import Evaluation
import Tables

/// What `watchpost.yaml` in a dataset's folder says about the data.
///
/// It names the files that go with the data and says how its outcomes are to be read. Options of
/// the command line override it.
///
/// ```yaml
/// features: features.yaml            # one file or a list
/// pack: ../../Models/standard        # an indicator pack, or null
/// policy: policy.yaml
/// model: models/late.json
/// calendar: ../../Calendars/china.csv   # working days: a file, or weekends
/// timezone: Asia/Shanghai
/// outcome: {positive: [late], absence: negative, count: 1, end_of_risk: any}
/// panel: {from: 2020-01-01, to: 2023-12-31, every: month, horizon: 180}
/// ```
public struct Settings: Sendable {
  /// The folder paths are relative to.
  public var folder: String
  /// The file that says them, if it is there.
  var file: String { folder + "/watchpost.yaml" }
  /// Declaration files, resolved.
  public var features: [String] = []
  /// The indicator pack, resolved.
  public var pack: String?
  /// The policy, resolved.
  public var policy: String?
  /// The model, resolved.
  public var model: String?
  /// The calendar of working days, resolved, or the word `weekends`.
  public var calendar: String?
  /// The IANA name of the place whose evening ends a day.
  public var timezone: String?
  /// What of the outcomes is to be predicted.
  public var outcome = OutcomeRules()
  /// Keys that the file gives and this version does not use yet.
  public private(set) var reserved: [String] = []
  /// The panel's first and last as-of date, step and horizon, where given.
  public var panel = PanelSettings()

  /// Settings that say nothing.
  public init(folder: String) {
    self.folder = folder
  }

  /// The settings of a dataset: `watchpost.yaml` in its folder, or the standard file names that
  /// stand there.
  public init(dataset folder: String) throws(OperationError) {
    self.init(folder: folder)
    if let text = try Files.text(file, isOptional: true) {
      try read(text, file: file)
    } else {
      if Files.exists(folder + "/features.yaml") { features = [folder + "/features.yaml"] }
      if Files.exists(folder + "/policy.yaml") { policy = folder + "/policy.yaml" }
    }
  }

  private mutating func read(_ text: String, file: String) throws(OperationError) {
    let root = try YAMLNode<OperationError>(parsing: text, file: file, called: "watchpost.yaml")
    guard let map = try root?.mapping() else { return }
    let reserved = ["ledger", "registry"]
    try map.allow(
      ["features", "pack", "policy", "model", "calendar", "timezone", "outcome", "panel"]
        + reserved
    )
    self.reserved = reserved.filter { map[$0] != nil }
    features = try map["features"]?.texts().map(resolved) ?? []
    pack = try (map["pack"]?.text()).map(resolved)
    policy = try (map["policy"]?.text()).map(resolved)
    model = try (map["model"]?.text()).map(resolved)
    calendar = try (map["calendar"]?.text()).map {
      $0 == WorkCalendar.weekendsWord ? $0 : resolved($0)
    }
    timezone = try map["timezone"]?.text()
    if let outcome = try map["outcome"]?.mapping() {
      try outcome.allow(["positive", "absence", "count", "end_of_risk"])
      self.outcome = OutcomeRules(
        positiveStates: Set(try outcome["positive"]?.texts() ?? []),
        count: try outcome["count"]?.integer(in: 1...1000) ?? 1,
        absence: try outcome["absence"]?.choice(OutcomeRules.Absence.self) ?? .negative,
        endOfRisk: try outcome["end_of_risk"]?.choice(OutcomeRules.EndOfRisk.self) ?? .anyOutcome
      )
    }
    if let panel = try map["panel"]?.mapping() {
      try panel.allow(["from", "to", "every", "horizon", "calibrate_from", "test_from"])
      self.panel.from = try panel["from"]?.day()
      self.panel.to = try panel["to"]?.day()
      self.panel.every = try panel["every"]?.choice(PanelSettings.Step.self)
      self.panel.horizon = try panel["horizon"]?.integer(in: 1...36_500)
      self.panel.calibrateFrom = try panel["calibrate_from"]?.day()
      self.panel.testFrom = try panel["test_from"]?.day()
    }
  }

  private func resolved(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }
}

/// The as-of dates of a panel and the days ahead that count.
public struct PanelSettings: Sendable {
  /// The step between as-of dates.
  public enum Step: String, Sendable, CaseIterable {
    case week, month, quarter, year
  }

  /// The first as-of date.
  public var from: Day?
  /// The last as-of date.
  public var to: Day?
  /// The step.
  public var every: Step?
  /// Days ahead in which an outcome counts.
  public var horizon: Int?
  /// The first as-of date of the calibration block.
  public var calibrateFrom: Day?
  /// The first as-of date of the test block.
  public var testFrom: Day?

  /// A panel of which nothing is said yet.
  public init() {}

  /// These settings where they say something, `other` where they do not.
  public func filled(from other: PanelSettings) -> PanelSettings {
    var filled = self
    filled.from = from ?? other.from
    filled.to = to ?? other.to
    filled.every = every ?? other.every
    filled.horizon = horizon ?? other.horizon
    filled.calibrateFrom = calibrateFrom ?? other.calibrateFrom
    filled.testFrom = testFrom ?? other.testFrom
    return filled
  }

  /// The as-of dates from `from` to `to`: the same day of each month, or the month's last.
  public static func dates(from: Day, to: Day, every step: Step) -> [Day] {
    guard from <= to else { return [] }
    if step == .week {
      return stride(from: from.number, through: to.number, by: 7).map { Day(number: $0) }
    }
    let months = step == .month ? 1 : step == .quarter ? 3 : 12
    let (year, month, day) = from.civil
    var dates: [Day] = []
    var index = 0
    while true {
      let total = year * 12 + month - 1 + index * months
      let length = Day.length(ofMonth: total % 12 + 1, year: total / 12)
      guard
        let date = Day(year: total / 12, month: total % 12 + 1, day: min(day, length)),
        date <= to
      else { return dates }
      dates.append(date)
      index += 1
    }
  }
}
