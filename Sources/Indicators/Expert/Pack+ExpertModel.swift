import Features
import Models

extension Pack {
  /// The pack as a model: points for each indicator by its cuts, added up.
  ///
  /// A term is a step function of the scored feature. A feature that is not applicable or
  /// insufficient adds no points; how many were insufficient is the coverage of an assessment.
  ///
  /// With the features settled against a package (`plan`) the model takes their canonical
  /// declarations and hashes; without, its columns match by name alone.
  ///
  /// - Units: points; higher is riskier.
  public func expertModel(plan: FeaturePlan? = nil) -> Model {
    let features = indicators.map { indicator in
      ModelFeature(
        name: indicator.feature,
        declaration: plan?[indicator.feature]?.canonical,
        hash: plan?[indicator.feature]?.hash,
        unit: indicator.unit
      )
    }
    let signs = indicators.map { indicator in
      (indicator.feature, indicator.scale.direction == .higher ? Sign.higher : .lower)
    }
    return Model(
      kind: .expert,
      features: features,
      intercept: 0,
      terms: indicators.map(\.term),
      trained: TrainingRecord(notes: ["Expert points of the pack “\(name)”; trained on nothing."]),
      signs: Dictionary(signs, uniquingKeysWith: { first, _ in first })
    )
  }
}

extension Indicator {
  /// The points of a value: those of the level it reaches, 0 when it is clear.
  public func points(of value: Double) -> Double {
    scale.level(of: value).map { points[$0] } ?? 0
  }

  /// The indicator as a term of the expert model.
  public var term: Term {
    let steps = scale.steps
    return Term(
      feature: feature,
      shape: .steps(cuts: steps.bounds, values: steps.levels.map { $0.map { points[$0] } ?? 0 }),
      missing: 0,
      notApplicable: 0
    )
  }
}
