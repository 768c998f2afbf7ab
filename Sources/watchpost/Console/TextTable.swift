/// A table for people: columns padded to their widest cell, numbers to the right.
struct TextTable {
  /// How a column stands.
  enum Alignment {
    case left, right
  }

  private let headers: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table with these headers; the columns of `numbers` stand to the right.
  init(_ headers: [String], right numbers: Set<Int> = []) {
    self.headers = headers
    self.alignments = headers.indices.map { numbers.contains($0) ? .right : .left }
  }

  /// Adds a row; missing cells are empty.
  mutating func add(_ cells: [String]) {
    rows.append(headers.indices.map { $0 < cells.count ? cells[$0] : "" })
  }

  /// The lines, two spaces between columns, nothing after the last.
  func lines() -> [String] {
    var widths = headers.map(TextTable.width)
    for row in rows {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], TextTable.width(cell))
      }
    }
    let shown = headers.allSatisfy(\.isEmpty) ? rows : [headers] + rows
    return shown.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - TextTable.width(cell))
        line += alignments[column] == .left ? cell + space : space + cell
        if column + 1 < row.count { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The cells a text takes on a terminal: East Asian wide characters take two.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar.value {
      case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: width
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
        width + 2
      default: width + 1
      }
    }
  }
}
