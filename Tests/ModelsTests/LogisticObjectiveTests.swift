import Determinism
import LinearAlgebra
import Models
import Testing

@Suite struct LogisticObjectiveTests {
  private static func objective(threads: Int = 1, blockRows: Int = 16) -> LogisticObjective {
    var random = SplitMix64(seed: 8)
    let count = 57
    let rows = RowRanges.ranges(count: count, grain: blockRows)
    let elements = (0..<count).map { _ in [random.normal(), random.normal(), 1.0] }
    let blocks = rows.map { range in
      Matrix(
        columns: (0..<3).map { column in range.map { elements[$0][column] } },
        rowCount: range.count
      )
    }
    return LogisticObjective(
      blocks: blocks,
      labels: (0..<count).map { _ in random.uniform() < 0.4 },
      weights: (0..<count).map { _ in random.uniform(0.5..<2) },
      offset: (0..<count).map { _ in random.normal() },
      lambda: 0.7,
      threads: threads
    )
  }

  @Test func theGradientIsTheCentralDifferenceOfTheLoss() {
    let objective = Self.objective()
    let point = [0.3, -0.8, 0.1]
    let gradient = objective.evaluate(point).gradient
    for index in point.indices {
      var (above, below) = (point, point)
      above[index] += 1e-5
      below[index] -= 1e-5
      let difference = (objective.evaluate(above).loss - objective.evaluate(below).loss) / 2e-5
      #expect(abs(gradient[index] - difference) < 1e-7)
    }
  }

  @Test func theHessianIsTheCentralDifferenceOfTheGradient() {
    let objective = Self.objective()
    let point = [0.3, -0.8, 0.1]
    let hessian = objective.evaluate(point).hessian
    for column in point.indices {
      var (above, below) = (point, point)
      above[column] += 1e-5
      below[column] -= 1e-5
      let up = objective.evaluate(above).gradient
      let down = objective.evaluate(below).gradient
      for row in point.indices {
        #expect(abs(hessian[row, column] - (up[row] - down[row]) / 2e-5) < 1e-7)
      }
    }
  }

  @Test func theLossOfOneRowIsTheHandComputedOne() {
    // log(1 + exp(0.5)) for a negative row with logit 0.5, and λ/2 · 0.25 for its coefficient.
    let block = Matrix(rowCount: 1, columnCount: 2, elements: [1, 1])
    let objective = LogisticObjective(
      blocks: [block],
      labels: [false],
      weights: [2],
      offset: [0],
      lambda: 3,
      threads: 1
    )
    let evaluation = objective.evaluate([0.5, 0])
    #expect(abs(evaluation.loss - (2 * 0.974_076_984_180_106_9 + 0.375)) < 1e-15)
    #expect(abs(evaluation.gradient[1] - 2 * 0.622_459_331_201_854_6) < 1e-15)
  }

  @Test(arguments: [2, 3, 7])
  func anyNumberOfThreadsGivesTheSameBytes(threads: Int) {
    let point = [0.3, -0.8, 0.1]
    let serial = Self.objective(threads: 1).evaluate(point)
    let parallel = Self.objective(threads: threads).evaluate(point)
    #expect(parallel.loss == serial.loss)
    #expect(parallel.gradient == serial.gradient)
    #expect(parallel.hessian == serial.hessian)
  }

  @Test func extremeLogitsKeepTheLossFinite() {
    let block = Matrix(rowCount: 2, columnCount: 1, elements: [1, 1])
    let objective = LogisticObjective(
      blocks: [block],
      labels: [true, false],
      weights: [1, 1],
      offset: [800, 800],
      lambda: 0,
      threads: 1
    )
    let evaluation = objective.evaluate([0])
    #expect(evaluation.loss == 800)
    #expect(evaluation.gradient == [1])
  }
}
