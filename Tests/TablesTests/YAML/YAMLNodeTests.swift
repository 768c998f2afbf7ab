import Tables
import Testing

/// An error that keeps the problem as it is.
private struct Fault: YAMLError, Equatable {
  let problem: YAMLProblem
  let place: String

  static func yaml(_ problem: YAMLProblem, at location: Tables.SourceLocation) -> Fault {
    Fault(problem: problem, place: location.description)
  }
}

@Suite struct YAMLNodeTests {
  private enum Colour: String, CaseIterable {
    case red, green
  }

  private func mapping(_ yaml: String) throws -> YAMLMapping<Fault> {
    try #require(try YAMLNode<Fault>(parsing: yaml, file: "f.yaml", called: "the file")).mapping()
  }

  private func fault(_ yaml: String, _ read: (YAMLMapping<Fault>) throws -> Void) throws -> Fault {
    try #require(throws: Fault.self) { try read(try mapping(yaml)) }
  }

  @Test func scalarsAreWhatIsAskedFor() throws {
    let map = try mapping(
      """
      text: no
      number: 1.50
      whole: 7
      truth: True
      day: 2024-02-29
      word: green
      one: a
      several: [a, 'b']
      nothing: ~
      quoted: 'null'
      """
    )
    #expect(try map["text"]?.text() == "no")
    #expect(try map["number"]?.number() == 1.5)
    #expect(try map["number"]?.text() == "1.50")
    #expect(try map["whole"]?.integer(in: 1...7) == 7)
    #expect(try map["truth"]?.boolean() == true)
    #expect(try map["day"]?.day() == Day(year: 2024, month: 2, day: 29))
    #expect(try map["word"]?.choice(Colour.self) == .green)
    #expect(try map["one"]?.texts() == ["a"])
    #expect(try map["several"]?.texts() == ["a", "b"])
    #expect(map["nothing"] == nil)
    #expect(try map["quoted"]?.text() == "null")
    #expect(map["absent"] == nil)
  }

  @Test func mergedKeysStandBehindTheOnesWritten() throws {
    let map = try mapping(
      """
      base: &base {a: 1, b: 2}
      more: &more {b: 3, c: 4}
      here: {b: 9, <<: [*base, *more]}
      """
    )
    let here = try #require(try map["here"]?.mapping())
    #expect(here.entries.map(\.key) == ["b", "a", "c"])
    #expect(try here["b"]?.text() == "9")
    #expect(try here["c"]?.text() == "4")
  }

  @Test func emptyFilesHoldNothing() throws {
    for text in ["", "# only a comment\n", "---\n"] {
      let node = try YAMLNode<Fault>(parsing: text, file: "f.yaml", called: "the file")
      #expect(node == nil || node?.isNull == true)
    }
  }

  @Test func faultsNameKeyWishAndPlace() throws {
    let number = try fault("a: 1\nb: x1\n") { _ = try $0["b"]?.number() }
    #expect(number.problem == .unexpected(key: "b", wanted: .number, found: "x1"))
    #expect(number.place == "f.yaml:2:4")
    let whole = try fault("a: 8\n") { _ = try $0["a"]?.integer(in: 1...7) }
    #expect(whole.problem == .unexpected(key: "a", wanted: .wholeNumber(1...7), found: "8"))
    let infinite = try fault("a: inf\n") { _ = try $0["a"]?.number() }
    #expect(infinite.problem == .unexpected(key: "a", wanted: .number, found: "inf"))
    let text = try fault("a: [1]\n") { _ = try $0["a"]?.text() }
    #expect(text.problem == .unexpected(key: "a", wanted: .text, found: nil))
    let element = try fault("a: [x, [1]]\n") { _ = try $0["a"]?.texts() }
    #expect(element.problem == .unexpected(key: "a", wanted: .element, found: nil))
    #expect(element.place == "f.yaml:1:8")
    let list = try fault("a: 1\n") { _ = try $0["a"]?.list() }
    #expect(list.problem == .unexpected(key: "a", wanted: .list, found: "1"))
    let inner = try fault("a: 1\n") { _ = try $0["a"]?.mapping() }
    #expect(inner.problem == .unexpected(key: "a", wanted: .mapping, found: "1"))
    let word = try fault("a: blue\n") { _ = try $0["a"]?.choice(Colour.self) }
    let words = YAMLExpectation.word(["red", "green"])
    #expect(word.problem == .unexpected(key: "a", wanted: words, found: "blue"))
    let key = try fault("a: 1\ncolor: 2\n") { try $0.allow(["a", "colour"]) }
    #expect(key.problem == .unknownKey("color", known: ["a", "colour"]))
    #expect(key.place == "f.yaml:2:1")
    // The parser puts what is not written before what comes next.
    for yaml in ["? a\n? b\n", "? a", "? a\n\n:"] {
      let nothing = try fault(yaml) { _ = try $0.entries[0].value.number() }
      #expect(nothing.place == "f.yaml:1:3", "\(yaml)")
    }
  }

  @Test func whatIsNoYAMLSaysWhere() throws {
    let open = try fault("a: [1\n") { _ in }
    if case .syntax = open.problem {} else { Issue.record("\(open.problem)") }
    #expect(open.place.hasPrefix("f.yaml:"))
    let twice = try fault("a: 1\nb: 2\na: 3\n") { _ in }
    #expect(twice.problem == .duplicateKeys(["a"]))
  }
}
