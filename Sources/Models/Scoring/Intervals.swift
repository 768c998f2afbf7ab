import Determinism

extension Scorer {
  /// 95% intervals of the raw logits: `logit ± 1.96 · √(xᵀ·C·x)`, or nil when the model tells
  /// nothing of its uncertainty.
  ///
  /// They hold how unsure the coefficients are, given that the model's form is right and its rows,
  /// or the groups of rows that training knew of, independent. What training never showed (a category, an absence) counts as an average row,
  /// as in the logit, and adds no doubt of its own. Where the numbers overflow the interval is
  /// everything.
  ///
  /// The model must pass `Model.verify()`, as every fitted or decoded one does. The same bytes at
  /// any number of threads.
  ///
  /// - Units: log-odds.
  /// - Complexity: O(n · k²), k the columns that are not zero in a row.
  public func intervals(threads: Int = 1) -> [ClosedRange<Double>]? {
    guard let uncertainty = model.uncertainty else { return nil }
    let bound = BoundUncertainty(uncertainty, of: model, on: observations)
    let rawLogits = rawLogits(threads: threads)
    let parts = RowRanges.map(count: rowCount, grain: 1024, threads: threads) { range in
      var vector = SparseVector(size: uncertainty.columns.count)
      return range.map { row -> ClosedRange<Double> in
        bound.fill(&vector, row: row)
        let margin = normalQuantile * vector.variance(uncertainty.covariance).squareRoot()
        let (low, high) = (rawLogits[row] - margin, rawLogits[row] + margin)
        return low.isFinite && high.isFinite ? low...high : -Double.infinity...Double.infinity
      }
    }
    return parts.flatMap { $0 }
  }

  /// The 0.975 quantile of the normal distribution.
  private var normalQuantile: Double { 1.959963984540054 }
}

extension Model {
  /// 95% intervals of the raw logits of every row, or nil when the model tells nothing of its
  /// uncertainty; see `Scorer.intervals`.
  public func rawLogitIntervals(
    _ observations: Observations,
    threads: Int = 1
  ) throws(ModelError) -> [ClosedRange<Double>]? {
    try Scorer(self, on: observations).intervals(threads: threads)
  }

  /// Intervals of the probabilities, or nil when the model has no calibration: ends go to ends,
  /// since the calibration rises.
  ///
  /// They hold how unsure the model's coefficients are. The calibration counts as known: that it
  /// too was fitted, on few rows perhaps, would make them wider.
  ///
  /// - Units: 0…1.
  public func probabilityIntervals(
    ofRawLogits intervals: [ClosedRange<Double>]
  ) -> [ClosedRange<Double>]? {
    guard let calibration else { return nil }
    return intervals.map { interval in
      let low = calibration.probability(interval.lowerBound)
      // Rounding could put two ends that are all but equal in the wrong order.
      return low...max(low, calibration.probability(interval.upperBound))
    }
  }

  /// 95% intervals of the probabilities of every row, or nil when the model has no calibration or
  /// tells nothing of its uncertainty.
  ///
  /// - Units: 0…1.
  public func probabilityIntervals(
    _ observations: Observations,
    threads: Int = 1
  ) throws(ModelError) -> [ClosedRange<Double>]? {
    try rawLogitIntervals(observations, threads: threads).flatMap { intervals in
      probabilityIntervals(ofRawLogits: intervals)
    }
  }
}
