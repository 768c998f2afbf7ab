import Synchronization

/// A piece of a file: the records that begin in it are one piece of work.
struct FileChunk: Sendable {
  let start: Int
  let stop: Int
  /// Where the first record behind the header begins, and the end of the bytes.
  let dataStart: Int
  let end: Int
}

/// A file of a table, and how it is cut.
struct ChunkedFile: Sendable {
  let path: String
  let name: String
  /// Where its first record behind the header begins, in UTF-8, and on which line.
  let dataStart: Int
  let line: Int
  /// The bytes of the file as it stands on disk.
  let size: Int
  let identity: FileSystem.Identity
  /// Whether it is read from its beginning only.
  let isStreamed: Bool
}

/// Hands out the chunks of a table's files in their order, to any thread that asks.
final class ChunkQueue: Sendable {
  /// A piece of work, and its number.
  struct Work: Sendable {
    let number: Int
    /// The file it is of, among those of the table.
    let file: Int
    let content: Content
    /// The bytes on disk that it stands for.
    let bytes: Int
  }

  enum Content: Sendable {
    /// A part of a file that is to be read.
    case chunk(FileChunk)
    /// A part of a file that has been read, unpacked and not yet converted.
    case piece([UInt8], isFirst: Bool)
  }

  let files: [ChunkedFile]
  private let quote: UInt8?
  private let chunkBytes: @Sendable (ChunkedFile) -> Int
  private let state = Mutex(State())

  private struct State {
    var number = 0
    var file = 0
    /// Where the next chunk of the file begins; nil before its first.
    var position: Int?
    var stream: PieceStream?
    var streamedBytes = 0
    var isIrregular = false
  }

  /// A queue of `files`, cut into pieces of about so many bytes.
  init(
    _ files: [ChunkedFile],
    quote: UInt8?,
    chunkBytes: @escaping @Sendable (ChunkedFile) -> Int
  ) {
    self.files = files
    self.quote = quote
    self.chunkBytes = chunkBytes
  }

  /// How many chunks there are about, at least one; what is packed may be forty times as long.
  var chunkCount: Int {
    files.reduce(1) { $0 + ($1.isStreamed ? 40 : 1) * $1.size / chunkBytes($1) }
  }

  /// Whether a stream was found whose records are longer than what is read in chunks.
  var isIrregular: Bool { state.withLock { $0.isIrregular } }

  /// The bytes read of streamed files so far, unpacked and before conversion.
  var streamedBytes: Int { state.withLock { $0.streamedBytes } }

  /// The next piece of work; nil when there is none left.
  ///
  /// - Throws: `TableError` when a streamed file cannot be read, after telling `number` which piece
  ///   it would have been.
  func next(_ number: inout Int) throws(TableError) -> Work? {
    try state.withLock { state throws(TableError) in
      number = state.number
      while state.file < files.count {
        let file = files[state.file]
        if let content = try file.isStreamed ? piece(of: file, &state) : chunk(of: file, &state) {
          state.number += 1
          return Work(
            number: number,
            file: state.file,
            content: content.0,
            bytes: content.1
          )
        }
        state.file += 1
        state.position = nil
        state.stream = nil
      }
      return nil
    }
  }

  private func chunk(of file: ChunkedFile, _ state: inout State) -> (Content, Int)? {
    let start = state.position ?? file.dataStart
    guard start < file.size else { return nil }
    let stop = min(file.size, start + chunkBytes(file))
    state.position = stop
    let chunk = FileChunk(start: start, stop: stop, dataStart: file.dataStart, end: file.size)
    return (.chunk(chunk), stop - start)
  }

  private func piece(
    of file: ChunkedFile,
    _ state: inout State
  ) throws(TableError) -> (Content, Int)? {
    let isFirst = state.stream == nil
    let stream: PieceStream
    if let open = state.stream {
      stream = open
    } else {
      stream = try PieceStream(
        path: file.path,
        displayName: file.name,
        asBefore: file.identity,
        quote: quote,
        target: chunkBytes(file)
      )
      state.stream = stream
    }
    let (before, readBefore) = (stream.position, stream.bytesRead)
    // Whatever stops the stream, nobody is to go on behind it.
    let next = state.file
    state.file = files.count
    let step = try stream.next()
    state.file = next
    state.streamedBytes += stream.bytesRead - readBefore
    switch step {
    case .piece(let bytes):
      let content = Content.piece(bytes, isFirst: isFirst)
      return (content, stream.position - before)
    case .end: return nil
    case .tooLong:
      state.isIrregular = true
      state.file = files.count
      return nil
    }
  }
}
