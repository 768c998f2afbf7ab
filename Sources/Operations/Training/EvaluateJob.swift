import Evaluation
import Features
import Models
import Tables

/// How good a model is on a dataset, with everything that says what the figures are worth.
public struct EvaluationResult: Sendable {
  /// The figures.
  public var report: ComparisonReport
  /// The panel they were computed on; nil for a flat table.
  public var panel: PanelData?
  /// What the run has to say.
  public var notes: [String]
  /// What could not be read.
  public var rejects: RejectLog
}

extension Workbench {
  /// Judges a model on the panel of some as-of dates, beside the expert pack and the prevalence.
  ///
  /// Which projects the model has seen is found from its training dates: those that exist on them
  /// and have a label.
  public func evaluate(
    _ model: Model,
    panel settings: PanelSettings,
    _ options: JudgingOptions,
    profile: RunProfile? = nil
  ) throws -> EvaluationResult {
    let names = model.features.map(\.name)
    let data = try panel(settings, division: .testOnly, features: names, profile: profile)
    let rows = data.rows()
    guard !rows.isEmpty else { throw OperationError.noLabels(data.panel) }
    let training = try TrainingDates(model.trained, every: settings.every)
    let judged = data.judged(
      rows,
      split: split(of: data, rows: rows, training: training),
      prevalence: training.flatMap { _ in
        model.trained.rows > 0
          ? Double(model.trained.positives) / Double(model.trained.rows) : nil
      },
      trained: try training.map { try projects(in: $0.settings) }
    )
    return EvaluationResult(
      report: try judged.judge(model, options),
      panel: data,
      notes: data.notes,
      rejects: data.rejects
    )
  }

  /// How the judged dates lie to the dates the model was made from.
  private func split(
    of data: PanelData,
    rows: [Int],
    training: TrainingDates?
  ) -> SplitDescription {
    let days = rows.map { data.panel.rows[$0].asOf }
    guard let first = days.min(), let last = days.max(), let training,
      let from = training.settings.from, let to = training.settings.to,
      let horizon = training.settings.horizon
    else { return .undivided }
    let tested = "tested \(first)…\(last)"
    if first - to >= horizon {
      return SplitDescription(
        kind: .time,
        description: "by time: made from \(from)…\(to), \(tested), a gap of \(first - to) days"
      )
    }
    return SplitDescription(
      kind: .none,
      description: """
        none: made from \(from)…\(to), \(tested); the horizon of \(horizon) days overlaps, expect \
        optimism
        """
    )
  }
}

/// The as-of dates a model was made from, as its record has them.
struct TrainingDates {
  /// The panel's dates; `to` is the last date of the calibration block.
  var settings = PanelSettings()

  init?(_ record: TrainingRecord, every: PanelSettings.Step?) throws {
    func day(_ key: String) -> Day? { record.dates[key].flatMap { Day(iso: $0) } }
    guard let from = day("from"), let to = day("calibrate_to") ?? day("train_to"),
      let horizon = record.dates["horizon"].flatMap(Int.init)
    else { return nil }
    settings.from = from
    settings.to = to
    settings.horizon = horizon
    settings.every = record.dates["every"].flatMap(PanelSettings.Step.init) ?? every
  }
}
