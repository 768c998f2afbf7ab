/// Why a factorisation has no answer.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// The matrix is not positive definite: elimination met a pivot that is not above zero at this
  /// row and column (from 0), which depends on those before it.
  case notPositiveDefinite(pivot: Int)
  /// An element is infinite or not a number.
  case notFinite
  /// The eigenvalue iteration left this many off-diagonal elements.
  case eigenvaluesDidNotConverge(remaining: Int)
}
