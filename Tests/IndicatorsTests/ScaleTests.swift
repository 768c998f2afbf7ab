import Indicators
import Testing

@Suite struct ScaleTests {
  private static let scales: [Scale] = [
    Scale(
      direction: .higher,
      includesCut: false,
      cuts: [.init(level: .blue, value: 0), .init(level: .red, value: 0.2)]
    ),
    Scale(
      direction: .higher,
      includesCut: true,
      cuts: [
        .init(level: .yellow, value: 2), .init(level: .orange, value: 3),
        .init(level: .red, value: 4),
      ]
    ),
    Scale(
      direction: .lower,
      includesCut: false,
      cuts: [.init(level: .yellow, value: 25), .init(level: .red, value: 20)]
    ),
    Scale(direction: .lower, includesCut: true, cuts: [.init(level: .orange, value: 1)]),
    .flag(.red),
  ]

  @Test(arguments: scales)
  func theStepsSayWhatTheCutsSay(scale: Scale) {
    let steps = scale.steps
    let near = scale.cuts.flatMap {
      [$0.value, $0.value.nextUp, $0.value.nextDown, $0.value + 1, $0.value - 1]
    }
    for value in near + [0, -0.0, 1e300, -1e300, .leastNonzeroMagnitude] {
      let index = steps.bounds.count { $0 <= value }
      #expect(steps.levels[index] == scale.level(of: value), "at \(value)")
    }
    #expect(steps.bounds == steps.bounds.sorted())
    #expect(steps.levels.count == steps.bounds.count + 1)
  }

  @Test func aCutThatExcludesItselfIsClearAtTheCut() {
    let above = ScaleTests.scales[0]
    #expect(above.level(of: 0) == nil)
    #expect(above.level(of: 0.0001) == .blue)
    #expect(above.level(of: 0.2) == .blue)
    #expect(above.level(of: 0.3) == .red)
    let below = ScaleTests.scales[2]
    #expect(below.level(of: 25) == nil)
    #expect(below.level(of: 20) == .yellow)
    #expect(below.level(of: 19) == .red)
  }

  @Test func aCutThatIncludesItselfIsFlaggedAtTheCut() {
    #expect(ScaleTests.scales[1].level(of: 2) == .yellow)
    #expect(ScaleTests.scales[1].level(of: 1) == nil)
    #expect(ScaleTests.scales[3].level(of: 1) == .orange)
    #expect(ScaleTests.scales[3].level(of: 2) == nil)
  }

  @Test func levelsRiseFromBlueToRed() {
    #expect(Level.allCases == Level.allCases.sorted())
    #expect(Level.allCases.map { Level(rank: $0.rank) } == Level.allCases)
    #expect(Level(rank: 0) == nil)
  }
}
