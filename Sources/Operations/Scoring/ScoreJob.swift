import Evaluation
import Features
import Indicators
import Models
import Tables
import Warnings

/// How scores are asked for.
public struct ScoreRequest: Sendable {
  /// Whether probabilities get 95% intervals.
  public var withIntervals = false
  /// Whether every project gets its reasons in words.
  public var withReasons = true
  /// How many of the riskiest are given one by one.
  public var top = 10
  /// The number of threads; the result does not depend on it.
  public var threads = 1

  /// How many reasons a project has at most.
  static let reasonLimit = 3

  /// A request for scores with reasons.
  public init() {}

  /// A request for scores alone.
  static var plain: ScoreRequest {
    var request = ScoreRequest()
    request.withReasons = false
    request.top = 0
    return request
  }
}

extension Workbench {
  /// The model to score with: a file, the one the settings name, or the expert pack itself.
  public func model(file: String?) throws -> Model {
    if let file = file ?? settings.model {
      return try Operations.model(file: file)
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

  /// Scores every project that exists on a date; `earlier` is a date to compare with.
  public func score(
    _ model: Model,
    asOf: Day,
    against earlier: Day? = nil,
    _ request: ScoreRequest = ScoreRequest(),
    profile: RunProfile? = nil
  ) throws -> ScoreResult {
    guard !plan.features.isEmpty else { throw Workbench.noFeatures(dataset) }
    if let earlier, earlier >= asOf {
      throw OperationError(
        "what changed is asked since an earlier date",
        value: "--as-of \(asOf), --against \(earlier)",
        hint: "give --against a date before \(asOf)"
      )
    }
    let dates = [asOf] + (earlier.map { [$0] } ?? [])
    let policy = try policy(for: model)
    var outcomeRejects = RejectLog()
    let decided = try decided(model, on: dates, rejects: &outcomeRejects)
    var options = runOptions
    options.threads = request.threads
    options.profile = profile
    var ranges = dates.map { _ in [ScoredRange]() }
    let scorings = try dates.indices.map { date in
      try RangeScoring(
        bench: self,
        model: model,
        policy: policy,
        leavingOut: decided[date],
        request: date == 0 ? request : .plain
      )
    }
    let report = try FeatureEngine.stream(
      plan,
      from: dataset,
      asOf: dates,
      options: options,
      mapRanges: { found -> [ScoredRange] in
        try found.indices.map { date in try scorings[date].score(found[date]) }
      },
      consume: { parts in
        for (date, part) in parts.enumerated() { ranges[date].append(part) }
      }
    )
    var rejects = report.rejects
    rejects.merge(outcomeRejects)
    let now = try profile.stage("place") {
      try ScoredDate(
        ranges[0],
        bench: self,
        model: model,
        policy: policy,
        top: request.top,
        threads: request.threads
      )
    }
    var then: ScoreSheet?
    if dates.count > 1 {
      then = try ScoreSheet(
        ranges[1],
        model: model,
        policy: policy,
        areKeysDistinct: true,
        threads: request.threads
      )
    }
    var notes = report.notes + now.notes
    if ranges[0].allSatisfy({ $0.projectCount == 0 }) {
      notes.append("no project exists on \(asOf)")
    }
    return ScoreResult(
      now,
      asOf: asOf,
      request: request,
      policy: policy,
      model: model,
      against: earlier,
      earlier: then,
      decided: decided[0],
      notes: notes,
      rejects: rejects
    )
  }

  /// The projects for which what the model predicts has already come about, date by date.
  func decided(
    _ model: Model,
    on dates: [Day],
    rejects: inout RejectLog
  ) throws -> [[String: Day]] {
    guard model.kind != .expert, settings.outcome.endOfRisk != .never,
      dataset.package.resources.contains(where: { $0.role == .outcome })
    else { return dates.map { _ in [:] } }
    let subjects = try dataset.subjects(rejects: &rejects)
    let history = try OutcomeHistory(dataset, subjects: subjects, rejects: &rejects)
    return dates.map { date in
      var first: [String: Day] = [:]
      for event in history.events
      where event.knownOn <= date && settings.outcome.endsRisk(event.state) {
        first[event.id] = min(first[event.id] ?? event.happened, event.happened)
      }
      return first
    }
  }
}
