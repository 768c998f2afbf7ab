/// A vector that remembers which of its elements were touched.
struct SparseVector {
  private(set) var elements: [Double]
  private var touched: [Int] = []

  init(size: Int) {
    self.elements = [Double](repeating: 0, count: size)
  }

  mutating func clear() {
    for index in touched { elements[index] = 0 }
    touched.removeAll(keepingCapacity: true)
  }

  mutating func add(_ value: Double, at index: Int) {
    touched.append(index)
    elements[index] += value
  }

  /// `xᵀ·C·x`, where `covariance` is the lower triangle of C.
  ///
  /// Rounding cannot make it negative; it is infinite where the elements are too large.
  mutating func variance(_ covariance: [[Double]]) -> Double {
    // In order, so that the sum does not depend on the order in which features were added.
    touched.sort()
    var indices: [Int] = []
    indices.reserveCapacity(touched.count)
    for index in touched where index != indices.last && elements[index] != 0 {
      indices.append(index)
    }
    var sum = 0.0
    for (position, row) in indices.enumerated() {
      var product = 0.0
      for column in indices[..<position] { product += covariance[row][column] * elements[column] }
      sum += elements[row] * (2 * product + covariance[row][row] * elements[row])
    }
    return sum.isFinite ? max(0, sum) : .infinity
  }
}

/// An uncertainty with the columns of observations it reads, ready to rebuild the vector `x` of
/// each row by which the coefficients are multiplied.
struct BoundUncertainty: Sendable {
  /// Elements of the vector with their values.
  typealias Part = [(index: Int, value: Double)]

  private struct Feature: Sendable {
    var number: (index: Int, mean: Double, scale: Double)?
    /// What each category adds, by its code in the observations.
    var partOfCode: [Part] = []
    var missing: Part = []
    var notApplicable: Part = []
    var values: ObservationColumn.Values
    var presence: [Presence]
  }

  private let features: [Feature]
  private let intercept: Int

  /// Binds the uncertainty of a model that was verified to observations that were, too.
  init(_ uncertainty: Uncertainty, of model: Model, on observations: Observations) {
    self.intercept = uncertainty.columns.count - 1
    let columns = ColumnsByFeature(uncertainty)
    self.features = model.terms.compactMap { term -> Feature? in
      guard let column = observations[term.feature] else { return nil }
      let found = columns[term.feature]
      let missing = found.absences[.missing] ?? found.average
      var feature = Feature(
        number: found.number,
        missing: missing,
        notApplicable: found.absences[.notApplicable] ?? missing,
        values: column.values,
        presence: column.presence
      )
      if case .categories(_, let names) = column.values,
        case .categories(let listed, _) = term.shape
      {
        // A category that is listed without a column of its own is the reference: it adds nothing.
        let unlisted: Part =
          found.otherCategories.map { [(index: $0, value: 1.0)] } ?? found.average
        feature.partOfCode = names.map { name in
          if let index = found.categories[name] { return [(index: index, value: 1.0)] }
          return listed[name] == nil ? unlisted : []
        }
      }
      return feature
    }
  }

  /// Makes `vector` that of a row.
  func fill(_ vector: inout SparseVector, row: Int) {
    vector.clear()
    vector.add(1, at: intercept)
    for feature in features {
      switch feature.presence[row] {
      case .missing: BoundUncertainty.add(feature.missing, to: &vector)
      case .notApplicable: BoundUncertainty.add(feature.notApplicable, to: &vector)
      case .present:
        switch feature.values {
        case .numbers(let numbers):
          guard let (index, mean, scale) = feature.number else { continue }
          vector.add((numbers[row] - mean) / scale, at: index)
        case .categories(let codes, _):
          BoundUncertainty.add(feature.partOfCode[Int(codes[row])], to: &vector)
        }
      }
    }
  }

  private static func add(_ part: Part, to vector: inout SparseVector) {
    for (index, value) in part { vector.add(value, at: index) }
  }
}

/// The columns of an uncertainty, by the features that they read.
private struct ColumnsByFeature {
  struct Found {
    var number: (index: Int, mean: Double, scale: Double)?
    var categories: [String: Int] = [:]
    var otherCategories: Int?
    var absences: [Presence: BoundUncertainty.Part] = [:]
    /// What the feature adds in an average row.
    var average: BoundUncertainty.Part = []
  }

  private var found: [String: Found] = [:]

  init(_ uncertainty: Uncertainty) {
    for (index, column) in uncertainty.columns.enumerated() {
      let average = uncertainty.averages[index]
      switch column {
      case .number(let name, let mean, let scale):
        found[name, default: Found()].number = (index, mean, scale)
        found[name, default: Found()].average.append((index, average))
      case .category(let name, let category):
        found[name, default: Found()].categories[category] = index
        found[name, default: Found()].average.append((index, average))
      case .otherCategories(let name):
        found[name, default: Found()].otherCategories = index
        found[name, default: Found()].average.append((index, average))
      case .absence(let absences):
        // Split evenly, as the terms share the coefficient.
        let share = 1 / Double(absences.count)
        for absence in absences {
          found[absence.feature, default: Found()].absences[absence.presence] = [(index, share)]
          found[absence.feature, default: Found()].average.append((index, share * average))
        }
      case .intercept: break
      }
    }
  }

  subscript(feature: String) -> Found { found[feature] ?? Found() }
}
