/// Turns coefficients of a design's columns back into terms of features.
enum TermAssembly {
  /// One term a feature, in the order of the observations.
  ///
  /// An absence that several features share is split evenly among them. A category table without
  /// pooled categories has NaN for `other` until `Model.fillUnseen`.
  static func terms(
    of observations: Observations,
    design: Design,
    _ coefficients: [Double]
  ) -> [Term] {
    var terms = observations.columns.map { column in
      Term(feature: column.name, shape: emptyShape(of: column), missing: 0)
    }
    for (index, meaning) in design.meanings.enumerated() {
      let coefficient = coefficients[index]
      switch meaning {
      case .number(let feature, let mean, let scale):
        terms[feature].shape = .linear(weight: coefficient / scale, center: mean)
      case .category(let feature, let name):
        terms[feature].shape.setCategory(name, coefficient)
      case .otherCategories(let feature, let names):
        terms[feature].shape.setOther(coefficient, insteadOf: names)
      case .absence(let absences):
        let share = coefficient / Double(absences.count)
        for absence in absences {
          if absence.presence == .missing {
            terms[absence.feature].missing = share
          } else {
            terms[absence.feature].notApplicable = share
          }
        }
      case .intercept: break
      }
    }
    return terms
  }

  /// The shape of a feature that no column stands for: it adds nothing.
  private static func emptyShape(of column: ObservationColumn) -> Term.Shape {
    switch column.values {
    case .numbers: return .linear(weight: 0, center: 0)
    case .categories(let codes, let names):
      // The categories seen, so that a reference category is listed too; pooled ones are taken
      // out again when `other` is set.
      var seen: [String: Double] = [:]
      for row in codes.indices where column.presence[row] == .present {
        seen[names[Int(codes[row])]] = 0
      }
      return .categories(seen, other: .nan)
    }
  }
}

extension Term.Shape {
  fileprivate mutating func setCategory(_ name: String, _ value: Double) {
    guard case .categories(var values, let other) = self else { return }
    values[name] = value
    self = .categories(values, other: other)
  }

  fileprivate mutating func setOther(_ value: Double, insteadOf pooled: [String]) {
    guard case .categories(var values, _) = self else { return }
    for name in pooled { values[name] = nil }
    self = .categories(values, other: value)
  }
}
