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
  /// What was kept of each block of rows, in order, and the row it begins with.
  private let blocks: [ScoreBlock]
  private let starts: [Int]

  /// Places the rows of scored ranges, one after the other.
  init(
    _ ranges: [ScoredRange],
    model: Model,
    policy: Policy,
    areKeysDistinct: Bool,
    threads: Int
  ) throws {
    blocks = ranges.map(\.block)
    var starts: [Int] = []
    var count = 0
    for range in ranges {
      starts.append(count)
      count += range.ids.count
    }
    self.starts = starts
    reasonLimit = ranges.first?.reasonLimit ?? 0
    let blocks = blocks
    let parts = RowRanges.map(count: blocks.count, grain: 16, threads: threads) { blockRange in
      let sums = blocks[blockRange].flatMap(\.sums)
      let logits = model.isInPoints ? sums.map { model.rawLogit(ofSum: $0) } : sums
      return (sums: sums, logits: logits, probabilities: model.probabilities(ofRawLogits: logits))
    }
    var flags: [String: [FlagLevel?]] = [:]
    for range in ranges {
      for (indicator, levels) in range.flags { flags[indicator, default: []] += levels }
    }
    scores = ScoreColumns(
      ids: ranges.flatMap(\.ids),
      rawLogits: parts.flatMap(\.logits),
      probabilities: model.calibration.map { _ in parts.flatMap { $0.probabilities ?? [] } },
      points: model.isInPoints ? parts.flatMap(\.sums) : nil,
      flags: flags
    )
    placed = try policy.place(scores, areKeysDistinct: areKeysDistinct, threads: threads)
    let intervals = ranges.compactMap(\.intervals)
    self.intervals =
      intervals.count == ranges.count && !ranges.isEmpty ? intervals.flatMap { $0 } : nil
  }

  /// The number of projects.
  var count: Int { scores.ids.count }

  /// The index of a row's level among the policy's, or nil for none.
  func level(row: Int) -> Int? { placed.levels[row] < 0 ? nil : Int(placed.levels[row]) }

  /// The row of a project, or nil when it was not scored.
  func row(of id: String) -> Int? {
    scores.ids.firstIndex { $0.utf8.elementsEqual(id.utf8) }
  }

  /// The last block that begins at a row or before it.
  private func block(of row: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
    }
    return low
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
      let index = block(of: row)
      let start = (row - starts[index]) * reasonLimit
      for place in start..<start + reasonLimit { reasons.append(blocks[index].reasons[place]) }
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
        blocks[block(of: row)].value(of: reason),
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
