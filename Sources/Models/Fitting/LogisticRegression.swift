import Determinism
import LinearAlgebra
import Tables

/// Penalised logistic regression by Newton's method (iteratively reweighted least squares).
///
/// Numbers are standardised over their present values; a missing or inapplicable value has a
/// coefficient of its own, which features share that are absent in the same rows.
public enum LogisticRegression {
  /// Fits a model.
  ///
  /// Rows of weight zero are left out. `offset` is added to each row's logit and is not part of
  /// the model. Rows of one group, such as a project's on several dates, are not independent: where
  /// `groups` are given the uncertainty takes them together, see `Uncertainty`. Fails when there is
  /// nothing to learn from: no rows, one class, no feature that varies; and, without a penalty, when
  /// the coefficients are not determined or not finite.
  ///
  /// - Shapes: `labels`, `weights`, `offset` and `groups` have one element a row.
  /// - Complexity: O(n · p²) a Newton step, five to ten steps as a rule.
  public static func fit(
    _ observations: Observations,
    labels: [Bool],
    weights: [Double]? = nil,
    offset: [Double]? = nil,
    groups: [String]? = nil,
    options: LogisticOptions = LogisticOptions(),
    progress: RunProgress = .none
  ) throws(ModelError) -> LogisticFit {
    try options.verify()
    var sample = try Sample(observations, labels: labels, weights: weights, offset: offset)
    if let groups { sample.setClusters(groups, weights: weights) }
    let design = try DesignBuilder.build(
      sample.observations,
      weights: sample.weights,
      options: options
    )
    let hasPenalty = options.lambda > 0
    let separating = Separation.columns(
      of: design,
      labels: sample.labels,
      strictly: hasPenalty
    )
    if !hasPenalty {
      guard sample.labels.count > design.columnCount else {
        throw ModelError(
          .tooFewRows(rows: sample.labels.count, coefficients: design.columnCount)
        )
      }
      guard separating.isEmpty else {
        throw ModelError(.separated(separating.map(design.name)))
      }
    }
    let objective = LogisticObjective(
      blocks: design.blocks,
      labels: sample.labels,
      weights: sample.weights,
      offset: sample.offset,
      lambda: options.lambda,
      threads: options.threads
    )
    var start = [Double](repeating: 0, count: design.columnCount)
    start[start.count - 1] = Pinned.logit(sample.positiveWeight / sample.totalWeight)
    if !hasPenalty { try verifyRank(objective.evaluate(start).hessian, design) }
    let result = NewtonSolver.minimise(
      objective,
      from: start,
      totalWeight: sample.totalWeight,
      maximumIterations: options.maximumIterations,
      step: progress.step("fitting", .iterations, of: nil)
    )
    if !hasPenalty {
      if Separation.isSeparating(
        direction: result.direction,
        objective: objective,
        labels: sample.labels
      ) {
        throw ModelError(.separated([]))
      }
      if let hessian = result.singularHessian { try verifyRank(hessian, design) }
    }
    var notes = design.notes + separating.map { .separatingColumn(design.name(of: $0)) }
    if sample.labels.count <= design.columnCount {
      notes.append(
        .fewerRowsThanCoefficients(rows: sample.labels.count, coefficients: design.columnCount)
      )
    }
    return try LogisticFit(
      result,
      clusterScores: sample.clusters.map {
        objective.scores(result.coefficients, clusters: $0.ofRow, count: $0.count)
      },
      design: design,
      sample: sample,
      options: options,
      notes: notes
    )
  }

  /// Fails when a Hessian is singular to working precision, naming the column that weighs most in
  /// the direction of which the data say least.
  private static func verifyRank(_ hessian: Matrix, _ design: Design) throws(ModelError) {
    let size = hessian.rowCount
    // On the correlation scale, so that the columns' sizes do not count.
    let scales = (0..<size).map { 1 / max(hessian[$0, $0], .leastNormalMagnitude).squareRoot() }
    var scaled = hessian
    for column in 0..<size {
      for row in 0..<size { scaled[row, column] *= scales[row] * scales[column] }
    }
    guard let (values, vectors) = try? BLAS.symmetricEigen(scaled), let smallest = values.first,
      let largest = values.last, smallest < 1e-13 * largest * Double(size)
    else { return }
    let vector = vectors.column(0).dropLast().map(\.magnitude)
    let heaviest = vector.indices.max { vector[$0] < vector[$1] } ?? 0
    throw ModelError(.collinear(design.name(of: heaviest)))
  }
}

/// The rows of a fit: those of positive weight, with everything the objective needs.
struct Sample {
  let observations: Observations
  let labels: [Bool]
  let weights: [Double]
  let offset: [Double]
  /// The rows that belong together, or nil where all are independent.
  private(set) var clusters: (ofRow: [Int], count: Int)?

  /// Checks the rows and leaves out those of weight zero.
  init(
    _ observations: Observations,
    labels: [Bool],
    weights: [Double]?,
    offset: [Double]?
  ) throws(ModelError) {
    let count = observations.rowCount
    precondition(labels.count == count, "one label a row")
    precondition(weights.map { $0.count == count } ?? true, "one weight a row")
    precondition(offset.map { $0.count == count } ?? true, "one offset a row")
    for row in 0..<count {
      if let weight = weights?[row], !(weight >= 0 && weight.isFinite) {
        throw ModelError(.invalidRow(what: "the weight", row: row + 1))
      }
      if let offset = offset?[row], !offset.isFinite {
        throw ModelError(.invalidRow(what: "the offset", row: row + 1))
      }
    }
    let kept = (0..<count).filter { weights?[$0] != 0 }
    self.observations = kept.count == count ? observations : observations.selecting(rows: kept)
    self.labels = kept.map { labels[$0] }
    self.weights = kept.map { weights?[$0] ?? 1 }
    self.offset = kept.map { offset?[$0] ?? 0 }
    guard let first = self.labels.first else { throw ModelError(.noRows) }
    guard self.labels.contains(!first) else {
      throw ModelError(.oneClass(isPositive: first, rows: kept.count))
    }
  }

  /// Numbers the groups of the rows that are kept.
  mutating func setClusters(_ groups: [String], weights: [Double]?) {
    precondition(weights.map { $0.count == groups.count } ?? true, "one group a row")
    var numbers: [String: Int] = [:]
    var ofRow: [Int] = []
    for row in groups.indices where weights?[row] != 0 {
      let number = numbers[groups[row]] ?? numbers.count
      numbers[groups[row]] = number
      ofRow.append(number)
    }
    precondition(ofRow.count == labels.count, "one group a row")
    clusters = (ofRow, numbers.count)
  }

  var totalWeight: Double { weights.reduce(0, +) }

  var positiveWeight: Double {
    zip(weights, labels).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
  }
}
