/// The XLSX workbook that `SheetWriter` writes: one sheet, packed as it comes.
///
/// It holds no time, no name and no path, so that the same records make the same bytes. Numbers
/// keep every digit, which libxlsxwriter's do not (it prints 16), and a write that fails is seen at
/// once: nothing goes through files of another library.
final class SheetOutput {
  /// How a cell looks, by the number of its style.
  enum Style: UInt8 { case plain, header, day, quoted }

  /// Stands for the number of the row.
  static let rowNumber: UInt8 = 0
  /// Stands behind each row.
  static let rowEnd: UInt8 = 1

  /// The file as errors call it.
  let path: String
  private var archive: ZipOutput
  private var row = 1
  private var hasBegun = false
  private var xml: [UInt8] = []

  /// A workbook in `file`.
  init(_ file: AtomicFile) throws(TableError) {
    path = file.path
    archive = ZipOutput(file)
    for part in Self.parts {
      try archive.begin(part.path)
      try archive.write(Array((Self.head + part.text).utf8))
      try archive.end()
    }
    try archive.begin("xl/worksheets/sheet1.xml")
  }

  /// Adds rows as `SheetWriter` writes them.
  ///
  /// - Throws: `TableError` when the sheet or the file can hold no more.
  func write(_ rows: [UInt8]) throws(TableError) {
    if !hasBegun { try begin(rows) }
    xml.removeAll(keepingCapacity: true)
    var number = Array(String(row).utf8)
    for byte in rows {
      if byte > Self.rowEnd {
        xml.append(byte)
      } else if byte == Self.rowNumber {
        guard row <= SheetReader.mostRows else {
          throw TableError(
            .output(.tooManyRows(limit: SheetWriter.mostRows)),
            at: SourceLocation(file: path)
          )
        }
        xml.append(contentsOf: number)
      } else {
        row += 1
        number = Array(String(row).utf8)
      }
    }
    try archive.write(xml)
  }

  /// Ends the sheet and the archive.
  func finish() throws(TableError) {
    if !hasBegun { try begin([]) }
    try archive.write(Array("</sheetData></worksheet>".utf8))
    try archive.end()
    try archive.finish()
  }

  private func begin(_ rows: [UInt8]) throws(TableError) {
    hasBegun = true
    var text =
      Self.head + "<worksheet \(Self.main)><sheetViews><sheetView tabSelected=\"1\" "
      + "workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
      + "state=\"frozen\"/></sheetView></sheetViews>"
    let widths = Self.widths(rows)
    if !widths.isEmpty {
      text += "<cols>"
      for (index, width) in widths.enumerated() {
        text +=
          "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
      }
      text += "</cols>"
    }
    try archive.write(Array((text + "<sheetData>").utf8))
  }

  /// How wide the columns of the first rows are in digits: as their longest cell, within bounds;
  /// Chinese characters count twice.
  private static func widths(_ rows: [UInt8]) -> [Int] {
    var widths: [Int] = []
    var column = -1
    var count = 0
    var isText = false
    for (index, byte) in rows.enumerated() {
      switch byte {
      case UInt8(ascii: "<"):
        isText = false
        if index + 2 < rows.count, rows[index + 1] == UInt8(ascii: "c"),
          rows[index + 2] == UInt8(ascii: " ")
        {
          // `<c r="AB…`
          column = 0
          var place = index + 6
          while place < rows.count, rows[place] >= UInt8(ascii: "A") {
            column = column * 26 + Int(rows[place] - 64)
            place += 1
          }
          column -= 1
          count = 0
          while widths.count <= column { widths.append(0) }
        }
      case UInt8(ascii: ">"): isText = true
      default:
        guard isText, column >= 0, byte & 0xC0 != 0x80 else { continue }
        count += byte >= 0xE2 ? 2 : 1
        widths[column] = max(widths[column], count)
      }
    }
    return widths.map { min(60, max(8, $0 + 2)) }
  }

  // MARK: - The other parts

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main =
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
  private static let packages = "http://schemas.openxmlformats.org/package/2006"
  private static let relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  private static let parts: [(path: String, text: String)] = [
    (
      "[Content_Types].xml",
      """
      <Types xmlns="\(packages)/content-types"><Default Extension="rels" \
      ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Default Extension="xml" ContentType="application/xml"/>\
      <Override PartName="/xl/workbook.xml" ContentType="\(types).sheet.main+xml"/>\
      <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(types).worksheet+xml"/>\
      <Override PartName="/xl/styles.xml" ContentType="\(types).styles+xml"/></Types>
      """
    ),
    (
      "_rels/.rels",
      """
      <Relationships xmlns="\(packages)/relationships"><Relationship Id="rId1" \
      Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
      """
    ),
    (
      "xl/workbook.xml",
      """
      <workbook \(main) xmlns:r="\(relations)"><sheets>\
      <sheet name="watchpost" sheetId="1" r:id="rId1"/></sheets></workbook>
      """
    ),
    (
      "xl/_rels/workbook.xml.rels",
      """
      <Relationships xmlns="\(packages)/relationships"><Relationship Id="rId1" \
      Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" \
      Type="\(relations)/styles" Target="styles.xml"/></Relationships>
      """
    ),
    (
      // The formats of `Style`, in its order.
      "xl/styles.xml",
      """
      <styleSheet \(main)><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
      </numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
      <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
      <fills count="2"><fill><patternFill patternType="none"/></fill>\
      <fill><patternFill patternType="gray125"/></fill></fills>\
      <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
      <cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
      <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
      <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
      <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>\
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
      </styleSheet>
      """
    ),
  ]
}
