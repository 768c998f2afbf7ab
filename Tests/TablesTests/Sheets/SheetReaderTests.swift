import Determinism
import TestSupport
import Testing

@testable import Tables

/// Sheets become the records that other programs read from them.
@Suite struct SheetReaderTests {
  /// `types.xlsx` is from openpyxl, `xlsxwriter.xlsx` the same table from another writer.
  @Test(
    arguments: [
      ("types", "types"), ("xlsxwriter", "types"), ("mac", "mac"), ("formats", "formats"),
    ],
    [1, 2, 1024]
  )
  func cellsAreWhatOpenpyxlReads(names: (String, String), limit: Int) throws {
    let rows = try SheetReading.rows(SheetReading.golden("\(names.0).xlsx"), limit: limit)
    #expect(rows == (try SheetReading.expected("\(names.1).tsv")))
  }

  @Test func textsOfEveryKind() throws {
    let rows = try SheetReading.rows(SheetReading.golden("texts.xlsx"))
    #expect(
      rows == [
        .init(number: 2, cells: ["plain", "in", "東京"]),
        .init(number: 3, cells: ["bold and not", "", "line\rend _x000D_ _xZZZZ_ 😀"]),
        .init(number: 7, cells: ["", "", "a < b & 桥"]),
        .init(number: 8, cells: ["plain!", "0.3333333333333333", "run on"]),
        .init(number: 10, cells: ["2024-03-05", "2024-03-05T10:00:00", "100000"]),
        .init(number: 11, cells: ["!(formula without a value)", "!#DIV/0!", ""]),
        .init(number: 12, cells: ["1", "", "", "", "2"]),
      ]
    )
  }

  @Test func aTextThatIsEmptyIsToldFromNothing() throws {
    let reader = try SheetReader(
      path: SheetReading.golden("texts.xlsx"),
      displayName: "x.xlsx"
    )
    var block = RecordBlock()
    while try reader.next(into: &block, limit: 1), block.line(of: 0) != 7 {}
    #expect(!block.isQuoted(record: 0, field: 0))
    #expect(block.isQuoted(record: 0, field: 1))
  }

  /// Random tables as sheets by hand are read as the same tables, in blocks of any size.
  @Test(arguments: 0..<40)
  func randomTables(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let width = Int.random(in: 1...6, using: &random)
    let folder = try Workdir()
    var expected = [SheetReading.Row(number: 1, cells: (0..<width).map { "c\($0)" })]
    var sheet =
      "<row>" + expected[0].cells.map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
    var number = 1
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      let hasNumber = Bool.random(using: &random)
      number += hasNumber ? Int.random(in: 1...3, using: &random) : 1
      var cells = [String](repeating: "", count: width)
      var row = ""
      var isPlaced = false
      for column in 0..<width {
        // Cells after a gap say where they are.
        let place =
          isPlaced ? " r=\"\(Character(Unicode.Scalar(UInt8(65 + column))))\(number)\"" : ""
        switch Int.random(in: 0...4, using: &random) {
        case 0: isPlaced = true
        case 1: row += "<c\(place) s=\"1\"/>"
        case let kind:
          let value = Double(Int64.random(in: -1_000_000...1_000_000, using: &random)) / 64
          var text: [UInt8] = []
          CSVText.append(number: value, to: &text)
          cells[column] = String(decoding: text, as: UTF8.self)
          let written = kind == 2 ? "\(value)" : kind == 3 ? cells[column] : "\(value)E0"
          row += "<c\(place)><v>\(written)</v></c>"
        }
      }
      sheet += hasNumber ? "<row r=\"\(number)\">\(row)</row>" : "<row>\(row)</row>\n"
      if cells.contains(where: { !$0.isEmpty }) {
        expected.append(.init(number: number, cells: cells))
      }
    }
    let path = try folder.write(
      "x.xlsx",
      bytes: PlainWorkbook("<sheetData>\(sheet)</sheetData>").bytes
    )
    for limit in [1, 7, 1024] {
      #expect(try SheetReading.rows(path, limit: limit) == expected)
    }
  }

  @Test func aSheetWithoutAHeaderIsAsWideAsItsFields() throws {
    let folder = try Workdir()
    let sheet = PlainWorkbook.rows([["1", nil, nil], ["2", "x"]])
    let path = try folder.write("x.xlsx", bytes: PlainWorkbook(sheet).bytes)
    #expect(
      try SheetReading.rows(path, width: 3) == [
        .init(number: 1, cells: ["1", "", ""]), .init(number: 2, cells: ["2", "x", ""]),
      ]
    )
  }

  /// 120 rows of 40,000 bytes: blocks end before they grow large, and texts span pieces of XML.
  @Test func longTexts() throws {
    let folder = try Workdir()
    let texts = (0..<120).map { number in
      String(repeating: "x\(number)桥&amp;", count: 40_000 / (8 + String(number).count))
    }
    let sheet = PlainWorkbook.rows([["a"]] + texts.map { [$0] })
    let path = try folder.write("x.xlsx", bytes: PlainWorkbook(sheet).bytes)
    let rows = try SheetReading.rows(path)
    #expect(rows.dropFirst().map { $0.cells[0] } == texts.map { $0.replacing("&amp;", with: "&") })
  }
}

/// Numbers of sheets as text.
@Suite struct SheetNumberTests {
  private func text(
    _ number: String,
    _ format: NumberFormat = .number,
    _ rules: SheetNumber = SheetNumber()
  ) -> String {
    var bytes: [UInt8] = []
    let digits = Array(number.utf8)
    rules.append(digits.span, format: format, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "-0"), ("1E+05", "100000"), ("1.50", "1.5"), ("0.1", "0.1"),
    ("0.30000000000000004", "0.30000000000000004"), ("123456789012345", "123456789012345"),
    ("12345678901234567890", "1.2345678901234567e+19"), ("007", "7"), ("1.", "1"), (".5", "0.5"),
    ("x", "x"), ("1e999", "1e999"), ("", ""), ("-12.25", "-12.25"), ("4.9E-324", "5e-324"),
  ])
  func numbersInTheirShortestDigits(written: String, expected: String) {
    #expect(text(written) == expected)
  }

  @Test(arguments: [
    ("274.65999999999997", "274.66"), ("0.30000000000000004", "0.3"), ("0.1", "0.1"),
    ("-1500.3000000000002", "-1500.3"), ("999999999999999.9", "1000000000000000"),
    ("1.9999999999999998E-7", "2e-07"), ("1234567890123456", "1234567890123460"),
    ("5E-324", "5e-324"),
  ])
  func numbersRoundedToWhatIsShown(written: String, expected: String) {
    #expect(text(written, .number, SheetNumber(isRounded: true)) == expected)
  }

  @Test(arguments: [
    ("1", "1900-01-01"), ("59", "1900-02-28"), ("60", "1900-02-29"), ("61", "1900-03-01"),
    ("45356", "2024-03-05"), ("45356.999999", "2024-03-06"), ("45356.5", "2024-03-05T12:00:00"),
    ("2958465", "9999-12-31"), ("2958466", "2958466"), ("-1", "-1"), ("0", "1900-01-00"),
  ])
  func days(written: String, expected: String) {
    #expect(text(written, .date) == expected)
  }

  @Test(arguments: [
    ("0", "1904-01-01"), ("60", "1904-03-01"), ("43894", "2024-03-05"), ("2957003", "9999-12-31"),
    ("2957004", "2957004"),
  ])
  func daysFrom1904(written: String, expected: String) {
    #expect(text(written, .date, SheetNumber(isFrom1904: true)) == expected)
  }

  /// Every day that both calendars have, against the reader of serial days.
  @Test func everyDay() {
    let cell = DateCell(.excel1900)
    for serial in 1...80_000 where serial != 60 {
      let digits = Array("\(serial)".utf8)
      guard case .value(let day) = cell.parse(digits.span) else {
        Issue.record("no day \(serial)")
        return
      }
      #expect(text("\(serial)", .date) == day.description)
    }
  }

  @Test func builtInFormats() {
    let dates = (0..<200).filter { NumberFormat.builtIn($0) == .date }
    #expect(
      dates == [
        14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58, 71, 72, 73, 74, 77,
        81,
      ]
    )
  }
}
