import Evaluation
import Models
import Tables
import Warnings

extension FlatTable {
  /// Scores every row of the table.
  public func score(
    _ model: Model,
    policy file: String?,
    _ request: ScoreRequest = ScoreRequest()
  ) throws -> ScoreResult {
    let id = idColumn(nil)
    let excluded = Set(table.names).subtracting(model.features.map(\.name))
    let observations = try Observations(
      table: table,
      id: id,
      excluding: excluded.filter { $0 != id }
    )
    let policy =
      try file.map { try Policy(yaml: try Files.text($0), file: $0) }
      ?? Policy(yaml: Policy.starter, file: "the starter policy")
    let scored = try ScoredDate(observations, model: model, policy: policy, request: request)
    return ScoreResult(
      scored,
      asOf: nil,
      request: request,
      policy: policy,
      model: model,
      decided: [:],
      notes: scored.notes,
      rejects: rejects
    )
  }
}
