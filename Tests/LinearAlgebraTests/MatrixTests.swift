import LinearAlgebra
import Testing

@Suite struct MatrixTests {
  private let matrix = Matrix(rowCount: 2, columnCount: 3, elements: [1, 2, 3, 4, 5, 6])

  @Test func elementsStandColumnByColumn() {
    #expect(matrix[0, 0] == 1)
    #expect(matrix[1, 0] == 2)
    #expect(matrix[0, 2] == 5)
    #expect(Array(matrix.column(1)) == [3, 4])
    #expect(matrix == Matrix(columns: [[1, 2], [3, 4], [5, 6]], rowCount: 2))
  }

  @Test func transposingTwiceChangesNothing() {
    #expect(matrix.transposed[2, 1] == 6)
    #expect(matrix.transposed.transposed == matrix)
  }

  @Test func rowsAreScaledEachByItsFactor() {
    var scaled = matrix
    scaled.scaleRows(by: [10, 0])
    #expect(scaled.elements == [10, 0, 30, 0, 50, 0])
  }

  @Test func anElementOutsideIsAProgrammersError() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rowCount: 2, columnCount: 2)[2, 0]
    }
  }
}
