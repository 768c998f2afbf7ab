import Tables
import Testing
import Warnings

/// One project's file, written down and read back.
@Suite struct WarningTests {
  @Test func aWarningIsReadBackAsItWasWritten() throws {
    for warning in [try warning(), try warning(probability: 0.1 + 0.2, level: nil)] {
      let bytes = try warning.encoded()
      let again = try Warning(decoding: bytes, file: "w.json")
      #expect(again == warning)
      #expect(try again.encoded() == bytes)
    }
  }

  @Test func keysAreSortedAndSlashesPlain() throws {
    let text = String(decoding: try warning().encoded(), as: UTF8.self)
    #expect(
      text.hasPrefix(
        #"{"as_of":"2024-06-30","evidence":[{"feature":"slip","file":"data/milestones.csv","#
      )
    )
    #expect(text.contains(#""format":"watchpost-warning-1","level":"red","model":"m1""#))
    #expect(!text.contains("probability"))
  }

  @Test(arguments: [
    ("", "w.json"), ("{}", "format"), ("[1]", ""), ("{\"format\":\"other\"}", "other"),
    ("{\"format\":\"watchpost-warning-1\",\"as_of\":\"2024-13-01\"}", "2024-13-01"),
    ("{\"format\":\"watchpost-warning-1\",\"as_of\":\"2024-12-01\"}", "project"),
  ])
  func whatIsNoWarningIsRefused(text: String, mention: String) throws {
    let error = #expect(throws: WarningError.self) {
      try Warning(decoding: Array(text.utf8), file: "w.json")
    }
    let diagnostic = try #require(error).diagnostic
    #expect(diagnostic.location?.file == "w.json")
    #expect(mention == "w.json" || mention.isEmpty || diagnostic.message.contains(mention))
  }

  private func warning(probability: Double? = nil, level: Int? = 0) throws -> Warning {
    let policy = try Policy(by: .share, levels: [.init(name: "red", bound: 0.5)])
    let project = ScoredProject(id: "项目/1", rawLogit: 0.1, probability: probability, points: 7)
    var placement = policy.place(project, rank: 1, of: 4)
    placement.level = level
    let readings = [
      FeatureReading(
        feature: "slip",
        titles: ["en": "Slip", "zh": "拖延"],
        unit: "day",
        value: .number(40),
        contribution: 3,
        indicator: "S02",
        flag: .red
      ),
      FeatureReading(feature: "cost", value: .insufficient(["budget"]), contribution: 0),
    ]
    return Warning(
      project,
      placement: placement,
      of: 4,
      asOf: try #require(Day(iso: "2024-06-30")),
      policy: policy,
      reasons: Reasons(readings, unit: .points),
      evidence: [
        .init(feature: "slip", resource: "milestones", file: "data/milestones.csv", line: 3)
      ],
      modelHash: "m1"
    )
  }
}
