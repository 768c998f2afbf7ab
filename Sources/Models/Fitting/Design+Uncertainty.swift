import LinearAlgebra

extension Design {
  /// What the model keeps of the Hessian at its optimum and, where rows belong together, of the
  /// clusters' scores; nil when the inverse is not usable.
  ///
  /// - Shapes: `scores` clusters × p.
  /// - Complexity: O(p³ + clusters · p²).
  func uncertainty(
    hessian: Cholesky,
    scores: Matrix?,
    weights: [Double],
    terms: [Term]
  ) -> Uncertainty? {
    let covariance =
      scores.map { clusterRobust(hessian: hessian, scores: $0, rows: weights.count) }
      ?? hessian.inverse
    let result = Uncertainty(
      columns: meanings.map(uncertaintyColumn),
      averages: averages(weights),
      covariance: (0..<columnCount).map { row in
        (0...row).map { (covariance[row, $0] + covariance[$0, row]) / 2 }
      }
    )
    return result.fault(in: terms) == nil ? result : nil
  }

  /// Whether there are enough clusters, and rows, for the sandwich to say something of every
  /// coefficient.
  func canCluster(_ scores: Matrix, rows: Int) -> Bool {
    scores.rowCount > columnCount && rows > columnCount
  }

  /// The sandwich `c · H⁻¹·SᵀS·H⁻¹`, `c = G/(G − 1) · (n − 1)/(n − p)`.
  private func clusterRobust(hessian: Cholesky, scores: Matrix, rows: Int) -> Matrix {
    let (clusters, count) = (Double(scores.rowCount), Double(rows))
    let correction =
      clusters / (clusters - 1) * (count - 1) / (count - Double(columnCount))
    let half = hessian.solve(BLAS.gram(scores))
    var transposed = Matrix(rowCount: columnCount, columnCount: columnCount)
    for row in 0..<columnCount {
      for column in 0..<columnCount { transposed[row, column] = correction * half[column, row] }
    }
    return hessian.solve(transposed)
  }

  private func uncertaintyColumn(_ meaning: Meaning) -> Uncertainty.Column {
    switch meaning {
    case .number(let feature, let mean, let scale):
      .number(feature: features[feature], mean: mean, scale: scale)
    case .category(let feature, let name): .category(feature: features[feature], name: name)
    case .otherCategories(let feature, _): .otherCategories(feature: features[feature])
    case .absence(let absences):
      .absence(absences.map { .init(feature: features[$0.feature], presence: $0.presence) })
    case .intercept: .intercept
    }
  }

  /// The weighted mean of every column, summed in row order.
  private func averages(_ weights: [Double]) -> [Double] {
    let total = weights.reduce(0, +)
    return (0..<columnCount).map { column in
      var sum = 0.0
      var row = 0
      for block in blocks {
        for value in block.column(column) {
          sum += weights[row] * value
          row += 1
        }
      }
      return sum / total
    }
  }
}
