internal import COpenBLAS
import Glibc

/// The dense operations of the system's BLAS and LAPACK, checked for shape.
///
/// OpenBLAS runs on the calling thread alone: what is parallel here is ours and is placed by row
/// range. Results may differ in the last digits between processors, which is why `kernelName`
/// stands in every training record.
public enum BLAS {
  /// The library's functions, opened with the first use, on one thread.
  ///
  /// Where the library is missing nothing can be computed and the process ends, as it does for one
  /// that the loader misses at the start.
  private static let library: copenblas_library = {
    var library = copenblas_library()
    // The local is filled; the message is a terminated text of the loader, copied at once.
    if let message = unsafe copenblas_open(&library) {
      let text = """
        watchpost: OpenBLAS is not on this machine: \(unsafe String(cString: message))
          hint: install it; Debian calls it libopenblas0

        """
      // The bytes of the text, which lives for the call.
      _ = unsafe write(STDERR_FILENO, text, text.utf8.count)
      exit(2)
    }
    library.set_num_threads(1)
    // Its idle threads, one for each further processor, none of which we use, spin for some 50 ms
    // of processor time until they fall asleep; to say how many wakes them all.
    _ = library.thread_shutdown?()
    return library
  }()

  /// The processor kernel that OpenBLAS picked at run time, such as `Haswell`.
  public static var kernelName: String {
    // A constant string of the library that lives as long as the process, or null.
    guard let name = library.get_corename() else { return "unknown" }
    return unsafe String(cString: name)
  }

  /// The library's version and build options, such as `OpenBLAS 0.3.21 … Haswell`.
  public static var configuration: String {
    // As `kernelName`.
    guard let text = library.get_config() else { return "unknown" }
    return unsafe String(cString: text)
  }

  private static let columnMajor = Int32(COPENBLAS_COLUMN_MAJOR)
  private static let notTransposed = Int32(COPENBLAS_NOT_TRANSPOSED)
  private static let isTransposed = Int32(COPENBLAS_TRANSPOSED)
  private static let lower = Int32(COPENBLAS_LOWER)

  /// A size as the library's 32-bit integer.
  private static func size(_ value: Int) -> Int32 {
    guard let converted = Int32(exactly: value) else {
      preconditionFailure("a matrix side is below 2³¹")
    }
    return converted
  }

  /// A leading dimension: at least one, as the library demands of empty matrices too.
  private static func leading(_ rowCount: Int) -> Int32 { max(1, size(rowCount)) }

  /// `A·x`, or `Aᵀ·x` when transposed.
  ///
  /// - Shapes: `A` n × p; `x` p and the result n, exchanged when transposed.
  /// - Complexity: O(n · p).
  public static func product(
    _ a: Matrix,
    _ x: [Double],
    transposed: Bool = false
  ) -> [Double] {
    precondition(x.count == (transposed ? a.rowCount : a.columnCount), "A·x: sizes differ")
    var result = [Double](repeating: 0, count: transposed ? a.columnCount : a.rowCount)
    guard !a.elements.isEmpty else { return result }
    // Sizes were checked against all three buffers, which live for this call.
    unsafe library.dgemv(
      columnMajor,
      transposed ? isTransposed : notTransposed,
      size(a.rowCount),
      size(a.columnCount),
      1,
      a.elements,
      leading(a.rowCount),
      x,
      1,
      0,
      &result,
      1
    )
    return result
  }

  /// `A·B`, with either side transposed on request.
  ///
  /// - Shapes: op(A) m × k, op(B) k × n, the result m × n.
  /// - Complexity: O(m · k · n).
  public static func product(
    _ a: Matrix,
    _ b: Matrix,
    leftTransposed: Bool = false,
    rightTransposed: Bool = false
  ) -> Matrix {
    let (m, k) = leftTransposed ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
    let (inner, n) = rightTransposed ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
    precondition(k == inner, "A·B: inner sizes differ")
    var result = Matrix(rowCount: m, columnCount: n)
    guard m > 0, n > 0, k > 0 else { return result }
    // Sizes were checked against all three buffers, which live for this call.
    unsafe library.dgemm(
      columnMajor,
      leftTransposed ? isTransposed : notTransposed,
      rightTransposed ? isTransposed : notTransposed,
      size(m),
      size(n),
      size(k),
      1,
      a.elements,
      leading(a.rowCount),
      b.elements,
      leading(b.rowCount),
      0,
      &result.elements,
      leading(m)
    )
    return result
  }

  /// `Aᵀ·A`, both triangles filled.
  ///
  /// - Shapes: `A` n × p, the result p × p.
  /// - Complexity: O(n · p²), half the multiplications of a general product.
  public static func gram(_ a: Matrix) -> Matrix {
    let p = a.columnCount
    var result = Matrix(rowCount: p, columnCount: p)
    guard !a.elements.isEmpty else { return result }
    // `result` is p × p and `a` n × p; both live for this call.
    unsafe library.dsyrk(
      columnMajor,
      lower,
      isTransposed,
      size(p),
      size(a.rowCount),
      1,
      a.elements,
      leading(a.rowCount),
      0,
      &result.elements,
      leading(p)
    )
    for column in 0..<p {
      for row in column + 1..<max(p, column + 1) { result[column, row] = result[row, column] }
    }
    return result
  }

  /// The lower Cholesky factor of the lower triangle of `a`, and 0 or the failing pivot from 1.
  static func cholesky(_ a: Matrix) -> (factor: Matrix, info: Int) {
    precondition(a.rowCount == a.columnCount)
    var factor = a
    var order = size(a.rowCount)
    var stride = leading(a.rowCount)
    var info: Int32 = 0
    var triangle = CChar(UInt8(ascii: "L"))
    // `factor` is a copy of a square matrix, overwritten in place within its size.
    unsafe library.dpotrf(&triangle, &order, &factor.elements, &stride, &info)
    return (factor, Int(info))
  }

  /// The solution of `L·Lᵀ·X = B`; sizes were checked by `Cholesky`.
  static func solve(factor: Matrix, _ b: Matrix) -> Matrix {
    precondition(factor.rowCount == b.rowCount)
    var solution = b
    var order = size(factor.rowCount)
    var columns = size(b.columnCount)
    var stride = leading(factor.rowCount)
    var solutionStride = leading(b.rowCount)
    var info: Int32 = 0
    var triangle = CChar(UInt8(ascii: "L"))
    // `solution` is a copy of B with as many rows as the factor, overwritten within its size.
    unsafe library.dpotrs(
      &triangle,
      &order,
      &columns,
      factor.elements,
      &stride,
      &solution.elements,
      &solutionStride,
      &info
    )
    return solution
  }

  /// Eigenvalues, ascending, and orthonormal eigenvectors, by column, of a symmetric matrix, of
  /// which the lower triangle is read.
  ///
  /// - Shapes: `a` p × p; p values, vectors p × p.
  /// - Complexity: O(p³).
  public static func symmetricEigen(
    _ a: Matrix
  ) throws(LinearAlgebraError) -> (values: [Double], vectors: Matrix) {
    precondition(a.rowCount == a.columnCount, "eigenvalues are of a square matrix")
    guard a.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    guard a.rowCount > 0 else { return ([], a) }
    var vectors = a
    var values = [Double](repeating: 0, count: a.rowCount)
    var order = size(a.rowCount)
    var stride = leading(a.rowCount)
    // 3p − 1 is the least the routine asks for; 34p lets it work by blocks.
    var work = [Double](repeating: 0, count: 34 * a.rowCount)
    var workSize = size(work.count)
    var info: Int32 = 0
    var job = CChar(UInt8(ascii: "V"))
    var triangle = CChar(UInt8(ascii: "L"))
    // `vectors` is a p × p copy, `values` has p elements, and the size of `work` is passed.
    unsafe library.dsyev(
      &job,
      &triangle,
      &order,
      &vectors.elements,
      &stride,
      &values,
      &work,
      &workSize,
      &info
    )
    guard info == 0 else { throw .eigenvaluesDidNotConverge(remaining: Int(info)) }
    return (values, vectors)
  }
}
