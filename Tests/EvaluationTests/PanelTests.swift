import Evaluation
import Tables
import Testing

/// The rules of the panel, on worlds small enough to try all of them.
@Suite struct PanelTests {
  /// Day 0 of the small worlds.
  let start = Day(number: 18_000)

  @Test(arguments: OutcomeRules.Absence.allCases, OutcomeRules.EndOfRisk.allCases)
  func everySmallWorldFollowsTheRules(
    absence: OutcomeRules.Absence,
    endOfRisk: OutcomeRules.EndOfRisk
  ) throws {
    // Up to two outcomes of one project, each on one of six days and of one of two states.
    let single = (0..<6).flatMap { day in
      ["confirmed", "cleared"].map { (day: day, state: $0) }
    }
    let worlds = [[]] + single.map { [$0] } + single.flatMap { one in single.map { [one, $0] } }
    for world in worlds {
      for last in 2...5 {
        for count in 1...2 {
          let rules = PanelRules(
            OutcomeRules(
              positiveStates: ["confirmed"],
              count: count,
              absence: absence,
              endOfRisk: endOfRisk
            ),
            horizon: 2,
            coversFrom: start + 1,
            coversTo: start + last
          )
          let panel = try Panel(
            candidates: (-1..<5).map { PanelDate(asOf: start + $0, ids: ["P"]) },
            outcomes: world.map {
              OutcomeEvent(id: "P", happened: start + $0.day, state: $0.state)
            },
            rules: rules
          )
          for (row, date) in zip(panel.rows, -1..<5) {
            let expected = label(
              on: date,
              world,
              last: last,
              count: count,
              absence: absence,
              endOfRisk: endOfRisk
            )
            #expect(row.label == expected, "\(world) covered to \(last), day \(date)")
            #expect(row.isKept == (expected != nil))
          }
        }
      }
    }
  }

  /// The rules said once more, as plainly as they can be.
  private func label(
    on date: Int,
    _ world: [(day: Int, state: String)],
    last: Int,
    count: Int,
    absence: OutcomeRules.Absence,
    endOfRisk: OutcomeRules.EndOfRisk
  ) -> Bool? {
    let first = date + 1
    let end = date + 2
    if first < 1 || end > last { return nil }
    for outcome in world where outcome.day <= date {
      if endOfRisk == .anyOutcome { return nil }
      if endOfRisk == .positiveOutcome, outcome.state == "confirmed" { return nil }
    }
    let within = world.filter { $0.day == first || $0.day == end }
    if within.isEmpty { return absence == .negative ? false : nil }
    return within.filter { $0.state == "confirmed" }.count >= count
  }

  @Test func positivesAndNegativesAreCensoredAlike() throws {
    let rules = PanelRules(
      OutcomeRules(positiveStates: ["late"]),
      horizon: 180,
      coversTo: start + 365
    )
    // The outcome lies inside the covered period, but the horizon does not.
    let panel = try Panel(
      candidates: [PanelDate(asOf: start + 200, ids: ["late soon", "never"])],
      outcomes: [OutcomeEvent(id: "late soon", happened: start + 210, state: "late")],
      rules: rules
    )
    #expect(panel.rows.map(\.drop) == [.horizonNotCovered, .horizonNotCovered])
    #expect(panel.kept.isEmpty)
  }

  @Test func whatIsDroppedIsCountedByReason() throws {
    let rules = PanelRules(
      OutcomeRules(positiveStates: ["confirmed"], absence: .unknown),
      horizon: 10,
      coversFrom: start,
      coversTo: start + 40
    )
    let panel = try Panel(
      candidates: [
        PanelDate(asOf: start - 5, ids: ["a", "b"]),
        PanelDate(asOf: start + 10, ids: ["a", "b", "c", "d"]),
        PanelDate(asOf: start + 35, ids: ["a"]),
      ],
      outcomes: [
        OutcomeEvent(id: "a", happened: start + 10, state: "cleared"),
        OutcomeEvent(id: "b", happened: start + 20, state: "confirmed"),
        OutcomeEvent(id: "c", happened: start + 15, state: "cleared"),
        OutcomeEvent(id: "gone", happened: start + 15, state: "confirmed"),
        OutcomeEvent(id: "gone", happened: start + 16, state: "confirmed"),
      ],
      rules: rules
    )
    #expect(
      panel.dropped == [
        .beforeCoverage: 2, .horizonNotCovered: 1, .notAtRisk: 1, .unlabelled: 1,
      ]
    )
    #expect(panel.kept.map(\.id) == ["b", "c"])
    #expect(panel.kept.map(\.label) == [true, false])
    #expect(panel.outcomesWithoutProject == 2)
    #expect(panel.rows.filter { $0.drop == .notAtRisk }.map(\.isAtRisk) == [false])
  }

  @Test func onlyWhatWasRecordedByTheDayOfKnowledgeCounts() throws {
    let outcomes = [
      OutcomeEvent(
        id: "a",
        happened: start + 5,
        recorded: start + 60,
        state: "confirmed"
      ),
      OutcomeEvent(id: "b", happened: start + 5, recorded: start + 6, state: "confirmed"),
      OutcomeEvent(id: "c", happened: start + 5, state: "confirmed"),
    ]
    func labels(knownBy: Day?) throws -> [Bool?] {
      let rules = PanelRules(
        OutcomeRules(positiveStates: ["confirmed"]),
        horizon: 10,
        coversTo: start + 100,
        knownBy: knownBy
      )
      let candidates = [PanelDate(asOf: start, ids: ["a", "b", "c"])]
      let panel = try Panel(candidates: candidates, outcomes: outcomes, rules: rules)
      if knownBy == start + 30 { #expect(panel.outcomesNotYetKnown == 1) }
      return panel.rows.map(\.label)
    }
    #expect(try labels(knownBy: nil) == [true, true, true])
    #expect(try labels(knownBy: start + 60) == [true, true, true])
    #expect(try labels(knownBy: start + 30) == [false, true, true])
    // The horizon reaches past what is known.
    #expect(try labels(knownBy: start + 9) == [nil, nil, nil])
  }

  @Test func noPositiveStateMeansThatEveryOutcomeIsOne() throws {
    let rules = PanelRules(
      OutcomeRules(),
      horizon: 10,
      coversTo: start + 100
    )
    let panel = try Panel(
      candidates: [PanelDate(asOf: start, ids: ["a", "b"])],
      outcomes: [OutcomeEvent(id: "a", happened: start + 1, state: "anything")],
      rules: rules
    )
    #expect(panel.rows.map(\.label) == [true, false])
  }

  @Test func blocksAreToldApartAndSummedUp() throws {
    let dates = try monthly(24)
    let ids = (0..<30).map { "P\($0)" }
    let outcomes = ids.enumerated().map { index, id in
      OutcomeEvent(
        id: id,
        happened: dates[0] + 25 * index,
        state: index % 3 == 0 ? "cleared" : "confirmed"
      )
    }
    var panel = try Panel(
      candidates: dates.map { PanelDate(asOf: $0, ids: ids) },
      outcomes: outcomes,
      rules: PanelRules(
        OutcomeRules(positiveStates: ["confirmed"]),
        horizon: 60,
        coversTo: try day("2022-01-31")
      )
    )
    panel.apply(try panel.timeSplit())
    let blocks = panel.blocks
    #expect(blocks.map(\.block) == Block.allCases)
    #expect(blocks.map(\.rows).reduce(0, +) == panel.kept.count)
    let train = panel.rows.filter { $0.block == .train }
    #expect(blocks[0].positives == train.count { $0.label == true })
    #expect(blocks[0].projects == Set(train.map(\.id)).count)
    #expect(blocks[0].positiveProjects <= blocks[0].positives)
    #expect(blocks.allSatisfy { $0.rows > 0 })
    let trained = panel.trainedProjects
    #expect(trained.isSuperset(of: train.map(\.id)))
    #expect(panel.rows.allSatisfy { $0.isKept == ($0.block != nil) })

    panel.apply(try GroupSplit(column: "project_id"))
    let test = Set(panel.rows.filter { $0.block == .test }.map(\.id))
    #expect(test.isDisjoint(with: panel.trainedProjects))
  }

  @Test func rulesThatCannotBeFollowedAreRefused() {
    func make(_ rules: PanelRules) throws {
      _ = try Panel(candidates: [], outcomes: [], rules: rules)
    }
    var rules = PanelRules(
      OutcomeRules(positiveStates: ["x"]),
      horizon: 0,
      coversTo: start
    )
    #expect(throws: EvaluationError(.horizonInvalid(0))) { try make(rules) }
    rules.horizon = 10
    rules.outcome.count = 0
    #expect(throws: EvaluationError(.countInvalid(0))) { try make(rules) }
    rules.outcome.count = 1
    rules.coversFrom = start + 1
    #expect(throws: EvaluationError(.coverageReversed(from: start + 1, to: start))) {
      try make(rules)
    }
  }

  /// A project a day of the train block, each with an outcome ten days later, recorded on time or
  /// late; then a test block.
  private func latePanel(
    recordedAfter delay: Int,
    absence: OutcomeRules.Absence
  ) throws -> Panel {
    let outcomes = [0, 1, 40].map { day in
      OutcomeEvent(
        id: "P\(day)",
        happened: start + day + 10,
        recorded: start + day + 10 + delay,
        state: "confirmed"
      )
    }
    let rules = PanelRules(
      OutcomeRules(positiveStates: ["confirmed"], absence: absence),
      horizon: 20,
      coversTo: start + 1000
    )
    let dates = [0, 1, 40].map { PanelDate(asOf: start + $0, ids: ["P\($0)", "Q"]) }
    var panel = try Panel(candidates: dates, outcomes: outcomes, rules: rules)
    let split = try TimeSplit(
      train: start...start + 1,
      test: start + 40...start + 40,
      gap: 20
    )
    panel.apply(split, outcomes: outcomes, rules: rules)
    return panel
  }

  @Test func aBlockLearnsOnlyFromLabelsThatWereOnRecordAtItsEnd() throws {
    // The train block ends on day 1 + 20: outcomes of days 10 and 11 may be ten days late at most.
    func labels(_ delay: Int, _ absence: OutcomeRules.Absence) throws -> [Bool?] {
      try latePanel(recordedAfter: delay, absence: absence).rows
        .filter { $0.id != "Q" }.map(\.label)
    }
    #expect(try labels(0, .negative) == [true, true, true])
    #expect(try labels(10, .negative) == [true, true, true])
    #expect(try labels(11, .negative) == [true, false, true])
    #expect(try labels(12, .negative) == [false, false, true])
    // Where nobody may have looked, the row is left out. What is tested keeps its label.
    #expect(try labels(11, .unknown) == [true, nil, true])
    #expect(try labels(12, .unknown) == [nil, nil, true])
    let late = try latePanel(recordedAfter: 12, absence: .unknown)
    #expect(late.outcomesRecordedLate == [.train: 2])
    #expect(late.blocks.first { $0.block == .train }?.rows == 0)
    #expect(try latePanel(recordedAfter: 10, absence: .unknown).outcomesRecordedLate == [.train: 0])
  }

  @Test func whoseOutcomeWasNotOnRecordIsStillAtRiskForTheBlock() throws {
    // The project had its outcome before the second date, and nobody knew it by the block's end.
    let outcome = OutcomeEvent(
      id: "P",
      happened: start + 3,
      recorded: start + 100,
      state: "confirmed"
    )
    let rules = PanelRules(
      OutcomeRules(positiveStates: ["confirmed"]),
      horizon: 5,
      coversTo: start + 1000
    )
    var panel = try Panel(
      candidates: [0, 4, 50].map { PanelDate(asOf: start + $0, ids: ["P"]) },
      outcomes: [outcome],
      rules: rules
    )
    #expect(panel.rows.map(\.label) == [true, nil, nil])
    let split = try TimeSplit(train: start...start + 4, test: start + 50...start + 50, gap: 5)
    panel.apply(split, outcomes: [outcome], rules: rules)
    #expect(panel.rows.map(\.label) == [false, false, nil])
    #expect(panel.rows.map(\.block) == [.train, .train, nil])
    #expect(panel.rows.map(\.drop) == [nil, nil, .notAtRisk])
  }
}
