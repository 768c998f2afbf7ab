import FeatureWorlds
import Features
import Foundation
import Tables
import Testing

@Suite struct ParityTests {
  /// How many blocks of 25 worlds are tried, some three hundred declarations each;
  /// `WATCHPOST_FUZZ` asks for more.
  private static let blocks =
    ProcessInfo.processInfo.environment["WATCHPOST_FUZZ"].flatMap(UInt64.init) ?? 20

  /// Random declarations over random records: the engine, the slow twin and SQLite agree, cell by
  /// cell; and together the declarations say everything the language can say.
  @Test func theEngineAndSQLiteAgree() async throws {
    let tally = try await withThrowingTaskGroup(of: Tally.self) { group in
      for block in 0..<Self.blocks {
        group.addTask {
          var tally = Tally()
          for seed in block * 25..<block * 25 + 25 { try Self.compare(seed, &tally) }
          return tally
        }
      }
      return try await group.reduce(into: Tally()) { $0.add($1) }
    }
    #expect(tally.missing(atLeast: 10) == [:])
    #expect(tally["declarations"] >= 250 * Int(Self.blocks))
    #expect(tally["cells"] > 500 * Int(Self.blocks))
    #expect(tally["values"] * 3 > tally["cells"])
    let (declarations, worlds, cells) = (tally["declarations"], tally["worlds"], tally["cells"])
    print("parity: \(declarations) declarations in \(worlds) worlds, \(cells) cells")
  }

  private static func compare(_ seed: UInt64, _ tally: inout Tally) throws {
    var generator = Generator(seed: seed)
    let source = try generator.source()
    let declarations = generator.declarations(6...18)
    let plan = try FeaturePlan(declarations, package: source.package)
    let comparison = try Comparison(source, plan, seed: seed)
    tally.add(plan, source)
    comparison.check { feature, answer in tally.add(feature, answer) }
  }
}
