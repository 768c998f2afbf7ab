/// How sure the coefficients of a model are: what intervals around its scores are made of.
///
/// A row's raw logit is linear in the coefficients, `logit = Σ xⱼ·βⱼ`, so that its variance is
/// `xᵀ·C·x` with their covariance C.
///
/// Where training rows are independent, C is Laplace's approximation `H⁻¹`: the inverse of the
/// penalised Hessian at the optimum, which without a penalty is what regression tables print. Where
/// they come in G groups, such as the dates of one project, it is the cluster-robust sandwich
///
///     C = c · H⁻¹·(Σ_g s_g·s_gᵀ)·H⁻¹,   c = G/(G − 1) · (n − 1)/(n − p),
///
/// s_g the sum over the group's rows of `weight · (y − probability) · x`: what repeats within a
/// group counts once. Without a penalty it is statsmodels' `cov_type="cluster"` (CR1). It asks for
/// many groups, and says too little of a category that few of them have.
///
/// - Reference: Liang and Zeger (1986), doi:10.1093/biomet/73.1.13; Cameron and Miller (2015),
///   A practitioner's guide to cluster-robust inference, doi:10.3368/jhr.50.2.317
/// - Shapes: `columns` and `averages` p; `covariance` p rows, row j of j + 1 elements.
public struct Uncertainty: Hashable, Sendable {
  /// What a coefficient is multiplied by in a row.
  public enum Column: Hashable, Sendable {
    /// `(x − mean) / scale` where the feature has a value, else 0.
    case number(feature: String, mean: Double, scale: Double)
    /// 1 for this category, else 0.
    case category(feature: String, name: String)
    /// 1 for a category that the feature's term does not list, else 0.
    case otherCategories(feature: String)
    /// The share of these absences that the row has: 1 when it has them all.
    case absence([Absence])
    /// 1.
    case intercept
  }

  /// A feature and the way in which it has no value.
  public struct Absence: Hashable, Sendable {
    /// The feature.
    public var feature: String
    /// Missing or not applicable.
    public var presence: Presence

    /// An absence of its parts.
    public init(feature: String, presence: Presence) {
      self.feature = feature
      self.presence = presence
    }
  }

  /// What each coefficient is multiplied by, the intercept's last.
  public var columns: [Column]
  /// The mean of each column over the training rows: it stands for what they never showed, as the
  /// training mean does in the terms.
  public var averages: [Double]
  /// The covariance of the coefficients: its lower triangle, row by row.
  public var covariance: [[Double]]

  /// An uncertainty of its parts; `Model.verify()` tells whether they fit together.
  public init(columns: [Column], averages: [Double], covariance: [[Double]]) {
    self.columns = columns
    self.averages = averages
    self.covariance = covariance
  }
}

extension Uncertainty {
  /// What is wrong with it in a model of `terms`, as a sentence.
  func fault(in terms: [Term]) -> String? {
    guard columns.last == .intercept, columns.count(where: { $0 == .intercept }) == 1 else {
      return "the last column of the uncertainty, and no other, is the intercept"
    }
    return sizeFault ?? covarianceFault ?? columnFault(terms)
  }

  private var sizeFault: String? {
    guard averages.count == columns.count, covariance.count == columns.count,
      covariance.enumerated().allSatisfy({ $0.element.count == $0.offset + 1 })
    else { return "the sizes of the uncertainty's parts differ" }
    guard averages.allSatisfy(\.isFinite) else {
      return "the uncertainty holds a number that is not finite"
    }
    return nil
  }

  private var covarianceFault: String? {
    var deviations: [Double] = []
    for row in covariance {
      guard row.allSatisfy(\.isFinite), let variance = row.last, variance > 0 else {
        return "a variance of the uncertainty is not positive"
      }
      deviations.append(variance.squareRoot())
      for (element, other) in zip(row, deviations) {
        // A little above 1, for rounding.
        guard element.magnitude <= deviations[deviations.count - 1] * other * 1.000_001 else {
          return "a correlation of the uncertainty is above 1"
        }
      }
    }
    return nil
  }

  private func columnFault(_ terms: [Term]) -> String? {
    var shapes: [String: Term.Shape] = [:]
    for term in terms {
      for name in term.featureNames where shapes.updateValue(term.shape, forKey: name) != nil {
        return "an uncertainty needs one term for each feature"
      }
    }
    var places: Set<Place> = []
    for column in columns {
      for place in column.places {
        guard places.insert(place).inserted else {
          return "two columns of the uncertainty stand for the same of “\(place.feature)”"
        }
        guard let shape = shapes[place.feature] else {
          return "the uncertainty reads “\(place.feature)”, which has no term"
        }
        guard column.isOf(shape) else {
          return "the uncertainty of “\(place.feature)” does not fit its term"
        }
      }
    }
    return nil
  }

  /// What of a feature a column stands for; no two columns share one.
  fileprivate enum Place: Hashable {
    case number(String)
    case category(String, String)
    case otherCategories(String)
    case absence(Absence)

    var feature: String {
      switch self {
      case .number(let feature), .category(let feature, _), .otherCategories(let feature): feature
      case .absence(let absence): absence.feature
      }
    }
  }
}

extension Uncertainty.Column {
  fileprivate var places: [Uncertainty.Place] {
    switch self {
    case .number(let feature, _, _): [.number(feature)]
    case .category(let feature, let name): [.category(feature, name)]
    case .otherCategories(let feature): [.otherCategories(feature)]
    case .absence(let absences): absences.map(Uncertainty.Place.absence)
    case .intercept: []
    }
  }

  /// Whether the column can belong to a term of `shape`.
  fileprivate func isOf(_ shape: Term.Shape) -> Bool {
    switch (self, shape) {
    case (.number(_, let mean, let scale), .linear): mean.isFinite && scale.isFinite && scale > 0
    case (.category(_, let name), .categories(let values, _)): values[name] != nil
    case (.otherCategories, .categories): true
    case (.absence(let absences), .linear), (.absence(let absences), .categories):
      absences.allSatisfy { $0.presence != .present }
    default: false
    }
  }
}
