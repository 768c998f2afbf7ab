import Determinism
import LinearAlgebra

/// Sizes that a kernel may get wrong: none, one, around a vector's width, and a few blocks.
let sizes = [0, 1, 2, 3, 5, 8, 17, 40]

extension Matrix {
  /// A matrix of normal numbers.
  static func random(_ rowCount: Int, _ columnCount: Int, _ random: inout SplitMix64) -> Matrix {
    Matrix(
      rowCount: rowCount,
      columnCount: columnCount,
      elements: (0..<rowCount * columnCount).map { _ in random.normal() }
    )
  }

  /// A symmetric positive definite matrix: a Gram matrix plus the identity.
  static func positiveDefinite(_ size: Int, _ random: inout SplitMix64) -> Matrix {
    var matrix = Reference.gram(.random(size + 3, size, &random))
    matrix += .identity(size)
    return matrix
  }
}

/// The largest difference of two lists relative to `1 + |expected|`; infinite if sizes differ.
func difference(_ got: [Double], _ expected: [Double]) -> Double {
  guard got.count == expected.count else { return .infinity }
  return zip(got, expected).reduce(0) { max($0, abs($1.0 - $1.1) / (1 + abs($1.1))) }
}
