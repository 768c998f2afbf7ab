/// One part of a model's sum: what a feature, or a pair of them, adds.
public struct Term: Hashable, Sendable {
  /// The feature it reads.
  public var feature: String
  /// How a value becomes a contribution.
  public var shape: Shape
  /// What a row without a value adds; for a pair, when either value is missing.
  public var missing: Double
  /// What a row adds to which the feature does not apply; nil means as when missing.
  public var notApplicable: Double?
  /// The mean contribution over the training rows: reasons count from here.
  public var trainingMean: Double

  /// A term of its parts.
  public init(
    feature: String,
    shape: Shape,
    missing: Double,
    notApplicable: Double? = nil,
    trainingMean: Double = 0
  ) {
    self.feature = feature
    self.shape = shape
    self.missing = missing
    self.notApplicable = notApplicable
    self.trainingMean = trainingMean
  }

  /// How a value becomes a contribution.
  public enum Shape: Hashable, Sendable {
    /// `weight · (x − center)`.
    case linear(weight: Double, center: Double)
    /// `values[k]` where k is the number of cuts that are ≤ x.
    ///
    /// - Shapes: `cuts` k, strictly ascending; `values` k + 1.
    case steps(cuts: [Double], values: [Double])
    /// The value of a category, or `other` for one that is not listed.
    case categories([String: Double], other: Double)
    /// A table over the bins of this feature and of `second`.
    ///
    /// - Shapes: `values` has one element a pair of bins, those of the second side by side:
    ///   element (i, j) is `values[i · secondAxis.binCount + j]`.
    case pair(second: String, firstAxis: Axis, secondAxis: Axis, values: [Double])
  }

  /// How one side of a pair table is cut into bins.
  public enum Axis: Hashable, Sendable {
    /// As steps: bin k is where k of the cuts are ≤ x.
    case cuts([Double])
    /// One bin a listed category, in this order, and a last one for all others.
    case levels([String])

    /// The number of bins.
    public var binCount: Int {
      switch self {
      case .cuts(let cuts): cuts.count + 1
      case .levels(let levels): levels.count + 1
      }
    }
  }

  /// The features it reads: one, or two for a pair.
  public var featureNames: [String] {
    if case .pair(let second, _, _, _) = shape { return [feature, second] }
    return [feature]
  }

  /// What the term is called where terms are listed: `feature`, or `feature × second`.
  public var title: String { featureNames.joined(separator: " × ") }

  /// What a value adds.
  public func contribution(of value: TermValue) -> Double {
    switch (shape, value) {
    case (_, .missing): missing
    case (_, .notApplicable): notApplicable ?? missing
    case (.linear(let weight, let center), .number(let x)): weight * (x - center)
    case (.steps(let cuts, let values), .number(let x)):
      values[Term.bin(of: x, cuts: cuts)]
    case (.categories(let values, let other), .category(let name)): values[name] ?? other
    case (.linear, .category), (.steps, .category), (.categories, .number), (.pair, _): missing
    }
  }

  /// The number of cuts that are at most `x`, by bisection.
  ///
  /// - Complexity: O(log k).
  static func bin(of x: Double, cuts: [Double]) -> Int {
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// One value that a term reads.
public enum TermValue: Hashable, Sendable {
  /// A finite number.
  case number(Double)
  /// A category by name.
  case category(String)
  /// No value.
  case missing
  /// The feature does not apply.
  case notApplicable
}
