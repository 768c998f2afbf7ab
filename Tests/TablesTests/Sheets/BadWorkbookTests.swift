import Determinism
import TestSupport
import Testing

@testable import Tables

/// Workbooks that cannot be read say why, and none stops the program.
@Suite struct BadWorkbookTests {
  private func problem(
    _ bytes: [UInt8],
    _ dialect: SheetDialect = SheetDialect()
  ) throws -> SheetProblem? {
    let folder = try Workdir()
    let path = try folder.write("x.xlsx", bytes: bytes)
    do throws(TableError) {
      _ = try SheetReading.rows(path, dialect)
      return nil
    } catch {
      #expect(error.location?.file == "x.xlsx")
      #expect(error.diagnostic.hint != nil)
      guard case .sheet(let problem) = error.problem else {
        Issue.record("\(error)")
        return nil
      }
      return problem
    }
  }

  private func problem(of golden: String, _ dialect: SheetDialect = SheetDialect()) -> TableError? {
    do throws(TableError) {
      _ = try SheetReading.rows(SheetReading.golden(golden), dialect)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("merged.xlsx", "B1:C1", true), ("title.xlsx", "A1:C1", true), ("body.xlsx", "B2:B3", false),
  ])
  func mergedCellsAreRefused(name: String, range: String, isHeader: Bool) {
    #expect(
      problem(of: name)?.problem
        == .sheet(.merged(range: range, sheet: "Data", isHeader: isHeader))
    )
  }

  @Test func mergedCellsBesideTheTableDoNoHarm() {
    #expect(problem(of: "beside.xlsx") == nil)
  }

  @Test func sheetsAreNamedInErrors() {
    let found = ["Notes", "项目 2024", "Empty"]
    var dialect = SheetDialect()
    #expect(
      problem(of: "sheets.xlsx")?.problem == .sheet(.hiddenSheet("Notes", found: found))
    )
    dialect.sheet = .name("项目2024")
    #expect(
      problem(of: "sheets.xlsx", dialect)?.problem
        == .sheet(.unknownSheet("项目2024", nearest: "项目 2024", found: found))
    )
    dialect.sheet = .number(4)
    #expect(
      problem(of: "sheets.xlsx", dialect)?.problem == .sheet(.sheetNumber(4, found: found))
    )
    #expect(problem(of: "chart.xlsx")?.problem == .sheet(.noCells("Chart")))
  }

  @Test(arguments: [SheetSelection.name("项目 2024"), .number(2)])
  func aSheetIsChosenByNameOrPlace(selection: SheetSelection) throws {
    var dialect = SheetDialect()
    dialect.sheet = selection
    let rows = try SheetReading.rows(SheetReading.golden("sheets.xlsx"), dialect)
    #expect(rows == (try SheetReading.expected("sheets.tsv")))
    dialect.sheet = .name("NOTES")
    #expect(
      try SheetReading.rows(SheetReading.golden("sheets.xlsx"), dialect)
        == [.init(number: 1, cells: ["note"])]
    )
  }

  @Test func filesThatAreNoWorkbooks() throws {
    #expect(try problem([]) == .notWorkbook("it is empty"))
    #expect(
      try problem(
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
      )
        == .oldOrLocked
    )
    #expect(
      try problem(Array("id,name\n1,x\n".utf8))
        == .notWorkbook("it is no ZIP archive, or not all of one")
    )
    var other = PlainWorkbook("")
    other.parts = [("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]
    #expect(try problem(other.bytes) == .notWorkbook("it is another kind of ZIP archive"))
    var headless = PlainWorkbook("")
    headless.parts.remove(at: 1)
    #expect(try problem(headless.bytes) == .notWorkbook("its main part is missing"))
    var empty = PlainWorkbook("")
    empty.parts[1].text = "<workbook><sheets/></workbook>"
    #expect(try problem(empty.bytes) == .noSheets)
    var lost = PlainWorkbook("")
    lost.parts[2].text = "<Relationships/>"
    #expect(try problem(lost.bytes) == .damaged("its sheet \"Data\" has no part"))
  }

  /// What a sheet says, and what is said of it.
  @Test(arguments: [
    (
      "<sheetData><row r=\"2\"/><row r=\"2\"/></sheetData>", "do not follow one another after row 2"
    ),
    ("<sheetData><row r=\"0\"/></sheetData>", "do not follow"),
    (
      "<sheetData><row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row></sheetData>",
      "cells of row 1 do not follow"
    ),
    ("<sheetData><row r=\"3\"><c r=\"A4\"><v>1</v></c></row></sheetData>", "cells of row 3"),
    ("<sheetData><row><c r=\"1A\"><v>1</v></c></row></sheetData>", "has no place"),
    ("<sheetData><row><c t=\"q\"><v>1</v></c></row></sheetData>", "a type that nobody knows"),
    ("<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>", "a text that is not there"),
    ("<sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData>", "a text that is not there"),
    ("<sheetData><row><c r=\"XFE1\"><v>1</v></c></row></sheetData>", "more than 16384 columns"),
    ("<sheetData><row><c><v>1</v></row></sheetData>", "mismatched tag on line 1"),
    ("<sheetData><row><c><v>&nbsp;</v></c></row></sheetData>", "undefined entity"),
    ("<sheetData/></worksheet><!DOCTYPE x [<!ENTITY a \"b\">]><worksheet>", "junk after document"),
  ])
  func sheetsThatMakeNoSense(sheet: String, words: String) throws {
    let found = try #require(try problem(PlainWorkbook(sheet).bytes))
    let message = found.diagnostic(at: nil).message
    #expect(message.contains(words), "\(message)")
  }

  @Test func documentTypesAreRefused() throws {
    var book = PlainWorkbook("")
    book.parts[3].text =
      "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
      + "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    #expect(
      try problem(book.bytes) == .damaged("xl/worksheets/sheet1.xml: it declares a document type")
    )
  }

  @Test func aTagWithoutAnEndIsNotGathered() throws {
    let tag = "<sheetData><row x=\"" + String(repeating: "y", count: 3 << 20)
    let found = try problem(PlainWorkbook(tag).bytes)
    #expect(found == .damaged("xl/worksheets/sheet1.xml: a tag does not end"))
  }

  /// A file of a few hundred kilobytes that unpacks to 400 MB.
  @Test func aBombIsRefusedBeforeItIsUnpacked() throws {
    let folder = try Workdir()
    let file = try AtomicFile(path: folder.path("x.xlsx"))
    var archive = ZipOutput(file)
    for part in PlainWorkbook("").parts.dropLast() {
      try archive.begin(part.path)
      try archive.write(Array(part.text.utf8))
      try archive.end()
    }
    try archive.begin("xl/worksheets/sheet1.xml")
    try archive.write(Array("<worksheet><sheetData>".utf8))
    let blank = [UInt8](repeating: 0x20, count: 1 << 22)
    for _ in 0..<100 { try archive.write(blank) }
    try archive.write(Array("</sheetData></worksheet>".utf8))
    try archive.end()
    try archive.finish()
    try file.commit()
    do throws(TableError) {
      _ = try SheetReading.rows(folder.path("x.xlsx"))
      Issue.record("the bomb was read")
    } catch {
      guard case .sheet(.tooLarge(part: "xl/worksheets/sheet1.xml", _)) = error.problem else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// Cut at any place, or with any byte changed, a workbook is refused or read as it was.
  @Test(arguments: ["types.xlsx", "texts.xlsx"])
  func brokenFiles(name: String) throws {
    let whole = try Workdir.bytes(SheetReading.golden(name))
    let rows = try SheetReading.rows(SheetReading.golden(name))
    var random = SplitMix64(seed: 7)
    for place in stride(from: 0, to: whole.count, by: 61) {
      #expect(try problem(Array(whole[..<place])) != nil)
    }
    for _ in 0..<300 {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      let folder = try Workdir()
      let path = try folder.write("x.xlsx", bytes: bytes)
      guard let found = try? SheetReading.rows(path) else { continue }
      #expect(found == rows)
    }
  }
}

extension Workdir {
  /// The bytes of a file anywhere.
  fileprivate static func bytes(_ path: String) throws -> [UInt8] {
    let source = try FileInput(path: path, displayName: path)
    var bytes: [UInt8] = []
    var count = 0
    while true {
      let read = try source.read(into: &bytes, at: count, limit: 1 << 16)
      if read == 0 { return Array(bytes[..<count]) }
      count += read
    }
  }
}
