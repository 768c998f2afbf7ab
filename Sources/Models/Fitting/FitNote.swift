/// What a reader of a fit should know.
public enum FitNote: Hashable, Sendable, CustomStringConvertible {
  /// The feature has one value where it has any: its term is constant.
  case constantFeature(String)
  /// The feature has no value in any training row: its term is zero.
  case emptyFeature(String)
  /// So many rare categories of the feature were pooled as “other”.
  case pooledCategories(String, count: Int)
  /// The column separates the classes perfectly, which often means that it tells the outcome.
  case separatingColumn(String)
  /// There are fewer rows than coefficients: the penalty decides.
  case fewerRowsThanCoefficients(rows: Int, coefficients: Int)
  /// The model keeps no uncertainty, so that its scores have no intervals.
  case noUncertainty(coefficients: Int)
  /// There are too few groups of rows to take them together: the uncertainty, too small then, takes
  /// rows as independent.
  case fewClusters(clusters: Int, coefficients: Int)
  /// The fitted weight goes against the declared direction of risk.
  case againstDeclaredSign(String, Sign)

  /// The note as a sentence.
  public var description: String {
    switch self {
    case .constantFeature(let name): "\(name) has one value in all training rows"
    case .emptyFeature(let name): "\(name) has no value in any training row"
    case .pooledCategories(let name, let count):
      "\(name): \(count) rare \(count == 1 ? "category" : "categories") pooled as other"
    case .separatingColumn(let name):
      "\(name) separates the classes perfectly: does it tell the outcome?"
    case .fewerRowsThanCoefficients(let rows, let coefficients):
      "\(rows) rows for \(coefficients) coefficients: the penalty decides"
    case .noUncertainty(let coefficients):
      "the covariance of \(coefficients) coefficients is not kept: scores have no intervals"
    case .fewClusters(let clusters, let coefficients):
      "\(clusters) groups of rows for \(coefficients) coefficients: intervals take rows as "
        + "independent, and are too narrow"
    case .againstDeclaredSign(let name, let sign):
      "\(name): \(sign.rawValue) was declared riskier, the fit says otherwise"
    }
  }
}
