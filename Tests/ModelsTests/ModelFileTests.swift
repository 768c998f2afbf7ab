import Determinism
import Models
import Testing

@Suite struct ModelFileTests {
  private func problem(_ text: String) -> ModelError? {
    do throws(ModelError) {
      _ = try Model(decoding: Array(text.utf8), file: "m.json")
      return nil
    } catch {
      return error
    }
  }

  private var text: String { String(decoding: ModelExamples.full.encoded(), as: UTF8.self) }

  @Test(arguments: [ModelExamples.full, ModelExamples.expert, ModelExamples.uncertain])
  func aModelReadsBackTheSame(model: Model) throws {
    let bytes = model.encoded()
    let back = try Model(decoding: bytes, file: "m.json")
    #expect(back == model)
    #expect(back.encoded() == bytes)
  }

  @Test func everyDoubleReadsBackToTheSameBits() throws {
    var random = SplitMix64(seed: 1)
    var values = [
      0, -0.0, 1, -1, 0.1, 1e16, 1e-5, 123_456_789, 9_007_199_254_740_994, 1e22, 1e300,
      .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, Double.pi,
    ]
    while values.count < 2000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { values.append(value) }
    }
    var model = ModelExamples.full
    model.terms[1].shape = .steps(cuts: [], values: [0])
    model.trained.metrics = ["values": .list(values.map(JSONValue.number))]
    let back = try Model(decoding: model.encoded(), file: "m.json")
    guard case .list(let read)? = back.trained.metrics["values"] else {
      Issue.record("a list is expected")
      return
    }
    let bits = read.compactMap { value -> UInt64? in
      if case .number(let number) = value { number.bitPattern } else { nil }
    }
    #expect(bits == values.map(\.bitPattern))
  }

  @Test func keysAreSortedAndStandAtTheirLine() {
    let lines = text.split(separator: "\n")
    let top = lines.filter { $0.hasPrefix("  \"") }.compactMap {
      $0.split(separator: "\"").dropFirst().first
    }
    #expect(top == top.sorted())
    #expect(top.contains("format"))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func aFileCutAnywhereIsAnErrorAndNeverAModel() {
    let bytes = ModelExamples.expert.encoded()
    for count in 0..<bytes.count - 2 {
      let cut = String(decoding: bytes[..<count], as: UTF8.self)
      #expect(problem(cut)?.problem == .truncated, "after \(count) bytes")
    }
  }

  @Test func oneDamagedByteNeverTraps() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<3000 {
      var bytes = ModelExamples.full.encoded()
      bytes[random.int(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      if let model = try? Model(decoding: bytes, file: "m.json") {
        #expect((try? model.verify()) != nil)
      }
    }
  }

  @Test func anUnknownKeyIsNamedWithItsLineAndTheNearestRightOne() throws {
    let damaged = text.replacing("\"training_mean\": 0.03", with: "\"traning_mean\": 0.03")
    #expect(problem(damaged)?.problem == .missingKey("terms[2].training_mean"))
    let extra = text.replacing("\"kind\":", with: "\"kimd\": 1,\n  \"kind\":")
    let error = try #require(problem(extra))
    guard case .unknownKey("kimd", nearest: "kind", _) = error.problem else {
      Issue.record("\(error.problem)")
      return
    }
    let line = extra.split(separator: "\n").firstIndex { $0.contains("kimd") } ?? -1
    #expect(error.location?.line == line + 1)
    #expect(error.diagnostic.hint == "did you mean kind?")
  }

  @Test func anotherFormatIsRefusedBeforeItsKeysAre() {
    let other = "{\"format\": \"watchpost-model/2\", \"layers\": []}"
    #expect(
      problem(other)?.problem
        == .wrongFormat(found: "watchpost-model/2", expected: "watchpost-model/1")
    )
    #expect(problem("{}")?.problem == .missingKey("format"))
    #expect(
      problem("[]")?.problem == .wrongShape(key: "", expected: "an object", found: "a list")
    )
  }

  @Test(arguments: [
    ("\"kind\": \"additive\"", "\"kind\": \"magic\""),
    ("\"cuts\": [2.0, 5.5]", "\"cuts\": [5.5, 2.0]"),
    ("\"cuts\": [2.0, 5.5]", "\"cuts\": [2.0]"),
    ("\"cuts\": [2.0, 5.5]", "\"cuts\": [2.0, \"x\"]"),
    ("\"slope\": 0.8", "\"slope\": -0.8"),
    ("\"slope\": 0.8", "\"slope\": 1e999"),
    ("\"feature\": \"sector\"", "\"feature\": \"nowhere\""),
    ("\"name\": \"sector\"", "\"name\": \"slip\""),
    ("\"seed\": 42", "\"seed\": 42.5"),
    ("\"seed\": 42", "\"seed\": 42, \"seed\": 42"),
    ("\"seed\": 42", "\"seed\": 042"),
    ("\"seed\": 42", "\"seed\": +42"),
    ("\"other\": 0.01", "\"other\": null"),
    ("\"one\"", "\"\\ud800\""), ("\"one\"", "\"\\x\""), ("\"one\"", "\"\u{1}\""),
    ("\"rows\": 400", "\"rows\": 1e2"),
    ("\"bids\": \"lower\"", "\"bids\": \"down\""),
  ])
  func aDamagedPartIsAnErrorWithAPlace(original: String, replacement: String) throws {
    let damaged = text.replacing(original, with: replacement)
    #expect(damaged != text)
    let error = try #require(problem(damaged))
    #expect(error.location?.line != nil)
    #expect(error.diagnostic.kind == .input)
  }

  @Test(arguments: [
    ("\"scale\": 4.0", "\"scale\": 0.0", "slip"),
    ("\"scale\": 4.0", "\"scale\": 4.0, \"skale\": 1", "skale"),
    ("\"averages\":", "\"means\": [], \"averages\":", "means"),
    ("\"averages\": [0.0, 0.25,", "\"averages\": [0.25,", "sizes"),
    ("[-0.25, 0.1, 1.0]", "[-0.25, 1.0]", "sizes"),
    ("[-0.25, 0.1, 1.0]", "[-0.25, 0.1, 0.0]", "positive"),
    ("[-0.25, 0.1, 1.0]", "[-0.25, 3.1, 1.0]", "correlation"),
    ("[-0.25, 0.1, 1.0]", "[-0.25, \"0.1\", 1.0]", "covariance"),
    ("[-0.25, 0.1, 1.0]", "0.1", "covariance"),
    ("\"category\": \"水利\"", "\"category\": \"bridge\"", "sector"),
    ("\"kind\": \"other\"", "\"kind\": \"othre\"", "kind"),
    ("\"kind\": \"intercept\"", "\"kind\": \"other\", \"feature\": \"bids\"", "intercept"),
    ("\"presence\": \"not_applicable\"", "\"presence\": \"present\"", "presence"),
    ("\"presence\": \"not_applicable\"", "\"presence\": \"missing\"", "bids"),
    ("\"kind\": \"logistic\"", "\"kind\": \"expert\"", "points"),
  ])
  func aDamagedUncertaintyIsAnErrorThatSaysWhere(
    original: String,
    replacement: String,
    word: String
  ) throws {
    let text = String(decoding: ModelExamples.uncertain.encoded(), as: UTF8.self)
    let damaged = text.replacing(original, with: replacement)
    #expect(damaged != text)
    let error = try #require(problem(damaged))
    #expect(error.location?.line != nil)
    let diagnostic = error.diagnostic
    let words = "\(diagnostic.message) \(diagnostic.value ?? "")"
    #expect(words.contains(word), "\(words)")
  }

  @Test func oneDamagedDigitNeverTrapsAnInterval() throws {
    var random = SplitMix64(seed: 3)
    let observations = try Observations(
      ids: ["a", "b"],
      columns: [
        ObservationColumn(name: "slip", numbers: [1e200, 0], presence: [.present, .missing]),
        ObservationColumn(name: "bids", numbers: [3, 0], presence: [.present, .notApplicable]),
        ObservationColumn(name: "sector", codes: [0, 1], names: ["road", "new"]),
      ]
    )
    let original = ModelExamples.uncertain.encoded()
    // Digits, because most other bytes leave no model to score with.
    let digits = original.indices.filter { (0x30...0x39).contains(original[$0]) }
    let replacements = Array("0123456789-.e ".utf8)
    var scored = 0
    for _ in 0..<400 {
      var bytes = original
      bytes[digits[random.int(below: digits.count)]] =
        replacements[random.int(below: replacements.count)]
      guard let model = try? Model(decoding: bytes, file: "m.json"),
        let intervals = try? model.rawLogitIntervals(observations)
      else { continue }
      #expect(intervals.count == 2)
      scored += 1
    }
    #expect(scored > 100)
  }

  @Test func nestingWithoutEndIsRefusedInsteadOfFollowed() {
    let deep = String(repeating: "[", count: 100_000)
    guard case .malformed? = problem(deep)?.problem else {
      Issue.record("an error is expected")
      return
    }
  }

  @Test func escapedTextReadsAsItself() throws {
    let escaped = text.replacing("\"one\"", with: "\"\\u6c34\\ud83d\\ude00\\/\\b\\f\"")
    let model = try Model(decoding: Array(escaped.utf8), file: "m.json")
    #expect(model.trained.notes.first == "水😀/\u{8}\u{c}")
  }
}
