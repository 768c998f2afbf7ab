/// What the styles of a workbook make of numbers.
struct SheetStyles {
  /// By the number of the style, as cells refer to it.
  private(set) var formats: [NumberFormat] = []

  /// Styles of a workbook that declares none.
  init() {}

  /// The styles that a document declares.
  init(_ xml: XMLStream) throws(TableError) {
    var custom: [Int: NumberFormat] = [:]
    var element: XMLName?
    var isInCells = false
    var id: Int?
    while try xml.next() {
      for event in xml.events {
        switch event.kind {
        case .start:
          element = event.name
          id = nil
          if event.name == .cellXfs { isInCells = true }
          if isInCells, event.name == .xf { formats.append(.number) }
        case .attribute where element == .numFmt:
          let text = String(decoding: xml.bytes[event.range], as: UTF8.self)
          if event.name == .numFmtId { id = Int(text) }
          if event.name == .formatCode, let id { custom[id] = NumberFormat(code: text) }
        case .attribute where element == .xf && isInCells && event.name == .numFmtId:
          let id = Int(String(decoding: xml.bytes[event.range], as: UTF8.self)) ?? 0
          formats[formats.count - 1] = custom[id] ?? NumberFormat.builtIn(id)
        case .attribute, .text: continue
        case .end: if event.name == .cellXfs { isInCells = false }
        }
      }
    }
  }

  /// The format of a style.
  subscript(style: Int) -> NumberFormat {
    formats.indices.contains(style) ? formats[style] : .number
  }
}
