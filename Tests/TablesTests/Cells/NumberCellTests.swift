import Determinism
import Tables
import Testing

@Suite struct NumberCellTests {
  @Test(arguments: [
    ("1,234.5", 1234.5), ("-1,234.5", -1234.5), ("(1,200)", -1200), ("（1,200）", -1200),
    ("1,200-", -1200), ("+5", 5), ("１２３．５", 123.5), ("－１２", -12), ("12%", 0.12),
    ("１２％", 0.12), ("5‰", 0.005), ("1.2亿", 1.2e8), ("3,200万", 3.2e7), ("1.2e5", 1.2e5),
    ("1.2E+05", 1.2e5), ("5e-3", 0.005), (".5", 0.5), ("5.", 5), ("007", 7), ("-0", 0),
    ("0.000", 0),
    (" 7 ", 7), ("1，234", 1234), ("9007199254740993", 9_007_199_254_740_992),
    ("0.1", 0.1), ("2.2250738585072014e-308", .leastNormalMagnitude),
    ("5e-324", .leastNonzeroMagnitude),
    ("1e-400", 0), ("1.7976931348623157e308", 1.7976931348623157e308),
    ("123456789012345678", 123_456_789_012_345_680),
    ("100000000000000000000000000000000000000000", 1e41),
    ("3.14159265358979323846264338327950288", 3.141592653589793),
    ("2 million", 2e6), ("3 thousand", 3000), ("1,234,567.891", 1234567.891),
  ])
  func numbersReadAsPeopleWriteThem(_ text: String, _ value: Double) {
    #expect(NumberCell().number(text) == .value(value), "\(text)")
  }

  @Test(arguments: [
    ("NaN", CellRule.number), ("inf", .number), ("-Infinity", .number), ("0x10", .unitUnknown),
    ("1.2.3", .number), ("1..2", .number), ("--1", .number), ("-(5)", .number), ("(5", .number),
    ("5)", .number), ("", .number), ("-", .number), (".", .number), ("e5", .number),
    ("abc", .number),
    ("1 2", .number), ("1/2", .number), ("5;6", .number), ("-5-", .number), ("(-5)", .number),
    ("1,23,4", .numberGroups), ("1234,567", .numberGroups), ("1,2345", .numberGroups),
    ("1,234.5,6", .numberGroups), ("1,", .numberGroups), ("1,,2", .numberGroups),
    ("1e400", .numberRange), ("9e307亿", .numberRange), ("1e99999999999999999999", .numberRange),
    ("3,200万元", .unitUndeclared), ("￥5", .unitUndeclared), ("3 km", .unitUndeclared),
    ("5xyz", .unitUnknown), ("5 mx", .unitUnknown), ("三千", .number), ("1\u{0}", .number),
  ])
  func whatIsNoNumberIsRefusedByRule(_ text: String, _ rule: CellRule) {
    #expect(NumberCell().number(text) == .reject(rule), "\(text)")
  }

  @Test func declaredSeparatorsReplaceTheUsualOnes() throws {
    let spaced = try NumberCell(NumberNotation(decimalChar: ",", groupChar: " "))
    #expect(spaced.number("1 234,5") == .value(1234.5))
    #expect(spaced.number("1\u{A0}234\u{202F}567,5") == .value(1_234_567.5))
    #expect(spaced.number("1 23,5") == .reject(.numberGroups))
    #expect(spaced.number("1234,5 %") == .value(12.345))
    #expect(spaced.number("1.5") == .reject(.number))
    let german = try NumberCell(NumberNotation(decimalChar: ",", groupChar: "."))
    #expect(german.number("1.234,5") == .value(1234.5))
    #expect(german.number("1,5") == .value(1.5))
    let comma = try NumberCell(NumberNotation(decimalChar: ","))
    #expect(comma.number("1.234,5") == .reject(.number))
    let ungrouped = try NumberCell(NumberNotation(groupChar: ""))
    #expect(ungrouped.number("1,234") == .reject(.number))
    #expect(throws: CellFormatError.self) { try NumberNotation(decimalChar: ",", groupChar: ",") }
    #expect(throws: CellFormatError.self) { try NumberNotation(decimalChar: "5") }
    #expect(throws: CellFormatError.self) { try NumberNotation(decimalChar: "。。") }
  }

  @Test func aNumberThatIsNotBareShedsTheWordsAroundIt() throws {
    let cell = try NumberCell(NumberNotation(bareNumber: false))
    #expect(cell.number("about 95 or so") == .value(95))
    #expect(cell.number("€1,234.50") == .value(1234.5))
    #expect(cell.number("95 of 100") == .reject(.number))
  }

  @Test func unitsInTheCellWinOverTheDeclaredWriting() throws {
    let cell = try NumberCell(NumberNotation(unit: "km", writtenIn: "m"))
    #expect(cell.number("1500") == .value(1.5))
    #expect(cell.number("1500m") == .value(1.5))
    #expect(cell.number("1.5 km") == .value(1.5))
    #expect(cell.number("3公里") == .value(3))
    #expect(cell.number("1.2万") == .value(12_000))
    #expect(cell.number("5kg") == .reject(.unitConflict))
    #expect(cell.number("￥5") == .reject(.unitConflict))
    let days = try NumberCell(NumberNotation(unit: "day"))
    #expect(days.number("2周") == .value(14))
    #expect(days.number("36小时") == .value(1.5))
    #expect(days.number("10天") == .value(10))
    #expect(days.number("10日") == .value(10))
    let percent = try NumberCell(NumberNotation(unit: "percent"))
    #expect(percent.number("12%") == .value(12))
    #expect(percent.number("12") == .value(12))
    #expect(percent.number("5‰") == .value(0.5))
    let ratio = try NumberCell(NumberNotation(unit: "ratio", writtenIn: "percent"))
    #expect(ratio.number("12") == .value(0.12))
    #expect(ratio.number("12%") == .value(0.12))
    let people = try NumberCell(NumberNotation(unit: "person", writtenIn: "万"))
    #expect(people.number("5") == .value(50_000))
    #expect(people.number("5人") == .value(5))
    #expect(people.number("1.2万人") == .value(12_000))
    let widgets = try NumberCell(NumberNotation(unit: "widget"))
    #expect(widgets.number("5") == .value(5))
    #expect(widgets.number("5 kg") == .reject(.unitConflict))
    #expect(throws: CellFormatError.self) { try NumberNotation(unit: "CNY", writtenIn: "km") }
    #expect(throws: CellFormatError.self) { try NumberNotation(writtenIn: "万元") }
  }

  @Test func fastAndSlowReadingAgreeOnThousandsOfTexts() {
    let cell = NumberCell()
    var random = SplitMix64(seed: 7)
    let pieces = [
      "0", "1", "9", "12", "123", "999", ",", ".", "e", "E", "-", "+", "(", ")", "%", "万", "亿",
      "千万",
      "５", "．", "，", "（", "）", "－", " ", "00000", "000000000000000000000",
    ]
    var accepted = 0
    for _ in 0..<4000 {
      var text = ""
      for _ in 0..<(1 + random.int(below: 7)) { text += pieces[random.int(below: pieces.count)] }
      // The twin lets blanks stand anywhere and knows one order of sign and unit only.
      if text.contains(" ") { text = text.replacing(" ", with: "") }
      guard case .value(let value) = cell.number(text) else { continue }
      accepted += 1
      if let twin = NumberTwin.double(text) { #expect(value == twin, "\(text)") }
    }
    #expect(accepted > 300)
  }

  @Test func whatIsWrittenReadsBackInEveryDress() throws {
    let cell = NumberCell()
    var random = SplitMix64(seed: 11)
    for _ in 0..<600 {
      var digits = String(1 + random.int(below: 9))
      for _ in 0..<random.int(below: 24) { digits += String(random.int(below: 10)) }
      let point = random.int(below: digits.count + 1)
      let whole = String(digits.prefix(point))
      let fraction = String(digits.dropFirst(point))
      let plain = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
      let grouped =
        NumberCellTests.grouped(whole.isEmpty ? "0" : whole)
        + (fraction.isEmpty ? "" : "." + fraction)
      let value = try #require(Double(plain))
      for text in [plain, grouped, fullWidth(grouped), "+" + plain] {
        #expect(cell.number(text) == .value(value), "\(text)")
        #expect(NumberTwin.double(text) == value, "\(text)")
      }
      for text in ["-" + plain, "(\(grouped))", grouped + "-", "（\(plain)）"] {
        #expect(cell.number(text) == .value(-value), "\(text)")
      }
      for text in [plain + "e3", plain + "万", plain + "%", grouped + "亿"] {
        #expect(cell.number(text) == .value(try #require(NumberTwin.double(text))), "\(text)")
      }
    }
  }

  @Test func doublesReadBackFromTheirShortestText() {
    let cell = NumberCell()
    var random = SplitMix64(seed: 13)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(cell.number("\(value)") == .value(value == 0 ? 0 : value))
    }
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}
