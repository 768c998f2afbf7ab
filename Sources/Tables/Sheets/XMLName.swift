/// The names of elements and attributes that are read, without their prefixes; others are skipped.
enum XMLName: String, CaseIterable {
  // The cells of a sheet, and texts.
  case sheetData, row, c, v, f, t, r, s, si, rPh, mergeCell, ref
  case inlineText = "is"
  // The sheets of a workbook, and where its parts are.
  case sheet, name, state, id, workbookPr, date1904
  case relationship = "Relationship"
  case relationshipID = "Id"
  case relationshipType = "Type"
  case target = "Target"
  // The formats of cells.
  case numFmt, numFmtId, formatCode, cellXfs, xf

  /// The names by their hash.
  private static let byHash: [UInt64: XMLName] = {
    var names: [UInt64: XMLName] = [:]
    for name in allCases { names[hash(name.rawValue.utf8)] = name }
    return names
  }()
  /// The names of one letter, by the letter.
  private static let short: [XMLName?] = {
    var names = [XMLName?](repeating: nil, count: 128)
    for name in allCases where name.rawValue.utf8.count == 1 {
      for byte in name.rawValue.utf8 { names[Int(byte)] = name }
    }
    return names
  }()

  /// The name spelt by `bytes`, or nil when nothing reads it.
  static func of(_ bytes: Span<UInt8>) -> XMLName? {
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: ":") { start = index + 1 }
    if bytes.count - start == 1 {
      return bytes[start] < 128 ? short[Int(bytes[start])] : nil
    }
    var hash = basis
    for index in start..<bytes.count { hash = step(hash, bytes[index]) }
    guard let name = byHash[hash], name.rawValue.utf8.count == bytes.count - start else {
      return nil
    }
    var index = start
    for byte in name.rawValue.utf8 {
      if bytes[index] != byte { return nil }
      index += 1
    }
    return name
  }

  // FNV-1a.
  private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(basis, step)
  }
}
