/// Cuts a file that can only be read from its beginning, because it is packed or in an encoding of
/// its own, into pieces of whole records.
///
/// A line feed ends a record where an even number of quotes stands before it; that holds for text
/// that keeps to RFC 4180, and who reads the pieces notices text that does not. The bytes are left
/// in their encoding, so that whoever takes a piece converts it: in the encodings that
/// `TextEncoding.keepsASCII` names no byte of a longer sequence looks like a quote or a line feed.
final class PieceStream {
  private let source: ByteSource
  private let quote: UInt8?
  private let target: Int
  /// What was read behind the last piece; it begins with a record.
  private var rest: [UInt8] = []
  private var hasEnded = false

  /// How much is read at a time, at the most.
  private static let mostStep = 1 << 18

  /// A stream of pieces of about `target` bytes of the file at `path`, which errors call
  /// `displayName`.
  ///
  /// - Throws: `TableError` when it cannot be read, and when it is not what it was `before`.
  init(
    path: String,
    displayName: String,
    asBefore: FileSystem.Identity?,
    quote: UInt8?,
    target: Int
  ) throws(TableError) {
    // Read as it stands: marks of other encodings were looked at with the header.
    source = try ByteSource(path: path, displayName: displayName)
    if let asBefore, source.identity != asBefore {
      throw TableError(.input(.changed), at: SourceLocation(file: displayName))
    }
    self.quote = quote
    self.target = max(1, target)
  }

  /// Bytes read so far, unpacked and before conversion.
  var bytesRead: Int { source.bytesRead }
  /// Bytes of the file taken so far, as it stands on disk.
  var position: Int { source.position }

  /// What a stream came to.
  enum Step {
    /// Whole records, or the end of the file.
    case piece([UInt8])
    case end
    /// No record ends within a length that is read here.
    case tooLong
  }

  /// The next piece.
  func next() throws(TableError) -> Step {
    if hasEnded { return .end }
    var bytes = rest
    rest = []
    var filled = 0
    var isQuoted = false
    var cut = 0
    var end = bytes.count
    while true {
      if let found = lastEnd(of: bytes, from: filled, to: end, &isQuoted) { cut = found }
      filled = end
      if filled >= target, cut > 0 {
        rest = Array(bytes[cut..<filled])
        bytes.removeSubrange(cut...)
        return .piece(bytes)
      }
      if filled - cut >= target + ChunkWorker.longestRecord { return .tooLong }
      let count = try source.read(
        into: &bytes,
        at: filled,
        limit: min(target, PieceStream.mostStep)
      )
      if count == 0 {
        hasEnded = true
        bytes.removeSubrange(filled...)
        return filled == 0 ? .end : .piece(bytes)
      }
      end = filled + count
    }
  }

  /// The place behind the last line feed outside quotes, if there is one from `start` to `end`;
  /// whether the text is inside quotes is moved from `start` to `end`.
  private func lastEnd(
    of bytes: [UInt8],
    from start: Int,
    to end: Int,
    _ isQuoted: inout Bool
  ) -> Int? {
    let text = bytes.span.extracting(start..<end)
    if let quote {
      var quotes = 0
      for index in text.indices where text[index] == quote { quotes &+= 1 }
      if quotes % 2 == 1 { isQuoted.toggle() }
    }
    var isInside = isQuoted
    var index = text.count
    while index > 0 {
      let byte = text[index - 1]
      if byte == ChunkScanner.lineFeed, !isInside { return start + index }
      if byte == quote { isInside.toggle() }
      index -= 1
    }
    return nil
  }
}
