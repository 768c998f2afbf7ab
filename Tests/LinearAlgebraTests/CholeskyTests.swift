import Determinism
import LinearAlgebra
import Testing

@Suite struct CholeskyTests {
  @Test(arguments: sizes)
  func solutionsAreTheReferences(size: Int) throws {
    var random = SplitMix64(seed: 5)
    let a = Matrix.positiveDefinite(size, &random)
    let b = Matrix.random(size, 1, &random).elements
    let solution = try Cholesky(a).solve(b)
    #expect(difference(solution, try Reference.solve(a, b)) < 1e-11)
    #expect(difference(Reference.product(a, solution), b) < 1e-11)
  }

  @Test(arguments: sizes)
  func theInverseTimesTheMatrixIsTheIdentity(size: Int) throws {
    var random = SplitMix64(seed: 6)
    let a = Matrix.positiveDefinite(size, &random)
    let product = Reference.product(try Cholesky(a).inverse, a)
    #expect(difference(product.elements, Matrix.identity(size).elements) < 1e-10)
  }

  @Test func theFirstPivotThatFailsIsNamed() {
    // The third column is the first plus the second, and the elements are small whole numbers:
    // the third pivot is exactly zero.
    let dependent = Matrix(rowCount: 3, columnCount: 3, elements: [1, 0, 1, 0, 1, 1, 1, 1, 2])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 2)) {
      try Cholesky(dependent)
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 2)) {
      try Reference.cholesky(dependent)
    }
    let negative = Matrix(rowCount: 1, columnCount: 1, elements: [-4])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 0)) { try Cholesky(negative) }
  }
}
