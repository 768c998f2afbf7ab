import Evaluation
import Features
import LinearAlgebra
import Models
import Tables

/// How a model is to be made.
public struct TrainRequest: Sendable {
  /// The kind of model.
  public var kind: Model.Kind
  /// The penalty of a logistic regression, see `LogisticOptions.lambda`.
  public var lambda = 1.0
  /// Where random draws begin.
  public var seed: UInt64 = 1
  /// The number of threads; the result does not depend on it.
  public var threads = 1
  /// Whether a fit that stopped before its optimum may be kept.
  public var acceptsStopped = false
  /// How the model is judged on the test block.
  public var judging = JudgingOptions()

  /// A request for a model of this kind.
  public init(kind: Model.Kind) {
    self.kind = kind
  }
}

/// A model with what is known of it.
public struct TrainResult: Sendable {
  /// The model.
  public var model: Model
  /// How it does on the test block; nil when nothing could be tested.
  public var report: ComparisonReport?
  /// The panel it was made from; nil for a flat table.
  public var panel: PanelData?
  /// What the run has to say.
  public var notes: [String]
  /// What could not be read.
  public var rejects: RejectLog
}

extension Workbench {
  /// Makes a model of the dataset: by panel, or from the expert pack, which needs no outcomes.
  public func train(_ request: TrainRequest, panel settings: PanelSettings) throws -> TrainResult {
    if request.kind == .expert {
      guard let pack else {
        throw OperationError(
          "an expert model is made from an indicator pack",
          at: SourceLocation(file: dataset.package.folder),
          hint: "give --pack, or name one in watchpost.yaml"
        )
      }
      return TrainResult(
        model: pack.expertModel(plan: plan),
        report: nil,
        panel: nil,
        notes: [],
        rejects: RejectLog()
      )
    }
    let data = try panel(settings, division: .trainCalibrateTest)
    var record = TrainingRecord()
    record.data = try FileHashes.of(dataset, resources: tablesRead)
    record.dates = dates(of: data, every: settings.every ?? .month)
    let signs = plan.features.reduce(into: [String: Sign]()) { signs, feature in
      if let riskier = feature.riskier {
        signs[feature.name] = riskier == .higher ? .higher : .lower
      }
    }
    let blocks = TrainingBlocks(
      observations: data.observations,
      labels: data.panel.rows.map { $0.label ?? false },
      ids: data.panel.rows.map(\.id),
      train: data.rows(.train),
      calibrate: data.rows(.calibrate),
      test: data.rows(.test),
      expertPoints: data.expertPoints,
      signs: signs,
      split: data.split?.description ?? .undivided
    )
    var result = try blocks.fit(request, record: record)
    result.panel = data
    result.notes = data.notes + result.notes
    result.rejects = data.rejects
    return result
  }

  /// The tables the features and the outcomes are read from.
  private var tablesRead: Set<String> {
    var names = Set(plan.features.flatMap { $0.inputs.map(\.resource) })
    names.insert(dataset.package.subject.name)
    for resource in dataset.package.resources where resource.role == .outcome {
      names.insert(resource.name)
    }
    return names
  }

  private func dates(of data: PanelData, every: PanelSettings.Step) -> [String: String] {
    var dates = ["every": every.rawValue, "horizon": String(data.horizon)]
    guard let split = data.split else { return dates }
    dates["from"] = split.train.lowerBound.description
    dates["train_to"] = split.train.upperBound.description
    if let calibrate = split.calibrate {
      dates["calibrate_from"] = calibrate.lowerBound.description
      dates["calibrate_to"] = calibrate.upperBound.description
    }
    dates["test_from"] = split.test.lowerBound.description
    dates["test_to"] = split.test.upperBound.description
    return dates
  }
}

/// Labelled rows in three blocks, from whatever source.
struct TrainingBlocks {
  var observations: Observations
  var labels: [Bool]
  var ids: [String]
  var train: [Int]
  var calibrate: [Int]
  var test: [Int]
  var expertPoints: [Double]?
  var signs: [String: Sign] = [:]
  var split: SplitDescription

  /// Fits on the training block, calibrates on the next, judges on the last.
  func fit(_ request: TrainRequest, record: TrainingRecord) throws -> TrainResult {
    guard request.kind == .logistic else {
      throw OperationError(
        "this version cannot fit a \(request.kind.rawValue)",
        value: request.kind.rawValue,
        hint: "use --kind logistic or --kind expert"
      )
    }
    let groups = train.map { ids[$0] }
    let fit = try LogisticRegression.fit(
      observations.selecting(rows: train),
      labels: train.map { labels[$0] },
      groups: Set(groups).count < groups.count ? groups : nil,
      options: LogisticOptions(lambda: request.lambda, signs: signs, threads: request.threads),
      progress: request.judging.progress
    )
    var model = try fit.model(acceptingStopped: request.acceptsStopped)
    var notes = fit.notes.map(\.description)
    let later = try model.rawLogits(
      observations.selecting(rows: calibrate),
      threads: request.threads
    )
    let outcome = Calibrator.fit(
      rawLogits: later,
      labels: calibrate.map { labels[$0] },
      groups: calibrate.map { ids[$0] }
    )
    model.calibration = outcome.calibration
    if let note = outcome.note { notes.append(note.description) }

    var trained = record
    trained.split = split.description
    trained.seed = Int(truncatingIfNeeded: request.seed)
    trained.versions = ["watchpost": Operations.version]
    trained.kernel = BLAS.kernelName
    trained.rows = train.count
    trained.positives = train.count { labels[$0] }
    trained.fit = model.trained.fit
    trained.notes = notes
    model.trained = trained
    var report: ComparisonReport?
    if !test.isEmpty {
      let judged = JudgedRows(
        observations: observations.selecting(rows: test),
        labels: test.map { labels[$0] },
        ids: test.map { ids[$0] },
        expertPoints: expertPoints.map { points in test.map { points[$0] } },
        prevalence: Double(trained.positives) / Double(max(1, trained.rows)),
        trainedProjects: Set((train + calibrate).map { ids[$0] }),
        split: split
      )
      report = try judged.judge(model, request.judging)
      model.trained.metrics = report.map(TrainingBlocks.metrics) ?? [:]
    }
    return TrainResult(model: model, report: report, panel: nil, notes: notes, rejects: RejectLog())
  }

  /// The model's own figures on the test block, by population and name.
  private static func metrics(_ report: ComparisonReport) -> [String: JSONValue] {
    var metrics: [String: JSONValue] = [:]
    for population in report.populations {
      guard let scorer = population.scorers.first else { continue }
      var figures: [String: JSONValue] = [
        "rows": .integer(population.rows), "positives": .integer(population.positives),
      ]
      for figure in scorer.figures {
        figures[figure.metric.name] = .object([
          "value": JSONValue(finite: figure.estimate.figure.value),
          "low": JSONValue(finite: figure.estimate.interval.lower),
          "high": JSONValue(finite: figure.estimate.interval.upper),
        ])
      }
      metrics[population.name] = .object(figures)
    }
    return metrics
  }
}
