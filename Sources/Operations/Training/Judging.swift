import Evaluation
import Models
import Tables

/// How a model is judged.
public struct JudgingOptions: Sendable {
  /// How many projects can be looked at.
  public var budgets: [Int]
  /// How intervals are drawn.
  public var bootstrap: BootstrapOptions
  /// Who is told how far the draws have come.
  public var progress = RunProgress.none

  /// Judging with these budgets and draws.
  public init(budgets: [Int] = [], bootstrap: BootstrapOptions = BootstrapOptions()) {
    self.budgets = budgets
    self.bootstrap = bootstrap
  }

  /// The budgets, or 1% and 5% of the rows where none are given.
  func budgets(rows: Int) -> [Int] {
    guard budgets.isEmpty else { return budgets }
    return Array(Set([rows / 100, rows / 20].filter { $0 > 0 })).sorted()
  }
}

/// Rows a model is judged on.
struct JudgedRows {
  /// Their features.
  var observations: Observations
  /// Whether the bad outcome came about.
  var labels: [Bool]
  /// Their projects.
  var ids: [String]
  /// The points of the expert pack, or nil.
  var expertPoints: [Double]?
  /// The share of positives the model was trained with, or nil.
  var prevalence: Double?
  /// The projects the model was made from, or nil when unknown.
  var trainedProjects: Set<String>?
  /// How these rows were set apart from those the model was made from.
  var split: SplitDescription

  /// The model beside the expert pack and the prevalence, on all rows and on unseen projects.
  func judge(_ model: Model, _ options: JudgingOptions) throws -> ComparisonReport {
    let logits = try model.rawLogits(observations, threads: options.bootstrap.threads)
    var scorers = [
      Comparison.Scorer(
        name: model.kind.rawValue,
        scores: logits,
        probabilities: model.probabilities(ofRawLogits: logits)
      )
    ]
    if let expertPoints, model.kind != .expert {
      scorers.append(Comparison.Scorer(name: "expert pack", scores: expertPoints))
    }
    let positives = labels.count { $0 }
    let share = prevalence ?? (labels.isEmpty ? 0 : Double(positives) / Double(labels.count))
    scorers.append(.prevalence(share, rows: labels.count))
    var populations = [Comparison.Population.all(rows: labels.count)]
    if let trainedProjects {
      populations.append(.unseen(groups: ids, notIn: trainedProjects))
    }
    return try Comparison(
      labels: labels,
      groups: ids,
      scorers: scorers,
      populations: populations,
      split: split,
      budgets: options.budgets(rows: labels.count),
      bootstrap: options.bootstrap
    ).report(progress: options.progress)
  }
}

extension PanelData {
  /// The rows of a block, to judge a model on.
  func judged(
    _ rows: [Int],
    split: SplitDescription,
    prevalence: Double?,
    trained: Set<String>?
  ) -> JudgedRows {
    JudgedRows(
      observations: observations.selecting(rows: rows),
      labels: labels(rows),
      ids: ids(rows),
      expertPoints: expertPoints.map { points in rows.map { points[$0] } },
      prevalence: prevalence,
      trainedProjects: trained,
      split: split
    )
  }
}
