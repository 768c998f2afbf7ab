import Indicators
import Tables
import TestSupport
import Testing

@Suite struct LawTests {
  private let pack: Pack

  init() throws {
    pack = try Pack.load(Repository.root.appendingPathComponent("Models/standard").path)
  }

  private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

  @Test func aLawHoldsFromItsFirstDay() throws {
    let indicator = try #require(pack["P01"])
    #expect(indicator.legalStanding(on: try day("2019-07-01")) == .inForce)
    guard case .notInForce(let laws) = indicator.legalStanding(on: try day("2019-06-30")) else {
      Issue.record("the regulation was not yet in force")
      return
    }
    #expect(laws.map(\.article) == ["23"])
  }

  @Test func beforeTheLawTheIndicatorSaysSo() throws {
    let before = try day("2018-12-31")
    let listed = pack.withoutLaw(on: before).map(\.indicator.id)
    #expect(listed.contains("P01"))
    #expect(!listed.contains("S01"), "an indicator without a law has nothing to say of it")
    let standing = try #require(pack["P01"]).legalStanding(on: before)
    #expect(standing.caution(on: before, language: "en")?.contains("Art. 23") == true)
    #expect(standing.caution(on: before, language: "zh")?.contains("第23条") == true)
    #expect(pack.withoutLaw(on: try day("2024-06-30")).isEmpty)
  }

  @Test func aCitationFromMemoryIsVisiblySo() throws {
    let law = try #require(pack["P02"]?.law.first)
    #expect(law.mark == .memory)
    #expect(law.citation("en").hasSuffix("[to be checked]"))
    #expect(law.citation("zh").hasSuffix("〔待核实〕"))
    let verified = try #require(pack["P01"]?.law.first)
    #expect(verified.citation("en") == "Government Investment Regulation, Art. 23")
    #expect(verified.citation("zh") == "《政府投资条例》第23条")
  }
}
