import Features
import Indicators
import Models
import Tables
import Warnings

/// Why a project stands where it stands: the sum term by term, what it rests on, what to check.
public struct Explanation: Sendable {
  /// One term of the sum.
  public struct Line: Sendable {
    /// What the model calls the term.
    public var term: String
    /// What the feature says of the project, in words.
    public var reading: FeatureReading
    /// What the term adds to the sum.
    public var contribution: Double
    /// What it adds on average in training.
    public var trainingMean: Double
  }

  /// A strong reason with everything a person needs to check it.
  public struct Lead: Sendable {
    /// The reason in words.
    public var reason: Warnings.Reason
    /// How the feature is declared.
    public var expression: String?
    /// The rows of the records it rests on.
    public var evidence: [EvidenceRow]
    /// The indicator it belongs to, with law, innocent explanations and steps.
    public var indicator: Indicator?
  }

  /// The project's key.
  public var id: String
  /// The day whose evening it is.
  public var asOf: Day
  /// The score.
  public var project: ScoredProject
  /// Level and rank.
  public var placement: Placement
  /// The number of projects scored.
  public var scored: Int
  /// The model.
  public var model: Model
  /// The policy.
  public var policy: Policy
  /// Every term, in the model's order.
  public var lines: [Line]
  /// The sum of intercept and terms, added up here once more.
  public var sum: Double
  /// Whether `sum`, put on the logit scale, is the score's raw logit to the last bit.
  public var isExact: Bool
  /// The strongest reasons.
  public var leads: [Lead]
  /// What could not be computed.
  public var notComputed: [NotComputed]
  /// The smallest set of at most two reasons without which the level is lower, or nil.
  public var finding: RefutationSearch.Finding?
  /// Indicators of the pack that are flagged, with their levels, by id.
  public var flags: [String: FlagLevel]
  /// What the run has to say.
  public var notes: [String]
  /// What could not be read.
  public var rejects: RejectLog
}

extension Workbench {
  /// Explains the score of one project on a date.
  ///
  /// The tables are read once; every refutation that is tried is computed from what was read.
  public func explain(_ key: String, _ model: Model, asOf: Day) throws -> Explanation {
    // As the keys of records are read.
    let id = Blanks.trimmed(key)
    let study: ProjectStudy
    do {
      study = try ProjectStudy(plan, on: dataset, asOf: asOf, id: id, options: runOptions)
    } catch {
      throw try nearest(to: id, asOf: asOf, because: error)
    }
    var rejects = study.run.rejects
    let policy = try policy(for: model)
    let decided = try decided(model, on: [asOf], rejects: &rejects)[0]
    guard let everybody = study.run.tables.first else {
      throw OperationError("no project exists on \(asOf)")
    }
    let scoring = try RangeScoring(
      bench: self,
      model: model,
      policy: policy,
      leavingOut: decided,
      request: .plain
    )
    let scored = try ScoredDate(
      [scoring.score(everybody)],
      bench: self,
      model: model,
      policy: policy,
      top: 0,
      threads: threads
    )
    let table = study.features
    let assessment = pack?.assess(table)
    let flags = assessment?.flags(row: 0) ?? [:]
    let scorer = try Scorer(
      model,
      on: try Observations([table], plan: plan, features: model.features.map(\.name))
    )
    let contributions = scorer.contributions(row: 0)
    // Added up here once more, in the order of the terms, to be compared with the score.
    var sum = model.intercept
    for contribution in contributions { sum += contribution }
    let logit = model.rawLogit(ofSum: sum)
    let sheet = scored.sheet
    let rank = sheet.row(of: id).map { sheet.placed.ranks[$0] }
    let project =
      sheet.row(of: id).map { sheet.project(row: $0, flags: flags) }
      ?? ScoredProject(
        id: id,
        rawLogit: scorer.rawLogits()[0],
        points: model.isInPoints ? scorer.sums()[0] : nil,
        flags: flags
      )
    let placement = policy.place(project, rank: rank ?? sheet.count + 1, of: sheet.count)
    let said = Readings(table: table, bench: self, model: model, assessment: assessment)
    let readings = said.readings(row: 0, contributions: contributions)
    let reasons = Reasons(readings, unit: said.unit, limit: 5)
    var explanation = Explanation(
      id: id,
      asOf: asOf,
      project: project,
      placement: placement,
      scored: sheet.count,
      model: model,
      policy: policy,
      lines: model.terms.indices.map { index in
        Explanation.Line(
          term: model.terms[index].title,
          reading: readings[index],
          contribution: contributions[index],
          trainingMean: model.terms[index].trainingMean
        )
      },
      sum: sum,
      isExact: logit == project.rawLogit,
      leads: try reasons.strongest.map { try lead($0, study) },
      notComputed: reasons.notComputed,
      finding: nil,
      flags: flags,
      notes: study.run.notes + scored.notes,
      rejects: rejects
    )
    if let day = decided[id] {
      explanation.notes.append(
        "what the model predicts came about on \(day), so this project is not ranked"
      )
    } else {
      explanation.finding = try Refuting(
        bench: self,
        model: model,
        policy: policy,
        study: study,
        others: sheet,
        own: sheet.row(of: id)
      ).finding(reasons.strongest, placement: placement)
    }
    return explanation
  }

  private func lead(_ reason: Warnings.Reason, _ study: ProjectStudy) throws -> Explanation.Lead {
    let declared = plan[reason.feature]
    return Explanation.Lead(
      reason: reason,
      expression: declared?.declaration.expression,
      evidence: declared == nil ? [] : try study.evidence(for: reason.feature),
      indicator: reason.indicator.flatMap { pack?[$0] }
    )
  }

  /// The error of a key that is not there, naming the nearest one that is.
  private func nearest(to id: String, asOf: Day, because error: FeatureError) throws -> any Error {
    guard case .notFound = error.problem else { return error }
    var diagnostic = error.diagnostic
    let ids = try run(plan, asOf: [asOf]).tables.first?.ids ?? []
    diagnostic.hint =
      NearestName.of(id, among: ids).map { "did you mean \($0)?" }
      ?? "\(ids.count) projects exist on \(asOf)" + (ids.first.map { ", for example \($0)" } ?? "")
    return OperationError(diagnostic)
  }
}
