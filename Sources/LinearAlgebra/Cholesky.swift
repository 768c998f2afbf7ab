/// A symmetric positive definite matrix as `L·Lᵀ`, ready to solve with.
public struct Cholesky: Sendable {
  /// The lower triangular factor; what stands above its diagonal means nothing.
  private let factor: Matrix

  /// Factors a symmetric matrix, of which the lower triangle is read.
  ///
  /// Fails with the first pivot that is not above zero.
  ///
  /// - Shapes: `matrix` p × p.
  /// - Complexity: O(p³).
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rowCount == matrix.columnCount, "only a square matrix has a factor")
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    guard matrix.rowCount > 0 else {
      self.factor = matrix
      return
    }
    let (factor, info) = BLAS.cholesky(matrix)
    guard info == 0 else { throw .notPositiveDefinite(pivot: info - 1) }
    for index in 0..<factor.rowCount where !(factor[index, index] > 0) {
      throw .notPositiveDefinite(pivot: index)
    }
    self.factor = factor
  }

  /// The number of rows and of columns.
  public var size: Int { factor.rowCount }

  /// The diagonal of the factor; its squares are the pivots of the elimination.
  public var diagonal: [Double] { (0..<size).map { factor[$0, $0] } }

  /// The solution `x` of `A·x = b`.
  ///
  /// - Shapes: `b` p.
  /// - Complexity: O(p²).
  public func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rowCount: b.count, columnCount: 1, elements: b)).elements
  }

  /// The solution `X` of `A·X = B`.
  ///
  /// - Shapes: `b` p × k.
  /// - Complexity: O(p² · k).
  public func solve(_ b: Matrix) -> Matrix {
    precondition(b.rowCount == size, "A·X = B: sizes differ")
    return b.elements.isEmpty ? b : BLAS.solve(factor: factor, b)
  }

  /// The inverse of the matrix.
  ///
  /// - Complexity: O(p³).
  public var inverse: Matrix { solve(.identity(size)) }
}
