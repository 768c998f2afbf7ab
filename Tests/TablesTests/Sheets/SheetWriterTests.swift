import Determinism
import TestSupport
import Testing

@testable import Tables

/// Tables written as workbooks hold what the same tables hold as CSV.
@Suite struct SheetWriterTests {
  private static let texts = [
    "", " ", "plain", "=1+2", "@x", "-", "+86 10", "a\nb", "a\r\nb\tc", "桥 & <路> \"x\" 'y'",
    "_x000D_", "_x005F_", "__x0041_", "_X0041_", "\u{1}\u{0}\u{1F}", "\u{FFFE}\u{FFFF}", "😀",
    "  spaces  ", "]]>", "#N/A", "true", "12", "\u{FEFF}mark", "x_", "_x00",
  ]

  /// A table of every type with missing values.
  private func table(_ random: inout SplitMix64) -> Table {
    let count = Int.random(in: 0...80, using: &random)
    func column(_ values: Column.Values, _ dictionary: TextDictionary = TextDictionary()) -> Column
    {
      let present = (0..<count).map { _ in Int.random(in: 0...4, using: &random) > 0 }
      return Column(values, validity: Validity(present), dictionary: dictionary)
    }
    var dictionary = TextDictionary()
    let codes = (0..<count).map { _ in
      dictionary.intern(Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)])
    }
    let numbers = (0..<count).map { _ in
      let number = Double(bitPattern: random.next())
      return number.isFinite ? number : 0.1 + 0.2
    }
    let money = (0..<count).map { _ in Int64.random(in: -(1 << 50)...(1 << 50), using: &random) }
    // From 1880, before any sheet's calendar, to 9999.
    let days = (0..<count).map { _ in Int32.random(in: -32_872...2_932_896, using: &random) }
    let integers = money.map { $0 >> 3 }
    return Table(
      name: "t",
      names: ["id", "text", "number", "money", "on", "open", "count"],
      columns: [
        Column(
          .integer((0..<count).map(Int64.init)),
          validity: Validity(count: count, present: true)
        ),
        column(.text(codes), dictionary), column(.number(numbers)), column(.money(money)),
        column(.date(days)), column(.boolean(money.map { $0 & 1 == 1 })),
        column(.integer(integers)),
      ]
    )
  }

  private func records(_ input: any RecordInput) throws -> [[String]] {
    var block = RecordBlock()
    var records: [[String]] = []
    while try input.next(into: &block) {
      for record in 0..<block.count {
        records.append(
          (0..<block.fieldCount(record: record)).map { field in
            let text = block.text(record: record, field: field) ?? "?"
            return block.isQuoted(record: record, field: field) && text.isEmpty ? "\"\"" : text
          }
        )
      }
    }
    return records
  }

  @Test(arguments: 0..<60)
  func aSheetHoldsWhatCSVHolds(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = table(&random)
    let folder = try Workdir()
    let file = try AtomicFile(path: folder.path("t.xlsx"))
    var writer = try SheetWriter(file)
    try writer.write(rowsOf: table)
    try writer.finish()
    try file.commit()
    var csv = CSVWriter()
    try csv.write(table)
    let expected = try records(
      RecordReader(source: ByteSource(bytes: csv.bytes, displayName: "t.csv"))
    )
    let found = try records(SheetReader(path: folder.path("t.xlsx"), displayName: "t.xlsx"))
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      for (column, (cell, text)) in zip(found, expected).enumerated() {
        // Digits may stand in another form; the number is the same to the last bit.
        let isNumber = [2, 3, 6].contains(column)
        #expect(
          isNumber && !text.isEmpty ? Double(cell) == Double(text) : cell == text,
          "column \(column)"
        )
      }
    }
  }

  private func bytes(_ write: (inout SheetWriter) throws -> Void) throws -> [UInt8] {
    let folder = try Workdir()
    let file = try AtomicFile(path: folder.path("t.xlsx"))
    var writer = try SheetWriter(file)
    try write(&writer)
    try writer.finish()
    try file.commit()
    let input = try FileInput(path: folder.path("t.xlsx"), displayName: "t.xlsx")
    var bytes: [UInt8] = []
    let count = try input.read(into: &bytes, at: 0, limit: 1 << 24)
    return Array(bytes[..<count])
  }

  /// Records that blocks wrote stand where they would have been written one by one.
  @Test func blocksMakeTheSameBytes() throws {
    func add(_ number: Int, to writer: inout SheetWriter) throws {
      writer.text("r\(number)")
      if number % 3 == 0 { writer.missing() } else { writer.number(Double(number) / 7) }
      writer.day(Day(number: Int32(number)))
      try writer.endRecord()
    }
    func head(_ writer: inout SheetWriter) throws {
      for name in ["id", "x", "on"] { writer.text(name) }
      try writer.endRecord()
    }
    let whole = try bytes { writer in
      try head(&writer)
      for number in 0..<5000 { try add(number, to: &writer) }
    }
    let pieces = try bytes { writer in
      try head(&writer)
      for start in stride(from: 0, to: 5000, by: 500) {
        var block = SheetWriter(blockOf: RecordForm())
        for number in start..<start + 500 { try add(number, to: &block) }
        try writer.write(records: block.bytes)
      }
    }
    let rows = { (bytes: [UInt8]) throws -> [[String]] in
      let folder = try Workdir()
      let path = try folder.write("t.xlsx", bytes: bytes)
      return try self.records(SheetReader(path: path, displayName: "t.xlsx"))
    }
    #expect(try rows(whole) == rows(pieces))
    #expect(try rows(whole).count == 5001)
  }

  @Test func aSheetEndsAtItsLastRow() throws {
    let folder = try Workdir()
    let output = try SheetOutput(AtomicFile(path: folder.path("t.xlsx")))
    let rows = [SheetOutput.rowNumber, SheetOutput.rowEnd]
    try output.write([UInt8](repeating: 0, count: 0))
    for _ in 0..<16 {
      try output.write((0..<1 << 16).flatMap { _ in rows })
    }
    #expect(
      throws: TableError(
        .output(.tooManyRows(limit: 1_048_575)),
        at: SourceLocation(file: folder.path("t.xlsx"))
      )
    ) {
      try output.write(rows)
    }
    #expect(!folder.exists("t.xlsx"))
  }

  @Test func whatNoCellOrSheetHoldsIsRefused() throws {
    func problem(_ add: (inout SheetWriter) -> Void) -> TableError.Problem? {
      var writer = SheetWriter(blockOf: RecordForm())
      add(&writer)
      do throws(TableError) {
        try writer.endRecord()
        return nil
      } catch {
        return error.problem
      }
    }
    // 𠀀 counts twice.
    let most = String(repeating: "𠀀", count: 16_383) + "x"
    #expect(problem { $0.text(most) } == nil)
    let long = OutputProblem.longText(limit: 32_767, column: "A", row: nil)
    #expect(problem { $0.text(most + "x") } == .output(long))
    var form = RecordForm()
    form.file = "out.xlsx"
    form.header = ["id", "a & b"]
    var block = SheetWriter(blockOf: form)
    block.text("p<1>")
    block.text(most + "x")
    let named = OutputProblem.longText(limit: 32_767, column: "a & b", row: "p<1>")
    #expect(throws: TableError(.output(named), at: SourceLocation(file: "out.xlsx"))) {
      try block.endRecord()
    }
    #expect(problem { writer in for _ in 0..<16_384 { writer.integer(1) } } == nil)
    #expect(
      problem { writer in for _ in 0..<16_385 { writer.integer(1) } }
        == .output(.tooManyColumns(limit: 16_384))
    )
  }

  @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")])
  func columnsAreNamedByLetters(column: Int, letters: String) {
    var bytes: [UInt8] = []
    SheetWriter.append(column: column, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == letters)
    let reference = bytes + Array("7".utf8)
    #expect(SheetCell.place(reference.span)?.column == column + 1)
  }

  @Test func aRowThatIsWrittenAloneHasANumber() throws {
    let folder = try Workdir()
    let file = try AtomicFile(path: folder.path("t.xlsx"))
    var writer = try SheetWriter(file)
    for name in ["id", "a & b"] { writer.text(name) }
    try writer.endRecord()
    writer.text("p1")
    writer.text(String(repeating: "x", count: 32_768))
    let named = OutputProblem.longText(limit: 32_767, column: "a & b", row: "p1")
    let place = SourceLocation(file: folder.path("t.xlsx"), line: 2)
    #expect(throws: TableError(.output(named), at: place)) { try writer.endRecord() }
  }
}
