/// What records that stand behind the header need to know of the file they go to.
public struct RecordForm: Sendable {
  /// Whether it is for a spreadsheet.
  public var isForSpreadsheets = false
  /// Its path; nil where it is not known.
  public var file: String?
  /// The names in its header, as far as they are known.
  public var header: [String] = []

  /// The form of a plain file of which nothing is known.
  public init() {}
}

/// Writes records field by field, in whatever form a file has.
public protocol RecordWriter: SendableMetatype {
  /// What has been written and not yet given to a file; everything, without a file.
  var bytes: [UInt8] { get }
  /// What records behind those written so far need to know.
  var form: RecordForm { get }
  /// A writer of records that stand somewhere behind the first, into memory.
  init(blockOf form: RecordForm)

  /// Adds a field of text.
  mutating func text(_ text: String)
  /// Adds a field of text given as UTF-8.
  mutating func text(_ text: Span<UInt8>)
  /// Adds a field of text given as UTF-8.
  mutating func text(_ text: [UInt8])
  /// Adds a field that holds a number, or none.
  mutating func number(_ number: Double?)
  /// Adds a field that holds a whole number.
  mutating func integer(_ integer: Int64)
  /// Adds a field that holds money, given in ten-thousandths of the currency unit.
  mutating func money(_ money: Int64)
  /// Adds a field that holds a date.
  mutating func day(_ day: Day)
  /// Adds a field that holds true or false.
  mutating func boolean(_ boolean: Bool)
  /// Adds a field without a value.
  mutating func missing()
  /// Adds the value of one row of a column as a field.
  mutating func write(_ column: Column, row: Int)
  /// Ends the record, and hands what has gathered to the file.
  mutating func endRecord() throws(TableError)
  /// Adds whole records, as a block made them.
  mutating func write(records: [UInt8]) throws(TableError)
  /// Hands everything to the file and ends it; it is in place when the file is committed.
  mutating func finish() throws(TableError)
}

extension RecordWriter {
  /// Adds the value of one row of a column as a field.
  public mutating func write(_ column: Column, row: Int) {
    guard column.validity[row] else { return missing() }
    switch column.values {
    case .text(let codes): text(column.dictionary.utf8(of: codes[row]).span)
    case .integer(let values): integer(values[row])
    case .number(let values): number(values[row])
    case .money(let values): money(values[row])
    case .boolean(let values): boolean(values[row])
    case .date(let values): day(Day(number: values[row]))
    }
  }

  /// Writes a header and every row of `table`; a missing value is an empty field.
  public mutating func write(rowsOf table: Table) throws(TableError) {
    for name in table.names { text(name) }
    try endRecord()
    for row in 0..<table.rowCount {
      for column in table.columns { write(column, row: row) }
      try endRecord()
    }
  }
}
