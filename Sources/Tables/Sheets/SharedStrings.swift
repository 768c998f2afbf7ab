/// The texts that cells of a workbook share, in one buffer.
struct SharedStrings {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// The bytes of all texts, at most.
  private static let limit = 2 << 30

  /// The table of a workbook that has none.
  init() {}

  /// The texts of a document: runs are joined, phonetic readings are left out.
  init(_ xml: XMLStream) throws(TableError) {
    var isInText = false
    var readings = 0
    var start = 0
    while try xml.next() {
      let events = xml.events
      for event in events {
        switch (event.kind, event.name) {
        case (.text, _):
          if isInText, readings == 0 { bytes.append(contentsOf: xml.bytes[event.range]) }
        case (.start, .t): isInText = true
        case (.end, .t): isInText = false
        case (.start, .rPh): readings += 1
        case (.end, .rPh): readings -= 1
        case (.end, .si):
          SheetText.unescape(&bytes, from: start)
          start = bytes.count
          ends.append(start)
        default: continue
        }
      }
      if bytes.count > Self.limit {
        throw xml.part.error(.tooLarge(part: "the table of texts", limit: Self.limit))
      }
    }
  }

  /// The number of texts.
  var count: Int { ends.count }

  /// Appends text `index` to `target`; false when there is no such text.
  func append(_ index: Int, to target: inout [UInt8]) -> Bool {
    guard ends.indices.contains(index) else { return false }
    target.append(contentsOf: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    return true
  }
}
