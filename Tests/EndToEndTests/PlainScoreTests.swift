import Features
import Models
import Operations
import Tables
import TestSupport
import Testing

/// The features of a range of projects as a model takes them, without a table of them, against
/// those of the table.
@Suite struct PlainScoreTests {
  @Test(arguments: ["district"])
  func aModelTakesTheSameWithoutATable(dataset: String) throws {
    let workdir = try Workdir()
    try workdir.copy("Datasets/\(dataset)")
    let bench = try Workbench(opening: workdir.path(dataset))
    let inputs = try ModelInputs(bench.plan, features: bench.modelFeatures)
    var options = RunOptions()
    options.rangeSize = 256
    var rows = 0
    var met: Set<Presence> = []
    _ = try FeatureEngine.stream(
      bench.plan,
      from: bench.dataset,
      asOf: [try #require(Day(iso: "2022-06-30"))],
      options: options,
      mapRanges: { ranges in
        try ranges.map {
          ($0.isPartial, try inputs.observations($0), try inputs.observations([$0.table]))
        }
      },
      consume: { parts in
        for (isPartial, quick, slow) in parts {
          #expect(!isPartial)
          #expect(quick.ids == slow.ids)
          #expect(quick.columns.map(\.name) == slow.columns.map(\.name))
          rows += quick.rowCount
          for (left, right) in zip(quick.columns, slow.columns) {
            #expect(left.hash == right.hash && left.unit == right.unit)
            #expect(left.isNumeric == right.isNumeric)
            // A prime step meets every kind of row; each look at a value takes the column apart.
            for row in stride(from: 0, to: quick.rowCount, by: 17)
            where left.value(at: row) != right.value(at: row) {
              Issue.record("\(left.name) of \(quick.ids[row])")
            }
            met.formUnion(left.presence)
          }
        }
      }
    )
    #expect(rows > 256)
    #expect(met.contains(.missing) && met.contains(.present))
  }
}
