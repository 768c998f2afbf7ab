import LinearAlgebra

extension Design {
  /// What the model keeps of the Hessian at its optimum, or nil when the inverse is not usable.
  ///
  /// - Complexity: O(p³).
  func uncertainty(hessian: Cholesky, weights: [Double], terms: [Term]) -> Uncertainty? {
    let inverse = hessian.inverse
    let result = Uncertainty(
      columns: meanings.map(uncertaintyColumn),
      averages: averages(weights),
      covariance: (0..<columnCount).map { row in
        (0...row).map { (inverse[row, $0] + inverse[$0, row]) / 2 }
      }
    )
    return result.fault(in: terms) == nil ? result : nil
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
