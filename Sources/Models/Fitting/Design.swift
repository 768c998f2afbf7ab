import LinearAlgebra

/// The matrix a fit sees: standardised numbers, categories and absences as 0 and 1, and a last
/// column of ones for the intercept.
///
/// - Shapes: n × (p + 1), cut into blocks of rows whose size does not depend on threads.
struct Design: Sendable {
  /// What a column stands for.
  enum Meaning: Hashable, Sendable {
    /// `(x − mean) / scale` where present, else 0.
    case number(feature: Int, mean: Double, scale: Double)
    /// 1 for a category.
    case category(feature: Int, name: String)
    /// 1 for any of these rare categories.
    case otherCategories(feature: Int, names: [String])
    /// 1 where these features are absent, all in the same rows.
    case absence([Absence])
    /// Ones.
    case intercept
  }

  /// A feature and the way in which it has no value.
  struct Absence: Hashable, Sendable {
    var feature: Int
    var presence: Presence
  }

  /// The columns, the intercept last.
  let meanings: [Meaning]
  /// Rows in order, cut into blocks.
  let blocks: [Matrix]
  /// What stands out in the features.
  let notes: [FitNote]
  /// Names of the features.
  let features: [String]

  /// The number of columns, the intercept included.
  var columnCount: Int { meanings.count }

  /// The column in words.
  func name(of column: Int) -> String {
    switch meanings[column] {
    case .number(let feature, _, _): features[feature]
    case .category(let feature, let name): "\(features[feature]) = \(name)"
    case .otherCategories(let feature, _): "\(features[feature]) = other"
    case .absence(let absences):
      absences.map {
        "\(features[$0.feature]) \($0.presence == .missing ? "missing" : "not applicable")"
      }.joined(separator: ", ")
    case .intercept: "the intercept"
    }
  }
}
