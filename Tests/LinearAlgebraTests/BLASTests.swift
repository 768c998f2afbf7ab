import Determinism
import LinearAlgebra
import Testing

@Suite struct BLASTests {
  @Test(arguments: sizes, sizes)
  func aMatrixTimesAVectorIsTheReferences(rows: Int, columns: Int) {
    var random = SplitMix64(seed: 1)
    let a = Matrix.random(rows, columns, &random)
    let x = Matrix.random(columns, 1, &random).elements
    let y = Matrix.random(rows, 1, &random).elements
    #expect(difference(BLAS.product(a, x), Reference.product(a, x)) < 1e-13)
    #expect(
      difference(
        BLAS.product(a, y, transposed: true),
        Reference.product(a, y, transposed: true)
      ) < 1e-13
    )
  }

  @Test(arguments: sizes, sizes)
  func aMatrixTimesAMatrixIsTheReferences(rows: Int, columns: Int) {
    var random = SplitMix64(seed: 2)
    for inner in [0, 1, 4, 33] {
      let a = Matrix.random(rows, inner, &random)
      let b = Matrix.random(inner, columns, &random)
      let expected = Reference.product(a, b).elements
      #expect(difference(BLAS.product(a, b).elements, expected) < 1e-13)
      for (left, right) in [(true, false), (false, true), (true, true)] {
        let got = BLAS.product(
          left ? a.transposed : a,
          right ? b.transposed : b,
          leftTransposed: left,
          rightTransposed: right
        )
        #expect(difference(got.elements, expected) < 1e-13)
      }
    }
  }

  @Test(arguments: sizes, sizes)
  func theGramMatrixIsTheReferencesAndSymmetric(rows: Int, columns: Int) {
    var random = SplitMix64(seed: 3)
    let a = Matrix.random(rows, columns, &random)
    let gram = BLAS.gram(a)
    #expect(difference(gram.elements, Reference.gram(a).elements) < 1e-13)
    #expect(gram == gram.transposed)
  }

  @Test(arguments: sizes)
  func eigenvaluesAreTheReferencesAndVectorsDiagonalise(size: Int) throws {
    var random = SplitMix64(seed: 4)
    let a = Matrix.positiveDefinite(size, &random)
    let (values, vectors) = try BLAS.symmetricEigen(a)
    #expect(difference(values, Reference.symmetricEigenvalues(a)) < 1e-10)
    #expect(values == values.sorted())
    let image = Reference.product(a, vectors)
    for column in 0..<size {
      let scaled = vectors.column(column).map { $0 * values[column] }
      #expect(difference(Array(image.column(column)), scaled) < 1e-10)
    }
  }

  @Test func eigenvaluesOfADiagonalMatrixAreItsDiagonal() throws {
    let matrix = Matrix(rowCount: 3, columnCount: 3, elements: [3, 0, 0, 0, -1, 0, 0, 0, 2])
    #expect(try BLAS.symmetricEigen(matrix).values == [-1, 2, 3])
  }

  @Test func theKernelHasAName() {
    #expect(!BLAS.kernelName.isEmpty)
    #expect(BLAS.configuration.hasPrefix("OpenBLAS"))
  }

  @Test func notANumberIsRefused() {
    let matrix = Matrix(rowCount: 2, columnCount: 2, repeating: .nan)
    #expect(throws: LinearAlgebraError.notFinite) { try BLAS.symmetricEigen(matrix) }
    #expect(throws: LinearAlgebraError.notFinite) { try Cholesky(matrix) }
  }

  @Test func aWrongSizeIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      _ = BLAS.product(Matrix(rowCount: 2, columnCount: 3), [1, 2])
    }
  }
}
