import FeatureWorlds
import Features
import Foundation
import Tables
import Testing

@Suite struct ParityTests {
  /// Blocks of 50 worlds; `WATCHPOST_FUZZ` asks for more of them.
  private static let blocks =
    ProcessInfo.processInfo.environment["WATCHPOST_FUZZ"].flatMap(Int.init) ?? 6

  /// Random declarations over random records: the engine, the slow twin and SQLite agree, cell by
  /// cell.
  @Test(arguments: 0..<blocks)
  func theEngineAgreesWithSQLite(block: Int) throws {
    for seed in UInt64(block * 50)..<UInt64(block * 50 + 50) {
      var generator = Generator(seed: seed)
      let source = try generator.source()
      let declarations = generator.declarations()
      let plan = try FeaturePlan(declarations, package: source.package)
      let table = try #require(
        try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables.first
      )
      let twin = Twin(plan, source, asOf: World.asOf)
      let statement = try plan.sql(.sqlite, asOf: World.asOf, withHidden: true)
      let oracle = try SQLiteOracle(source)
      let answers = try answers(oracle, statement, plan, seed)
      #expect(answers.map(\.id) == table.ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      for answer in answers {
        guard let project = twin.projects.first(where: { $0.id == answer.id }) else { continue }
        for (feature, cell) in zip(plan.features, answer.cells) {
          let found = table.answer(feature.name, answer.id)?.value
          let expected = twin.answer(feature.index, project).value
          if agree(found, cell), agree(expected, cell) { continue }
          Issue.record(
            """
            seed \(seed), \(answer.id).\(feature.name) = \(feature.declaration.expression) \
            [empty \(String(describing: feature.declaration.empty)), \
            applies \(feature.declaration.applies ?? "always")]
            engine \(String(describing: found)), twin \(String(describing: expected)), \
            SQLite \(String(describing: cell))
            \(declarations.map { "\($0.name): \($0.expression)" }.joined(separator: "\n"))
            \(statement)
            """
          )
          return
        }
      }
    }
  }

  private func answers(
    _ oracle: SQLiteOracle,
    _ statement: String,
    _ plan: FeaturePlan,
    _ seed: UInt64
  ) throws -> [(id: String, cells: [Cell?])] {
    do {
      return try oracle.answers(statement, plan.features.map(\.type))
    } catch {
      Issue.record("seed \(seed): \(error)\n\(statement)")
      throw error
    }
  }

  private func agree(_ left: Cell?, _ right: Cell?) -> Bool {
    guard case .number(let left)? = left, case .number(let right)? = right else {
      return left == right
    }
    return left == right || abs(left - right) <= 1e-9 * max(abs(left), abs(right))
  }
}
