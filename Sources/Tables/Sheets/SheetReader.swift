/// The rows of a sheet as records, in one pass and in memory that does not grow with the sheet.
///
/// Only the texts that cells share are held, in one buffer. A record has the number of its row as
/// its line. Rows without a value are no records, as empty lines are none of a file of text; every
/// other record has as many fields as the header, and more when a cell stands right of it. Cells
/// become the text that a file of text would hold (`SheetNumber`); errors such as `#N/A`, and
/// formulas that were saved without their value, are marked as no text at all (`SheetError`), so
/// that they are refused with their position.
///
/// - Source: ECMA-376 part 1, 18.3.1 (cells, rows, merged cells) and 18.4 (texts).
final class SheetReader: RecordInput {
  /// The names of the workbook's sheets.
  let sheets: [String]
  /// The name of this sheet.
  let sheet: String
  var bytesRead: Int { xml.part.bytesRead }
  var position: Int { xml.part.position }

  private let xml: XMLStream
  private let strings: SharedStrings
  private let styles: SheetStyles
  private let number: SheetNumber
  /// The fields that each record has at least; nil until the header is read.
  private var width: Int?
  private let hasHeader: Bool
  /// The row of the header, 0 while it is not known.
  private var firstRow = 0

  private var next = 0
  private var element: XMLName?
  private var isInSheet = false
  private var isInValue = false
  private var readings = 0
  private var row = 0
  private var cell = SheetCell()
  private var text: [UInt8] = []
  private var scratch: [UInt8] = []
  /// The fields of the row so far.
  private var fields: [RecordBlock.Bounds] = []
  private var hasValues = false
  private var recordStart = 0

  /// The columns and rows of a sheet, at most.
  static let (mostColumns, mostRows) = (1 << 14, 1 << 20)
  private static let limits = RecordLimits()
  /// A block is handed over when it holds this many bytes, even with few records.
  private static let blockBytes = 1 << 20

  /// Opens a sheet of the workbook at `path`, which errors call `displayName`.
  ///
  /// `width` is the number of fields of a sheet without a header.
  ///
  /// - Throws: `TableError` when the file is no workbook, is damaged, or has no such sheet.
  init(
    path: String,
    displayName: String,
    dialect: SheetDialect = SheetDialect(),
    width: Int? = nil
  ) throws(TableError) {
    let workbook = try Workbook(path: path, displayName: displayName)
    let sheet = try workbook.sheet(dialect.sheet)
    sheets = workbook.sheets.map(\.name)
    self.sheet = sheet.name
    xml = try workbook.cells(of: sheet)
    strings = try workbook.sharedStrings()
    styles = try workbook.styles()
    number = SheetNumber(isFrom1904: workbook.isFrom1904, isRounded: dialect.isRounded)
    self.width = width
    hasHeader = width == nil
  }

  /// Fills `block` with the next records, at most `limit`; false when there are none left.
  ///
  /// - Throws: `TableError` when the sheet is damaged or cells of the table are merged; that is
  ///   known at its end.
  func next(into block: inout RecordBlock, limit: Int) throws(TableError) -> Bool {
    block.removeAll()
    // The bytes are moved out for the time of reading, so that they grow without a copy.
    var bytes: [UInt8] = []
    swap(&bytes, &block.bytes)
    defer { swap(&bytes, &block.bytes) }
    bytes.removeAll(keepingCapacity: bytes.count <= 8 * Self.blockBytes)
    recordStart = 0
    while true {
      while next < xml.events.count {
        let event = xml.events[next]
        next += 1
        if event.kind == .text {
          if isInValue, readings == 0 { try addText(event.range) }
          continue
        }
        if try take(event, into: &bytes, &block),
          block.count >= max(1, limit) || bytes.count >= Self.blockBytes
        {
          return true
        }
      }
      next = 0
      if try !xml.next() { return block.count > 0 }
    }
  }

  /// Reads to the end, where a sheet says which of its cells are merged.
  ///
  /// - Throws: `TableError` when cells of the table are merged.
  func verifyMerges() throws(TableError) {
    var block = RecordBlock()
    while try next(into: &block, limit: 1024) {}
  }

  /// The error that the sheet has no header.
  var emptyError: TableError { xml.part.error(.emptySheet(sheet)) }

  private func addText(_ range: Range<Int>) throws(TableError) {
    text.append(contentsOf: xml.bytes[range])
    guard text.count <= Self.limits.fieldBytes else {
      throw xml.part.error(.damaged("a cell of row \(row) holds more than 64 MiB"))
    }
  }

  /// Takes one event; true when it ended a record.
  @inline(__always)
  private func take(
    _ event: XMLEvent,
    into bytes: inout [UInt8],
    _ block: inout RecordBlock
  ) throws(TableError) -> Bool {
    switch event.kind {
    case .text: break
    case .start: try start(event.name)
    case .attribute: try attribute(event)
    case .end:
      switch event.name {
      case .v, .t: isInValue = false
      case .rPh: readings -= 1
      case .c where isInSheet: try endCell(into: &bytes)
      case .row where isInSheet: return try endRow(into: &bytes, &block)
      case .sheetData: isInSheet = false
      default: break
      }
    }
    return false
  }

  private func start(_ name: XMLName) throws(TableError) {
    element = name
    switch name {
    case .sheetData: isInSheet = true
    case .row where isInSheet:
      row += 1
      cell.column = -1
      fields.removeAll(keepingCapacity: true)
      hasValues = false
    case .c where isInSheet:
      cell = SheetCell(column: cell.column + 1)
      text.removeAll(keepingCapacity: true)
    case .v where isInSheet, .t where isInSheet:
      isInValue = true
      cell.hasValue = true
    case .f: cell.hasFormula = true
    case .rPh: readings += 1
    default: break
    }
  }

  private func attribute(_ event: XMLEvent) throws(TableError) {
    let all = xml.bytes
    let bytes = all.span.extracting(event.range)
    switch (element, event.name) {
    case (.c, .r):
      guard let place = SheetCell.place(bytes) else {
        throw xml.part.error(.damaged("a cell of row \(row) has no place"))
      }
      guard place.row == row, place.column > cell.column else {
        throw xml.part.error(.outOfOrder("the cells of row \(row) do not follow one another"))
      }
      cell.column = place.column - 1
    case (.c, .t):
      guard let kind = SheetCell.kind(bytes) else {
        throw xml.part.error(.damaged("a cell of row \(row) has a type that nobody knows"))
      }
      cell.kind = kind
    case (.c, .s): cell.style = Self.count(bytes) ?? 0
    case (.row, .r) where isInSheet:
      // `start` has counted this row already.
      guard let number = Self.count(bytes), number >= row, number <= Int(UInt32.max) else {
        throw xml.part.error(
          .outOfOrder("the rows of the sheet do not follow one another after row \(row - 1)")
        )
      }
      row = number
    case (.mergeCell, .ref): try verifyMerge(bytes)
    default: break
    }
  }

  private static func count(_ text: Span<UInt8>) -> Int? {
    guard text.count > 0, text.count < 18 else { return nil }
    var value = 0
    for index in text.indices {
      guard (48...57).contains(text[index]) else { return nil }
      value = value * 10 + Int(text[index] - 48)
    }
    return value
  }

  // MARK: - Cells

  private func endCell(into bytes: inout [UInt8]) throws(TableError) {
    let isLost = cell.hasFormula && cell.kind == .number && text.isEmpty
    guard cell.hasValue || isLost else { return }
    guard cell.column < Self.mostColumns else {
      throw xml.part.error(.damaged("row \(row) has more than \(Self.mostColumns) columns"))
    }
    let start = bytes.count
    var isText = false
    if isLost {
      SheetError.append("(formula without a value)".utf8, to: &bytes)
    } else {
      isText = try append(to: &bytes)
    }
    // What a formula leaves empty is nothing; only a text can be there and be empty.
    guard bytes.count > start || isText else { return }
    while fields.count < cell.column {
      fields.append(RecordBlock.Bounds(start: start, end: start, isQuoted: false))
    }
    fields.append(RecordBlock.Bounds(start: start, end: bytes.count, isQuoted: isText))
    hasValues = true
    guard bytes.count - recordStart <= Self.limits.recordBytes else {
      throw xml.part.error(.damaged("row \(row) holds more than 256 MiB"))
    }
  }

  /// Appends the cell's value; true when it is a text that was written as such.
  private func append(to bytes: inout [UInt8]) throws(TableError) -> Bool {
    if cell.kind != .text, cell.kind != .formulaText { trimText() }
    switch cell.kind {
    case .number:
      let digits = text
      if !digits.isEmpty { number.append(digits.span, format: styles[cell.style], to: &bytes) }
      return false
    case .shared:
      if text.isEmpty { return false }
      let digits = text
      guard let index = Self.count(digits.span), strings.append(index, to: &bytes) else {
        throw xml.part.error(.damaged("a cell of row \(row) refers to a text that is not there"))
      }
      return true
    case .text, .formulaText:
      let start = bytes.count
      bytes.append(contentsOf: text)
      SheetText.unescape(&bytes, from: start)
      return cell.kind == .text
    case .boolean:
      switch text {
      case [UInt8(ascii: "1")]: bytes.append(contentsOf: "true".utf8)
      case [UInt8(ascii: "0")]: bytes.append(contentsOf: "false".utf8)
      default: bytes.append(contentsOf: text)
      }
      return false
    case .error:
      SheetError.append(text.isEmpty ? Array("#ERROR".utf8) : text, to: &bytes)
      return false
    case .date:
      // A day of ISO 8601, whose time is midnight where only the day is meant.
      let midnight = Array("T00:00:00".utf8)
      if text.count > 10, text[10...].starts(with: midnight),
        text[19...].allSatisfy({ ".0Z".utf8.contains($0) })
      {
        text.removeSubrange(10...)
      }
      bytes.append(contentsOf: text)
      return false
    }
  }

  /// Takes blanks around a value out, which XML allows everywhere but in text.
  private func trimText() {
    while let last = text.last, last <= UInt8(ascii: " ") { text.removeLast() }
    if let first = text.first, first <= UInt8(ascii: " ") {
      text.removeFirst(text.prefix { $0 <= UInt8(ascii: " ") }.count)
    }
  }

  // MARK: - Rows

  private func endRow(
    into bytes: inout [UInt8],
    _ block: inout RecordBlock
  ) throws(TableError) -> Bool {
    guard hasValues else { return false }
    if firstRow == 0 { firstRow = row }
    if width == nil {
      // Texts that are empty do not make the header wider.
      while let last = fields.last, last.range.isEmpty { fields.removeLast() }
      guard !fields.isEmpty else {
        firstRow = 0
        return false
      }
      width = fields.count
    }
    let width = width ?? 0
    while fields.count > width, let last = fields.last, last.range.isEmpty { fields.removeLast() }
    while fields.count < width {
      fields.append(RecordBlock.Bounds(start: bytes.count, end: bytes.count, isQuoted: false))
    }
    block.records.bounds.append(contentsOf: fields)
    block.records.ends.append(block.records.bounds.count)
    block.records.lines.append(UInt32(truncatingIfNeeded: row))
    recordStart = bytes.count
    return true
  }

  /// Stops when merged cells belong to the table.
  private func verifyMerge(_ reference: Span<UInt8>) throws(TableError) {
    var colon = 0
    while colon < reference.count, reference[colon] != UInt8(ascii: ":") { colon += 1 }
    guard colon < reference.count,
      let first = SheetCell.place(reference.extracting(0..<colon)),
      let last = SheetCell.place(reference.extracting(colon + 1..<reference.count)),
      first.row < last.row || first.column < last.column
    else { return }
    guard firstRow > 0, last.row >= firstRow, first.column <= width ?? 0 else { return }
    scratch.removeAll(keepingCapacity: true)
    for index in reference.indices { scratch.append(reference[index]) }
    throw xml.part.error(
      .merged(
        range: String(decoding: scratch, as: UTF8.self),
        sheet: sheet,
        isHeader: hasHeader && first.row <= firstRow
      )
    )
  }
}
