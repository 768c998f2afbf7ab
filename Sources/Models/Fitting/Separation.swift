/// Tells whether the classes can be separated, so that without a penalty no finite coefficients
/// are best.
///
/// - Reference: Albert and Anderson (1984), doi:10.1093/biomet/71.1.1
enum Separation {
  /// The columns of a design, the intercept left out, that separate the classes by themselves.
  ///
  /// Strictly, when no value of a positive row reaches those of negative rows; otherwise both may
  /// share the one value on the border, which is enough to leave the optimum infinite.
  ///
  /// - Complexity: O(n · p).
  static func columns(of design: Design, labels: [Bool], strictly: Bool) -> [Int] {
    (0..<design.columnCount - 1).filter { column in
      var positive = (low: Double.infinity, high: -Double.infinity)
      var negative = positive
      var row = 0
      for block in design.blocks {
        for value in block.column(column) {
          if labels[row] {
            positive = (min(positive.low, value), max(positive.high, value))
          } else {
            negative = (min(negative.low, value), max(negative.high, value))
          }
          row += 1
        }
      }
      if negative.high < positive.low || positive.high < negative.low { return true }
      let isConstant =
        positive.low == positive.high && positive.low == negative.low
        && negative.low == negative.high
      return !strictly && !isConstant
        && (negative.high == positive.low || positive.high == negative.low)
    }
  }

  /// Whether a direction of a fit that does not settle separates the classes: it lowers the loss
  /// of some rows without end and raises, but for rounding, that of none.
  static func isSeparating(
    direction: [Double],
    objective: LogisticObjective,
    labels: [Bool]
  ) -> Bool {
    var low = Double.infinity
    var high = -Double.infinity
    for (row, change) in objective.predictor(of: direction).enumerated() {
      let margin = labels[row] ? change : -change
      low = min(low, margin)
      high = max(high, margin)
    }
    // At a finite optimum the last step is tiny; under separation every step is about one.
    return high >= 0.1 && low >= -1e-3 * high
  }
}
