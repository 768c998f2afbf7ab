import Models
import Tables
import Testing

@Suite struct SchemaTests {
  private func observations(
    slip: ObservationColumn? = ObservationColumn(
      name: "slip",
      numbers: [1],
      unit: "day",
      hash: "a1"
    ),
    sector: ObservationColumn? = ObservationColumn(name: "sector", codes: [0], names: ["road"]),
    bids: ObservationColumn? = ObservationColumn(name: "bids", numbers: [2])
  ) throws -> Observations {
    try Observations(ids: ["a"], columns: [slip, sector, bids].compactMap { $0 })
  }

  private func problem(_ observations: Observations) -> ModelError.Problem? {
    do throws(ModelError) {
      try ModelExamples.full.verify(schemaOf: observations)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test func aMatchingSchemaIsAccepted() throws {
    #expect(try ModelExamples.full.verify(schemaOf: observations()) == [])
  }

  @Test func missingFeaturesAreNamedTogether() throws {
    #expect(
      problem(try observations(slip: nil, bids: nil)) == .missingFeatures(["slip", "bids"])
    )
  }

  @Test func aChangedDeclarationIsNamed() throws {
    let changed = ObservationColumn(name: "slip", numbers: [1], hash: "b2")
    #expect(problem(try observations(slip: changed)) == .changedDeclarations(["slip"]))
  }

  @Test func anUndeclaredColumnIsToldToTheCaller() throws {
    let ready = ObservationColumn(name: "slip", numbers: [1])
    #expect(try ModelExamples.full.verify(schemaOf: observations(slip: ready)) == ["slip"])
  }

  @Test func aChangedUnitIsNamed() throws {
    let changed = ObservationColumn(name: "slip", numbers: [1], unit: "month", hash: "a1")
    #expect(
      problem(try observations(slip: changed))
        == .changedUnits([.init(name: "slip", trained: "day", found: "month")])
    )
  }

  @Test func aChangedTypeIsNamed() throws {
    let numbers = ObservationColumn(name: "sector", numbers: [3])
    #expect(
      problem(try observations(sector: numbers))
        == .changedTypes([.init(name: "sector", expectsNumbers: false)])
    )
  }

  @Test func everyErrorSaysWhatAndHowToMendIt() throws {
    let problems: [ModelError.Problem] = [
      .truncated, .malformed("x"), .wrongFormat(found: "a", expected: "b"), .missingKey("k"),
      .inconsistent("x"), .duplicateColumn("x"), .missingID(column: "id", row: 3),
      .datesAmongFeatures(["paid_on"]), .missingFeatures(["x"]), .changedDeclarations(["x"]),
      .changedUnits([.init(name: "x", trained: "day", found: "month")]),
      .changedTypes([.init(name: "x", expectsNumbers: true)]), .noRows, .noUsableFeatures,
      .oneClass(isPositive: true, rows: 3), .tooFewRows(rows: 1, coefficients: 2),
      .unusableScale("x"), .separated(["x"]), .separated([]), .collinear("x"),
    ]
    var messages: Set<String> = []
    for problem in problems {
      let diagnostic = ModelError(problem).diagnostic
      #expect(diagnostic.hint != nil, "\(problem)")
      messages.insert(diagnostic.message)
    }
    #expect(messages.count == problems.count)
  }
}
