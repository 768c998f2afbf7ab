import Models
import Tables
import Testing

@Suite struct ObservationsTests {
  private var table: Table {
    var names = TextDictionary()
    let codes = ["road", "school", "road"].map { names.intern($0) }
    let all = Validity(count: 3, present: true)
    return Table(
      name: "projects",
      names: ["id", "days", "share", "cost", "is_open", "sector", "begun"],
      columns: [
        Column(.integer([7, 8, 9]), validity: all),
        Column(.integer([1, 2, 3]), validity: Validity([true, false, true])),
        Column(.number([0.5, 0.25, 0]), validity: all),
        Column(.money([15_000, -1, 0]), validity: all),
        Column(.boolean([true, false, true]), validity: all),
        Column(.text(codes), validity: Validity([true, true, false]), dictionary: names),
        Column(.date([1, 2, 3]), validity: all),
      ]
    )
  }

  @Test func aTableBecomesNumbersAndCategories() throws {
    let observations = try Observations(
      table: table,
      id: "id",
      excluding: ["begun"],
      units: ["cost": "CNY"]
    )
    #expect(observations.ids == ["7", "8", "9"])
    #expect(observations.columns.map(\.name) == ["days", "share", "cost", "is_open", "sector"])
    #expect(observations.numbers("cost") == [1.5, -0.0001, 0])
    #expect(observations["cost"]?.unit == "CNY")
    #expect(observations.numbers("is_open") == [1, 0, 1])
    #expect(observations["days"]?.presence == [.present, .missing, .present])
    let sectors = (0..<3).map { observations["sector"]?.value(at: $0) }
    #expect(sectors == [.category("road"), .category("school"), .missing])
  }

  @Test func rowsWithoutAnIdAreNumbered() throws {
    let observations = try Observations(table: table, excluding: ["begun"])
    #expect(observations.ids == ["1", "2", "3"])
    #expect(observations["id"] != nil)
  }

  @Test func whatCannotBeAFeatureIsRefusedByName() {
    #expect(throws: ModelError(.datesAmongFeatures(["begun"]))) {
      try Observations(table: table, id: "id")
    }
    #expect(throws: ModelError(.noSuchColumn("secter", nearest: "sector"))) {
      try Observations(table: table, excluding: ["secter", "begun"])
    }
    #expect(throws: ModelError(.missingID(column: "days", row: 2))) {
      try Observations(table: table, id: "days", excluding: ["begun"])
    }
    let column = ObservationColumn(name: "x", numbers: [1])
    #expect(throws: ModelError(.duplicateColumn("x"))) {
      try Observations(ids: ["a"], columns: [column, column])
    }
  }

  @Test func anEmptyTableGivesNoRows() throws {
    let empty = Table(
      name: "t",
      names: ["x"],
      columns: [Column(.number([]), validity: Validity())]
    )
    #expect(try Observations(table: empty).rowCount == 0)
  }

  @Test func valuesThatAreNoValuesCountAsMissing() {
    let numbers = ObservationColumn(name: "x", numbers: [1, .nan, .infinity])
    #expect(numbers.presence == [.present, .missing, .missing])
    let categories = ObservationColumn(name: "c", codes: [0, 1, -1], names: ["a"])
    #expect(categories.presence == [.present, .missing, .missing])
  }

  @Test func selectedRowsKeepTheirValuesAndOrder() throws {
    let selected = try Observations(table: table, id: "id", excluding: ["begun"])
      .selecting(rows: [2, 0, 0]).removing(columns: ["share"])
    #expect(selected.ids == ["9", "7", "7"])
    #expect(selected.numbers("days") == [3, 1, 1])
    #expect(selected["share"] == nil)
    #expect(selected["sector"]?.value(at: 0) == .missing)
  }
}
