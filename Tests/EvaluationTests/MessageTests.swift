import Evaluation
import Tables
import Testing

/// What people read when something cannot be done.
@Suite struct MessageTests {
  @Test(arguments: [
    (
      EvaluationError.Problem.lengths(column: "scores", count: 1, rows: 2),
      "the column scores has 1 values for 2 rows", String?.none
    ),
    (
      .scoreNotFinite(row: 4, value: .infinity), "the score of row 5 is not a finite number",
      "inf"
    ),
    (
      .probabilityOutside(row: 0, value: 1.5), "the probability of row 1 is not within 0…1",
      "1.5"
    ),
    (.weightInvalid(row: 0, value: -1), "the weight of row 1 is not within 0…1e15", "-1.0"),
    (
      .sharesInvalid(SplitShares(train: 0, calibrate: 1, test: 2)),
      "the shares of the split are not usable", "0.0, 1.0, 2.0"
    ),
    (.horizonInvalid(0), "the horizon is not within 1…100000 days", "0"),
    (.gapInvalid(-3), "the gap between blocks is not within 0…100000 days", "-3"),
    (
      .tooFewDates(dates: 4, gap: 180, blocks: 3),
      "4 dates do not hold 3 blocks with gaps of 180 days", nil
    ),
    (
      .blocksTooClose(first: "train", second: "test", gap: 180),
      "the test block begins less than 180 days after the train block ends", nil
    ),
    (.tooFewGroups(groups: 2, blocks: 3), "2 groups do not fill 3 blocks", nil),
    (
      .countInvalid(0), "the number of outcomes that make a positive is not at least 1", "0"
    ),
    (
      .coverageReversed(from: Day(number: 2), to: Day(number: 1)),
      "the outcomes are said to cover 1970-01-03 to 1970-01-02, which is no period", nil
    ),
  ])
  func everyErrorSaysWhatIsWrongAndHowToMendIt(
    problem: EvaluationError.Problem,
    message: String,
    value: String?
  ) {
    let location = SourceLocation(file: "watchpost.yaml", line: 3)
    let diagnostic = EvaluationError(problem, at: location).diagnostic
    #expect(diagnostic.message == message)
    #expect(diagnostic.value == value)
    #expect(diagnostic.location == location)
    #expect(diagnostic.kind == .input)
    #expect(diagnostic.hint?.isEmpty == false)
  }

  @Test func everyReasonForNoFigureReadsDifferently() {
    let reasons: [Undefined] = [
      .noRows, .noPositives, .oneClass, .budgetAboveRows(budget: 50, rows: 30),
      .budgetNotPositive(-1), .noProbabilities, .constantScores, .separated, .notConverged,
      .nothingExpected, .oneGroup, .noReplicates, .tooFewReplicates(defined: 3, of: 10),
      .figureUndefined, .overflow,
    ]
    #expect(Set(reasons.map(\.description)).count == reasons.count)
    #expect(reasons[3].description == "a budget of 50 is more than the 30 rows")
  }
}
