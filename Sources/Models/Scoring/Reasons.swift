/// A term that makes a row riskier than the rows the model was trained on.
public struct TermReason: Hashable, Sendable {
  /// The index of the term in the model.
  public var term: Int
  /// The feature, or features, it reads.
  public var features: [String]
  /// What the term adds in this row.
  public var contribution: Double
  /// How much that is above the training mean; positive.
  public var excess: Double

  /// A reason of its parts.
  public init(term: Int, features: [String], contribution: Double, excess: Double) {
    self.term = term
    self.features = features
    self.contribution = contribution
    self.excess = excess
  }
}

extension Scorer {
  /// The terms that raise a row most, strongest first.
  ///
  /// Strength is the contribution less its training mean; only positive ones are reasons, and
  /// ties go to the earlier term.
  public func reasons(row: Int, limit: Int = 3) -> [TermReason] {
    var reasons: [TermReason] = []
    for (index, contribution) in contributions(row: row).enumerated() {
      let term = model.terms[index]
      let excess = contribution - term.trainingMean
      guard excess > 0 else { continue }
      reasons.append(
        TermReason(
          term: index,
          features: term.featureNames,
          contribution: contribution,
          excess: excess
        )
      )
    }
    reasons.sort { ($1.excess, $0.term) < ($0.excess, $1.term) }
    return Array(reasons.prefix(max(0, limit)))
  }
}

/// The order of rows by risk.
public enum Ranking {
  /// The rows, riskiest first: by raw logit, ties by id in byte order, then by row.
  public static func order(rawLogits: [Double], ids: [String]) -> [Int] {
    precondition(rawLogits.count == ids.count, "one id a raw logit")
    return rawLogits.indices.sorted { left, right in
      if rawLogits[left] != rawLogits[right] { return rawLogits[left] > rawLogits[right] }
      if ids[left].utf8.elementsEqual(ids[right].utf8) { return left < right }
      return ids[left].utf8.lexicographicallyPrecedes(ids[right].utf8)
    }
  }

  /// The rank of each row, from 1 for the riskiest; every row has one of its own.
  public static func ranks(rawLogits: [Double], ids: [String]) -> [Int] {
    var ranks = [Int](repeating: 0, count: ids.count)
    for (index, row) in order(rawLogits: rawLogits, ids: ids).enumerated() {
      ranks[row] = index + 1
    }
    return ranks
  }
}
