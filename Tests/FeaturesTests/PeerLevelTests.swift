import FeatureWorlds
import Features
import Tables
import Testing

/// Peers that are too few: the next level, or no answer at all.
@Suite struct PeerLevelTests {
  /// Three roads, two of them key projects; two schools; one project of no known sector.
  private func rows() -> [Row] {
    func row(_ id: String, _ sector: String?, _ isKey: Bool?, _ budget: Double?) -> Row {
      var row: Row = ["project_id": .text(id)]
      row["sector"] = sector.map { .text($0) }
      row["is_key"] = isKey.map { .boolean($0) }
      row["budget"] = budget.map { .number($0) }
      return row
    }
    return [
      row("R1", "road", true, 10), row("R2", "road", true, 20), row("R3", "road", false, 60),
      row("S1", "school", true, 100), row("S2", "school", nil, nil), row("X", nil, false, 500),
    ]
  }

  /// The answers to one declaration, by project.
  private func answers(_ expression: String, empty: Double? = nil) throws -> [String: String] {
    let package = try World.package()
    let source = MemorySource(package, projects: rows(), events: [:])
    let declaration = Declaration(name: "f", expression: expression, empty: empty)
    let plan = try FeaturePlan([declaration], package: package)
    let table = try FeatureEngine.run(plan, from: source, asOf: [World.asOf]).tables[0]
    return table.ids.reduce(into: [:]) { answers, id in
      guard let answer = table.answer("f", id) else { return }
      if case .number(let number)? = answer.value {
        answers[id] = "\(number)"
      } else {
        answers[id] = "\(answer.state.name)(\(answer.inputs.sorted().joined(separator: " ")))"
      }
    }
  }

  @Test func theFirstLevelWithEnoughPeersCounts() throws {
    let sums = try answers(
      "sum(budget) over (partition by sector, is_key min 2 else sector else all)"
    )
    // R3 is compared with all roads, those too that have peers enough of their own.
    #expect(
      sums == [
        "R1": "30.0", "R2": "30.0", "R3": "90.0", "S1": "690.0", "S2": "690.0", "X": "690.0",
      ]
    )
  }

  @Test func peersWithoutAValueAreNotCounted() throws {
    let counts = try answers("count(*) over (partition by sector min 2 else all)")
    #expect(counts["S1"] == "2.0" && counts["S2"] == "2.0" && counts["X"] == "6.0")
    // The budget of one of the two schools is not known.
    let means = try answers("avg(budget) over (partition by sector min 2 else all)")
    #expect(means["R1"] == "30.0" && means["S1"] == "138.0" && means["S2"] == "138.0")
    let different = try answers("count(distinct is_key) over (partition by sector min 3 else all)")
    #expect(different["R1"] == "2.0" && different["S1"] == "2.0")
  }

  @Test func tooFewOnEveryLevelIsInsufficient() throws {
    let ranks = try answers("rank(budget) over (partition by sector, is_key min 2 else sector)")
    #expect(
      ranks == [
        "R1": "1.0", "R2": "2.0", "R3": "3.0", "S1": "insufficient(peers)",
        "S2": "insufficient(is_key peers)", "X": "insufficient(sector)",
      ]
    )
    // `empty:` stands for no rows, not for few.
    let bounded = try answers("sum(budget) over (partition by sector min 3)", empty: 7)
    #expect(bounded["R1"] == "90.0" && bounded["S1"] == "insufficient(peers)")
    #expect(
      try answers("sum(budget) over (partition by sector min 2 else all min 6)")["S1"]
        == "insufficient(peers)"
    )
  }

  @Test func aLevelMayHaveItsOwnNumber() throws {
    let own = try answers("count(*) over (partition by is_key min 3 else sector min 1 else all)")
    #expect(
      own == ["R1": "3.0", "R2": "3.0", "R3": "3.0", "S1": "3.0", "S2": "2.0", "X": "6.0"]
    )
  }

  @Test func aProjectWithoutAValueHasNoRankWhoeverItsPeersAre() throws {
    let scores = try answers("percent_rank(budget) over (partition by sector min 3 else all)")
    #expect(scores["S2"] == "insufficient(budget)")
    #expect(scores["S1"] == "0.75" && scores["X"] == "1.0")
  }

  @Test func aColumnCalledAllIsWrittenInQuotes() throws {
    let package = try World.package(projects: {
      $0.fields.append(Field("all", .string, knowledge: .fixed))
    })
    let plan = try World.plan(
      ["f": "count(*) over (partition by sector min 2 else \"all\")"],
      package: package
    )
    #expect(plan["f"]?.inputs.map(\.field) == ["all", "sector"])
  }
}
