import Foundation
import TestSupport

@testable import Tables

/// Tables of text as workbooks, as an office would have typed them: days as days, numbers as
/// numbers.
enum SheetDataset {
  /// Writes `FOLDER/NAME.xlsx` with the records of a CSV text.
  static func write(_ csv: String, to path: String) throws {
    let file = try AtomicFile(path: path)
    var writer = try SheetWriter(file)
    let source = try ByteSource(bytes: Array(csv.utf8), displayName: path)
    let reader = RecordReader(source: source)
    var block = RecordBlock()
    var isHeader = true
    while try reader.next(into: &block) {
      for record in 0..<block.count {
        for field in 0..<block.fieldCount(record: record) {
          let text = block.text(record: record, field: field) ?? ""
          let parts = text.split(separator: "-").compactMap { Int($0) }
          if text.isEmpty {
            writer.missing()
          } else if text.utf8.count == 10, parts.count == 3,
            let day = Day(year: parts[0], month: parts[1], day: parts[2])
          {
            writer.day(day)
          } else if !isHeader, let number = Double(text) {
            writer.number(number)
          } else {
            writer.text(text)
          }
        }
        try writer.endRecord()
        isHeader = false
      }
    }
    try writer.finish()
    try file.commit()
  }

  /// The tiny dataset with workbooks in the place of its CSV files.
  static func makeTiny() throws -> Workdir {
    let workdir = try TinyDataset.make()
    for (name, csv) in [
      ("projects", TinyDataset.projects), ("complaints", TinyDataset.complaints),
    ] {
      try write(csv, to: workdir.path("tiny/\(name).xlsx"))
    }
    _ = try workdir.shell("rm tiny/*.csv")
    try workdir.write(
      "tiny/datapackage.yaml",
      TinyDataset.package.replacingOccurrences(of: ".csv", with: ".xlsx")
    )
    return workdir
  }

  /// A sheet as text: the rows and their cells as the reader of tables sees them.
  static func rows(_ path: String) throws -> [[String]] {
    let table = try Dataset(openingFlat: path)
    var rejects = RejectLog()
    let rows = try table.table(table.package.subject.name, rejects: &rejects)
    var csv = CSVWriter()
    try csv.write(rows)
    return String(decoding: csv.bytes, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The cells of a workbook as they stand in it, the header too.
  static func cells(ofSheet path: String) throws -> [[String]] {
    try cells(SheetReader(path: path, displayName: path))
  }

  /// The cells of a CSV file as they stand in it, the header too.
  static func cells(ofCSV path: String) throws -> [[String]] {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    return try cells(RecordReader(source: ByteSource(bytes: bytes, displayName: path)))
  }

  private static func cells(_ input: any RecordInput) throws -> [[String]] {
    var block = RecordBlock()
    var cells: [[String]] = []
    while try input.next(into: &block) {
      for record in 0..<block.count {
        cells.append(
          (0..<block.fieldCount(record: record)).map {
            block.text(record: record, field: $0) ?? "no text"
          }
        )
      }
    }
    return cells
  }
}
