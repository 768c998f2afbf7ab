import Determinism
import LinearAlgebra

/// The penalised log-loss of a logistic regression, with its gradient and Hessian.
///
///     loss(β)     = Σᵢ sᵢ·(log(1 + exp ηᵢ) − yᵢ·ηᵢ) + λ/2·Σⱼ βⱼ²,   η = X·β + offset
///     gradient(β) = Xᵀ·(s·(p − y)) + λ·β,                          p = logistic(η)
///     hessian(β)  = Xᵀ·diag(s·p·(1 − p))·X + λ·I
///
/// The last coefficient is the intercept and is not penalised.
///
/// - Shapes: `X` n × p as blocks of rows; `y`, `s`, `offset` n; `β`, gradient p; Hessian p × p.
/// - Complexity: O(n · p²) an evaluation.
package struct LogisticObjective: Sendable {
  /// The objective and its derivatives at some coefficients.
  package struct Evaluation: Sendable {
    /// The penalised loss.
    package var loss: Double
    /// Its gradient.
    package var gradient: [Double]
    /// Its Hessian.
    package var hessian: Matrix
  }

  private let blocks: [Matrix]
  private let labels: [Bool]
  private let weights: [Double]
  private let offset: [Double]
  private let lambda: Double
  private let threads: Int
  private let starts: [Int]

  /// An objective of its parts; the blocks' last column is the intercept's.
  package init(
    blocks: [Matrix],
    labels: [Bool],
    weights: [Double],
    offset: [Double],
    lambda: Double,
    threads: Int
  ) {
    var starts: [Int] = []
    var rows = 0
    for block in blocks {
      starts.append(rows)
      rows += block.rowCount
    }
    precondition(labels.count == rows && weights.count == rows && offset.count == rows)
    self.blocks = blocks
    self.labels = labels
    self.weights = weights
    self.offset = offset
    self.lambda = lambda
    self.threads = threads
    self.starts = starts
  }

  /// The number of coefficients.
  package var size: Int { blocks.first?.columnCount ?? 0 }

  /// The objective at `coefficients`.
  ///
  /// Blocks are added in order: the same bytes at any number of threads.
  package func evaluate(_ coefficients: [Double]) -> Evaluation {
    var total = Evaluation(
      loss: 0,
      gradient: [Double](repeating: 0, count: size),
      hessian: Matrix(rowCount: size, columnCount: size)
    )
    // In waves, so that no more than a few Hessians of blocks are held at a time.
    let waves = RowRanges.ranges(count: blocks.count, grain: 16)
    for wave in waves {
      let parts = RowRanges.map(count: wave.count, grain: 1, threads: threads) { range in
        range.map { evaluate(coefficients, block: wave.lowerBound + $0) }
      }
      for part in parts.joined() {
        total.loss += part.loss
        for index in 0..<size { total.gradient[index] += part.gradient[index] }
        total.hessian += part.hessian
      }
    }
    for index in 0..<max(0, size - 1) {
      let coefficient = coefficients[index]
      total.loss += lambda / 2 * coefficient * coefficient
      total.gradient[index] += lambda * coefficient
      total.hessian[index, index] += lambda
    }
    return total
  }

  /// The part of the objective that one block of rows adds, without the penalty.
  private func evaluate(_ coefficients: [Double], block: Int) -> Evaluation {
    var matrix = blocks[block]
    let start = starts[block]
    var predictor = BLAS.product(matrix, coefficients)
    var residuals = [Double](repeating: 0, count: predictor.count)
    var loss = 0.0
    for row in predictor.indices {
      let eta = predictor[row] + offset[start + row]
      let weight = weights[start + row]
      // Of exp(−|η|) alone, so that neither tail loses its digits.
      let small = Pinned.exp(-eta.magnitude)
      let near = 1 / (1 + small)
      let far = small * near
      let isPositive = labels[start + row]
      let isRight = isPositive == (eta >= 0)
      loss += weight * ((isRight ? 0 : eta.magnitude) + Pinned.log1p(small))
      residuals[row] = weight * (isRight ? far : near) * (isPositive ? -1 : 1)
      predictor[row] = (weight * near * far).squareRoot()
    }
    let gradient = BLAS.product(matrix, residuals, transposed: true)
    matrix.scaleRows(by: predictor)
    return Evaluation(loss: loss, gradient: gradient, hessian: BLAS.gram(matrix))
  }

  /// What a step in `direction` adds to each row's linear predictor.
  ///
  /// - Shapes: `direction` p; the result n.
  package func predictor(of direction: [Double]) -> [Double] {
    blocks.flatMap { BLAS.product($0, direction) }
  }

  /// The score of each cluster: the sum over its rows of `s·(y − p)·x`, the penalty left out.
  ///
  /// - Shapes: `clusters` n, each below `count`; the result count × p.
  /// - Complexity: O(n · p).
  package func scores(_ coefficients: [Double], clusters: [Int], count: Int) -> Matrix {
    precondition(clusters.count == labels.count, "one cluster a row")
    var scores = Matrix(rowCount: count, columnCount: size)
    for (block, start) in zip(blocks, starts) {
      let predictor = BLAS.product(block, coefficients)
      let residuals = predictor.indices.map { index in
        let row = start + index
        let probability = Pinned.logistic(predictor[index] + offset[row])
        return weights[row] * ((labels[row] ? 1 : 0) - probability)
      }
      for column in 0..<size {
        for (index, value) in block.column(column).enumerated() {
          scores[clusters[start + index], column] += residuals[index] * value
        }
      }
    }
    return scores
  }
}
