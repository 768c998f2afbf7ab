import LinearAlgebra

/// A fitted logistic regression and how the fit ended.
public struct LogisticFit: Sendable {
  /// One column of the design and its coefficient.
  public struct Coefficient: Hashable, Sendable {
    /// The column in words: `slip_days`, `sector = road`, `budget missing`.
    public var name: String
    /// In log-odds for one standard deviation of a number, or for a category or absence.
    public var value: Double
  }

  /// How the fit ended.
  public let convergence: Convergence
  /// What a reader should know.
  public let notes: [FitNote]
  /// The coefficients of the standardised columns, the intercept last.
  public let coefficients: [Coefficient]
  /// How many groups of rows the uncertainty takes together; nil where it takes rows as
  /// independent, or there is none.
  public let clusters: Int?
  private let fitted: Model

  /// The fitted model; fails when the fit stopped before its optimum, unless `acceptingStopped`.
  public func model(acceptingStopped: Bool = false) throws(ModelError) -> Model {
    guard convergence.hasConverged || acceptingStopped else {
      throw ModelError(.didNotConverge(convergence))
    }
    return fitted
  }

  init(
    _ result: NewtonSolver.Result,
    clusterScores: Matrix?,
    design: Design,
    sample: Sample,
    options: LogisticOptions,
    notes: [FitNote]
  ) throws(ModelError) {
    let coefficients = result.coefficients
    self.convergence = result.convergence
    self.coefficients = coefficients.indices.map {
      Coefficient(name: design.name(of: $0), value: coefficients[$0])
    }
    var model = Model(
      kind: .logistic,
      features: sample.observations.columns.map {
        ModelFeature(
          name: $0.name,
          declaration: $0.declaration,
          hash: $0.hash,
          unit: $0.unit
        )
      },
      intercept: coefficients.last ?? 0,
      terms: TermAssembly.terms(of: sample.observations, design: design, coefficients),
      signs: options.signs.filter { sample.observations[$0.key] != nil }
    )
    try model.setTrainingMeans(over: sample.observations, weights: sample.weights)
    model.fillUnseen(in: sample.observations)
    let disagreements = model.terms.compactMap { term -> FitNote? in
      guard let sign = options.signs[term.feature], case .linear(let weight, _) = term.shape,
        sign == .higher ? weight < 0 : weight > 0
      else { return nil }
      return .againstDeclaredSign(term.feature, sign)
    }
    var notes = notes
    var clusters: Int?
    if design.columnCount <= options.maximumUncertainCoefficients, let hessian = result.hessian {
      func uncertainty(_ scores: Matrix?) -> Uncertainty? {
        design.uncertainty(
          hessian: hessian,
          scores: scores,
          weights: sample.weights,
          terms: model.terms
        )
      }
      if let clusterScores, design.canCluster(clusterScores, rows: sample.labels.count) {
        model.uncertainty = uncertainty(clusterScores)
        clusters = model.uncertainty.map { _ in clusterScores.rowCount }
      }
      if model.uncertainty == nil { model.uncertainty = uncertainty(nil) }
    }
    self.clusters = clusters
    if model.uncertainty == nil {
      notes.append(.noUncertainty(coefficients: coefficients.count))
    } else if clusters == nil, let clusterScores {
      notes.append(
        .fewClusters(clusters: clusterScores.rowCount, coefficients: coefficients.count)
      )
    }
    self.notes = notes + disagreements
    model.trained = LogisticFit.record(result.convergence, sample, options, self.notes)
    if model.uncertainty != nil {
      model.trained.fit["covariance"] = .text(clusters == nil ? "model" : "cluster")
      model.trained.fit["clusters"] = clusters.map(JSONValue.integer)
    }
    self.fitted = model
    try model.verify()
  }

  private static func record(
    _ convergence: Convergence,
    _ sample: Sample,
    _ options: LogisticOptions,
    _ notes: [FitNote]
  ) -> TrainingRecord {
    TrainingRecord(
      versions: ["blas": BLAS.configuration],
      kernel: BLAS.kernelName,
      rows: sample.labels.count,
      positives: sample.labels.count { $0 },
      fit: [
        "method": .text("newton"), "lambda": .number(options.lambda),
        "outcome": .text(convergence.outcome.rawValue),
        "iterations": .integer(convergence.iterations),
        "gradient_norm": JSONValue(finite: convergence.gradientNorm),
        "decrement": JSONValue(finite: convergence.decrement),
        "objective": JSONValue(finite: convergence.objective),
        "total_weight": .number(sample.totalWeight),
      ],
      notes: notes.map(\.description)
    )
  }
}

extension Model {
  /// Gives what the training rows never showed the value of an average row: a missing value of a
  /// feature that was never missing, and an unlisted category where none was pooled.
  fileprivate mutating func fillUnseen(in observations: Observations) {
    for index in terms.indices {
      guard let column = observations[terms[index].feature] else { continue }
      let mean = terms[index].trainingMean
      if !column.presence.contains(.missing) { terms[index].missing = mean }
      if case .categories(let values, let other) = terms[index].shape, other.isNaN {
        terms[index].shape = .categories(values, other: mean)
      }
    }
  }
}
