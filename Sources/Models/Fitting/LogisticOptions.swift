/// How a logistic regression is fitted.
public struct LogisticOptions: Hashable, Sendable {
  /// The penalty λ.
  ///
  /// The objective is `Σ weight · log-loss + λ/2 · Σ β²` over standardised coefficients, the
  /// intercept left out. `λ = 1/C` of scikit-learn; `1/λ` is the variance of a normal prior on
  /// each coefficient.
  public var lambda: Double
  /// Newton steps at most.
  public var maximumIterations: Int
  /// A category whose rows weigh less is pooled as “other”.
  public var minimumCategoryWeight: Double
  /// Categories of one feature at most; the lighter ones are pooled as “other”.
  public var maximumCategories: Int
  /// Which way risk was declared to rise, by feature: written into the model, and compared with
  /// the fit.
  public var signs: [String: Sign]
  /// Threads at most; the result does not depend on it.
  public var threads: Int
  /// Rows in a block, which are summed in order; the result depends on it in the last digits.
  public var blockRows: Int
  /// Coefficients above which the model keeps no uncertainty: it grows with their square, 500 of
  /// them make a file of about 3 MB.
  public var maximumUncertainCoefficients: Int

  /// Options of their parts.
  public init(
    lambda: Double = 1,
    maximumIterations: Int = 100,
    minimumCategoryWeight: Double = 10,
    maximumCategories: Int = 100,
    signs: [String: Sign] = [:],
    threads: Int = 1,
    blockRows: Int = 8192,
    maximumUncertainCoefficients: Int = 500
  ) {
    self.lambda = lambda
    self.maximumIterations = maximumIterations
    self.minimumCategoryWeight = minimumCategoryWeight
    self.maximumCategories = maximumCategories
    self.signs = signs
    self.threads = threads
    self.blockRows = blockRows
    self.maximumUncertainCoefficients = maximumUncertainCoefficients
  }

  /// Fails when an option is out of its range.
  func verify() throws(ModelError) {
    guard lambda >= 0, lambda.isFinite else {
      throw ModelError(.invalidOption("lambda", requirement: "a finite number, 0 or more"))
    }
    guard maximumIterations > 0 else {
      throw ModelError(.invalidOption("the iteration limit", requirement: "1 or more"))
    }
    guard maximumCategories > 0 else {
      throw ModelError(.invalidOption("the limit of categories", requirement: "1 or more"))
    }
    guard blockRows > 0 else {
      throw ModelError(.invalidOption("the rows of a block", requirement: "1 or more"))
    }
  }
}
