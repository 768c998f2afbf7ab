import CZlib
import Glibc

/// The text inside a gzip file of one or several members.
///
/// Zeros behind the last member, as tapes leave them, are no data; anything else there is damage.
/// Safe because zlib's stream is private, allocated and initialised by `init` and ended by `deinit`.
@safe
final class GzipInput: ByteInput {
  /// Where the reader is in the file.
  private enum Place {
    /// Before a member, or at the end.
    case outside
    case inMember
    /// In a file that is not gzip, which is passed on as it is.
    case plain
  }

  private let descriptor: Int32
  /// The file, where what is read is one that may change meanwhile; it keeps the descriptor open.
  private let input: FileInput?
  private let displayName: String
  private let stream: UnsafeMutablePointer<z_stream>
  private var place = Place.outside
  /// Bytes of the file that are not yet used: `packed[start..<end]`.
  private var packed: [UInt8] = []
  private var start = 0
  private var end = 0
  private var hasEnded = false
  private var taken = 0

  private static let packedBytes = 1 << 17

  /// Reads the gzip data of an open file.
  convenience init(_ input: FileInput, displayName: String) throws(TableError) {
    try self.init(descriptor: input.descriptor, displayName: displayName, of: input)
    if place == .plain {
      throw TableError(.input(.notGzip), at: SourceLocation(file: displayName))
    }
  }

  /// Reads what is open as `descriptor`: the text inside gzip, and anything else as it is.
  init(
    descriptor: Int32,
    displayName: String,
    of input: FileInput? = nil
  ) throws(TableError) {
    self.descriptor = descriptor
    self.input = input
    self.displayName = displayName
    // zlib keeps a pointer back to the stream, so it needs an address that does not move.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 + 16: the largest window, and gzip headers with their checksums.
    let result = unsafe inflateInit2_(
      stream,
      15 + 16,
      zlibVersion(),
      Int32(MemoryLayout<z_stream>.size)
    )
    guard result == Z_OK else { throw FileInput.failure("unpack", ENOMEM, displayName) }
    try fill(atLeast: 2)
    if !isMember { place = .plain }
  }

  deinit {
    // Allocated by `init`, ended nowhere else; zlib refuses what it did not initialise.
    _ = unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int {
    guard limit > 0 else { return 0 }
    buffer.grow(to: offset + limit)
    while true {
      switch place {
      case .plain:
        try fill(atLeast: 1)
        let count = min(limit, end - start)
        buffer.replaceSubrange(offset..<offset + count, with: packed[start..<start + count])
        start += count
        return count
      case .outside:
        try fill(atLeast: 2)
        if start == end { return 0 }
        guard isMember else {
          try skipZeros()
          return 0
        }
        // The stream was initialised, and its last member ended.
        _ = unsafe inflateReset(stream)
        place = .inMember
      case .inMember:
        try fill(atLeast: 1)
        guard start < end else { throw error(.truncatedGzip) }
        let count = try unpack(into: &buffer, at: offset, limit: limit)
        if count > 0 { return count }
      }
    }
  }

  /// The bytes of the file taken so far, as it stands on disk.
  var position: Int { taken - (end - start) }

  /// Whether the next bytes begin a member.
  private var isMember: Bool {
    end - start >= 2 && packed[start] == 0x1F && packed[start + 1] == 0x8B
  }

  /// Unpacks what is at hand, until the buffer is full or the member ends.
  private func unpack(
    into buffer: inout [UInt8],
    at offset: Int,
    limit: Int
  ) throws(TableError) -> Int {
    var produced = 0
    // zlib only reads its input. Both counts are those of what is left of the arrays.
    let result = unsafe packed.withUnsafeMutableBufferPointer { source in
      unsafe buffer.withUnsafeMutableBufferPointer { target in
        let room = min(limit, 1 << 30)
        unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_in = UInt32(end - start)
        unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + offset }
        unsafe stream.pointee.avail_out = UInt32(room)
        let result = unsafe inflate(stream, Z_NO_FLUSH)
        start = unsafe end - Int(stream.pointee.avail_in)
        produced = unsafe room - Int(stream.pointee.avail_out)
        return result
      }
    }
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: place = .outside
    case Z_MEM_ERROR: throw FileInput.failure("unpack", ENOMEM, displayName)
    default: throw error(.corruptGzip)
    }
    return produced
  }

  /// Reads on while there are only zeros.
  private func skipZeros() throws(TableError) {
    while start < end {
      guard packed[start..<end].allSatisfy({ $0 == 0 }) else { throw error(.corruptGzip) }
      start = end
      try fill(atLeast: 1)
    }
  }

  /// Reads on until so many bytes are at hand or the file ends.
  private func fill(atLeast count: Int) throws(TableError) {
    while end - start < count, !hasEnded {
      if start > 0 {
        packed.replaceSubrange(0..<end - start, with: Array(packed[start..<end]))
        end -= start
        start = 0
      }
      packed.grow(to: GzipInput.packedBytes)
      // `grow` made room for the bytes behind `end`, which is below `count`.
      let read = unsafe packed.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(
          descriptor,
          bytes.baseAddress.map { unsafe $0 + end },
          GzipInput.packedBytes - end
        )
      }
      if read < 0 {
        if errno == EINTR { continue }
        throw FileInput.failure("read", errno, displayName)
      }
      end += read
      taken += read
      hasEnded = read == 0
    }
    if hasEnded, start == end { try input?.verifyUnchanged() }
  }

  /// What is wrong with the data, unless somebody still writes the file.
  private func error(_ problem: InputProblem) -> TableError {
    do throws(TableError) {
      try input?.verifyUnchanged()
      return TableError(.input(problem), at: SourceLocation(file: displayName))
    } catch {
      return error
    }
  }
}
