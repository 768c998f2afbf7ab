/// Labelled rows with one scorer's scores, checked once and ranked once.
///
/// A higher score means more risk; `true` is the bad outcome. A weight counts as that many equal
/// rows, in the budget too.
public struct ScoredRows: Sendable {
  /// Whether the bad outcome came about, row by row.
  public let labels: [Bool]
  /// What rows are ranked by; finite.
  public let scores: [Double]
  /// Probabilities of the bad outcome, or nil when the scorer has none.
  public let probabilities: [Double]?
  /// Row weights, or nil when every row counts once.
  public let weights: [Double]?
  /// Which group (project) each row belongs to, from 0.
  public let groups: Groups

  let ranked: RankedRows

  /// Rows of their parts.
  ///
  /// - Shapes: every array that is given has as many values as `labels`.
  /// - Complexity: O(n log n), the sort.
  public init(
    labels: [Bool],
    scores: [Double],
    probabilities: [Double]? = nil,
    weights: [Double]? = nil,
    groups: Groups? = nil
  ) throws(EvaluationError) {
    let rows = labels.count
    func expect(_ column: String, _ count: Int?) throws(EvaluationError) {
      guard let count, count != rows else { return }
      throw EvaluationError(.lengths(column: column, count: count, rows: rows))
    }
    try expect("scores", scores.count)
    try expect("probabilities", probabilities?.count)
    try expect("weights", weights?.count)
    try expect("groups", groups?.ofRow.count)
    for (row, score) in scores.enumerated() where !score.isFinite {
      throw EvaluationError(.scoreNotFinite(row: row, value: score))
    }
    for (row, value) in (probabilities ?? []).enumerated() where !(value >= 0 && value <= 1) {
      throw EvaluationError(.probabilityOutside(row: row, value: value))
    }
    for (row, weight) in (weights ?? []).enumerated() where !(weight >= 0 && weight <= 1e15) {
      throw EvaluationError(.weightInvalid(row: row, value: weight))
    }
    self.labels = labels
    self.scores = scores
    self.probabilities = probabilities
    self.weights = weights
    self.groups = groups ?? Groups(count: rows)
    self.ranked = RankedRows(
      labels: labels,
      scores: scores,
      weights: weights,
      groups: self.groups
    )
  }

  /// The weight of a row: 1 where none are given.
  func weight(_ row: Int) -> Double { weights?[row] ?? 1 }
}

/// Which group each row belongs to, as codes from 0.
public struct Groups: Hashable, Sendable {
  /// The code of each row's group.
  public let ofRow: [Int32]
  /// The number of groups.
  public let count: Int

  /// Every row a group of its own.
  public init(count: Int) {
    self.ofRow = (0..<max(0, count)).map { Int32(truncatingIfNeeded: $0) }
    self.count = max(0, count)
  }

  /// Groups by name, coded in order of first appearance.
  public init(_ names: [String]) {
    var codes: [String: Int32] = [:]
    var ofRow: [Int32] = []
    ofRow.reserveCapacity(names.count)
    for name in names {
      let code = codes[name] ?? Int32(truncatingIfNeeded: codes.count)
      codes[name] = code
      ofRow.append(code)
    }
    self.ofRow = ofRow
    self.count = codes.count
  }
}
