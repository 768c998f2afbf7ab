import Features
import Tables

/// Which indicators of a pack a dataset can answer, and what would let it answer more.
public struct Computability: Sendable {
  /// One indicator and what it lacks.
  public struct Answer: Sendable {
    /// The indicator.
    public var indicator: Indicator
    /// Columns the dataset does not have, as `table.column`, or `table` when all of it is missing.
    public var missing: [String]
    /// Why the feature cannot be settled although its columns are there.
    public var error: FeatureError?

    /// Whether the dataset can answer it.
    public var isComputable: Bool { missing.isEmpty && error == nil }
  }

  /// A missing column and what it would unlock.
  public struct Unlock: Hashable, Sendable {
    /// The column, as `table.column`.
    public var column: String
    /// Indicators that lack nothing else.
    public var alone: [String]
    /// Indicators that need it, among other things or alone.
    public var needed: [String]
  }

  /// Every indicator of the pack, in its order.
  public var answers: [Answer]
  /// Missing columns: those that unlock most by themselves first, then those most need.
  public var unlocks: [Unlock]

  /// The indicators the dataset can answer.
  public var computable: [Indicator] { answers.filter(\.isComputable).map(\.indicator) }

  fileprivate init(answers: [Answer]) {
    self.answers = answers
    var unlocks: [String: Unlock] = [:]
    for answer in answers {
      for column in answer.missing {
        var unlock = unlocks[column] ?? Unlock(column: column, alone: [], needed: [])
        unlock.needed.append(answer.indicator.id)
        if answer.missing.count == 1 { unlock.alone.append(answer.indicator.id) }
        unlocks[column] = unlock
      }
    }
    self.unlocks = unlocks.values.sorted { left, right in
      let (first, second) = (
        (left.alone.count, left.needed.count), (right.alone.count, right.needed.count)
      )
      return first != second ? first > second : left.column < right.column
    }
  }
}

extension Pack {
  /// Which indicators a dataset can answer by its description alone; no record is read.
  public func computability(of package: DataPackage) -> Computability {
    let verdicts = Dictionary(
      FeaturePlan.diagnose(declarations, package: package).verdicts
        .map { ($0.declaration.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return Computability(
      answers: indicators.map { indicator in
        let verdict = verdicts[indicator.feature]
        return Computability.Answer(
          indicator: indicator,
          missing: verdict?.missing.map(\.description) ?? [],
          error: verdict?.error
        )
      }
    )
  }
}
