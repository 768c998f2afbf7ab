import Foundation
import TestSupport
import Testing

/// `computable`: which indicators the records answer, what would unlock more, what cannot be said.
@Suite struct ComputableCommandTests {
  @Test func theTableRanksWhatIsMissingByWhatItWouldUnlock() throws {
    let outcome = try TinyDataset.make().run("computable tiny --catalogue tiny/catalogue.yaml")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      outcome.output == """
        1 of 3 indicators can be computed from tiny
             indicator  title                   lacks
        yes  X01        Complaints
        no   X02        Spent above the budget  projects.final_cost
        no   X03        One bidder              bids, projects.final_cost

        Missing columns and tables, by what each would unlock:
        missing              by itself  with others  indicators
        projects.final_cost          1            1  X02 X03
        bids                         0            1  X03

        1 definition of the catalogue cannot be declared yet:
             definition   why
        X04  copied text  needs the similarity of texts

        """
    )
    #expect(outcome.errors.isEmpty)
  }

  private struct Answer: Decodable, Equatable {
    struct Indicator: Decodable, Equatable {
      var indicator: String
      var title: String
      var computable: Bool
      var missing: [String]
      var error: String?
    }
    struct Unlock: Decodable, Equatable {
      var column: String
      var alone: [String]
      var with_others: [String]
    }
    struct NotSayable: Decodable, Equatable {
      var definition: String
      var title: String
      var why: String
    }
    var indicators: [Indicator]
    var unlocks: [Unlock]
    var not_sayable: [NotSayable]
  }

  @Test func jsonHoldsTheSameForPrograms() throws {
    let outcome = try TinyDataset.make().run(
      "computable tiny --catalogue tiny/catalogue.yaml --format json --lang zh"
    )
    let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    #expect(answer.indicators.map(\.indicator) == ["X01", "X02", "X03"])
    #expect(answer.indicators.map(\.title) == ["投诉", "超支", "仅一家投标"])
    #expect(answer.indicators.map(\.computable) == [true, false, false])
    #expect(answer.indicators[2].missing == ["bids", "projects.final_cost"])
    #expect(
      answer.unlocks == [
        .init(column: "projects.final_cost", alone: ["X02"], with_others: ["X03"]),
        .init(column: "bids", alone: [], with_others: ["X03"]),
      ]
    )
    #expect(
      answer.not_sayable == [.init(definition: "X04", title: "文本雷同", why: "需要文本相似度")]
    )
  }

  @Test func csvHasALineForEachIndicator() throws {
    let outcome = try TinyDataset.make().run("computable tiny --format csv")
    #expect(
      outcome.output == """
        indicator,title,computable,missing,error
        X01,Complaints,true,,
        X02,Spent above the budget,false,projects.final_cost,
        X03,One bidder,false,bids projects.final_cost,

        """
    )
  }

  @Test func theColumnThatWasMissingUnlocksItsIndicator() throws {
    let workdir = try TinyDataset.make()
    let budget = "{name: budget, type: number, watchpost: {unit: CNY, knowledge: fixed}}"
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacingOccurrences(
        of: "- \(budget)",
        with:
          "- \(budget)\n        - \(budget.replacingOccurrences(of: "budget", with: "final_cost"))"
      )
    )
    let outcome = try workdir.run("computable tiny --format csv")
    #expect(outcome.output.contains("X02,Spent above the budget,true,,\n"), "\(outcome.output)")
    #expect(outcome.output.contains("X03,One bidder,false,bids,\n"))
  }

  @Test(arguments: [
    ("--pack none", "--pack"), ("--catalogue nowhere.yaml", "nowhere.yaml"),
    ("--pack nowhere", "nowhere"),
  ])
  func whatCannotBeAskedForIsRefused(option: String, words: String) throws {
    let outcome = try TinyDataset.make().run("computable tiny \(option)")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
