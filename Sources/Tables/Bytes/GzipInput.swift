import CZlib
import Glibc

/// The text inside a gzip file of one or several members.
///
/// Safe because zlib's handle is private, opened by `init` and closed by `deinit` only.
@safe
final class GzipInput: ByteInput {
  private let file: gzFile
  /// The file, where what is read is one that may change meanwhile.
  private let input: FileInput?
  private let displayName: String

  /// Reads the gzip data of an open file.
  convenience init(_ input: FileInput, displayName: String) throws(TableError) {
    try self.init(descriptor: input.descriptor, displayName: displayName, of: input)
    // zlib passes a file that is not gzip through as it is; this asks whether it would.
    if unsafe gzdirect(file) == 1 {
      throw TableError(.input(.notGzip), at: SourceLocation(file: displayName))
    }
  }

  /// Reads what is open as `descriptor`: the text inside gzip, and anything else as it is.
  init(
    descriptor: Int32,
    displayName: String,
    of input: FileInput? = nil
  ) throws(TableError) {
    self.input = input
    self.displayName = displayName
    // zlib closes its own copy of the descriptor, and none when it cannot open.
    let copy = dup(descriptor)
    guard copy >= 0 else { throw FileInput.failure("open", errno, displayName) }
    // The mode is a terminated constant; zlib returns a handle that is ours, or null.
    guard let file = unsafe gzdopen(copy, "rb") else {
      close(copy)
      throw FileInput.failure("open", ENOMEM, displayName)
    }
    unsafe self.file = unsafe file
    // The handle was just opened and is closed by `deinit` only.
    _ = unsafe gzbuffer(file, 1 << 17)
  }

  deinit {
    // Opened by `init`, closed nowhere else.
    _ = unsafe gzclose_r(file)
  }

  func read(into buffer: inout [UInt8], at offset: Int, limit: Int) throws(TableError) -> Int {
    buffer.grow(to: offset + limit)
    let wanted = UInt32(clamping: min(limit, 1 << 30))
    // `grow` made room for `limit` bytes after `offset`, and `wanted` is no more.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe gzread(file, bytes.baseAddress.map { unsafe $0 + offset }, wanted)
    }
    if count > 0 { return Int(count) }
    // A file that somebody still writes ends in the middle, or is damaged, for this reason.
    try input?.verifyUnchanged()
    var code: Int32 = 0
    // The message is not used; `code` is a local that zlib fills.
    _ = unsafe gzerror(file, &code)
    switch code {
    case Z_OK, Z_STREAM_END: return 0
    case Z_BUF_ERROR: throw TableError(.input(.truncatedGzip), at: location)
    case Z_ERRNO: throw FileInput.failure("read", errno, displayName)
    default: throw TableError(.input(.corruptGzip), at: location)
    }
  }

  var position: Int {
    // The handle is open as long as `self` is; -1 would be an error, and is no place.
    max(0, unsafe gzoffset(file))
  }

  private var location: SourceLocation { SourceLocation(file: displayName) }
}
