/// Which reasons, if verification refuted them, would lower a project's level.
public enum RefutationSearch {
  /// A reason that could be refuted.
  public struct Candidate: Hashable, Sendable {
    /// Its feature, or whatever the caller knows it by.
    public var name: String
    /// What it adds to the score.
    public var contribution: Double

    /// A candidate of its parts.
    public init(name: String, contribution: Double) {
      self.name = name
      self.contribution = contribution
    }
  }

  /// A set of reasons that carries the level.
  public struct Finding: Hashable, Sendable {
    /// The reasons, the strongest first.
    public var reasons: [String]
    /// The index of the level without them, or nil for none.
    public var level: Int?
  }

  /// The smallest set of at most two reasons without which the level is lower; nil when there is
  /// none, or no level to lower.
  ///
  /// Among sets of one size the one with the largest sum of contributions is tried first, ties by
  /// name; the first that lowers the level is taken.
  ///
  /// - Parameters:
  ///   - candidates: The reasons; of two of one name the first counts.
  ///   - level: The index of the level now.
  ///   - levelAfter: The index of the level when a set of reasons is refuted and everything that
  ///     follows from them is computed anew.
  /// - Returns: the set and the level without it, or nil.
  /// - Throws: what `levelAfter` throws.
  /// - Complexity: at most n + n(n − 1)/2 calls of `levelAfter`.
  public static func smallest<Failure: Error>(
    _ candidates: [Candidate],
    level: Int?,
    levelAfter: (Set<String>) throws(Failure) -> Int?
  ) throws(Failure) -> Finding? {
    guard let level else { return nil }
    var seen: Set<String> = []
    let sorted = candidates.filter { seen.insert($0.name).inserted }.sorted { left, right in
      left.contribution != right.contribution
        ? left.contribution > right.contribution
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    for candidate in sorted {
      let after = try levelAfter([candidate.name])
      if (after ?? -1) < level { return Finding(reasons: [candidate.name], level: after) }
    }
    var pairs: [(sum: Double, first: Int, second: Int)] = []
    for first in sorted.indices {
      for second in sorted.indices where second > first {
        pairs.append((sorted[first].contribution + sorted[second].contribution, first, second))
      }
    }
    pairs.sort { left, right in
      left.sum != right.sum
        ? left.sum > right.sum : (left.first, left.second) < (right.first, right.second)
    }
    for pair in pairs {
      let names = [sorted[pair.first].name, sorted[pair.second].name]
      let after = try levelAfter(Set(names))
      if (after ?? -1) < level { return Finding(reasons: names, level: after) }
    }
    return nil
  }
}
