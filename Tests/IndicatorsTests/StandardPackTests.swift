import Indicators
import Models
import Tables
import TestSupport
import Testing

@Suite struct StandardPackTests {
  private let pack: Pack
  private let catalogue: Catalogue

  init() throws {
    pack = try Pack.load(Repository.root.appendingPathComponent("Models/standard").path)
    catalogue = try Catalogue.load(
      Repository.root.appendingPathComponent("Models/catalogue.yaml").path
    )
  }

  @Test func everyFamilyTheStandardTablesCanAnswerIsThere() {
    let families = Dictionary(grouping: pack.indicators, by: \.family).mapValues(\.count)
    #expect(Set(families.keys) == ["P", "S", "M", "T", "C", "Q", "I"])
    #expect(families.values.allSatisfy { $0 >= 5 })
    #expect(pack.indicators.count >= 34)
  }

  @Test func everyIndicatorIsDefinedInTheCatalogue() {
    for indicator in pack.indicators { #expect(catalogue[indicator.id] != nil, "\(indicator.id)") }
  }

  @Test func whatIsOnlyAVariantSaysWhereItDiffers() {
    for entry in catalogue.entries where catalogue.standing(of: entry, in: pack) == .variant {
      #expect(pack[entry.id]?.note != nil, "\(entry.id)")
    }
  }

  @Test func everyRiskPointIsWatchedOrSaysWhyNot() {
    #expect(pack.unwatchedRiskPoints.allSatisfy { $0.unwatched != nil })
    #expect(pack.unwatchedRiskPoints.map(\.id) == ["RP25"])
    #expect(pack.riskPoints.allSatisfy { !$0.controls.isEmpty })
  }

  @Test func everyTitleIsDistinctInBothLanguages() {
    #expect(Set(pack.indicators.map(\.title.en)).count == pack.indicators.count)
    #expect(Set(pack.indicators.map(\.title.zh)).count == pack.indicators.count)
  }

  @Test func theExpertModelIsSoundAndSurvivesItsFile() throws {
    let model = pack.expertModel()
    try model.verify()
    #expect(model.kind == .expert)
    #expect(model.terms.map(\.feature) == pack.indicators.map(\.feature))
    #expect(try Model(decoding: model.encoded(), file: "model.json") == model)
  }

  @Test func aTermGivesThePointsOfTheLevel() {
    for indicator in pack.indicators {
      let term = indicator.term
      for cut in indicator.scale.cuts {
        for value in [cut.value, cut.value.nextUp, cut.value.nextDown] {
          #expect(term.contribution(of: .number(value)) == indicator.points(of: value))
        }
      }
      #expect(term.contribution(of: .missing) == 0)
      #expect(term.contribution(of: .notApplicable) == 0)
      #expect(term.contribution(of: .number(indicator.clear)) == 0, "\(indicator.id)")
    }
  }
}

@Suite struct CatalogueTests {
  private func load() throws -> Catalogue {
    try Catalogue.load(Repository.root.appendingPathComponent("Models/catalogue.yaml").path)
  }

  @Test func itHoldsAllDefinitionsOfAllFamilies() throws {
    let catalogue = try load()
    let counts = Dictionary(grouping: catalogue.entries, by: \.family).mapValues(\.count)
    #expect(
      counts == [
        "P": 14, "S": 17, "M": 22, "T": 40, "C": 13, "Q": 21, "I": 14, "N": 16, "E": 14, "D": 8,
      ]
    )
    #expect(catalogue.entries.count == 179)
    #expect(Set(catalogue.entries.map(\.id)).count == 179)
  }

  @Test func whatIsNeededIsInTheStandardTablesAndWhatIsLackedIsNot() throws {
    let standard = StandardTable.columns()
    for entry in try load().entries {
      for column in entry.needs { #expect(standard.contains(column), "\(entry.id): \(column)") }
      for column in entry.lacks { #expect(!standard.contains(column), "\(entry.id): \(column)") }
      #expect(!entry.needs.isEmpty || !entry.lacks.isEmpty, "\(entry.id)")
    }
  }

  @Test func itSaysWhatTheLanguageCannotSay() throws {
    let catalogue = try load()
    let pack = try Pack.load(Repository.root.appendingPathComponent("Models/standard").path)
    let silent = catalogue.notSayable(in: pack)
    #expect(silent.contains { $0.id == "T14" && $0.cannot?.key == "nesting" })
    #expect(!silent.contains { $0.id == "T27" }, "the pack ships a variant")
    #expect(silent.allSatisfy { $0.cannot != nil })
  }
}
