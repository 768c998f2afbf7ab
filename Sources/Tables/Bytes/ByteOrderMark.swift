/// What the first bytes of a file say about the rest.
struct ByteOrderMark {
  /// The bytes to leave out.
  var length = 0
  /// Whether a file declared as UTF-16 is big endian.
  var isBigEndian = false

  /// Reads the mark, and refuses files that are no text or contradict what is declared.
  static func examine(
    _ head: ArraySlice<UInt8>,
    declared: TextEncoding,
    error: (InputProblem) -> TableError
  ) throws(TableError) -> ByteOrderMark {
    if let (kind, hint) = signature(head) { throw error(.notText(kind: kind, hint: hint)) }
    let found: TextEncoding
    var mark = ByteOrderMark()
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      found = .utf8
      mark.length = 3
    } else if head.starts(with: [0xFF, 0xFE, 0, 0]) {
      found = .other("utf-32")
    } else if head.starts(with: [0xFF, 0xFE]) {
      found = .utf16LE
      mark.length = 2
    } else if head.starts(with: [0xFE, 0xFF]) {
      found = .utf16BE
      mark.length = 2
    } else {
      return mark
    }
    switch (declared, found) {
    case (.utf16, .utf16LE): return mark
    case (.utf16, .utf16BE):
      mark.isBigEndian = true
      return mark
    case (.other(let name), .other), (.other(let name), .utf16LE), (.other(let name), .utf16BE):
      // iconv reads the marks of the wide encodings itself.
      let upper = name.uppercased()
      if upper.hasPrefix("UTF") || upper.hasPrefix("UCS") { return ByteOrderMark() }
    case _ where declared == found: return mark
    default: break
    }
    let isWide = found == .utf16LE || found == .utf16BE
    let name = isWide && declared == .utf8 ? TextEncoding.utf16.name : found.name
    throw error(.contradictingMark(found: name, declared: declared.name))
  }

  /// What a file is that begins like this, if it is no text, and how to mend it.
  private static func signature(_ head: ArraySlice<UInt8>) -> (kind: String, hint: String)? {
    if head.starts(with: [0x1F, 0x8B]) { return ("gzip data", "name the file .gz") }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return (
        "a ZIP archive or an Excel workbook",
        "name a workbook .xlsx, or save the sheet as CSV UTF-8"
      )
    }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return ("an old Excel workbook", "save it as .xlsx, or the sheet as CSV UTF-8")
    }
    if head.starts(with: "%PDF".utf8) { return ("a PDF document", "ask for the table as CSV") }
    if head.starts(with: "PAR1".utf8) { return ("a Parquet file", "export the table as CSV") }
    return nil
  }
}
