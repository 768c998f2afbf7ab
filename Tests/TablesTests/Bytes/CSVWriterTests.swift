import Determinism
import TestSupport
import Tables
import Testing

@Suite struct CSVWriterTests {
  static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("a", "a"), ("", "\"\""), ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("项目", "项目"), ("\u{FEFF}a", "\"\u{FEFF}a\""),
    ("a;b", "a;b"), (" a ", " a "), ("\0", "\0"), ("'", "'"), ("=1", "=1"),
  ])
  func aFieldIsQuotedWhereItMustBe(_ field: String, _ expected: String) {
    #expect(Self.text { CSVText.append(field: field, to: &$0) } == expected)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "-0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (1e15, "1000000000000000"),
    (9_007_199_254_740_991, "9007199254740991"), (0x1p53, "9007199254740992"), (1e16, "1e+16"),
    (1e-5, "1e-05"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (.infinity, ""), (.nan, ""), (100.25, "100.25"),
  ])
  func aNumberIsWrittenShort(_ number: Double, _ expected: String) {
    #expect(Self.text { CSVText.append(number: number, to: &$0) } == expected)
  }

  /// What a number should look like: as Swift describes it, without a fraction of zero.
  private static func described(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  @Test func aNumberIsWrittenAsSwiftDescribesIt() {
    var random = SplitMix64(seed: 11)
    var numbers: [Double] = []
    // Every exponent, with the significands at its ends, where the distances change.
    for exponent in 0..<UInt64(0x7FF) {
      for significand in [0, 1, 2, 1 << 51, 1 << 52 - 2, 1 << 52 - 1] as [UInt64] {
        numbers.append(Double(bitPattern: exponent << 52 | significand))
      }
    }
    for _ in 0..<20_000 {
      let digits = Double(random.int(below: 1_000_000_000))
      let power = [1.0, 2, 3, 7, 8, 10, 1000, 1e6, 1e9, 1e12][random.int(below: 10)]
      numbers += [
        Double(bitPattern: random.next()), digits / power, digits * power,
        -random.uniform(), 0x1p53 * (0.9 + random.uniform() / 5),
      ]
    }
    for number in numbers where number.isFinite {
      #expect(Self.text { CSVText.append(number: number, to: &$0) } == Self.described(number))
    }
  }

  @Test func everyNumberReadsBackAsItself() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      let bits = Double(bitPattern: random.next())
      let money = Double(Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)) / 100
      for number in [bits, money] where number.isFinite {
        let text = Self.text { CSVText.append(number: number, to: &$0) }
        #expect(Double(text)?.bitPattern == number.bitPattern, "\(text)")
      }
    }
  }

  @Test(
    arguments: [
      (0, "0"), (10_000, "1"), (12_345, "1.2345"), (-5000, "-0.5"), (1, "0.0001"),
      (100_000_100, "10000.01"), (.max, "922337203685477.5807"), (.min, "-922337203685477.5808"),
    ] as [(Int64, String)]
  )
  func moneyIsWrittenExactly(_ amount: Int64, _ expected: String) {
    #expect(Self.text { CSVText.append(money: amount, to: &$0) } == expected)
  }

  @Test(arguments: [
    ("=1+1", true), ("+cmd", true), ("-2+3", true), ("@SUM(A1)", true), ("\tx", true),
    ("\rx", true), ("\nx", true), ("  =1", true), ("＝1", true), ("＋1", true), ("－1", true),
    ("＠a", true), ("=", true), ("+1+1", true), ("-1e", false), ("-,5", false), ("--1", true),
    ("-A1", true),
    ("", false), (" ", false), ("a=1", false), ("-12", false), ("+1,234.50", false),
    ("-3.5%", false), ("-1e-5", false), ("-", false), ("--", false), ("项目", false),
    ("1-2", false), ("（=）", false), ("+8613800000000", false), ("-1-1", true), ("+e5", true),
  ])
  func textThatASpreadsheetWouldRunIsFound(_ text: String, _ mayRun: Bool) {
    #expect(FormulaText.mayRun(text) == mayRun)
    #expect(FormulaText.harmless(text) == (mayRun ? "'\(text)" : text))
  }

  static func column(_ texts: [String?]) -> Column {
    var dictionary = TextDictionary()
    let codes = texts.map { $0.map { dictionary.intern($0) } ?? 0 }
    return Column(
      .text(codes),
      validity: Validity(texts.map { $0 != nil }),
      dictionary: dictionary
    )
  }

  static let table = Table(
    name: "t",
    names: ["text", "integer", "number", "money", "boolean", "date", "=x"],
    columns: [
      column(["a,b", nil, ""]),
      Column(.integer([1, -2, 0]), validity: Validity(count: 3, present: true)),
      Column(.number([0.5, 3, 0]), validity: Validity([true, true, false])),
      Column(.money([12_500, -1, 0]), validity: Validity(count: 3, present: true)),
      Column(.boolean([true, false, false]), validity: Validity([true, true, false])),
      Column(.date([0, 19_787, 0]), validity: Validity([true, true, false])),
      column(["=1+1", "-1", nil]),
    ]
  )

  @Test func aTableOfEveryTypeIsWrittenForMachinesAndForPeople() throws {
    var machine = CSVWriter()
    try machine.write(Self.table)
    #expect(
      String(decoding: machine.bytes, as: UTF8.self) == """
        text,integer,number,money,boolean,date,=x
        "a,b",1,0.5,1.25,true,1970-01-01,=1+1
        ,-2,3,-0.0001,false,2024-03-05,-1
        "",0,,0,,,

        """
    )
    var people = CSVWriter(forSpreadsheets: true)
    try people.write(Self.table)
    #expect(
      String(decoding: people.bytes, as: UTF8.self) == """
        \u{FEFF}text,integer,number,money,boolean,date,'=x
        "a,b",1,0.5,1.25,true,1970-01-01,'=1+1
        ,-2,3,-0.0001,false,2024-03-05,-1
        "",0,,0,,,

        """
    )
  }

  @Test func aRecordOfOneMissingFieldIsStillARecord() throws {
    for forSpreadsheets in [false, true] {
      var writer = CSVWriter(forSpreadsheets: forSpreadsheets)
      for _ in 0..<3 {
        writer.missing()
        try writer.endRecord()
      }
      #expect(try RecordReading.records(writer.bytes).count == 3)
    }
  }

  @Test func whateverTextIsWrittenIsReadBack() throws {
    let alphabet = Array("ab,\"\n\r\t =+'\0项\u{FEFF}")
    for seed in 0..<100 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let width = Int.random(in: 1...4, using: &random)
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<width).map { _ in
          String(
            (0..<Int.random(in: 0...4, using: &random)).map { _ in
              alphabet.randomElement(using: &random) ?? "x"
            }
          )
        }
      }
      var writer = CSVWriter()
      for row in rows {
        for field in row { writer.text(field) }
        try writer.endRecord()
      }
      let records = try RecordReading.records(writer.bytes)
      // Compared as bytes: Swift takes CR LF and canonically equal texts for the same.
      let expected = rows.map { $0.map { Array($0.utf8) } }
      #expect(records.map(\.fields) == expected, "seed \(seed)")
    }
  }

  @Test func aTableIsWrittenToAFileCompressedByItsName() throws {
    let folder = try Workdir()
    try CSVWriter.write(Self.table, to: folder.path("t.csv"))
    try CSVWriter.write(Self.table, to: folder.path("t.csv.gz"))
    let plain = try ByteSourceTests.all(ByteSource(path: folder.path("t.csv")))
    let packed = try ByteSourceTests.all(ByteSource(path: folder.path("t.csv.gz")))
    #expect(plain == packed)
    #expect(String(decoding: plain, as: UTF8.self).hasSuffix("\"\",0,,0,,,\n"))
    #expect(try folder.names() == ["t.csv", "t.csv.gz"])
  }
}
