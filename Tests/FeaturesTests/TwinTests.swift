import FeatureWorlds
import Features
import Foundation
import Tables
import Testing

@Suite struct TwinTests {
  /// Blocks of 100 worlds; `WATCHPOST_FUZZ` asks for more of them.
  private static let blocks =
    ProcessInfo.processInfo.environment["WATCHPOST_FUZZ"].flatMap(Int.init) ?? 10

  /// Random declarations over random records: value, state and missing inputs agree, cell by cell,
  /// on two dates at once, however the projects are cut into ranges and shared among threads.
  @Test(arguments: 0..<blocks)
  func theEngineAgreesWithTheSlowTwin(block: Int) throws {
    for seed in UInt64(block * 100)..<UInt64(block * 100 + 100) {
      var generator = Generator(seed: seed)
      let source = try generator.source()
      let declarations = generator.declarations()
      let text = declarations.map { "\($0.name): \($0.expression) [\($0.applies ?? "")]" }
        .joined(separator: "\n")
      let plan = try #require(
        planned(text) { try FeaturePlan(declarations, package: source.package) }
      )
      let dates = [World.asOf - 1, World.asOf]
      var options = RunOptions()
      options.rangeSize = [nil, 1, 3][Int(seed % 3)]
      options.threads = [1, 2, 4, 8][Int(seed % 4)]
      let run = try FeatureEngine.run(plan, from: source, asOf: dates, options: options)
      for (table, date) in zip(run.tables, dates) {
        let twin = Twin(plan, source, asOf: date)
        #expect(table.ids == twin.projects.map(\.id), "seed \(seed)")
        for project in twin.projects {
          for feature in plan.features {
            let expected = twin.answer(feature.index, project)
            let found = table.answer(feature.name, project.id)
            guard !agree(found, expected) else { continue }
            Issue.record(
              """
              seed \(seed), as of \(date), \(project.id).\(feature.name): \
              found \(String(describing: found)), expected \(expected)
              \(text)
              """
            )
            return
          }
        }
      }
    }
  }

  private func planned(_ text: String, _ body: () throws -> FeaturePlan) -> FeaturePlan? {
    do {
      return try body()
    } catch {
      Issue.record("\(error)\n\(text)")
      return nil
    }
  }

  private func agree(_ found: Answer?, _ expected: Answer) -> Bool {
    guard case .number(let left)? = found?.value, case .number(let right)? = expected.value else {
      return found == expected
    }
    return left == right || abs(left - right) <= 1e-9 * max(abs(left), abs(right))
  }
}
