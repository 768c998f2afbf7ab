import Determinism

/// A model bound to observations: its columns found by name, its categories by code.
///
/// Sums run over the terms in the model's order, in plain loops and pinned functions: the same
/// bytes on every machine and at any number of threads.
public struct Scorer: Sendable {
  /// The model.
  public let model: Model
  /// The observations.
  public let observations: Observations
  /// The features whose declaration could not be compared; see `Model.verify(schemaOf:)`.
  public let unverified: [String]
  let terms: [BoundTerm]

  /// Binds a model to observations.
  ///
  /// Fails when `Model.verify(schemaOf:)` does.
  public init(_ model: Model, on observations: Observations) throws(ModelError) {
    unverified = try model.verify(schemaOf: observations)
    self.model = model
    self.observations = observations
    self.terms = model.terms.map { BoundTerm($0, on: observations) }
  }

  /// The number of rows.
  public var rowCount: Int { observations.rowCount }

  /// The sum of intercept and terms of every row: log-odds, or points.
  ///
  /// - Complexity: O(n · p).
  public func sums(threads: Int = 1) -> [Double] {
    let parts = RowRanges.map(count: rowCount, grain: Scorer.blockRows, threads: threads) { range in
      sums(rows: range)
    }
    return parts.flatMap { $0 }
  }

  /// Rows of a block: what a block of every term's numbers and sums takes stays in the cache.
  public static let blockRows = 2048

  /// The sums of a block of rows.
  public func sums(rows: Range<Int>) -> [Double] {
    var sums = [Double](repeating: model.intercept, count: rows.count)
    for term in terms { term.add(to: &sums, rows: rows) }
    return sums
  }

  /// The raw logit of every row.
  public func rawLogits(threads: Int = 1) -> [Double] {
    let sums = sums(threads: threads)
    return model.isInPoints && model.pointScale != nil ? sums.map(model.rawLogit) : sums
  }

  /// What each term adds in a row, in the order of the terms.
  public func contributions(row: Int) -> [Double] {
    terms.map { $0.contribution(row: row) }
  }

  /// The sum of a row, added up as `sums` does.
  public func sum(row: Int) -> Double {
    terms.reduce(model.intercept) { $0 + $1.contribution(row: row) }
  }

  /// What a row holds for each feature a term reads, in the order of `Term.featureNames`.
  public func values(row: Int, term: Int) -> [TermValue] {
    model.terms[term].featureNames.map { name in
      observations[name]?.value(at: row) ?? .missing
    }
  }
}

extension Model {
  /// The raw logit of every row; see `Scorer`.
  public func rawLogits(
    _ observations: Observations,
    threads: Int = 1
  ) throws(ModelError) -> [Double] {
    try Scorer(self, on: observations).rawLogits(threads: threads)
  }

  /// The points of every row, or nil when the model is not read in points.
  public func points(
    _ observations: Observations,
    threads: Int = 1
  ) throws(ModelError) -> [Double]? {
    guard isInPoints else { return nil }
    return try Scorer(self, on: observations).sums(threads: threads)
  }

  /// Sets every term's training mean to its mean over `observations`, weighted if asked.
  ///
  /// Means are sums in row order divided by the total weight.
  public mutating func setTrainingMeans(
    over observations: Observations,
    weights: [Double]? = nil
  ) throws(ModelError) {
    let scorer = try Scorer(self, on: observations)
    for (index, mean) in scorer.means(weights: weights).enumerated() {
      terms[index].trainingMean = mean
    }
  }
}

extension Scorer {
  /// The mean contribution of each term, weighted if asked.
  func means(weights: [Double]?) -> [Double] {
    let total = weights?.reduce(0, +) ?? Double(rowCount)
    guard total > 0 else { return terms.map { _ in 0 } }
    return terms.map { term in
      var contributions = [Double](repeating: 0, count: rowCount)
      term.add(to: &contributions, rows: 0..<rowCount)
      var sum = 0.0
      for row in contributions.indices { sum += contributions[row] * (weights?[row] ?? 1) }
      return sum / total
    }
  }
}

extension ObservationColumn {
  /// What a row holds.
  public func value(at row: Int) -> TermValue {
    switch presence[row] {
    case .missing: return .missing
    case .notApplicable: return .notApplicable
    case .present:
      switch values {
      case .numbers(let numbers): return .number(numbers[row])
      case .categories(let codes, let names): return .category(names[Int(codes[row])])
      }
    }
  }
}
