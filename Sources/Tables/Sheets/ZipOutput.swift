/// Writes a ZIP archive part by part, each packed as it comes, without times.
///
/// - Source: PKWARE, APPNOTE 6.3.10, 4.3 (sizes stand behind the data, 4.3.9).
struct ZipOutput {
  private struct Part {
    var name: [UInt8]
    var offset: Int
    var checksum: UInt32 = 0
    var packed = 0
    var unpacked = 0
  }

  private let file: AtomicFile
  private var parts: [Part] = []
  private var written = 0
  private var compressor: GzipOutput?
  private var packed: [UInt8] = []

  /// The bytes of an archive and of its parts, at most; more would need ZIP64.
  private static let limit = Int(UInt32.max) - 1

  /// An archive in `file`.
  init(_ file: AtomicFile) { self.file = file }

  /// Begins a part.
  mutating func begin(_ name: String) throws(TableError) {
    parts.append(Part(name: Array(name.utf8), offset: written))
    guard let compressor = GzipOutput(isRaw: true) else {
      throw error(.system(operation: "compress", message: "no memory"))
    }
    self.compressor = compressor
    try put(Self.little(0x0403_4B50, 4) + Self.common(parts[parts.count - 1], sized: false))
    try put(parts[parts.count - 1].name)
  }

  /// Adds bytes to the part.
  ///
  /// - Throws: `TableError` when the part or the file can hold no more.
  mutating func write(_ bytes: [UInt8]) throws(TableError) {
    let last = parts.count - 1
    parts[last].checksum = GzipOutput.checksum(bytes, after: parts[last].checksum)
    parts[last].unpacked += bytes.count
    try pack(bytes, isLast: false)
  }

  /// Ends the part.
  mutating func end() throws(TableError) {
    try pack([], isLast: true)
    compressor = nil
    let part = parts[parts.count - 1]
    try put(
      Self.little(0x0807_4B50, 4) + Self.little(Int(part.checksum), 4)
        + Self.little(part.packed, 4) + Self.little(part.unpacked, 4)
    )
  }

  /// Ends the archive with its table of contents.
  mutating func finish() throws(TableError) {
    let start = written
    for part in parts {
      try put(
        Self.little(0x0201_4B50, 4) + Self.little(20, 2) + Self.common(part, sized: true)
          // No comment, the first disk, no attributes.
          + Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 4)
          + Self.little(part.offset, 4) + part.name
      )
    }
    let size = written - start
    try put(
      Self.little(0x0605_4B50, 4) + Self.little(0, 4) + Self.little(parts.count, 2)
        + Self.little(parts.count, 2) + Self.little(size, 4) + Self.little(start, 4)
        + Self.little(0, 2)
    )
  }

  private mutating func pack(_ bytes: [UInt8], isLast: Bool) throws(TableError) {
    packed.removeAll(keepingCapacity: true)
    compressor?.compress(bytes, isLast: isLast, appendingTo: &packed)
    parts[parts.count - 1].packed += packed.count
    try put(packed)
    guard written <= Self.limit, parts[parts.count - 1].unpacked <= Self.limit else {
      throw error(.workbookTooLarge)
    }
  }

  private mutating func put(_ bytes: [UInt8]) throws(TableError) {
    try file.write(bytes)
    written += bytes.count
  }

  private func error(_ problem: OutputProblem) -> TableError {
    TableError(.output(problem), at: SourceLocation(file: file.path))
  }

  /// What the headers before a part and in the table of contents share.
  private static func common(_ part: Part, sized: Bool) -> [UInt8] {
    // Version 2.0, sizes behind the data, deflate, 1980-01-01 00:00.
    little(20, 2) + little(8, 2) + little(8, 2) + little(0x21 << 16, 4)
      + little(sized ? Int(part.checksum) : 0, 4) + little(sized ? part.packed : 0, 4)
      + little(sized ? part.unpacked : 0, 4) + little(part.name.count, 2) + little(0, 2)
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
