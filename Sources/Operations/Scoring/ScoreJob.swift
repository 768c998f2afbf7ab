import Evaluation
import Features
import Indicators
import Models
import Tables
import Warnings

/// How scores are asked for.
public struct ScoreRequest: Sendable {
  /// The day whose evening it is.
  public var asOf: Day
  /// An earlier date to compare with.
  public var against: Day?
  /// Whether probabilities get 95% intervals.
  public var withIntervals = false
  /// The number of threads; the result does not depend on it.
  public var threads = 1

  /// Scores as of a day.
  public init(asOf: Day) {
    self.asOf = asOf
  }
}

extension Workbench {
  /// The model to score with: a file, the one the settings name, or the expert pack itself.
  public func model(file: String?) throws -> Model {
    if let file = file ?? settings.model {
      return try Model(decoding: try Files.bytes(file), file: file)
    }
    guard let pack else {
      throw OperationError(
        "there is no model to score with",
        at: SourceLocation(file: dataset.package.folder),
        hint: "give --model, or --pack for an expert pack, which needs no training"
      )
    }
    return pack.expertModel(plan: plan)
  }

  /// The policy to place scores with: the file's, or the starter policy of the model's kind.
  func policy(for model: Model) throws -> Policy {
    try policy() ?? Policy(yaml: Policy.starter, file: "the starter policy")
  }

  /// Scores every project that exists on a date.
  public func score(_ model: Model, _ request: ScoreRequest) throws -> ScoreResult {
    if let against = request.against, against >= request.asOf {
      throw OperationError(
        "what changed is asked since an earlier date",
        value: "--as-of \(request.asOf), --against \(against)",
        hint: "give --against a date before \(request.asOf)"
      )
    }
    let dates = [request.asOf] + (request.against.map { [$0] } ?? [])
    let run = try run(plan, asOf: dates)
    var rejects = run.rejects
    let policy = try policy(for: model)
    var notes = run.notes
    let decided = try decided(model, on: dates, rejects: &rejects)
    var scored: [ScoredDate] = []
    for (index, table) in run.tables.enumerated() {
      scored.append(
        try ScoredDate(
          table,
          bench: self,
          model: model,
          policy: policy,
          leavingOut: decided[index],
          request: request
        )
      )
    }
    guard let now = scored.first else {
      throw OperationError("no date was given", hint: "give --as-of")
    }
    notes += now.notes
    if let table = run.tables.first, table.ids.isEmpty {
      notes.append("no project exists on \(request.asOf)")
    }
    if request.withIntervals, let why = model.whyNoIntervals { notes.append(why) }
    var result = ScoreResult(
      asOf: request.asOf,
      against: request.against,
      rows: now.rows,
      decided: decided[0].sorted { $0.key < $1.key }.map { (id: $0.key, on: $0.value) },
      policy: policy,
      model: model,
      notes: notes,
      rejects: rejects
    )
    if scored.count > 1 { result.compare(with: scored[1].rows) }
    return result
  }

  /// The projects for which what the model predicts has already come about, date by date.
  func decided(
    _ model: Model,
    on dates: [Day],
    rejects: inout RejectLog
  ) throws -> [[String: Day]] {
    guard model.kind != .expert, settings.endOfRisk != .never,
      dataset.package.resources.contains(where: { $0.role == .outcome })
    else { return dates.map { _ in [:] } }
    let subjects = try dataset.subjects(rejects: &rejects)
    let history = try OutcomeHistory(dataset, subjects: subjects, rejects: &rejects)
    let positive = Set(settings.positive)
    return dates.map { date in
      var first: [String: Day] = [:]
      for event in history.events
      where max(event.happened, event.recorded ?? event.happened) <= date {
        let counts =
          settings.endOfRisk == .anyOutcome || positive.isEmpty || positive.contains(event.state)
        guard counts else { continue }
        first[event.id] = min(first[event.id] ?? event.happened, event.happened)
      }
      return first
    }
  }
}

extension Model {
  /// Why the model gives no intervals, or nil when it does.
  var whyNoIntervals: String? {
    if kind == .expert { return "no intervals: an expert model gives points, no probability" }
    if calibration == nil { return "no intervals: the model is not calibrated" }
    return uncertainty == nil ? "no intervals: the model does not say how unsure it is" : nil
  }
}
