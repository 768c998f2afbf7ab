/// Writes records as the rows of an XLSX sheet: a bold header that stays in sight, numbers and days
/// as such, and text as text, never as a formula.
///
/// A block of records does not know its rows' numbers; what it writes has a zero byte in their
/// place and a byte 1 behind each row, which no XML holds, and `SheetOutput` puts the numbers in.
///
/// - Source: ECMA-376 part 1, 18.3.1.
public struct SheetWriter: RecordWriter {
  /// What has been written and not yet given to the file; everything, without a file.
  public private(set) var bytes: [UInt8] = []
  private let output: SheetOutput?
  /// The file and its header.
  public private(set) var form = RecordForm()
  private var column = 0
  private var isHeader: Bool
  /// The rows ended so far, where all are written here, one by one.
  private var rowCount: Int?
  /// The text of the row's first cell among `bytes`, escaped.
  private var firstText = 0..<0
  private var problem: OutputProblem?

  /// The rows under the header of a sheet, at most.
  public static let mostRows = SheetReader.mostRows - 1
  /// The characters of a cell, at most, counted as UTF-16 does.
  private static let mostCharacters = 32_767

  /// A writer into `file`.
  public init(_ file: AtomicFile) throws(TableError) {
    output = try SheetOutput(file)
    isHeader = true
    rowCount = 0
    form.isForSpreadsheets = true
    form.file = file.path
  }

  /// A writer of records that stand somewhere behind the header, into memory.
  public init(blockOf form: RecordForm) {
    output = nil
    isHeader = false
    self.form = form
  }

  // MARK: - Cells

  /// Adds a cell of text.
  public mutating func text(_ text: String) { self.text(text.utf8.span) }

  /// Adds a cell of text given as UTF-8.
  public mutating func text(_ text: [UInt8]) { self.text(text.span) }

  /// Adds a cell of text given as UTF-8.
  public mutating func text(_ text: Span<UInt8>) {
    // A text that looks like a formula stays text when somebody edits its cell.
    let style = isHeader ? SheetOutput.Style.header : FormulaText.mayRun(text) ? .quoted : .plain
    begin(style, type: " t=\"inlineStr\"><is><t xml:space=\"preserve\">")
    let start = bytes.count
    SheetText.append(escaped: text, to: &bytes)
    if isHeader { form.header.append(SheetText.unescaped(bytes[start...])) }
    if column == 1 { firstText = start..<bytes.count }
    if text.count > Self.mostCharacters, Self.characters(text) > Self.mostCharacters {
      problem = problem ?? .longText(limit: Self.mostCharacters, column: columnName, row: rowName)
    }
    bytes.append(contentsOf: "</t></is></c>".utf8)
  }

  /// Adds a cell that holds a number, or none.
  public mutating func number(_ number: Double?) {
    guard let number, number.isFinite else { return missing() }
    begin(.plain, type: "><v>")
    CSVText.append(number: number, to: &bytes)
    endValue()
  }

  /// Adds a cell that holds a whole number.
  public mutating func integer(_ integer: Int64) {
    begin(.plain, type: "><v>")
    CSVText.append(integer: integer, to: &bytes)
    endValue()
  }

  /// Adds a cell that holds money, given in ten-thousandths of the currency unit.
  public mutating func money(_ money: Int64) {
    begin(.plain, type: "><v>")
    CSVText.append(money: money, to: &bytes)
    endValue()
  }

  /// Adds a cell that holds a day; one before 1900 is text.
  public mutating func day(_ day: Day) {
    let number = Int(day.number)
    // Spreadsheets count 1900-02-29, which never was, and know no day before 1900.
    let serial = number >= -25_508 ? number + 25_569 : number + 25_568
    guard serial > 0 else { return text(day.description) }
    begin(.day, type: "><v>")
    CSVText.append(integer: Int64(serial), to: &bytes)
    endValue()
  }

  /// Adds a cell that holds true or false.
  public mutating func boolean(_ boolean: Bool) {
    begin(.plain, type: " t=\"b\"><v>")
    bytes.append(UInt8(ascii: boolean ? "1" : "0"))
    endValue()
  }

  /// Adds a cell without a value.
  public mutating func missing() {
    // A cell without a value: some programs take a row to end at its last cell.
    begin(.plain, type: "/>")
  }

  private mutating func begin(_ style: SheetOutput.Style, type: StaticString) {
    beginRow()
    bytes.append(contentsOf: "<c r=\"".utf8)
    Self.append(column: column, to: &bytes)
    bytes.append(SheetOutput.rowNumber)
    bytes.append(UInt8(ascii: "\""))
    if style != .plain {
      bytes.append(contentsOf: " s=\"".utf8)
      bytes.append(UInt8(ascii: "0") + style.rawValue)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(contentsOf: type.description.utf8)
    column += 1
    if column > SheetReader.mostColumns {
      problem = problem ?? .tooManyColumns(limit: SheetReader.mostColumns)
    }
  }

  /// The name of the last cell's column, or its letters.
  private var columnName: String {
    if form.header.indices.contains(column - 1) {
      return Diagnostic.masked(form.header[column - 1])
    }
    var letters: [UInt8] = []
    Self.append(column: column - 1, to: &letters)
    return String(decoding: letters, as: UTF8.self)
  }

  /// The text of the row's first cell, which is its key in most tables, fit to be shown.
  private var rowName: String? {
    guard column > 1, !isHeader, !firstText.isEmpty else { return nil }
    return Diagnostic.masked(SheetText.unescaped(bytes[firstText]))
  }

  private mutating func endValue() { bytes.append(contentsOf: "</v></c>".utf8) }

  private mutating func beginRow() {
    guard column == 0 else { return }
    firstText = 0..<0
    bytes.append(contentsOf: "<row r=\"".utf8)
    bytes.append(SheetOutput.rowNumber)
    bytes.append(contentsOf: "\">".utf8)
  }

  /// Appends the letters of a column, counted from 0.
  static func append(column: Int, to bytes: inout [UInt8]) {
    var rest = column
    var letters: [UInt8] = []
    repeat {
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest = rest / 26 - 1
    } while rest >= 0
    bytes.append(contentsOf: letters.reversed())
  }

  private static func characters(_ text: Span<UInt8>) -> Int {
    var count = 0
    for index in text.indices where text[index] & 0xC0 != 0x80 {
      count += text[index] >= 0xF0 ? 2 : 1
    }
    return count
  }

  // MARK: - Rows

  /// Ends the row, and hands what has gathered to the file.
  ///
  /// - Throws: `TableError` when the sheet or a cell cannot hold what was written.
  public mutating func endRecord() throws(TableError) {
    beginRow()
    bytes.append(contentsOf: "</row>".utf8)
    bytes.append(SheetOutput.rowEnd)
    column = 0
    isHeader = false
    rowCount = rowCount.map { $0 + 1 }
    if let problem {
      throw TableError(
        .output(problem),
        at: form.file.map { SourceLocation(file: $0, line: rowCount) }
      )
    }
    if bytes.count >= 1 << 16 { try flush() }
  }

  /// Adds whole rows, as a block made them.
  public mutating func write(records: [UInt8]) throws(TableError) {
    rowCount = nil
    bytes.append(contentsOf: records)
    if bytes.count >= 1 << 16 { try flush() }
  }

  /// Hands everything to the file and ends the workbook.
  public mutating func finish() throws(TableError) {
    try flush()
    try output?.finish()
  }

  private mutating func flush() throws(TableError) {
    guard let output else { return }
    try output.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
