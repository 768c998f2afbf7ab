/// Writes records as CSV, field by field: UTF-8, RFC 4180, lines ended by LF.
///
/// `forSpreadsheets` begins the file with a byte order mark and puts an apostrophe before text that
/// a spreadsheet would run as a formula; everything else is the same.
public struct CSVWriter: RecordWriter {
  /// What has been written and not yet given to the file; everything, without a file.
  public private(set) var bytes: [UInt8] = []
  private let file: AtomicFile?
  /// Whether what is written is for a spreadsheet.
  public let isForSpreadsheets: Bool
  private var fieldCount = 0
  private var recordStart = 0

  /// A writer into `file`, or into `bytes` when there is none.
  public init(_ file: AtomicFile? = nil, forSpreadsheets: Bool = false) {
    self.file = file
    isForSpreadsheets = forSpreadsheets
    if forSpreadsheets { bytes.append(contentsOf: [0xEF, 0xBB, 0xBF]) }
    recordStart = bytes.count
  }

  /// A writer of records that stand somewhere behind the first: without a byte order mark.
  public init(blockOf form: RecordForm) {
    file = nil
    isForSpreadsheets = form.isForSpreadsheets
  }

  /// What a block needs to know.
  public var form: RecordForm {
    var form = RecordForm()
    form.isForSpreadsheets = isForSpreadsheets
    return form
  }

  /// Adds whole records, as another writer made them.
  public mutating func write(records: [UInt8]) throws(TableError) {
    if let file, records.count >= 1 << 16 {
      try flush()
      try file.write(records)
    } else {
      bytes.append(contentsOf: records)
      if bytes.count >= 1 << 16 { try flush() }
    }
    recordStart = bytes.count
  }

  /// Adds a field of text.
  public mutating func text(_ text: String) {
    beginField()
    CSVText.append(field: isForSpreadsheets ? FormulaText.harmless(text) : text, to: &bytes)
  }

  /// Adds a field of text given as UTF-8.
  public mutating func text(_ text: Span<UInt8>) {
    beginField()
    if isForSpreadsheets, FormulaText.mayRun(text) {
      var copy = [UInt8(ascii: "'")]
      for index in text.indices { copy.append(text[index]) }
      CSVText.append(field: copy.span, to: &bytes)
    } else {
      CSVText.append(field: text, to: &bytes)
    }
  }

  /// Adds a field of text given as UTF-8.
  public mutating func text(_ text: [UInt8]) {
    if isForSpreadsheets { return self.text(text.span) }
    beginField()
    CSVText.append(field: text, to: &bytes)
  }

  /// Adds a field that holds a number, or none.
  public mutating func number(_ number: Double?) {
    beginField()
    if let number { CSVText.append(number: number, to: &bytes) }
  }

  /// Adds a field that holds a whole number.
  public mutating func integer(_ integer: Int64) {
    beginField()
    CSVText.append(integer: integer, to: &bytes)
  }

  /// Adds a field that holds money, given in ten-thousandths of the currency unit.
  public mutating func money(_ money: Int64) {
    beginField()
    CSVText.append(money: money, to: &bytes)
  }

  /// Adds a field that holds a date.
  public mutating func day(_ day: Day) {
    beginField()
    CSVText.append(day: day, to: &bytes)
  }

  /// Adds a field that holds true or false.
  public mutating func boolean(_ boolean: Bool) {
    beginField()
    CSVText.append(boolean: boolean, to: &bytes)
  }

  /// Adds a field without a value.
  public mutating func missing() { beginField() }

  /// Ends the record, and hands what has gathered to the file.
  public mutating func endRecord() throws(TableError) {
    // A line with nothing on it would not be read as a record.
    if bytes.count == recordStart { bytes.append(contentsOf: "\"\"".utf8) }
    bytes.append(UInt8(ascii: "\n"))
    fieldCount = 0
    if bytes.count >= 1 << 16 { try flush() }
    recordStart = bytes.count
  }

  /// Hands everything to the file; it is in place when the file is committed.
  public mutating func flush() throws(TableError) {
    guard let file else { return }
    try file.write(bytes)
    bytes.removeAll(keepingCapacity: true)
    recordStart = 0
  }

  /// Hands everything to the file, which needs no end of its own.
  public mutating func finish() throws(TableError) { try flush() }

  private mutating func beginField() {
    if fieldCount > 0 { bytes.append(UInt8(ascii: ",")) }
    fieldCount += 1
  }
}

extension CSVWriter {
  /// Writes a header and every row of `table`; a missing value is an empty field.
  public mutating func write(_ table: Table) throws(TableError) {
    try write(rowsOf: table)
    try flush()
  }

  /// Writes `table` to a file, compressed when `path` ends in `.gz`.
  public static func write(_ table: Table, to path: String, forSpreadsheets: Bool = false)
    throws(TableError)
  {
    let file = try AtomicFile(path: path)
    var writer = CSVWriter(file, forSpreadsheets: forSpreadsheets)
    try writer.write(table)
    try file.commit()
  }
}
