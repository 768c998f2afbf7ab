import Tables
import Testing
import Warnings

/// Policies as people write them, well and badly.
@Suite struct PolicyTests {
  @Test func theStarterPolicyIsAPolicy() throws {
    let policy = try Policy(yaml: Policy.starter, file: "policy.yaml")
    #expect(policy.basis == .share)
    #expect(policy.levels.map(\.name) == ["blue", "yellow", "orange", "red"])
    #expect(policy.levels.map(\.bound) == [0.2, 0.1, 0.05, 0.02])
    #expect(policy.levels.map { $0.title(.zh) } == ["蓝", "黄", "橙", "红"])
    #expect(policy.hard.isEmpty)
    #expect(policy.language == .en)
  }

  @Test func everyPartOfAPolicyIsRead() throws {
    let policy = try Policy(
      yaml: """
        language: zh
        levels:
          watch: {from: 5%, title: {en: Watch, zh: 关注}}
          act: 0.3
        by: probability
        hard:
          - {indicator: C03, when: red, level: act}
          - indicator: S02
            level: watch
        """,
      file: "p.yaml"
    )
    #expect(policy.basis == .probability)
    #expect(policy.levels.map(\.bound) == [0.05, 0.3])
    #expect(policy.levels[0].title(.zh) == "关注")
    #expect(policy.levels[1].title(.zh) == "act")
    #expect(
      policy.hard == [
        Policy.Hard(indicator: "C03", when: .red, level: "act"),
        Policy.Hard(indicator: "S02", level: "watch"),
      ]
    )
    #expect(policy.language == .zh)
  }

  @Test func theHashIsOfWhatThePolicySays() throws {
    let one = try Policy(yaml: "by: share\nlevels: {blue: 20%, red: 0.05}", file: "a.yaml")
    let same = try Policy(
      yaml: "# the same\nlevels:\n  blue: 0.2\n  red: 5%\nby: share\nlanguage: zh\n",
      file: "b.yaml"
    )
    let other = try Policy(yaml: "by: share\nlevels: {blue: 20%, red: 0.06}", file: "a.yaml")
    #expect(one.hash == same.hash)
    #expect(one.hash != other.hash)
    #expect(one.hash.count == 64)
    // sha256sum of the text that Policy.hash documents.
    #expect(one.hash == "a20867c16b4cb12f27a4b389f5b831b1acfefd4ff8dd29e21104399514841609")
  }

  @Test(arguments: [
    Fault("by: share\nlevel: {blue: 1%}", 2, 1, .unknownKey("level", known: known)),
    Fault("levels: {blue: 1%}", 1, 1, .missingKey("by", hint: byHint)),
    Fault(
      "by: chance\nlevels: {blue: 1%}",
      1,
      5,
      .unknownWord(key: "by", value: "chance", known: ["probability", "points", "share"])
    ),
    Fault(
      "by: share\nlevels:\n  blue: 5%\n  red: 10%",
      4,
      8,
      .levelsOutOfOrder(milder: "blue", stricter: "red", isShare: true)
    ),
    Fault(
      "by: points\nlevels:\n  blue: 30\n  red: 30",
      4,
      8,
      .levelsOutOfOrder(milder: "blue", stricter: "red", isShare: false)
    ),
    Fault(
      "by: share\nlevels:\n  blue: much",
      3,
      9,
      .badValue(key: "blue", value: "much", wanted: share)
    ),
    Fault(
      "by: share\nlevels:\n  blue: 120%",
      3,
      9,
      .badValue(key: "blue", value: "1.2", wanted: share)
    ),
    Fault(
      "by: points\nlevels:\n  blue: 5%",
      3,
      9,
      .badValue(key: "blue", value: "5%", wanted: "a number of points")
    ),
    Fault(
      "by: points\nlevels:\n  blue: nan",
      3,
      9,
      .badValue(key: "blue", value: "nan", wanted: "a number of points")
    ),
    Fault(
      "by: share\nlevels: {}",
      1,
      1,
      .missingKey("levels", hint: "list at least one level")
    ),
    Fault(
      "by: share\nlevels: [1, 2]",
      2,
      9,
      .wrongShape(key: "levels", wanted: "keys with values")
    ),
    Fault(
      "by: share\nlevels: {blue: {title: {en: B}}}",
      2,
      16,
      .missingKey("from", hint: "write “from: \(share)”")
    ),
    Fault(
      "by: share\nlevels: {blue: {form: 1%}}",
      2,
      17,
      .unknownKey("form", known: ["from", "title"])
    ),
    Fault(
      "by: share\nlevels: {blue: 1%}\nhard:\n  - {indicator: C03, level: rde}",
      4,
      5,
      .unknownWord(key: "level", value: "rde", known: ["blue"])
    ),
    Fault(
      "by: share\nlevels: {blue: 1%}\nhard:\n  - {level: blue}",
      4,
      5,
      .missingKey("indicator", hint: "name the indicator by its id")
    ),
    Fault(
      "by: share\nlevels: {blue: 1%}\nhard:\n  - {indicator: C03, when: rot, level: blue}",
      4,
      28,
      .unknownWord(key: "when", value: "rot", known: ["blue", "yellow", "orange", "red"])
    ),
  ])
  func everyFaultNamesItsPlace(fault: Fault) {
    #expect(
      throws: WarningError(
        fault.problem,
        at: SourceLocation(file: "policy.yaml", line: fault.line, column: fault.column)
      )
    ) {
      try Policy(yaml: fault.text, file: "policy.yaml")
    }
  }

  @Test func textThatIsNotAPolicyIsRefused() {
    for text in ["", "# nothing\n", "- a\n- b\n", "by: [share\n", "by: share\nby: share\n", "\0"] {
      #expect(throws: WarningError.self, "\(text)") { try Policy(yaml: text, file: "p.yaml") }
    }
  }

  @Test func aMistypedWordIsAnsweredWithTheNearest() throws {
    let error = #expect(throws: WarningError.self) {
      try Policy(yaml: "by: shares\nlevels: {blue: 1%}", file: "p.yaml")
    }
    let diagnostic = try #require(error).diagnostic
    #expect(diagnostic.hint?.hasPrefix("did you mean “share”?") == true)
    #expect(diagnostic.value == "shares")
    #expect(diagnostic.location?.description == "p.yaml:1:5")
  }

  /// A text that is no policy, and where and why.
  struct Fault: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int
    var column: Int
    var problem: WarningError.Problem

    init(_ text: String, _ line: Int, _ column: Int, _ problem: WarningError.Problem) {
      self.text = text
      self.line = line
      self.column = column
      self.problem = problem
    }

    var testDescription: String { text }
  }

  private static let known = ["by", "levels", "hard", "language"]
  private static let byHint = "write “by: probability”, “by: points” or “by: share”"
  private static let share = "a share above 0 and at most 1, such as 0.05 or 5%"
}
