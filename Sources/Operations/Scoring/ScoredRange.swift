import Models
import Warnings

/// Some projects scored, one after the other in the order of the file; their features can go, but
/// for those of the riskiest.
struct ScoredRange: Sendable {
  /// How many projects there are, those left out included.
  let projectCount: Int
  /// The keys of those that are scored.
  let ids: [String]
  /// Their sums and reasons.
  let block: ScoreBlock
  /// How seriously the indicators are flagged that the policy asks for.
  var flags: [String: [FlagLevel?]] = [:]
  /// The 95% intervals of the probabilities, when asked for.
  let intervals: [ClosedRange<Double>]?
  /// How many reasons a row has at most.
  let reasonLimit: Int
  /// The features whose declaration could not be compared.
  let unverified: [String]
  /// The rows that may be among the riskiest, and their features; nil without such a row.
  let riskiest: [Int]
  let scoring: BlockScoring?

  /// The scores of all rows of some features, and the features of the riskiest.
  init(
    _ ids: [String],
    of projectCount: Int,
    _ block: ScoreBlock,
    _ scorer: Scorer,
    _ request: ScoreRequest,
    riskiest: [Int],
    _ scoring: BlockScoring?
  ) throws {
    self.projectCount = projectCount
    self.ids = ids
    self.block = block
    intervals =
      request.withIntervals ? try scorer.model.probabilityIntervals(scorer.observations) : nil
    reasonLimit = request.withReasons ? ScoreRequest.reasonLimit : 0
    unverified = scorer.unverified
    self.riskiest = riskiest
    self.scoring = scoring
  }

  /// Scores some rows of ready features.
  init(_ scoring: BlockScoring, rows: Range<Int>, withIntervals: Bool) throws {
    let observations = scoring.scorer.observations
    ids = Array(observations.ids[rows])
    projectCount = ids.count
    block = scoring.score(rows: rows)
    intervals =
      withIntervals
      ? try scoring.scorer.model.probabilityIntervals(
        observations.selecting(rows: Array(rows))
      ) : nil
    reasonLimit = scoring.reasonLimit
    unverified = scoring.scorer.unverified
    riskiest = Array(rows)
    self.scoring = scoring
  }
}
