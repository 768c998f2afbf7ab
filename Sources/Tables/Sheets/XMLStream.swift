import CExpat
import Glibc

/// Something that stands in an XML document.
struct XMLEvent {
  /// What it is.
  enum Kind { case start, attribute, text, end }

  var kind: Kind
  /// The element or attribute; of a text, an element that means nothing.
  var name: XMLName
  /// Where the value of an attribute or the text stands among the stream's bytes.
  var start = 0
  var end = 0

  var range: Range<Int> { start..<end }
}

/// The events of an XML document, read piece by piece: elements and attributes that have an
/// `XMLName`, and all text.
///
/// The attributes of an element follow its start. Documents with a type declaration are refused:
/// no workbook has one, and entities could make a small file endless.
///
/// Safe because expat's handle is private and freed by `deinit` only.
@safe
final class XMLStream {
  /// The values and texts of `events`.
  var bytes: [UInt8] { sink.bytes }
  /// The events of the last piece.
  var events: [XMLEvent] { sink.events }
  /// Where the bytes come from.
  let part: ZipPart

  private let name: String
  private let parser: XML_Parser
  private let sink = Sink()
  private var piece: [UInt8] = []
  private var fed = 0
  private var hasEnded = false

  private static let pieceBytes = 1 << 16
  /// What expat may keep because a tag does not end.
  private static let longestTag = 1 << 20

  /// What expat's calls add to.
  private final class Sink {
    var bytes: [UInt8] = []
    var events: [XMLEvent] = []
    var hasType = false
  }

  /// The document in `part`, which errors call `name`.
  init(_ part: ZipPart, name: String) throws(TableError) {
    self.part = part
    self.name = name
    // Without a name of an encoding the document says its own, UTF-8 or UTF-16.
    guard let parser = unsafe XML_ParserCreate(nil) else {
      throw FileInput.failure("read", ENOMEM, name)
    }
    unsafe self.parser = unsafe parser
    // The sink lives as long as the parser, which alone calls with it.
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(sink).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { data, name, attributes in unsafe XMLStream.start(data, name, attributes) },
      { data, name in unsafe XMLStream.end(data, name) }
    )
    unsafe XML_SetCharacterDataHandler(
      parser,
      { data, text, count in unsafe XMLStream.text(data, text, Int(count)) }
    )
    unsafe XML_SetStartDoctypeDeclHandler(
      parser,
      { data, _, _, _, _ in unsafe XMLStream.sink(data)?.hasType = true }
    )
  }

  deinit {
    // Made by `init`, freed nowhere else.
    unsafe XML_ParserFree(parser)
  }

  /// Puts the next piece into `events` and `bytes`; false at the end of the document.
  ///
  /// - Throws: `TableError` when the part cannot be read or is not well-formed.
  func next() throws(TableError) -> Bool {
    sink.events.removeAll(keepingCapacity: true)
    sink.bytes.removeAll(keepingCapacity: true)
    while sink.events.isEmpty {
      if hasEnded { return false }
      let count = try part.read(into: &piece, limit: Self.pieceBytes)
      hasEnded = count == 0
      fed += count
      // `piece` holds `count` bytes; the callbacks only touch the sink.
      let status = unsafe piece.withUnsafeBytes { bytes in
        unsafe XML_Parse(
          parser,
          bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
          Int32(count),
          hasEnded ? 1 : 0
        )
      }
      if sink.hasType { throw damaged("it declares a document type") }
      guard status == XML_STATUS_OK else {
        // The parser is ours, and the words are constants of expat.
        let words = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map {
          unsafe String(cString: $0)
        }
        let line = unsafe XML_GetCurrentLineNumber(parser)
        throw damaged("\(words ?? "not XML") on line \(line)")
      }
      // Where the parser is: the parser is ours.
      if fed - Int(unsafe XML_GetCurrentByteIndex(parser)) > Self.longestTag {
        throw damaged("a tag does not end")
      }
    }
    return true
  }

  private func damaged(_ what: String) -> TableError { part.error(.damaged("\(name): \(what)")) }

  // MARK: - What expat calls

  private static func sink(_ data: UnsafeMutableRawPointer?) -> Sink? {
    // The pointer is the one that `init` gave, whose object lives as long as the parser.
    unsafe data.map { unsafe Unmanaged<Sink>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func name(_ text: UnsafePointer<CChar>) -> XMLName? {
    // Names are terminated and live for the call.
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: strlen(text))
    return unsafe XMLName.of(bytes.bindMemory(to: UInt8.self).span)
  }

  private static func start(
    _ data: UnsafeMutableRawPointer?,
    _ name: UnsafePointer<CChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard let sink = unsafe sink(data), let name = unsafe name, let name = unsafe Self.name(name)
    else { return }
    sink.events.append(XMLEvent(kind: .start, name: name))
    guard var attribute = unsafe attributes else { return }
    // Names and values alternate up to a null.
    while let key = unsafe attribute.pointee, let value = unsafe attribute.successor().pointee {
      if let name = unsafe Self.name(key) {
        let start = sink.bytes.count
        // Values are terminated and live for the call.
        unsafe sink.bytes.append(
          contentsOf: UnsafeRawBufferPointer(start: value, count: strlen(value))
        )
        sink.events.append(
          XMLEvent(kind: .attribute, name: name, start: start, end: sink.bytes.count)
        )
      }
      unsafe attribute += 2
    }
  }

  private static func end(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<CChar>?) {
    guard let sink = unsafe sink(data), let name = unsafe name, let name = unsafe Self.name(name)
    else { return }
    sink.events.append(XMLEvent(kind: .end, name: name))
  }

  private static func text(
    _ data: UnsafeMutableRawPointer?,
    _ text: UnsafePointer<CChar>?,
    _ count: Int
  ) {
    guard let sink = unsafe sink(data), let text = unsafe text else { return }
    let start = sink.bytes.count
    // `count` bytes live for the call.
    unsafe sink.bytes.append(contentsOf: UnsafeRawBufferPointer(start: text, count: count))
    sink.events.append(XMLEvent(kind: .text, name: .t, start: start, end: sink.bytes.count))
  }
}
