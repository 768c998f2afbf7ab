/// Why an XLSX workbook, or a sheet of it, cannot be read.
public enum SheetProblem: Hashable, Sendable {
  /// The file is a workbook of the time before XLSX, or one that a password locks.
  case oldOrLocked
  /// A part of the archive is encrypted.
  case locked
  /// The file is no ZIP archive, or one without the parts of an XLSX workbook.
  case notWorkbook(String)
  /// The archive or its XML is damaged.
  case damaged(String)
  /// A part unpacks to more than `limit` bytes.
  case tooLarge(part: String, limit: Int)
  /// The workbook has no sheet with cells.
  case noSheets
  /// No sheet has this name.
  case unknownSheet(String, nearest: String?, found: [String])
  /// There are not that many sheets.
  case sheetNumber(Int, found: [String])
  /// No sheet is named, and the first one is hidden.
  case hiddenSheet(String, found: [String])
  /// The sheet is a chart, a dialogue or a macro.
  case noCells(String)
  /// The sheet has not even a header.
  case emptySheet(String)
  /// A name in the header is an error such as `#REF!`.
  case badHeader(column: Int)
  /// Cells of the header, or of the rows under it, are merged.
  case merged(range: String, sheet: String, isHeader: Bool)
  /// Rows or cells of the sheet do not follow one another.
  case outOfOrder(String)
  /// The path that led to the file does not say that it is a workbook.
  case unexpected
  /// libzip is not there; with what the loader says.
  case noLibrary(String)
}

extension SheetProblem: Describable {
  func diagnostic(at location: SourceLocation?) -> Diagnostic {
    let (message, value, hint) = words
    return Diagnostic(message, at: location, value: value, hint: hint)
  }

  private var words: (message: String, value: String?, hint: String) {
    switch self {
    case .oldOrLocked:
      return (
        "the file is an old Excel workbook (.xls) or one that a password locks, not XLSX", nil,
        "save it as an Excel workbook (.xlsx) without a password"
      )
    case .locked:
      return ("the workbook is encrypted", nil, "save it without a password")
    case .notWorkbook(let what):
      return ("the file is no XLSX workbook: \(what)", nil, "save it as an Excel workbook (.xlsx)")
    case .damaged(let what):
      return (
        "the workbook is damaged: \(what)", nil,
        "fetch it again, or open it in a spreadsheet program and save it anew"
      )
    case .tooLarge(let part, let limit):
      return (
        "\(part) unpacks to more than \(limit) bytes, too many for a file of this size", nil,
        "no spreadsheet program packs so tightly; find out where the file comes from"
      )
    case .noSheets:
      return ("the workbook has no sheet of cells", nil, "save a workbook with a table in it")
    case .unknownSheet(let name, let nearest, let found):
      return (
        "the workbook has no sheet of this name", Diagnostic.masked(name),
        (nearest.map { "did you mean \"\($0)\"? " } ?? "") + "its sheets: \(Self.list(found))"
      )
    case .sheetNumber(let number, let found):
      return (
        "the workbook has no sheet \(number)", nil,
        "sheets count from 1; its sheets: \(Self.list(found))"
      )
    case .hiddenSheet(let name, let found):
      return (
        "the first sheet is hidden", Diagnostic.masked(name),
        "say which sheet is meant with dialect: {sheet: NAME}; its sheets: \(Self.list(found))"
      )
    case .noCells(let name):
      return (
        "this sheet is no table of cells", Diagnostic.masked(name),
        "name another sheet with dialect: {sheet: NAME}"
      )
    case .emptySheet(let name):
      return (
        "the sheet is empty: it has not even a header", Diagnostic.masked(name),
        "write the header; a header alone is an empty table"
      )
    case .badHeader(let column):
      return (
        "the header of column \(column) is an error or a formula without a value", nil,
        "write the column's name there"
      )
    case .merged(let range, let sheet, let isHeader):
      let place = "\(range) of sheet \"\(Diagnostic.masked(sheet))\""
      return isHeader
        ? (
          "cells \(place) are merged: the header must be one row with a name in each column", nil,
          "unmerge them, name every column in the first row, and delete titles above it"
        )
        : (
          "cells \(place) are merged, so that only the first of them holds the value", nil,
          "unmerge them and fill the value into each row it belongs to"
        )
    case .outOfOrder(let what):
      return (
        "\(what)", nil, "open the workbook in a spreadsheet program and save it anew"
      )
    case .unexpected:
      return (
        "an XLSX workbook stands among files of text", nil,
        "give workbooks a path that ends in .xlsx"
      )
    case .noLibrary(let message):
      return (
        "libzip, which opens workbooks, is not on this machine: \(message)", nil,
        "install it; Debian calls it libzip4 or libzip5"
      )
    }
  }

  /// Names for a message: the first twelve, and how many more.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "\"\(Diagnostic.masked($0))\"" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
