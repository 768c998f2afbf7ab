import Determinism
import Tables
import Testing

@Suite struct ExactCellTests {
  @Test(
    arguments: [
      ("5", 5), ("-5", -5), ("5.0", 5), ("1,234", 1234), ("1.2万", 12_000), ("1e3", 1000),
      ("500e-2", 5),
      ("9007199254740992", 9_007_199_254_740_992), ("-9007199254740992", -9_007_199_254_740_992),
      ("0", 0), ("-0", 0), ("1.000000000000000000000000", 1), ("００７", 7),
    ] as [(String, Int64)]
  )
  func wholeNumbersAreExact(_ text: String, _ value: Int64) {
    #expect(IntegerCell().integer(text) == .value(value))
  }

  @Test(arguments: [
    ("5.5", CellRule.integer), ("12%", .integer), ("abc", .integer), ("", .integer),
    ("9007199254740993", .integerRange), ("1e30", .integerRange), ("1e-3", .integer),
    ("99999999999999999999999999", .integerRange), ("1.00000000000000000000000001", .integer),
    ("1,23", .numberGroups), ("1e999999999999", .integerRange), ("1e-999999999999", .integer),
  ])
  func otherNumbersAreNotWhole(_ text: String, _ rule: CellRule) {
    #expect(IntegerCell().integer(text) == .reject(rule))
  }

  @Test(
    arguments: [
      ("1,234.50", 12_345_000), ("￥3,200万元", 320_000_000_000), ("¥3,200", 32_000_000),
      ("1.2亿", 1_200_000_000_000), ("3,200万元人民币", 320_000_000_000), ("CNY 5", 50_000),
      ("RMB5", 50_000), ("5 CNY", 50_000), ("5元", 50_000), ("5角", 5000), ("5分", 500),
      ("(1,200)", -12_000_000), ("（￥1,200）", -12_000_000), ("-￥5", -50_000), ("￥-5", -50_000),
      ("0.0001", 1), ("0.00010000", 1), ("0.1234万元", 12_340_000), ("0.00000001亿", 10_000),
      ("922337203685477.5807", .max), ("人民币 3百万元", 30_000_000_000), ("１２．５元", 125_000),
      ("5 million yuan", 50_000_000_000), ("0", 0),
    ] as [(String, Int64)]
  )
  func moneyIsExact(_ text: String, _ amount: Int64) throws {
    let cell = MoneyCell(try NumberNotation(unit: "CNY"))
    #expect(cell.amount(text) == .value(amount), "\(text)")
  }

  @Test(arguments: [
    ("0.00001", CellRule.moneyPrecision), ("1.23456", .moneyPrecision), ("1e-9", .moneyPrecision),
    ("922337203685477.5808", .moneyRange), ("99999万亿元", .moneyRange), ("1e300", .moneyRange),
    ("$5", .unitConflict), ("5 USD", .unitConflict), ("3 km", .unitConflict), ("5%", .unitConflict),
    ("￥5美元", .unitConflict), ("5万万元", .unitUnknown),
    ("abc", .money), ("", .money), ("PNS", .money), ("1,23,4", .numberGroups),
    ("5 zorkmid", .unitUnknown),
  ])
  func moneyThatIsNotExactOrNotOursIsRefused(_ text: String, _ rule: CellRule) throws {
    let cell = MoneyCell(try NumberNotation(unit: "CNY"))
    #expect(cell.amount(text) == .reject(rule), "\(text)")
  }

  @Test func bareMoneyIsWrittenInWhatIsDeclared() throws {
    let cell = MoneyCell(try NumberNotation(unit: "CNY", writtenIn: "万元"))
    #expect(cell.amount("3,200") == .value(320_000_000_000))
    #expect(cell.amount("3,200.12345678") == .value(320_012_345_678))
    #expect(cell.amount("3,200.123456789") == .reject(.moneyPrecision))
    #expect(cell.amount("3,200元") == .value(32_000_000))
    #expect(cell.amount("3,200万元") == .value(320_000_000_000))
    #expect(cell.amount("1.2亿") == .value(1_200_000_000_000))
    #expect(cell.amount("1.2亿元") == .value(1_200_000_000_000))
    let short = MoneyCell(try NumberNotation(unit: "万元"))
    #expect(short.amount("3,200") == .value(320_000_000_000))
    #expect(short.notation.unit?.currency == "CNY")
    let dollars = MoneyCell(try NumberNotation(unit: "CAD"))
    #expect(dollars.amount("$1,234.56") == .value(12_345_600))
    #expect(dollars.amount("C$5") == .value(50_000))
    #expect(dollars.amount("US$5") == .reject(.unitConflict))
    #expect(dollars.amount("￥5") == .reject(.unitConflict))
  }

  @Test func moneyReadsBackFromItsDecimalText() throws {
    let cell = MoneyCell(try NumberNotation(unit: "CNY"))
    var random = SplitMix64(seed: 17)
    for _ in 0..<1500 {
      let amount = Int64(bitPattern: random.next()) >> Int64(random.int(below: 60))
      let whole = amount.magnitude / 10_000
      let fraction = String(amount.magnitude % 10_000)
      let text =
        (amount < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: 4 - fraction.count)
        + fraction
      guard amount != .min else { continue }
      #expect(cell.amount(text) == .value(amount), "\(text)")
      #expect(cell.amount(text + "元") == .value(amount), "\(text)")
    }
  }

  @Test func truthIsWhatTheStandardOrTheFieldSays() throws {
    let usual = try BooleanCell()
    for text in ["true", "True", "TRUE", "1"] { #expect(usual.truth(text) == .value(true)) }
    for text in ["false", "False", "FALSE", "0"] { #expect(usual.truth(text) == .value(false)) }
    for text in ["是", "yes", "tRUE", "", "01"] { #expect(usual.truth(text) == .reject(.boolean)) }
    let chinese = try BooleanCell(trueValues: ["是"], falseValues: ["否"])
    #expect(chinese.truth("是") == .value(true))
    #expect(chinese.truth("否") == .value(false))
    #expect(chinese.truth("true") == .reject(.boolean))
    #expect(throws: CellFormatError.self) { try BooleanCell(trueValues: ["0"]) }
  }

  @Test func everyRuleHasAnIdOfItsOwnAndAHint() {
    #expect(Set(CellRule.allCases.map(\.id)).count == CellRule.allCases.count)
    for rule in CellRule.allCases { #expect(rule.hint.count > 20) }
  }
}
