/// A dense matrix of doubles in column-major order: a column's elements stand side by side.
///
/// - Shapes: element (row, column) is `elements[row + column · rowCount]`.
public struct Matrix: Hashable, Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The elements, column by column.
  public internal(set) var elements: [Double]

  /// A matrix with every element `value`.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative size")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// A matrix of its elements, column by column.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative size")
    precondition(elements.count == rowCount * columnCount, "a matrix has rows · columns elements")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// A matrix of its columns, which have one length.
  public init(columns: [[Double]], rowCount: Int) {
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns have one length")
    self.init(
      rowCount: rowCount,
      columnCount: columns.count,
      elements: columns.flatMap { $0 }
    )
  }

  /// The square matrix with ones on its diagonal.
  public static func identity(_ size: Int) -> Matrix {
    var matrix = Matrix(rowCount: size, columnCount: size)
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  /// The element at a row and a column.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
      return elements[row + column * rowCount]
    }
    set {
      precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
      elements[row + column * rowCount] = newValue
    }
  }

  /// The elements of a column.
  public func column(_ column: Int) -> ArraySlice<Double> {
    precondition(column >= 0 && column < columnCount, "the matrix has no such column")
    return elements[column * rowCount..<(column + 1) * rowCount]
  }

  /// Multiplies every row by a factor of its own.
  ///
  /// - Shapes: `factors` has one element a row.
  public mutating func scaleRows(by factors: [Double]) {
    precondition(factors.count == rowCount, "one factor a row")
    for column in 0..<columnCount {
      let start = column * rowCount
      for row in 0..<rowCount { elements[start + row] *= factors[row] }
    }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for column in 0..<columnCount {
      for row in 0..<rowCount { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The sum of two matrices of one shape, element by element.
  public static func += (left: inout Matrix, right: Matrix) {
    precondition(
      left.rowCount == right.rowCount && left.columnCount == right.columnCount,
      "matrices that are added have one shape"
    )
    for index in left.elements.indices { left.elements[index] += right.elements[index] }
  }
}
