import Indicators
import Tables
import TestSupport
import Testing

@Suite struct PackReaderTests {
  /// A pack of one indicator that is right in every way.
  private static let sound = """
    pack: tiny
    title: {en: Tiny, zh: 小}
    kind_column: sector
    acts:
      law:
        title: {en: A law, zh: 某法}
        from: 2019-07-01
        mark: V
    risk_points:
      R1:
        title: {en: A risk, zh: 风险}
        controls: [{en: A control, zh: 措施}]
    features:
      shared: count(*) from payments
    indicators:
      X01:
        name: LateDays
        title: {en: Days late, zh: 逾期天数}
        risk_point: R1
        phases: [construction]
        features:
          late_days: days_between(planned_finish, as_of)
        direction: higher
        cuts: {blue: 1, red: 30}
        law: [{act: law, article: "23"}]
        why: {en: Because, zh: 因为}
        innocent: [{en: Rain, zh: 下雨}]
        verify: [{en: Ask, zh: 询问}]
        source: {ref: somewhere, mark: D}

    """

  private func load(_ text: String) throws -> Pack {
    let workdir = try Workdir()
    return try Pack.load(try workdir.write("pack.yaml", text))
  }

  private func replacing(_ old: String, _ new: String) -> String {
    let parts = PackReaderTests.sound.split(separator: old, omittingEmptySubsequences: false)
    #expect(parts.count == 2, "“\(old)” stands once in the sound pack")
    return parts.joined(separator: new)
  }

  @Test func aSoundPackIsReadWhole() throws {
    let pack = try load(PackReaderTests.sound)
    let indicator = try #require(pack["X01"])
    #expect(pack.name == "tiny")
    #expect(indicator.feature == "late_days")
    #expect(indicator.family == "X")
    #expect(indicator.points.values == [5, 10, 20, 30])
    #expect(indicator.law.map(\.article) == ["23"])
    #expect(indicator.clear == 0)
    #expect(pack.indicator(forFeature: "late_days")?.id == "X01")
    #expect(pack["LateDays"]?.id == "X01")
    #expect(pack.declarations.map(\.name) == ["shared", "late_days"])
    #expect(pack.declarations.map(\.isHidden) == [true, false])
    #expect(pack.declarations.last?.title == ["en": "Days late", "zh": "逾期天数"])
    #expect(pack.declarations.last?.riskier == .higher)
  }

  /// What is changed in the sound pack, where that is wrong, and words of the message.
  private static let faults: [(old: String, new: String, line: Int?, words: String)] = [
    ("cuts: {blue: 1, red: 30}", "cuts: {blue: 30, red: 1}", 24, "not riskier"),
    ("cuts: {blue: 1, red: 30}", "cuts: {blue: 1, red: 1}", 24, "not riskier"),
    ("cuts: {blue: 1, red: 30}", "cuts: {blue: 1, rde: 30}", 24, "unknown key “rde”"),
    ("cuts: {blue: 1, red: 30}", "cuts: {}", 24, "at least one cut"),
    ("cuts: {blue: 1, red: 30}", "cuts: {blue: high}", 24, "a number"),
    ("cuts: {blue: 1, red: 30}", "flag: red", 23, "no “direction”"),
    ("direction: higher", "direction: up", 23, "higher, lower"),
    ("direction: higher", "direcion: higher", 23, "unknown key “direcion”"),
    ("risk_point: R1", "risk_point: R2", 19, "no risk point"),
    ("act: law", "act: lwa", 25, "no act"),
    ("phases: [construction]", "phases: [building]", 20, "one of preparation"),
    ("X01:", "first:", 16, "no code"),
    ("zh: 逾期天数", "zh: \"\"", 18, "not empty"),
    ("title: {en: Days late, zh: 逾期天数}", "title: {en: Days late}", 18, "no “zh”"),
    ("innocent: [{en: Rain, zh: 下雨}]", "innocent: []", 27, "at least one text"),
    ("source: {ref: somewhere, mark: D}", "source: {ref: somewhere}", 29, "no “mark”"),
    ("source: {ref: somewhere, mark: D}", "source: {ref: x, mark: Z}", 29, "V, V2, M, D"),
    ("from: 2019-07-01", "from: 2019-13-01", 7, "YYYY-MM-DD"),
    ("from: 2019-07-01", "{from: 2019-07-01", nil, "not YAML"),
    ("mark: V", "until: 2018-01-01\n    mark: V", 5, "is before"),
    ("controls: [{en: A control, zh: 措施}]", "controls: []", 12, "at least one text"),
    ("late_days: days", "slow_days: days", 17, "no feature of X01"),
    ("shared: count(*)", "late_days: count(*)", 22, "declared twice"),
    ("name: LateDays", "name: LateDays\n    points: {blue: 50}", 18, "decrease"),
    ("name: LateDays", "name: LateDays\n    clear: 31", 18, "a value that is clear"),
    (
      "  R1:", "  R0:\n    title: {en: a, zh: b}\n    controls: [{en: a, zh: b}]\n  R1:", 10,
      "no indicator watches"
    ),
    ("kind_column: sector\n", "", nil, ""),
  ]

  @Test(arguments: faults.filter { !$0.words.isEmpty })
  func aFaultIsNamedWithItsPlace(
    fault: (old: String, new: String, line: Int?, words: String)
  ) throws {
    let text = replacing(fault.old, fault.new)
    let error = try #require(throws: IndicatorError.self) { try load(text) }
    let diagnostic = error.diagnostic
    #expect(diagnostic.message.contains(fault.words), "\(diagnostic.message)")
    if let line = fault.line { #expect(diagnostic.location?.line == line) }
    #expect(diagnostic.location?.file.hasSuffix("pack.yaml") == true)
    #expect(diagnostic.kind == .input)
  }

  @Test func aMisspeltNameIsAnsweredWithTheNearest() throws {
    let error = try #require(throws: IndicatorError.self) {
      try load(replacing("act: law", "act: lwa"))
    }
    #expect(error.diagnostic.hint == "did you mean “law”?")
  }

  @Test func kindsNeedTheColumnThatHoldsThem() throws {
    let text = replacing("phases: [construction]", "kinds: [roads]\n    phases: [construction]")
    let pack = try load(text)
    #expect(pack.declarations.last?.applies == "sector in ('roads')")
    let without = text.split(separator: "kind_column: sector\n").joined()
    let error = try #require(throws: IndicatorError.self) { try load(without) }
    #expect(error.diagnostic.message.contains("kind_column"))
  }

  @Test func theConditionOfAnIndicatorIsPutOnItsFeature() throws {
    let text = replacing(
      "phases: [construction]",
      "phases: [construction]\n    applies: planned_finish is not null\n    kinds: [roads, it's]"
    )
    let pack = try load(text)
    #expect(
      pack.declarations.last?.applies
        == "(planned_finish is not null) and sector in ('roads', 'it''s')"
    )
  }

  @Test func aFolderIsReadByItsMainFile() throws {
    let workdir = try Workdir()
    let lines = PackReaderTests.sound.split(separator: "\n", omittingEmptySubsequences: false)
    let cut = try #require(lines.firstIndex(of: "indicators:"))
    try workdir.write(
      "p/pack.yaml",
      "files: [more.yaml]\n" + lines[..<cut].joined(separator: "\n") + "\n"
    )
    try workdir.write("p/more.yaml", lines[cut...].joined(separator: "\n"))
    let pack = try Pack.load(workdir.path("p"))
    #expect(pack.indicators.map(\.id) == ["X01"])
    #expect(pack.files.map { $0.split(separator: "/").last } == ["pack.yaml", "more.yaml"])
    #expect(pack["X01"]?.location.file == pack.files.last)
  }

  @Test func aPackThatIsNotThereIsSaidToBeMissing() throws {
    let workdir = try Workdir()
    let error = try #require(throws: IndicatorError.self) {
      try Pack.load(workdir.path("none.yaml"))
    }
    #expect(error.diagnostic.message.contains("no such file"))
    let empty = try workdir.write("empty.yaml", "")
    #expect(throws: IndicatorError.self) { try Pack.load(empty) }
    let binary = try workdir.write("binary.yaml", bytes: [0xFF, 0xFE, 0x00])
    #expect(throws: IndicatorError.self) { try Pack.load(binary) }
  }
}
