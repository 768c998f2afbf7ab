import FeatureWorlds
import Features
import Tables
import Testing

/// One world computed three times: by the engine, by the slow twin, and by SQLite.
struct Comparison {
  private let plan: FeaturePlan
  private let seed: UInt64
  private let table: FeatureTable
  private let twin: Twin?
  private let statement: String
  private let answers: [SQLiteOracle.Answers]

  /// `seed` names the world in messages, and in files where it `isShared`.
  init(
    _ source: MemorySource,
    _ plan: FeaturePlan,
    seed: UInt64,
    withTwin isWithTwin: Bool = true,
    isShared: Bool = true
  ) throws {
    self.plan = plan
    self.seed = seed
    let run = try FeatureEngine.run(plan, from: source, asOf: [World.asOf])
    table = try #require(run.tables.first)
    twin = isWithTwin ? Twin(plan, source, asOf: World.asOf) : nil
    statement = try plan.sql(.sqlite, asOf: World.asOf, withHidden: true)
    do {
      answers = try SQLiteOracle(source).answers(statement, plan.features.map(\.type))
    } catch {
      Issue.record("seed \(seed): \(error)\n\(statement)")
      throw error
    }
    if isShared { try WorldFiles.write(source, plan, answers, seed) }
  }

  /// Records the first cell in which two of them differ; calls `body` with each answer.
  func check(_ body: (PlannedFeature, Answer?) -> Void = { _, _ in }) {
    let ids = table.ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(answers.map(\.id) == ids, "seed \(seed)\n\(statement)")
    for answer in answers {
      let project = twin?.projects.first { $0.id == answer.id }
      for (feature, cell) in zip(plan.features, answer.cells) {
        let found = table.answer(feature.name, answer.id)
        let expected = project.flatMap { twin?.answer(feature.index, $0).value } ?? nil
        body(feature, found)
        if agree(found?.value, cell), twin == nil || agree(expected, cell) { continue }
        report(answer.id, feature, "\(found?.description ?? "none")", expected, cell)
        return
      }
    }
  }

  private func report(
    _ id: String,
    _ feature: PlannedFeature,
    _ found: String,
    _ expected: Cell?,
    _ cell: Cell?
  ) {
    let declaration = feature.declaration
    let all = plan.features.map { "\($0.name): \($0.declaration.expression)" }
    Issue.record(
      """
      seed \(seed), \(id).\(feature.name) = \(declaration.expression) \
      [empty \(declaration.empty.map { "\($0)" } ?? "none"), \
      applies \(declaration.applies ?? "always")]
      engine \(found), twin \(String(describing: expected)), SQLite \(String(describing: cell))
      \(all.joined(separator: "\n"))
      \(statement)
      """
    )
  }

  /// Numbers may differ by 1e-9 of their size, and where doubles are no longer exact.
  private func agree(_ left: Cell?, _ right: Cell?) -> Bool {
    guard case .number(let left)? = left, case .number(let right)? = right else {
      return left == right
    }
    let size = max(abs(left), abs(right))
    return left == right || abs(left - right) <= max(1e-9 * size, 1e-300)
  }
}
