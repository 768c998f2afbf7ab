import Determinism
import Models
import Tables
import Warnings

/// Every project of one date scored and placed, column by column.
struct ScoreSheet: Sendable {
  /// The scores.
  let scores: ScoreColumns
  /// Their ranks and levels.
  let placed: PlacedScores
  /// The 95% intervals of the probabilities, when asked for.
  let intervals: [ClosedRange<Double>]?
  /// How many reasons a row has at most; 0 where none were asked for.
  let reasonLimit: Int
  /// What was kept of each block of rows, in order.
  private let blocks: [ScoreBlock]

  /// Scores every row, in blocks.
  init(
    _ scoring: BlockScoring,
    policy: Policy,
    flags: [String: [FlagLevel?]] = [:],
    areKeysDistinct: Bool,
    withIntervals: Bool = false,
    threads: Int
  ) throws {
    let model = scoring.scorer.model
    let observations = scoring.scorer.observations
    blocks = RowRanges.map(
      count: observations.rowCount,
      grain: Scorer.blockRows,
      threads: threads
    ) { scoring.score(rows: $0) }
    reasonLimit = scoring.reasonLimit
    let sums = blocks.flatMap(\.sums)
    let logits = model.isInPoints ? sums.map { model.rawLogit(ofSum: $0) } : sums
    scores = ScoreColumns(
      ids: observations.ids,
      rawLogits: logits,
      probabilities: model.probabilities(ofRawLogits: logits),
      points: model.isInPoints ? sums : nil,
      flags: flags
    )
    placed = try policy.place(scores, areKeysDistinct: areKeysDistinct)
    intervals =
      withIntervals ? try model.probabilityIntervals(observations, threads: threads) : nil
  }

  /// The number of projects.
  var count: Int { scores.ids.count }

  /// The index of a row's level among the policy's, or nil for none.
  func level(row: Int) -> Int? { placed.levels[row] < 0 ? nil : Int(placed.levels[row]) }

  /// The row of a project, or nil when it was not scored.
  func row(of id: String) -> Int? {
    scores.ids.firstIndex { $0.utf8.elementsEqual(id.utf8) }
  }

  /// The score of one project, with the indicators that are flagged.
  func project(row: Int, flags: [String: FlagLevel]) -> ScoredProject {
    ScoredProject(
      id: scores.ids[row],
      rawLogit: scores.rawLogits[row],
      probability: scores.probabilities?[row],
      points: scores.points?[row],
      flags: flags
    )
  }

  /// The reasons of some rows, the limit of reasons a row.
  func reasons(of rows: [Int]) -> [ReasonEntry] {
    guard reasonLimit > 0 else { return [] }
    var reasons: [ReasonEntry] = []
    reasons.reserveCapacity(rows.count * reasonLimit)
    for row in rows {
      let start = row % Scorer.blockRows * reasonLimit
      for place in start..<start + reasonLimit {
        reasons.append(blocks[row / Scorer.blockRows].reasons[place])
      }
    }
    return reasons
  }

  /// Appends in words the reasons that `reasons(of:)` gave of a row, the `index`th, strongest first.
  func append(
    _ reasons: [ReasonEntry],
    at index: Int,
    of row: Int,
    _ texts: [ReasonText],
    separator: [UInt8],
    to bytes: inout [UInt8]
  ) {
    let start = index * reasonLimit
    for place in start..<start + reasonLimit {
      let reason = reasons[place]
      guard reason.term >= 0 else { return }
      if place > start { bytes.append(contentsOf: separator) }
      texts[Int(reason.term)].append(
        blocks[row / Scorer.blockRows].value(of: reason),
        contribution: reason.excess,
        flag: reason.flag,
        to: &bytes
      )
    }
  }
}

extension ScoreBlock {
  /// The value of a reason, unpacked.
  func value(of reason: ReasonEntry) -> ReadValue {
    switch reason.value {
    case .number(let number): .number(number)
    case .boolean(let truth): .boolean(truth)
    case .date(let number): .date(Day(number: number))
    case .text(let index): .text(texts[index])
    case .none: .none
    case .undefined: .undefined
    case .notApplicable: .notApplicable
    }
  }
}
