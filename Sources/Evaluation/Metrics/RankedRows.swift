/// Rows from the highest score to the lowest, so that one pass gives every figure of rank.
///
/// Sorting is done once; a bootstrap replicate changes only how often each group counts.
struct RankedRows: Sendable {
  /// The weight of the row when it is positive, else 0, by descending score.
  private let positive: [Double]
  /// The weight of the row when it is negative, else 0.
  private let negative: [Double]
  /// The group of the row.
  private let group: [Int32]
  /// Where each run of equal scores ends.
  private let runEnds: [Int]

  init(labels: [Bool], scores: [Double], weights: [Double]?, groups: Groups) {
    let order = labels.indices.sorted { left, right in
      scores[left] != scores[right] ? scores[left] > scores[right] : left < right
    }
    positive = order.map { labels[$0] ? weights?[$0] ?? 1 : 0 }
    negative = order.map { labels[$0] ? 0 : weights?[$0] ?? 1 }
    group = order.map { groups.ofRow[$0] }
    var ends: [Int] = []
    for index in order.indices
    where index + 1 == order.count || scores[order[index]] != scores[order[index + 1]] {
      ends.append(index + 1)
    }
    runEnds = ends
  }

  /// Every figure of rank, each group counting `multiplicity[group]` times.
  ///
  /// - Shapes: `multiplicity` has one value a group.
  /// - Complexity: O(n + runs · budgets passed).
  func figures(multiplicity: [Double], budgets: [Int]) -> RankFigures {
    var positives = 0.0
    var negatives = 0.0
    for row in group.indices {
      let times = multiplicity[Int(group[row])]
      positives += times * positive[row]
      negatives += times * negative[row]
    }
    let total = positives + negatives
    guard total > 0 else { return RankFigures(undefined: .noRows, budgets: budgets) }

    var above = 0.0
    var truePositives = 0.0
    var falsePositives = 0.0
    var orderedPairs = 0.0
    var precisionSum = 0.0
    var distance = 0.0
    var found = [Double?](repeating: nil, count: budgets.count)
    var start = 0
    for end in runEnds {
      var runPositives = 0.0
      var runNegatives = 0.0
      for row in start..<end {
        let times = multiplicity[Int(group[row])]
        runPositives += times * positive[row]
        runNegatives += times * negative[row]
      }
      start = end
      let run = runPositives + runNegatives
      guard run > 0 else { continue }
      for (index, budget) in budgets.enumerated() where found[index] == nil {
        let budget = Double(budget)
        // Within a run any order is as good as any other: the expectation over all of them.
        if budget > 0, budget <= above + run {
          found[index] = truePositives + (budget - above) * runPositives / run
        }
      }
      orderedPairs += runNegatives * (truePositives + runPositives / 2)
      truePositives += runPositives
      falsePositives += runNegatives
      above += run
      precisionSum += runPositives * (truePositives / (truePositives + falsePositives))
      if positives > 0, negatives > 0 {
        distance = max(
          distance,
          abs(truePositives / positives - falsePositives / negatives)
        )
      }
    }
    return RankFigures(
      positives: positives,
      negatives: negatives,
      orderedPairs: orderedPairs,
      precisionSum: precisionSum,
      distance: distance,
      budgets: budgets,
      found: found
    )
  }
}

/// The figures of one pass over ranked rows.
struct RankFigures {
  var auc: Figure
  var averagePrecision: Figure
  var ks: Figure
  var prevalence: Figure
  var precision: [Figure]
  var recall: [Figure]
  var lift: [Figure]

  init(undefined reason: Undefined, budgets: [Int]) {
    auc = .undefined(reason)
    averagePrecision = .undefined(reason)
    ks = .undefined(reason)
    prevalence = .undefined(reason)
    precision = budgets.map { _ in .undefined(reason) }
    recall = precision
    lift = precision
  }

  init(
    positives: Double,
    negatives: Double,
    orderedPairs: Double,
    precisionSum: Double,
    distance: Double,
    budgets: [Int],
    found: [Double?]
  ) {
    let total = positives + negatives
    if positives > 0, negatives > 0 {
      auc = Figure(computed: orderedPairs / (positives * negatives))
      ks = Figure(computed: distance)
    } else {
      auc = .undefined(.oneClass)
      ks = .undefined(.oneClass)
    }
    averagePrecision =
      positives > 0 ? Figure(computed: precisionSum / positives) : .undefined(.noPositives)
    prevalence = Figure(computed: positives / total)
    precision = []
    recall = []
    lift = []
    for (budget, found) in zip(budgets, found) {
      guard let found else {
        let reason: Undefined =
          budget <= 0
          ? .budgetNotPositive(budget) : .budgetAboveRows(budget: budget, rows: total)
        precision.append(.undefined(reason))
        recall.append(.undefined(reason))
        lift.append(.undefined(reason))
        continue
      }
      let share = found / Double(budget)
      precision.append(Figure(computed: share))
      guard positives > 0 else {
        recall.append(.undefined(.noPositives))
        lift.append(.undefined(.noPositives))
        continue
      }
      recall.append(Figure(computed: found / positives))
      lift.append(Figure(computed: share / (positives / total)))
    }
  }
}
