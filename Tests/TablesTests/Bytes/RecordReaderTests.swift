import Determinism
import Tables
import Testing

@Suite struct RecordReaderTests {
  /// A text, the fields it means, and the dialect when it is not that of RFC 4180.
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var records: [[String]]
    var dialect = Dialect()
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ records: [[String]], _ dialect: Dialect = Dialect()) {
      self.text = text
      self.records = records
      self.dialect = dialect
    }
  }

  static let backslash = Dialect(doubleQuote: false, escape: UInt8(ascii: "\\"))
  static let cases: [Case] = [
    Case("", []),
    Case("a", [["a"]]),
    Case("a,b", [["a", "b"]]),
    Case("a,b\n", [["a", "b"]]),
    Case("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    Case("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    Case("a\rb\nc\r\nd", [["a"], ["b"], ["c"], ["d"]]),
    Case("\n\r\n\r\n\n", []),
    Case("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
    Case(",", [["", ""]]),
    Case(",\n,", [["", ""], ["", ""]]),
    Case("a,\n", [["a", ""]]),
    Case(" \n", [[" "]]),
    Case("\"\"", [[""]]),
    Case("\"\"\n\"\"\n", [[""], [""]]),
    Case("\"\",\"\"\n", [["", ""]]),
    Case("\"a\"", [["a"]]),
    Case("\"a,b\",c", [["a,b", "c"]]),
    Case("\"a\nb\",c\nd", [["a\nb", "c"], ["d"]]),
    Case("\"a\r\nb\"\r\nc", [["a\r\nb"], ["c"]]),
    Case("\"a\"\"b\"", [["a\"b"]]),
    Case("\"\"\"\"", [["\""]]),
    Case("\"\"\"\"\"\"", [["\"\""]]),
    Case("\"\"\"a\"\"\",b", [["\"a\"", "b"]]),
    Case("a\"b\",c", [["a\"b\"", "c"]]),
    Case("a\"\"b", [["a\"\"b"]]),
    Case("\"a\"b,c", [["ab", "c"]]),
    Case("\"a\" \"b\",c", [["a \"b\"", "c"]]),
    Case("\"a\" ,b", [["a ", "b"]]),
    Case("\"\"a\"\",b", [["a\"\"", "b"]]),
    Case(" \"a\",b", [[" \"a\"", "b"]]),
    Case("1\n1,2\n1,2,3\n", [["1"], ["1", "2"], ["1", "2", "3"]]),
    Case("a\0b,\0\n", [["a\0b", "\0"]]),
    Case("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]),
    Case("\u{FEFF}\"a\",b", [["a", "b"]]),
    Case("\u{FEFF}", []),
    Case("a\u{FEFF},b", [["a\u{FEFF}", "b"]]),
    Case("名称,金额\n东城,\"3,200\"\n", [["名称", "金额"], ["东城", "3,200"]]),
    Case("{\"x\": 1},2", [["{\"x\": 1}", "2"]]),
    Case("a;b\nc,d;e", [["a", "b"], ["c,d", "e"]], Dialect(delimiter: UInt8(ascii: ";"))),
    Case("a\tb\n\tc", [["a", "b"], ["", "c"]], Dialect(delimiter: UInt8(ascii: "\t"))),
    Case("a|\"b|c\"", [["a", "b|c"]], Dialect(delimiter: UInt8(ascii: "|"))),
    Case("a  b", [["a", "", "b"]], Dialect(delimiter: UInt8(ascii: " "), skipInitialSpace: true)),
    Case("a\u{1}b", [["a", "b"]], Dialect(delimiter: 1)),
    Case("'a,b','it''s'", [["a,b", "it's"]], Dialect(quote: UInt8(ascii: "'"))),
    Case("\"a\",b\"", [["\"a\"", "b\""]], Dialect(quote: nil)),
    Case("\"a\"\"b\",c", [["a\"b\"", "c"]], Dialect(doubleQuote: false)),
    Case("a,  b, \"c, d\"\n  e", [["a", "b", "c, d"], ["e"]], Dialect(skipInitialSpace: true)),
    Case("a,   \n", [["a", ""]], Dialect(skipInitialSpace: true)),
    Case("\"a\\\"b\",c\\,d", [["a\"b", "c,d"]], backslash),
    Case("a\\\nb\nc", [["a\nb"], ["c"]], backslash),
    Case("\"a\\\\\",b", [["a\\", "b"]], backslash),
    Case("a\\", [["a\\"]], backslash),
    Case("\\\"a,b", [["\"a", "b"]], backslash),
    Case("\"a\"\"b\"", [["a\"b"]], Dialect(doubleQuote: false, escape: UInt8(ascii: "\""))),
    Case(
      "# note, \"x\n#\na,b\n#c\n1,#2\n#",
      [["a", "b"], ["1", "#2"]],
      Dialect(commentPrefix: UInt8(ascii: "#"))
    ),
    Case("\"#a\",b\r\n#x\r\nc", [["#a", "b"], ["c"]], Dialect(commentPrefix: UInt8(ascii: "#"))),
  ]

  @Test(arguments: cases)
  func aTextMeansItsFieldsHoweverItIsCut(_ example: Case) throws {
    let bytes = Array(example.text.utf8)
    for chunk in [1 << 16, 1, 2, 3, 5] {
      let records = try RecordReading.records(bytes, dialect: example.dialect, chunk: chunk)
      #expect(RecordReading.texts(records) == example.records, "chunk \(chunk)")
    }
    let noMark = Array(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
    let reference = ReferenceRecordReader.read(noMark, dialect: example.dialect)
    #expect(RecordReading.texts(reference.records) == example.records, "reference")
  }

  @Test func aQuotedEmptyFieldIsToldFromNothing() throws {
    let records = try RecordReading.records(Array("\"\",,x,\"y\"".utf8))
    #expect(records.map(\.isQuoted) == [[true, false, false, true]])
  }

  @Test func linesAreCountedThroughQuotesAndAnyLineEnd() throws {
    let text = "a\r\n\"b\r\nc\nd\re\"\r\n\r\nf\rg\n"
    #expect(try RecordReading.records(Array(text.utf8)).map(\.line) == [1, 2, 7, 8])
    let escaped = "a\\\rb\n\\\r\r\\\r\nc\r\\\n\nd"
    let records = try RecordReading.records(Array(escaped.utf8), dialect: Self.backslash)
    #expect(records.map(\.line) == [1, 3, 5, 6, 7, 9])
  }

  @Test func textAfterAClosingQuoteIsCounted() throws {
    let text = "a,b\n\"c\"d,\"e\"\"\"f\n\"g\",h\n"
    let reader = RecordReader(
      source: try ByteSource(bytes: Array(text.utf8), displayName: "t"),
      dialect: Dialect()
    )
    #expect(RecordReading.texts(try RecordReading.records(reader))[1] == ["cd", "e\"f"])
    #expect(reader.looseQuotes == 2)
    #expect(reader.firstLooseQuoteLine == 2)
  }

  @Test(arguments: [1, 7, 1 << 16])
  func anUnclosedQuoteIsAnErrorWhereItOpened(_ chunk: Int) {
    let text = "a,b\n\"x\ny\",\"z\n1,2\n3,4\n"
    #expect(
      throws: TableError(
        .input(.unterminatedQuote),
        at: SourceLocation(file: "test.csv", line: 3)
      )
    ) { try RecordReading.records(Array(text.utf8), chunk: chunk) }
  }

  @Test(arguments: [1, 7, 1 << 16])
  func aFieldBeyondTheLimitIsAnErrorWhereItBegan(_ chunk: Int) throws {
    let limits = RecordLimits(fieldBytes: 10)
    let short = Array("a,\"b\n\",0123456789\n".utf8)
    #expect(try RecordReading.records(short, limits: limits, chunk: chunk).count == 1)
    for (tail, isQuoted) in [("01234567890\n", false), ("\"0123456789", true), ("\"\n\n\n", false)]
    {
      let isEarly = isQuoted || tail.hasPrefix("0")
      let problem: InputProblem =
        isEarly ? .fieldTooLong(limit: 10, isQuoted: isQuoted) : .unterminatedQuote
      #expect(
        throws: TableError(.input(problem), at: SourceLocation(file: "test.csv", line: 2))
      ) { try RecordReading.records(Array("a,\"b\n\",\(tail)".utf8), limits: limits, chunk: chunk) }
    }
  }

  @Test(arguments: [1, 7, 1 << 16])
  func aRecordBeyondTheLimitsIsAnErrorWhereItBegan(_ chunk: Int) {
    let error = TableError(
      .input(.recordTooLong(fields: 4, bytes: 20)),
      at: SourceLocation(file: "test.csv", line: 2)
    )
    let limits = RecordLimits(fieldBytes: 10, recordBytes: 20, fields: 4)
    for text in ["a\n1,2,3,4,5\n", "a\n12345678,12345678,12345678"] {
      #expect(throws: error) {
        try RecordReading.records(Array(text.utf8), limits: limits, chunk: chunk)
      }
    }
  }

  /// A record that passes several limits, on several lines.
  @Test(arguments: [
    // The record has 20 bytes before its third field, on line 3, has 10.
    ("a\n\"\n\",123456,12345678901\n", 2, InputProblem.recordTooLong(fields: 4, bytes: 20)),
    ("a\n1,\"\n3\",\"123456789012345", 3, .fieldTooLong(limit: 10, isQuoted: true)),
    // The fifth field, before it is too long.
    ("a\n\"\n3\",,,,12345678901\n", 2, .recordTooLong(fields: 4, bytes: 20)),
    ("a\n\"\n3\",,,12345678901,,,,\n", 3, .fieldTooLong(limit: 10, isQuoted: false)),
    // A quote that is never closed is known at the end only.
    ("a\n12345678,1234567,\n,\"\n,\n", 3, .unterminatedQuote),
    ("a\n\"34567890\n23456789,12345678", 2, .fieldTooLong(limit: 10, isQuoted: true)),
    ("a\n1,2,3,4,\"\n", 2, .recordTooLong(fields: 4, bytes: 20)),
    ("a\n1234567,1234567,\"9012", 2, .recordTooLong(fields: 4, bytes: 20)),
    // Too long by its spaces, whatever follows them.
    ("a\n           \"34\"\n", 2, .fieldTooLong(limit: 10, isQuoted: false)),
  ]) func theLimitPassedFirstIsNamedHoweverReadingIsCut(
    _ text: String,
    _ line: Int,
    _ problem: InputProblem
  ) throws {
    let limits = RecordLimits(fieldBytes: 10, recordBytes: 20, fields: 4)
    let dialect = Dialect(skipInitialSpace: true)
    let bytes = Array(text.utf8)
    let failure = ReferenceRecordReader.read(bytes, dialect: dialect, limits: limits).failure
    #expect(failure?.problem == problem)
    #expect(failure?.line == line)
    for chunk in [1, 2, 7, 1 << 16] {
      let error = TableError(.input(problem), at: SourceLocation(file: "test.csv", line: line))
      #expect(throws: error) {
        try RecordReading.records(bytes, dialect: dialect, limits: limits, chunk: chunk)
      }
    }
  }

  @Test func aDialectThatContradictsItselfIsAnError() {
    for dialect in [
      Dialect(delimiter: 10), Dialect(delimiter: 34), Dialect(commentPrefix: 44),
      Dialect(escape: 13), Dialect(delimiter: 0xA4),
    ] {
      #expect(throws: TableError.self) { try RecordReading.records([], dialect: dialect) }
    }
  }

  @Test func blocksHoldAtMostTheRecordsAskedForAndNoneIsLost() throws {
    let text = (0..<2500).map { "\($0),x\n" }.joined()
    let reader = RecordReader(
      source: try ByteSource(bytes: Array(text.utf8), displayName: "t"),
      dialect: Dialect()
    )
    var block = RecordBlock()
    var counts: [Int] = []
    while try reader.next(into: &block) { counts.append(block.count) }
    #expect(counts == [1024, 1024, 452])
    #expect(try reader.next(into: &block) == false)
  }

  @Test func tenThousandColumnsAndAFieldOfMegabytesAreRead() throws {
    let wide = (0..<10_000).map(String.init).joined(separator: ",")
    let long = String(repeating: "long \"\"text\"\", ", count: 1 << 16)
    let text = "\(wide)\n\"\(long)\",x\n1,2\n"
    let records = try RecordReading.records(Array(text.utf8))
    #expect(records.map(\.fields.count) == [10_000, 2, 2])
    #expect(records[1].fields[0].count == 13 << 16)
    #expect(records[2].line == 3)
  }

  @Test func randomBytesReadTheSameHoweverTheyAreCut() throws {
    let alphabet = Array("ab,\"\"\"\\\n\r \t;#\0\u{E4}".utf8)
    let dialects = [
      Dialect(), Self.backslash, Dialect(escape: UInt8(ascii: "\\")), Dialect(quote: nil),
      Dialect(delimiter: UInt8(ascii: ";"), skipInitialSpace: true),
      Dialect(doubleQuote: false, commentPrefix: UInt8(ascii: "#")),
      Dialect(skipInitialSpace: true, commentPrefix: UInt8(ascii: " ")),
    ]
    for seed in 0..<400 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let length = Int.random(in: 0...60, using: &random)
      let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let dialect = dialects[Int(seed) % dialects.count]
      // Limits so small that many inputs pass one, and some more than one.
      let limits =
        seed % 3 == 0 ? RecordLimits() : RecordLimits(fieldBytes: 9, recordBytes: 14, fields: 4)
      let expected = ReferenceRecordReader.read(bytes, dialect: dialect, limits: limits)
      for (chunk, limit) in [(1 << 16, 1024), (1, 1), (1, 1024), (2, 3), (3, 2), (7, 5), (13, 1)] {
        do {
          let records = try RecordReading.records(
            bytes,
            dialect: dialect,
            limits: limits,
            chunk: chunk,
            limit: limit
          )
          #expect(records == expected.records, "seed \(seed), chunk \(chunk)")
          #expect(expected.failure == nil, "seed \(seed), chunk \(chunk)")
        } catch {
          let failure = try #require(expected.failure)
          #expect(error.problem == .input(failure.problem), "seed \(seed), chunk \(chunk)")
          #expect(error.location?.line == failure.line, "seed \(seed), chunk \(chunk)")
        }
      }
    }
  }
}
