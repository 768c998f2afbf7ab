/// Bytes of UTF-8 that a chunk is read from, at any place.
protocol ChunkInput {
  /// Reads `count` bytes from place `start` to `offset` of `buffer`, fewer at the end.
  ///
  /// The buffer is grown to hold them and `ChunkScanner.padding` bytes more.
  func read(
    into buffer: inout [UInt8],
    at offset: Int,
    from start: Int,
    count: Int
  ) throws(TableError) -> Int

  /// Stops when the bytes are not what they were before.
  func verifyUnchanged() throws(TableError)
}

/// A piece of a file that is in memory: whole records, unpacked and as UTF-8.
struct PieceText: ChunkInput {
  let bytes: [UInt8]

  func read(
    into buffer: inout [UInt8],
    at offset: Int,
    from start: Int,
    count: Int
  ) -> Int {
    buffer.grow(to: offset + count + ChunkScanner.padding)
    let stop = min(bytes.count, start + count)
    guard start < stop else { return 0 }
    buffer.replaceSubrange(offset..<offset + stop - start, with: bytes[start..<stop])
    return stop - start
  }

  func verifyUnchanged() {}
}
