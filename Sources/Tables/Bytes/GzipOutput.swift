import CZlib

/// Compresses a stream to gzip, without a time or a name in its header, or to bare deflate data.
///
/// Safe because the stream is private, allocated and initialised by `init` and ended by `deinit`.
@safe
final class GzipOutput {
  private let stream: UnsafeMutablePointer<z_stream>

  /// A new stream, or nil when there is no memory for one; `isRaw` leaves the gzip header out and
  /// packs faster.
  init?(isRaw: Bool = false) {
    // zlib keeps a pointer back to the stream, so it needs an address that does not move.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 + 16: the largest window, and a gzip header; -15: none. 8 is zlib's usual memory.
    let result = unsafe deflateInit2_(
      stream,
      isRaw ? 3 : Z_DEFAULT_COMPRESSION,
      Z_DEFLATED,
      isRaw ? -15 : 15 + 16,
      8,
      Z_DEFAULT_STRATEGY,
      zlibVersion(),
      Int32(MemoryLayout<z_stream>.size)
    )
    guard result == Z_OK else {
      // `deinit` does not run for what was never made.
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    // Allocated and started by `init`, ended nowhere else.
    _ = unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Compresses `input` and appends what is ready to `output`; `isLast` ends the stream.
  func compress(_ input: [UInt8], isLast: Bool, appendingTo output: inout [UInt8]) {
    var scratch = [UInt8](repeating: 0, count: 1 << 16)
    var used = 0
    var end = Z_OK
    repeat {
      // At most 1 GiB at a time, because zlib counts in 32 bits.
      let count = min(input.count - used, 1 << 30)
      let isLastPart = isLast && used + count == input.count
      // zlib only reads its input. Both counts are those of the buffers it is given.
      let produced = unsafe input.withUnsafeBufferPointer { source in
        unsafe scratch.withUnsafeMutableBufferPointer { target in
          unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
            mutating: source.baseAddress.map { unsafe $0 + used }
          )
          unsafe stream.pointee.avail_in = UInt32(count)
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(target.count)
          end = unsafe deflate(stream, isLastPart ? Z_FINISH : Z_NO_FLUSH)
          used += unsafe count - Int(stream.pointee.avail_in)
          return unsafe target.count - Int(stream.pointee.avail_out)
        }
      }
      output.append(contentsOf: scratch[..<produced])
      if produced == scratch.count { continue }
      if used == input.count { break }
    } while end == Z_OK
  }

  /// The CRC-32 of bytes behind those that have the checksum `first`.
  static func checksum(_ bytes: [UInt8], after first: UInt32) -> UInt32 {
    var checksum = uLong(first)
    // zlib only reads its input, at most 1 GiB at a time because it counts in 32 bits.
    for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
      let part = bytes[start..<min(bytes.count, start + 1 << 30)]
      checksum = unsafe part.withUnsafeBufferPointer { buffer in
        unsafe crc32(checksum, buffer.baseAddress, UInt32(buffer.count))
      }
    }
    return UInt32(truncatingIfNeeded: checksum)
  }
}
