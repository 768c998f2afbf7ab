import Glibc

/// A file that appears whole or not at all.
///
/// What is written goes to a file without a name in the target's folder (or with a hidden one,
/// where the file system knows no other), and takes the target's name only when it is complete and
/// on disk. Without `commit()` nothing is left, even when the process dies. A target that is no
/// regular file, such as `/dev/stdout` or a named pipe, is written directly. A path that ends in
/// `.gz` is compressed.
///
/// A link is followed, and an existing file's permissions are kept.
public final class AtomicFile {
  /// The path as it was given.
  public let path: String
  private let target: OutputTarget
  private var compressor: GzipOutput?
  private var buffer: [UInt8] = []
  private var failure: TableError?

  private static let bufferBytes = 1 << 17

  /// Starts writing what will stand at `path`.
  ///
  /// - Throws: `TableError` when the folder does not exist or cannot be written to, when a folder
  ///   stands at `path`, and when the disk is full.
  public convenience init(path: String) throws(TableError) {
    try self.init(path: path, isUnnamed: true)
  }

  /// As `init(path:)`; without `isUnnamed` as on a file system that knows no files without names.
  package init(path: String, isUnnamed: Bool) throws(TableError) {
    self.path = path
    target = try OutputTarget(path: path, isUnnamed: isUnnamed)
    if path.lowercased().hasSuffix(".gz") {
      compressor = GzipOutput()
      if compressor == nil { throw target.failure("compress", ENOMEM) }
    }
  }

  /// Adds bytes at the end.
  public func write(_ bytes: [UInt8]) throws(TableError) { try write(bytes[...]) }

  /// Adds bytes at the end.
  public func write(_ bytes: ArraySlice<UInt8>) throws(TableError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= AtomicFile.bufferBytes { try flush(isLast: false) }
  }

  /// Adds bytes at the end.
  public func write(_ bytes: Span<UInt8>) throws(TableError) {
    for index in bytes.indices { buffer.append(bytes[index]) }
    if buffer.count >= AtomicFile.bufferBytes { try flush(isLast: false) }
  }

  /// Adds text at the end, as UTF-8.
  public func write(_ text: String) throws(TableError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= AtomicFile.bufferBytes { try flush(isLast: false) }
  }

  /// Puts the file in its place; nothing may be written afterwards.
  public func commit() throws(TableError) {
    try prepare()
    try publish()
  }

  /// Hands everything written so far to the system, so that a reader of a pipe sees it.
  public func flush() throws(TableError) { try flush(isLast: false) }

  /// Writes everything down, so that only giving the name remains.
  func prepare() throws(TableError) {
    try flush(isLast: true)
    try attempt { () throws(TableError) in try target.synchronize() }
  }

  /// Gives the complete file a hidden name, after which only renaming it remains.
  func stage() throws(TableError) {
    try attempt { () throws(TableError) in try target.stage() }
  }

  /// Gives the file its name.
  func publish() throws(TableError) {
    try attempt { () throws(TableError) in try target.publish() }
  }

  private func flush(isLast: Bool) throws(TableError) {
    if let failure { throw failure }
    if let compressor {
      var packed: [UInt8] = []
      compressor.compress(buffer, isLast: isLast, appendingTo: &packed)
      buffer = packed
    }
    try attempt { () throws(TableError) in try target.write(buffer) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Does `action` unless something has failed before, and remembers when it fails.
  private func attempt(_ action: () throws(TableError) -> Void) throws(TableError) {
    if let failure { throw failure }
    do {
      try action()
    } catch {
      failure = error
      target.discard()
      throw error
    }
  }
}
