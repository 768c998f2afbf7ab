import Testing
import Warnings

/// Ranks and levels.
@Suite struct PlacementTests {
  @Test func levelsByShareHoldTheShareAndNoMore() throws {
    let policy = try Policy(
      by: .share,
      levels: levels([("blue", 0.29), ("red", 0.07)])
    )
    for count in 0...200 {
      let projects = (0..<count).map { ScoredProject(id: "P\($0)", rawLogit: Double($0)) }
      let placed = try policy.place(projects)
      #expect(placed.count { $0.level == 1 } == count * 7 / 100, "\(count)")
      #expect(placed.count { $0.level != nil } == count * 29 / 100, "\(count)")
      #expect(placed.map(\.rank) == (0..<count).map { count - $0 })
    }
  }

  @Test func tiesGoByKeyAndDoNotEnlargeAShare() throws {
    let policy = try Policy(by: .share, levels: levels([("red", 0.5)]))
    let forward = ["甲", "b", "B", "a"].map { ScoredProject(id: $0, rawLogit: 1) }
    let placed = try policy.place(forward)
    #expect(placed.map(\.rank) == [4, 3, 1, 2])
    #expect(placed.map(\.level) == [nil, nil, 0, 0])
    let backward = try policy.place(forward.reversed())
    #expect(backward.reversed() == placed)
  }

  @Test func levelsByPointsAndProbabilityIncludeTheirBound() throws {
    let points = try Policy(by: .points, levels: levels([("blue", 10), ("red", 20)]))
    let scores = [9.99, 10, 19.99, 20, 100]
    let projects = scores.map { ScoredProject(id: "P\($0)", rawLogit: $0, points: $0) }
    #expect(try points.place(projects).map(\.level) == [nil, 0, 0, 1, 1])
    let probability = try Policy(by: .probability, levels: levels([("blue", 0.1), ("red", 0.5)]))
    let chances = [0.0999, 0.1, 0.5, 1].map {
      ScoredProject(id: "P\($0)", rawLogit: $0, probability: $0)
    }
    #expect(try probability.place(chances).map(\.level) == [nil, 0, 1, 1])
  }

  @Test func aHardTriggerRaisesAndNeverLowers() throws {
    let policy = try Policy(
      by: .points,
      levels: levels([("blue", 10), ("yellow", 20), ("red", 30)]),
      hard: [
        .init(indicator: "C03", when: .orange, level: "yellow"),
        .init(indicator: "S02", level: "blue"),
        .init(indicator: "T01", when: .red, level: "yellow"),
      ]
    )
    func place(_ points: Double, _ flags: [String: FlagLevel]) throws -> Placement {
      let project = ScoredProject(id: "P", rawLogit: points, points: points, flags: flags)
      return try #require(try policy.place([project]).first)
    }
    #expect(try place(0, [:]).level == nil)
    #expect(try place(0, ["C03": .yellow]).level == nil)
    #expect(try place(0, ["C03": .orange]).level == 1)
    #expect(try place(0, ["C03": .red]).raisedBy == ["C03"])
    #expect(try place(0, ["C03": .red, "T01": .red, "S02": .blue]).raisedBy == ["C03", "T01"])
    #expect(try place(0, ["S02": .blue]).level == 0)
    #expect(try place(15, ["C03": .red]).scoreLevel == 0)
    #expect(try place(40, ["C03": .red]).level == 2)
    #expect(try place(40, ["C03": .red]).raisedBy == [])
    #expect(try place(25, ["C03": .red]).raisedBy == [])
  }

  @Test(arguments: LevelBasis.allCases)
  func manyProjectsArePlacedAsEachOfThem(basis: LevelBasis) throws {
    let bounds: [(String, Double)] =
      basis == .share
      ? [("blue", 0.4), ("yellow", 0.2), ("red", 0.05)]
      : [("blue", 0.3), ("yellow", 0.6), ("red", 0.9)]
    let policy = try Policy(
      by: basis,
      levels: levels(bounds),
      hard: [
        .init(indicator: "C03", when: .orange, level: "yellow"),
        .init(indicator: "S02", level: "red"),
      ]
    )
    let projects = (0..<400).map { number in
      let score = Double(number * 7919 % 97) / 97
      return ScoredProject(
        id: "P\(number)",
        rawLogit: score,
        probability: score,
        points: score,
        flags: [
          "C03": number % 5 == 0 ? .yellow : .red, "S02": .blue,
        ].filter { number % ($0.key == "S02" ? 31 : 11) == 0 }
      )
    }
    let placed = try policy.place(
      ScoreColumns(
        ids: projects.map(\.id),
        rawLogits: projects.map(\.rawLogit),
        probabilities: projects.map(\.rawLogit),
        points: projects.map(\.rawLogit),
        flags: [
          "C03": projects.map { $0.flags["C03"] }, "S02": projects.map { $0.flags["S02"] },
        ]
      )
    )
    #expect(placed.order.map { placed.ranks[$0] } == Array(1...400))
    for (row, project) in projects.enumerated() {
      let one = policy.place(project, rank: placed.ranks[row], of: 400)
      #expect(Int(placed.levels[row]) == one.level ?? -1, "\(project.id)")
    }
    #expect(Set(placed.levels).count == 4)
  }

  @Test func keysThatStandTwiceAreRefusedUnlessKnownToDiffer() throws {
    let policy = try Policy(by: .share, levels: levels([("red", 0.5)]))
    let scores = ScoreColumns(ids: ["a", "b", "a"], rawLogits: [1, 2, 3])
    #expect(throws: WarningError(.duplicateID("a"))) { try policy.place(scores) }
    #expect(try policy.place(scores, areKeysDistinct: true).order == [2, 1, 0])
  }

  @Test func whatCannotBePlacedIsRefused() throws {
    let policy = try Policy(by: .probability, levels: levels([("red", 0.5)]))
    #expect(throws: WarningError(.notGiven(basis: .probability, id: "P"))) {
      try policy.place([ScoredProject(id: "P", rawLogit: 1)])
    }
    let twice = ScoredProject(id: "P", rawLogit: 1, probability: 0.2)
    #expect(throws: WarningError(.duplicateID("P"))) { try policy.place([twice, twice]) }
    #expect(throws: WarningError(.scoreNotFinite(id: "P", value: .infinity))) {
      try policy.place([ScoredProject(id: "P", rawLogit: .infinity, probability: 0.2)])
    }
    #expect(throws: WarningError.self) {
      try policy.place([ScoredProject(id: "P", rawLogit: .nan, probability: 0.2)])
    }
    #expect(throws: WarningError(.duplicateLevel("a"))) {
      try Policy(by: .points, levels: levels([("a", 1), ("a", 2)]))
    }
  }

  private func levels(_ bounds: [(String, Double)]) -> [Policy.Level] {
    bounds.map { Policy.Level(name: $0.0, bound: $0.1) }
  }
}
