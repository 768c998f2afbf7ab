import Foundation
import TestSupport

@testable import Tables

/// Sheets read to their end, and workbooks made by hand.
enum SheetReading {
  /// A workbook of the goldens.
  static func golden(_ name: String) -> String {
    Repository.root.appendingPathComponent("Tests/TablesTests/Goldens/workbooks/\(name)").path
  }

  /// A row of a sheet: its number, and its cells as text; an error begins with `!`.
  struct Row: Equatable {
    var number: Int
    var cells: [String]
  }

  /// All rows of a sheet, read in blocks of `limit`.
  static func rows(
    _ path: String,
    _ dialect: SheetDialect = SheetDialect(),
    width: Int? = nil,
    limit: Int = 1024
  ) throws(TableError) -> [Row] {
    let reader = try SheetReader(path: path, displayName: "x.xlsx", dialect: dialect, width: width)
    var block = RecordBlock()
    var rows: [Row] = []
    while try reader.next(into: &block, limit: limit) {
      for record in 0..<block.count {
        let cells = (0..<block.fieldCount(record: record)).map { field in
          let bytes = block.bytes[block.fieldRange(record: record, field: field)]
          let mark = SheetError.isMarked(bytes.span) ? "!" : ""
          return mark + String(decoding: SheetError.shown(bytes), as: UTF8.self)
        }
        rows.append(Row(number: block.line(of: record), cells: cells))
      }
    }
    return rows
  }

  /// The rows that a table of the goldens lists, each as wide as its first one or its last cell.
  static func expected(_ name: String) throws -> [Row] {
    let text = try String(contentsOfFile: golden(name), encoding: .utf8)
    var rows: [Row] = []
    var width = 0
    for line in text.split(separator: "\n") {
      var cells = line.split(separator: "\t", omittingEmptySubsequences: false).map {
        $0.replacing("\\t", with: "\t").replacing("\\n", with: "\n").replacing("\\r", with: "\r")
          .replacing("\\\\", with: "\\")
      }
      let number = Int(cells.removeFirst()) ?? 0
      while cells.last == "", cells.count > width { cells.removeLast() }
      if rows.isEmpty { width = cells.count }
      rows.append(Row(number: number, cells: cells.map(String.init)))
    }
    return rows
  }
}

/// A workbook of one sheet, packed by the zip program's plainest method: stored.
struct PlainWorkbook {
  /// The parts by path.
  var parts: [(path: String, text: String)]

  private static let relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  /// A workbook whose sheet has these elements, and the styles and texts given.
  init(_ sheet: String, styles: String? = nil, strings: String? = nil, properties: String = "") {
    func relationships(_ links: [(id: String, kind: String, target: String)]) -> String {
      let elements = links.map {
        "<Relationship Id=\"\($0.id)\" Type=\"\(Self.relations)/\($0.kind)\" Target=\"\($0.target)\"/>"
      }
      return "<Relationships>\(elements.joined())</Relationships>"
    }
    parts = [
      ("_rels/.rels", relationships([("r1", "officeDocument", "xl/workbook.xml")])),
      (
        "xl/workbook.xml",
        "<workbook>\(properties)<sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"r1\" "
          + "xmlns:r=\"\(Self.relations)\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        relationships(
          [("r1", "worksheet", "worksheets/sheet1.xml")]
            + (styles == nil ? [] : [("r2", "styles", "styles.xml")])
            + (strings == nil ? [] : [("r3", "sharedStrings", "sharedStrings.xml")])
        )
      ),
      ("xl/worksheets/sheet1.xml", "<worksheet>\(sheet)</worksheet>"),
    ]
    if let styles { parts.append(("xl/styles.xml", styles)) }
    if let strings { parts.append(("xl/sharedStrings.xml", "<sst>\(strings)</sst>")) }
  }

  /// A sheet of rows of numbers and texts in line; nil leaves a cell out.
  static func rows(_ rows: [[String?]]) -> String {
    let elements = rows.map { row in
      let cells = row.map { value -> String in
        guard let value else { return "<c/>" }
        return Double(value) == nil
          ? "<c t=\"inlineStr\"><is><t>\(value)</t></is></c>" : "<c><v>\(value)</v></c>"
      }
      return "<row>\(cells.joined())</row>"
    }
    return "<sheetData>\(elements.joined())</sheetData>"
  }

  /// The bytes of the archive.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for part in parts {
      let name = Array(part.path.utf8)
      let data = Array(part.text.utf8)
      let common =
        little(20, 2) + little(0, 2) + little(0, 2) + little(0x21 << 16, 4)
        + little(Int(Self.checksum(data)), 4) + little(data.count, 4) + little(data.count, 4)
        + little(name.count, 2) + little(0, 2)
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2)
        + little(0, 2) + little(0, 4) + little(bytes.count, 4) + name
      bytes += little(0x0403_4B50, 4) + common + name + data
    }
    let start = bytes.count
    bytes += directory
    bytes +=
      little(0x0605_4B50, 4) + little(0, 4) + little(parts.count, 2) + little(parts.count, 2)
      + little(directory.count, 4) + little(start, 4) + little(0, 2)
    return bytes
  }

  /// CRC-32 as ZIP has it, bit by bit.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
