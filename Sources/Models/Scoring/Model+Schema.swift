extension Model {
  /// Checks that observations hold what the model reads: every feature by name, of its type, in
  /// its unit, declared as when the model was trained.
  ///
  /// Returns the features whose declaration the model knows and the observations do not, so that
  /// it could not be compared: a caller says so. Fails on the first kind of fault found, naming
  /// all features that have it.
  @discardableResult
  public func verify(schemaOf observations: Observations) throws(ModelError) -> [String] {
    let absent = features.map(\.name).filter { observations[$0] == nil }
    guard absent.isEmpty else { throw ModelError(.missingFeatures(absent)) }
    var changed: [String] = []
    var units: [ModelError.UnitChange] = []
    var unverified: [String] = []
    for feature in features {
      guard let column = observations[feature.name] else { continue }
      if let trained = feature.hash {
        if let found = column.hash {
          if found != trained { changed.append(feature.name) }
        } else {
          unverified.append(feature.name)
        }
      }
      if let trained = feature.unit, let found = column.unit, trained != found {
        units.append(.init(name: feature.name, trained: trained, found: found))
      }
    }
    guard changed.isEmpty else { throw ModelError(.changedDeclarations(changed)) }
    guard units.isEmpty else { throw ModelError(.changedUnits(units)) }
    let types = typeChanges(in: observations)
    guard types.isEmpty else { throw ModelError(.changedTypes(types)) }
    return unverified
  }

  private func typeChanges(in observations: Observations) -> [ModelError.TypeChange] {
    var changes: [ModelError.TypeChange] = []
    for term in terms {
      for (name, expectsNumbers) in zip(term.featureNames, term.expectsNumbers) {
        guard let column = observations[name], column.isNumeric != expectsNumbers else { continue }
        let change = ModelError.TypeChange(name: name, expectsNumbers: expectsNumbers)
        if !changes.contains(change) { changes.append(change) }
      }
    }
    return changes
  }
}

extension Term {
  /// Whether each feature it reads must be numbers, as `featureNames`.
  var expectsNumbers: [Bool] {
    switch shape {
    case .linear, .steps: [true]
    case .categories: [false]
    case .pair(_, let firstAxis, let secondAxis, _): [firstAxis.isNumeric, secondAxis.isNumeric]
    }
  }
}

extension Term.Axis {
  fileprivate var isNumeric: Bool {
    if case .cuts = self { true } else { false }
  }
}

extension ObservationColumn {
  /// Whether the values are numbers.
  public var isNumeric: Bool {
    if case .numbers = values { true } else { false }
  }
}
