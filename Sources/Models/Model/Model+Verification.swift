extension Model {
  /// Fails when the parts of the model do not fit together: a feature listed twice, a term
  /// without its feature, cuts out of order, a number that is not finite, a calibration or a
  /// point scale that does not rise, an uncertainty whose parts do not belong to the terms.
  public func verify() throws(ModelError) {
    var names: Set<String> = []
    for feature in features where !names.insert(feature.name).inserted {
      throw ModelError(.inconsistent("the feature “\(feature.name)” is listed twice"))
    }
    guard intercept.isFinite else { throw ModelError(.inconsistent("the intercept is not finite")) }
    for term in terms {
      for name in term.featureNames where !names.contains(name) {
        throw ModelError(.inconsistent("a term reads “\(name)”, which features does not list"))
      }
      if let fault = term.fault {
        throw ModelError(.inconsistent("the term of “\(term.title)” \(fault)"))
      }
    }
    for name in signs.keys.sorted() where !names.contains(name) {
      throw ModelError(.inconsistent("signs names “\(name)”, which features does not list"))
    }
    if let calibration {
      guard calibration.slope > 0, calibration.slope.isFinite, calibration.intercept.isFinite else {
        throw ModelError(.inconsistent("the calibration does not rise"))
      }
    }
    if let pointScale {
      guard isInPoints else {
        throw ModelError(.inconsistent("only scorecards and expert models have points"))
      }
      guard pointScale.factor > 0, pointScale.factor.isFinite, pointScale.offset.isFinite else {
        throw ModelError(.inconsistent("the factor of the points is not positive"))
      }
    }
    if let uncertainty {
      guard !isInPoints else {
        throw ModelError(.inconsistent("a model in points has no uncertainty in log-odds"))
      }
      if let fault = uncertainty.fault(in: terms) { throw ModelError(.inconsistent(fault)) }
    }
  }
}

extension Term {
  /// What is wrong with the term by itself, as the end of a sentence.
  fileprivate var fault: String? {
    guard missing.isFinite, trainingMean.isFinite, notApplicable?.isFinite ?? true else {
      return "holds a number that is not finite"
    }
    switch shape {
    case .linear(let weight, let center):
      return weight.isFinite && center.isFinite ? nil : "holds a number that is not finite"
    case .steps(let cuts, let values):
      guard values.count == cuts.count + 1 else { return "needs one value more than it has cuts" }
      return Axis.cuts(cuts).fault ?? Term.fault(ofValues: values)
    case .categories(let values, let other):
      return Term.fault(ofValues: values.values + [other])
    case .pair(let second, let firstAxis, let secondAxis, let values):
      guard second != feature else { return "pairs a feature with itself" }
      guard values.count == firstAxis.binCount * secondAxis.binCount else {
        return "needs one value for each pair of bins"
      }
      return firstAxis.fault ?? secondAxis.fault ?? Term.fault(ofValues: values)
    }
  }

  private static func fault(ofValues values: some Sequence<Double>) -> String? {
    values.allSatisfy(\.isFinite) ? nil : "holds a number that is not finite"
  }
}

extension Term.Axis {
  fileprivate var fault: String? {
    switch self {
    case .cuts(let cuts):
      let isAscending = zip(cuts, cuts.dropFirst()).allSatisfy { $0 < $1 }
      return isAscending && cuts.allSatisfy(\.isFinite) ? nil : "has cuts that do not ascend"
    case .levels(let levels):
      return Set(levels).count == levels.count ? nil : "lists a category twice"
    }
  }
}
