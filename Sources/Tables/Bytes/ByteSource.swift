/// A file as a stream of UTF-8, whatever its encoding and whether it is compressed.
///
/// Plain files and `.gz` (by name) are read; a byte order mark is left out. In an encoding other
/// than UTF-8, a sequence that cannot be read becomes one 0xFF byte, which is never valid UTF-8, so
/// that the field that holds it is refused later with its position. UTF-8 itself passes unchanged
/// and unchecked (see `UTF8Validation`). Memory does not grow with the file.
public final class ByteSource {
  /// The file as errors call it.
  public let displayName: String
  /// The encoding declared.
  public let encoding: TextEncoding
  /// The bytes read so far, after decompression and before conversion.
  public private(set) var bytesRead = 0
  /// The bytes of the file taken so far, before decompression.
  var position: Int { input.position }
  /// The sequences so far that the encoding does not allow.
  public var invalidSequences: Int { converter?.invalidSequences ?? 0 }

  /// What the file was when it was opened; nil for what is no ordinary file.
  let identity: FileSystem.Identity?

  private let input: any ByteInput
  private var converter: Iconv?
  /// UTF-8 that is ready and not yet handed out, from `readyStart` on.
  private var ready: [UInt8] = []
  private var readyStart = 0
  /// Bytes of the file not yet converted.
  private var raw: [UInt8] = []
  private var rawCount = 0
  private var hasBegun = false
  private var hasEnded = false

  private static let chunk = 1 << 16

  /// Opens the file at `path`, which errors call `displayName`.
  ///
  /// - Throws: `TableError` when the file is missing, a folder, not readable, or not gzip though
  ///   named so, and when the system does not know the encoding.
  public init(path: String, displayName: String? = nil, encoding: TextEncoding = .utf8)
    throws(TableError)
  {
    let name = displayName ?? path
    self.displayName = name
    self.encoding = encoding
    let file = try FileInput(path: path, displayName: name)
    identity = file.first
    input = path.lowercased().hasSuffix(".gz") ? try GzipInput(file, displayName: name) : file
    try prepare(encoding)
  }

  /// Bytes in memory, handed out in pieces of at most `chunk`.
  package init(
    bytes: [UInt8],
    displayName: String,
    encoding: TextEncoding = .utf8,
    chunk: Int = .max
  ) throws(TableError) {
    self.displayName = displayName
    self.encoding = encoding
    input = MemoryInput(bytes, chunk: chunk)
    identity = nil
    try prepare(encoding)
  }

  /// Rows of a database, which are UTF-8 without a mark.
  init(rows input: any ByteInput, displayName: String) {
    self.displayName = displayName
    encoding = .utf8
    self.input = input
    identity = nil
    hasBegun = true
  }

  private func prepare(_ encoding: TextEncoding) throws(TableError) {
    guard encoding != .utf8 else { return }
    converter = Iconv(from: encoding)
    if converter == nil { throw error(.unknownEncoding(encoding.name)) }
  }

  /// Reads at most `limit` bytes of UTF-8 into `buffer` from `offset` on; 0 at the end.
  ///
  /// `buffer` is grown where it is too short, and never shrunk.
  public func read(into buffer: inout [UInt8], at offset: Int = 0, limit: Int = 1 << 16)
    throws(TableError) -> Int
  {
    guard limit > 0 else { return 0 }
    if !hasBegun { try begin() }
    while true {
      if readyStart < ready.count {
        let count = min(limit, ready.count - readyStart)
        buffer.grow(to: offset + count)
        buffer.replaceSubrange(
          offset..<offset + count,
          with: ready[readyStart..<readyStart + count]
        )
        readyStart += count
        return count
      }
      if hasEnded { return 0 }
      if converter == nil {
        let count = try input.read(into: &buffer, at: offset, limit: limit)
        bytesRead += count
        hasEnded = count == 0
        return count
      }
      try fetch()
      convert()
    }
  }

  /// Reads the first four bytes or more, and looks for marks and for files that are no text at all.
  private func begin() throws(TableError) {
    hasBegun = true
    while rawCount < 4, !hasEnded { try fetch() }
    let mark = try ByteOrderMark.examine(raw[..<rawCount], declared: encoding) {
      error($0)
    }
    if mark.isBigEndian { try prepare(.utf16BE) }
    raw.removeSubrange(..<mark.length)
    rawCount -= mark.length
    if converter == nil {
      ready = Array(raw[..<rawCount])
      raw = []
      rawCount = 0
    } else {
      convert()
      // Encodings such as GB18030 have a mark of their own, which converts to this.
      if ready.starts(with: [0xEF, 0xBB, 0xBF]) { readyStart = 3 }
    }
  }

  /// Reads one chunk of the file behind what `raw` holds.
  private func fetch() throws(TableError) {
    let count = try input.read(into: &raw, at: rawCount, limit: ByteSource.chunk)
    rawCount += count
    bytesRead += count
    hasEnded = count == 0
  }

  /// Converts what `raw` holds and keeps a sequence that goes on in the next chunk.
  private func convert() {
    guard let converter else { return }
    ready.removeAll(keepingCapacity: true)
    readyStart = 0
    let used = converter.convert(raw[..<rawCount], isLast: hasEnded, appendingTo: &ready)
    let rest = Array(raw[used..<rawCount])
    raw.replaceSubrange(..<rest.count, with: rest)
    rawCount = rest.count
  }

  private func error(_ problem: InputProblem) -> TableError {
    TableError(.input(problem), at: SourceLocation(file: displayName))
  }
}
