import Glibc

/// A file that is read in pieces at any place; each thread has one of its own.
final class RandomInput: ChunkInput {
  private let file: FileInput
  private let displayName: String
  /// What the file was when it was opened.
  let first: FileSystem.Identity

  /// Opens `path`, which errors call `displayName`; it must still be what it was before, if it was
  /// opened before.
  init(
    _ path: String,
    displayName: String,
    asBefore: FileSystem.Identity? = nil
  ) throws(TableError) {
    self.displayName = displayName
    file = try FileInput(path: path, displayName: displayName)
    guard let identity = FileSystem.identity(file.descriptor) else {
      throw FileInput.failure("inspect", errno, displayName)
    }
    first = asBefore ?? identity
    if asBefore != nil { try verifyUnchanged() }
  }

  /// The bytes of the file when it was opened.
  var size: Int { first.size }

  /// Reads `count` bytes from place `start` of the file to `offset` of `buffer`, fewer at the end.
  ///
  /// The buffer is grown to hold them and `ChunkScanner.padding` bytes more.
  func read(
    into buffer: inout [UInt8],
    at offset: Int,
    from start: Int,
    count: Int
  ) throws(TableError) -> Int {
    buffer.grow(to: offset + count + ChunkScanner.padding)
    var total = 0
    while total < count {
      let wanted = count - total
      let place = offset + total
      // `grow` made room for `count` bytes after `offset`.
      let read = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe pread(
          file.descriptor,
          bytes.baseAddress.map { unsafe $0 + place },
          wanted,
          off_t(start + total)
        )
      }
      if read == 0 { break }
      if read < 0 {
        if errno == EINTR { continue }
        throw FileInput.failure("read", errno, displayName)
      }
      total += read
    }
    return total
  }

  /// Stops when the file is not as it was when it was opened.
  func verifyUnchanged() throws(TableError) {
    guard let now = FileSystem.identity(file.descriptor) else {
      throw FileInput.failure("inspect", errno, displayName)
    }
    if now != first {
      throw TableError(.input(.changed), at: SourceLocation(file: displayName))
    }
  }
}
