/// Reads the dialect of a resource whose files are workbooks.
///
/// - Source: the Table Dialect of the Data Package standard (`sheetName`, `sheetNumber`), and what
///   frictionless 5 reads (`excel: {sheet: NAME or number, adjustFloatingPointError: true}`).
enum SheetDescriptor {
  private static let sheetKeys = ["sheet", "sheetName", "sheetNumber"]
  private static let roundingKey = "adjustFloatingPointError"
  /// What frictionless can do with a workbook and we do not.
  private static let refused = ["fillMergedCells", "preserveFormatting", "stringified"]
  /// What means something for files of text only.
  private static let textKeys = [
    "delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence",
    "skipInitialSpace", "commentChar", "csv",
  ]
  private static let otherKeys = [
    "header", "excel", "caseSensitiveHeader", "title", "description", "name", "type", "$schema",
  ]

  /// The dialect at `node`; `load` reads one that is named by its path.
  static func read(
    _ node: DescriptorNode?,
    load: (DescriptorNode) throws(TableError) -> DescriptorNode
  ) throws(TableError) -> (Dialect, SheetDialect) {
    var dialect = Dialect()
    var sheet = SheetDialect()
    guard var node else { return (dialect, sheet) }
    if node.node.scalar != nil { node = try load(node) }
    let known = sheetKeys + [roundingKey] + refused + textKeys + otherKeys
    var keys = try node.mapping(known: known, called: "a dialect")
    if let nested = keys["excel"] {
      keys.merge(try nested.mapping(known: known, called: "a dialect")) { _, inner in inner }
    }
    for key in textKeys {
      guard let value = keys[key] else { continue }
      throw value.error(
        .wrongValue(
          value.node.scalar?.string ?? "",
          key: key,
          expected: "nothing here: a workbook has cells, and \(key) cuts files of text"
        )
      )
    }
    for key in refused {
      guard let value = keys[key], try value.boolean() else { continue }
      throw value.error(
        .wrongValue("true", key: key, expected: "false: cells are read as they are")
      )
    }
    dialect.hasHeader = try keys["header"]?.boolean() ?? true
    sheet.isRounded = try keys[roundingKey]?.boolean() ?? false
    for key in sheetKeys {
      guard let value = keys[key] else { continue }
      let text = try value.text()
      // As the standards have it, a number means a place and a text a name.
      let isNumber = key == "sheetNumber" || key == "sheet" && value.isNumber
      guard isNumber else {
        sheet.sheet = .name(text)
        continue
      }
      guard let number = Int(text), number >= 1 else {
        throw value.error(.wrongValue(text, key: key, expected: "a whole number, 1 or more"))
      }
      sheet.sheet = .number(number)
    }
    return (dialect, sheet)
  }
}

extension DescriptorNode {
  /// Whether it is written as a number: digits without quotes.
  fileprivate var isNumber: Bool {
    guard let scalar = node.scalar else { return false }
    return scalar.style == .plain && Int(scalar.string) != nil
  }
}
