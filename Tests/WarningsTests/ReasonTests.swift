import Tables
import Testing
import Warnings

/// Reasons in words.
@Suite struct ReasonTests {
  let complaints = FeatureReading(
    feature: "complaints_90d",
    titles: ["en": "Complaints in 90 days", "zh": "近90日投诉"],
    unit: "case",
    value: .number(14),
    contribution: 0.8249
  )

  @Test func aReasonSaysTitleValueUnitAndContribution() {
    let reason = Reason(complaints, unit: .logits)
    #expect(reason.text(.en) == "Complaints in 90 days: 14 cases (+0.82 log-odds)")
    #expect(reason.text(.zh) == "近90日投诉：14件（+0.82 对数几率）")
    var flagged = complaints
    flagged.flag = .orange
    flagged.contribution = 6
    let points = Reason(flagged, unit: .points)
    #expect(points.text(.en) == "Complaints in 90 days: 14 cases (+6 points, flagged orange)")
    #expect(points.text(.zh) == "近90日投诉：14件（+6 分，橙色）")
  }

  @Test func onlyTheThreeStrongestPositiveContributionsAreReasons() {
    let amounts = ["e": 0.5, "d": 0.9, "c": 0.5, "b": -3, "a": 0, "f": 0.4]
    let readings = amounts.map { name, amount in
      FeatureReading(feature: name, value: .number(1), contribution: amount)
    }
    #expect(Reasons(readings, unit: .logits).strongest.map(\.feature) == ["d", "c", "e"])
    #expect(Reasons(readings, unit: .logits, limit: 9).strongest.count == 4)
    #expect(Reasons(readings, unit: .logits, limit: -1).strongest.isEmpty)
    #expect(Reasons([], unit: .logits) == Reasons([], unit: .points))
  }

  @Test func whatCouldNotBeComputedIsNoReason() {
    let readings = [
      complaints,
      FeatureReading(
        feature: "overrun",
        titles: ["en": "Cost overrun", "zh": "超概算"],
        value: .insufficient(["budget", "final_cost"]),
        contribution: 5,
        indicator: "P07"
      ),
      FeatureReading(feature: "clear", value: .number(0), contribution: -0.1),
      FeatureReading(feature: "empty", value: .none, contribution: 0.2),
    ]
    let reasons = Reasons(readings, unit: .logits)
    #expect(reasons.strongest.map(\.feature) == ["complaints_90d", "empty"])
    #expect(reasons.strongest[1].text(.en) == "empty: no records (+0.2 log-odds)")
    #expect(reasons.notComputed.map(\.feature) == ["overrun"])
    #expect(reasons.notComputed[0].inputs == ["budget", "final_cost"])
    #expect(
      reasons.notComputed[0].text(.en)
        == "Cost overrun: could not be computed: lacks budget, final_cost"
    )
    #expect(reasons.notComputed[0].text(.zh) == "超概算：无法计算：缺少budget、final_cost")
  }

  @Test(arguments: [
    (12_345_678.0, "CNY", "CNY 12,345,678", "1,234.57万元"),
    (320_000_000, "CNY", "CNY 320,000,000", "3.2亿元"),
    (99_999_949, "CNY", "CNY 99,999,949", "9,999.99万元"),
    (99_999_950, "CNY", "CNY 99,999,950", "1亿元"),
    (9_999.99, "CNY", "CNY 10,000", "9,999.99元"),
    (9_999.996, "CNY", "CNY 10,000", "1万元"),
    (-25_000, "CNY", "CNY -25,000", "-2.5万元"),
    (12.5, "USD", "USD 12.5", "12.5美元"),
    (1_000_000, "CHF", "CHF 1,000,000", "100万 CHF"),
    (1, "day", "1 day", "1天"),
    (-14, "day", "-14 days", "-14天"),
    (2, "month", "2 months", "2个月"),
    (0.125, "share", "12.5%", "12.5%"),
    (1.5, "share", "150%", "150%"),
    (33.333, "%", "33.3%", "33.3%"),
    (3, "km", "3 km", "3 km"),
    (1_234.567, "", "1,234.57", "1,234.57"),
    (0.004_56, "", "0.0046", "0.0046"),
    (0.1, "", "0.1", "0.1"),
    (0, "case", "0 cases", "0件"),
    (-0.001, "share", "-0.1%", "-0.1%"),
    (-0.000_01, "share", "0%", "0%"),
    (1e20, "", "1e+20", "1e+20"),
  ])
  func quantitiesReadAsPeopleWriteThem(
    value: Double,
    unit: String,
    english: String,
    chinese: String
  ) {
    #expect(NumberText.quantity(value, unit: unit, language: .en) == english)
    #expect(NumberText.quantity(value, unit: unit, language: .zh) == chinese)
  }

  @Test func numbersThatAreNoneDoNotTrap() {
    for value in [
      Double.nan, .infinity, -.infinity, .greatestFiniteMagnitude, 9.3e18, .leastNonzeroMagnitude,
    ] {
      for unit in ["CNY", "share", "%", "day", "km", ""] {
        for language in Language.allCases {
          #expect(!NumberText.quantity(value, unit: unit, language: language).isEmpty)
        }
      }
    }
  }

  @Test func everyKindOfValueHasWords() {
    let day = Day(number: 19_000)
    let words: [(ReadValue, String, String)] = [
      (.text("petition"), "petition", "petition"), (.boolean(true), "yes", "是"),
      (.boolean(false), "no", "否"), (.date(day), "2022-01-08", "2022-01-08"),
      (.none, "no records", "无记录"), (.notApplicable, "not applicable", "不适用"),
      (.insufficient([]), "could not be computed", "无法计算"),
    ]
    for (value, english, chinese) in words {
      let reading = FeatureReading(feature: "f", value: value, contribution: 1)
      #expect(reading.valueText(.en) == english)
      #expect(reading.valueText(.zh) == chinese)
    }
  }
}
