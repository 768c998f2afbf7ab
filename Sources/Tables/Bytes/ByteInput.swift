import Glibc

/// A stream of bytes as they stand in a file.
protocol ByteInput: AnyObject {
  /// The bytes of the file taken so far, as it stands on disk.
  var position: Int { get }

  /// Reads at most `limit` bytes into `buffer` from `offset` on; 0 at the end.
  ///
  /// `buffer` is grown, never shrunk.
  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int
}

/// Bytes in memory, handed out in pieces of at most `chunk`.
final class MemoryInput: ByteInput {
  private let bytes: [UInt8]
  private let chunk: Int
  private(set) var position = 0

  init(_ bytes: [UInt8], chunk: Int) {
    self.bytes = bytes
    self.chunk = max(1, chunk)
  }

  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int {
    let count = min(limit, chunk, bytes.count - position)
    buffer.grow(to: offset + count)
    buffer.replaceSubrange(offset..<offset + count, with: bytes[position..<position + count])
    position += count
    return count
  }
}

/// An open file, closed when let go.
final class FileInput: ByteInput {
  let descriptor: Int32
  private(set) var position = 0
  private let displayName: String
  /// What an ordinary file was when it was opened; nil for pipes, which have no size.
  private(set) var first: FileSystem.Identity?

  /// Opens `path`, which errors call `displayName`.
  init(path: String, displayName: String) throws(TableError) {
    self.displayName = displayName
    let location = SourceLocation(file: displayName)
    descriptor = FileSystem.open(path, O_RDONLY)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw TableError(.input(.missingFile), at: location)
      case EACCES, EPERM: throw TableError(.input(.notPermitted), at: location)
      default: throw FileInput.failure("open", errno, displayName)
      }
    }
    guard let status = FileSystem.status(descriptor) else {
      throw FileInput.failure("inspect", errno, displayName)
    }
    if status.isFolder { throw TableError(.input(.isFolder), at: location) }
    if status.isRegular { first = FileSystem.identity(descriptor) }
  }

  /// Stops when an ordinary file is not as it was when it was opened.
  func verifyUnchanged() throws(TableError) {
    guard let first else { return }
    guard let now = FileSystem.identity(descriptor) else {
      throw FileInput.failure("inspect", errno, displayName)
    }
    if now != first { throw TableError(.input(.changed), at: SourceLocation(file: displayName)) }
  }

  deinit { close(descriptor) }

  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int {
    buffer.grow(to: offset + limit)
    while true {
      // `grow` made room for `limit` bytes after `offset`.
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, limit)
      }
      if count >= 0 {
        position += count
        // The end that was found may be one that somebody is still moving.
        if count == 0, limit > 0 { try verifyUnchanged() }
        return count
      }
      if errno != EINTR { throw FileInput.failure("read", errno, displayName) }
    }
  }

  static func failure(_ operation: String, _ code: Int32, _ displayName: String) -> TableError {
    TableError(
      .input(.system(operation: operation, message: FileSystem.message(code))),
      at: SourceLocation(file: displayName)
    )
  }
}

extension [UInt8] {
  /// Makes the array at least `count` long, with zeros.
  mutating func grow(to count: Int) {
    if self.count < count {
      // An array and not `repeatElement`, which takes a call for each byte in a debug build.
      append(contentsOf: [UInt8](repeating: 0, count: count - self.count))
    }
  }
}
