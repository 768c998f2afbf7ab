import Determinism
import Foundation
import Tables
import Testing

@Suite struct DateCellTests {
  private static let fifthOfMarch = Day(year: 2024, month: 3, day: 5)

  @Test(arguments: [
    "2024-03-05", "2024-3-5", "2024/3/5", "2024/03/05", "2024.3.5", "2024年3月5日", "2024年03月05日",
    "2024 年 3 月 5 日", "2024年3月5号", "2024年3月5", "２０２４-０３-０５", "２０２４／３／５", "２０２４年３月５日",
    "2024-03-05 17:00", "2024-03-05T17:00:00Z", "2024-03-05T17:00:00.123+08:00",
    "2024/3/5 5:00:00 PM", "2024年3月5日 17:00",
  ])
  func theDefaultReadsYearFirstDates(_ text: String) throws {
    #expect(DateCell().day(text) == .value(try #require(Self.fifthOfMarch)))
  }

  @Test(arguments: [
    ("03/05/2024", CellRule.dateAmbiguous), ("3-5-2024", .dateAmbiguous),
    ("03.05.24", .dateAmbiguous), ("03/05/2024 17:00", .dateAmbiguous),
    ("2024-02-30", .dateImpossible), ("0000-01-01", .dateImpossible),
    ("2023/2/29", .dateImpossible),
    ("2024-13-01", .dateImpossible), ("2024-03", .dateWithoutDay), ("2024年3月", .dateWithoutDay),
    ("2024-03/05", .date), ("2024年3-5", .date), ("20240305", .date), ("10000-01-01", .date),
    ("2024-03-05x", .date), ("2024-03-05 25:00", .date), ("2024-03-05 17:60", .date), ("", .date),
    ("PNS", .date), ("45356", .date), ("２０２４", .date), ("2024-03-", .dateWithoutDay),
    ("2024-123-01", .date), ("昨天", .date), ("\u{0}", .date), ("2024-03-0\u{0}", .date),
  ])
  func theDefaultRefusesTheRestByRule(_ text: String, _ rule: CellRule) {
    #expect(DateCell().day(text) == .reject(rule))
  }

  @Test func everyDayOfFourCenturiesReadsBackFromEveryDefaultForm() throws {
    let cell = DateCell()
    var random = SplitMix64(seed: 20_240_305)
    for _ in 0..<4000 {
      let span = Day.latest - Day.earliest + 1
      let day = Day.earliest + random.int(below: span)
      let (year, month, date) = day.civil
      let padded = String(repeating: "0", count: 4 - String(year).count) + String(year)
      for text in [
        day.description, "\(padded)/\(month)/\(date)", "\(padded).\(month).\(date)",
        "\(padded)年\(month)月\(date)日", fullWidth("\(padded)-\(month)-\(date)"),
      ] {
        #expect(cell.day(text) == .value(day), "\(text)")
      }
    }
  }

  @Test func declaredFormatsReadAsPythonDoes() throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Goldens/strptime.tsv")
    let lines = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n")
    var accepted = 0
    for line in lines where !line.hasPrefix("#") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(parts.count == 3)
      let result = try DateCell(format: parts[0]).day(parts[1])
      if let expected = Day(iso: parts[2]) {
        accepted += 1
        #expect(result == .value(expected), "\(line)")
      } else {
        var isRefused = false
        if case .reject = result { isRefused = true }
        #expect(isRefused, "\(line)")
      }
    }
    #expect(accepted > 900)
  }

  @Test func theTimeOfADeclaredFormatIsCheckedAndLeftOut() throws {
    let cell = try DateCell(format: "%d/%m/%Y %I:%M:%S %p")
    #expect(
      cell.day("5/03/2016 5:00:00 PM") == .value(try #require(Day(iso: "2016-03-05")))
    )
    #expect(cell.day("5/03/2016 5:00:00") == .reject(.date))
    #expect(cell.day("5/03/2016 15:00:00 PM") == .reject(.date))
    #expect(cell.day("30/02/2016 5:00:00 PM") == .reject(.dateImpossible))
    #expect(cell.day("５/０３/２０１６ 5:00:00 PM") == .value(try #require(Day(iso: "2016-03-05"))))
  }

  @Test(arguments: [
    ("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("25569", "1970-01-01"),
    ("45356", "2024-03-05"), ("45356.75", "2024-03-05"), ("2958465", "9999-12-31"),
  ])
  func spreadsheetSerialsCountTheDayThatNeverWas(_ text: String, _ day: String) throws {
    #expect(try DateCell(format: "excel").day(text) == .value(try #require(Day(iso: day))))
  }

  @Test(arguments: [
    ("0", "1904-01-01"), ("1", "1904-01-02"), ("60", "1904-03-01"), ("43894", "2024-03-05"),
    ("2957003", "9999-12-31"),
  ])
  func oldMacintoshSerialsStartIn1904(_ text: String, _ day: String) throws {
    #expect(try DateCell(format: "excel1904").day(text) == .value(try #require(Day(iso: day))))
  }

  @Test func serialSixtyAndSerialsOutsideAreRefused() throws {
    let cell = try DateCell(format: "excel")
    #expect(cell.day("60") == .reject(.dateSerial60))
    #expect(cell.day("60.5") == .reject(.dateSerial60))
    #expect(cell.day("0") == .reject(.dateImpossible))
    #expect(cell.day("2958466") == .reject(.dateImpossible))
    #expect(cell.day("-1") == .reject(.date))
    #expect(cell.day("99999999999999999999") == .reject(.date))
    #expect(cell.day("2024-03-05") == .reject(.date))
    #expect(try DateCell(format: "excel1904").day("2957004") == .reject(.dateImpossible))
  }

  @Test(arguments: ["%Y-%m", "%d/%m", "%Q", "%", "%Y %", "dd/mm/yyyy", "%d/%d/%Y", "%U %Y"])
  func aFormatThatGivesNoDateIsAnErrorThatNamesIt(_ format: String) {
    let error = #expect(throws: CellFormatError.self) { try DateCell(format: format) }
    #expect(error?.message.contains(format) == true)
  }
}
