/// The operations of `BLAS` and `Cholesky` in plain loops: what the tests compare them with.
///
/// Slow, in a fixed order, and the same bytes on every machine.
package enum Reference {
  /// `A·x`, or `Aᵀ·x` when transposed; see `BLAS.product`.
  package static func product(_ a: Matrix, _ x: [Double], transposed: Bool = false) -> [Double] {
    let a = transposed ? a.transposed : a
    return (0..<a.rowCount).map { row in
      (0..<a.columnCount).reduce(0) { $0 + a[row, $1] * x[$1] }
    }
  }

  /// `A·B`; see `BLAS.product`.
  package static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
    for column in 0..<b.columnCount {
      for row in 0..<a.rowCount {
        result[row, column] = (0..<a.columnCount).reduce(0) { $0 + a[row, $1] * b[$1, column] }
      }
    }
    return result
  }

  /// `Aᵀ·A`; see `BLAS.gram`.
  package static func gram(_ a: Matrix) -> Matrix { product(a.transposed, a) }

  /// The lower Cholesky factor; see `Cholesky`.
  package static func cholesky(_ a: Matrix) throws(LinearAlgebraError) -> Matrix {
    var factor = Matrix(rowCount: a.rowCount, columnCount: a.rowCount)
    for column in 0..<a.rowCount {
      let pivot = (0..<column).reduce(a[column, column]) {
        $0 - factor[column, $1] * factor[column, $1]
      }
      guard pivot > 0 else { throw .notPositiveDefinite(pivot: column) }
      factor[column, column] = pivot.squareRoot()
      for row in column + 1..<max(a.rowCount, column + 1) {
        let rest = (0..<column).reduce(a[row, column]) {
          $0 - factor[row, $1] * factor[column, $1]
        }
        factor[row, column] = rest / factor[column, column]
      }
    }
    return factor
  }

  /// The solution of `A·x = b` by forward and back substitution; see `Cholesky.solve`.
  package static func solve(_ a: Matrix, _ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    let factor = try cholesky(a)
    var x = b
    for row in 0..<b.count {
      let rest = (0..<row).reduce(x[row]) { $0 - factor[row, $1] * x[$1] }
      x[row] = rest / factor[row, row]
    }
    for row in (0..<b.count).reversed() {
      let rest = (row + 1..<max(b.count, row + 1)).reduce(x[row]) { $0 - factor[$1, row] * x[$1] }
      x[row] = rest / factor[row, row]
    }
    return x
  }

  /// Eigenvalues of a symmetric matrix, ascending, by Jacobi's rotations.
  ///
  /// - Reference: Golub and Van Loan, Matrix Computations, 4th ed., section 8.5
  package static func symmetricEigenvalues(_ a: Matrix) -> [Double] {
    var a = a
    let size = a.rowCount
    for _ in 0..<60 {
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) where a[q, p] != 0 {
          let tau = (a[q, q] - a[p, p]) / (2 * a[q, p])
          let t = (tau >= 0 ? 1.0 : -1.0) / (tau.magnitude + (1 + tau * tau).squareRoot())
          let cosine = 1 / (1 + t * t).squareRoot()
          let sine = t * cosine
          for k in 0..<size {
            let (left, right) = (a[k, p], a[k, q])
            a[k, p] = cosine * left - sine * right
            a[k, q] = sine * left + cosine * right
          }
          for k in 0..<size {
            let (left, right) = (a[p, k], a[q, k])
            a[p, k] = cosine * left - sine * right
            a[q, k] = sine * left + cosine * right
          }
        }
      }
    }
    return (0..<size).map { a[$0, $0] }.sorted()
  }
}
