import CBytes
import Glibc

/// Where an output goes: a file without a name that gets one at the end, or an open stream.
final class OutputTarget {
  private enum State: Equatable {
    /// A pipe, a terminal, a device: written as it comes.
    case stream
    /// A file in the target's folder that has no name yet.
    case unnamed
    /// A file in the target's folder under this hidden name.
    case hidden(String)
    /// In place, or thrown away.
    case closed
  }

  private let path: String
  private let folder: String
  /// The permissions of the file to be replaced.
  private let mode: mode_t?
  private var descriptor: Int32 = -1
  private var state = State.closed
  private let displayName: String
  /// The bytes written, and how many of them the disk was told to begin with.
  private var size = 0
  private var begun = 0

  /// The disk is told to begin after so many more bytes.
  private static let stride = 4 << 20

  /// Prepares to write what will stand at `path`.
  init(path displayName: String, isUnnamed: Bool) throws(TableError) {
    self.displayName = displayName
    if let stream = OutputTarget.openStream(displayName) {
      path = displayName
      folder = ""
      mode = nil
      descriptor = stream
      state = .stream
      guard stream >= 0 else { throw failure("open", errno) }
      return
    }
    path = FileSystem.followingLinks(displayName)
    folder = OutputTarget.folder(of: path)
    let status = FileSystem.status(path)
    let isFile = status?.isRegular ?? false
    mode = isFile ? status.map { $0.mode & 0o7777 } : nil
    if path.isEmpty || path.hasSuffix("/") && status == nil { throw failure("open", ENOENT) }
    if path.hasSuffix("/") || status?.isFolder ?? false { throw failure("open", EISDIR) }
    if status != nil, !isFile {
      descriptor = FileSystem.open(path, O_WRONLY)
      state = .stream
      guard descriptor >= 0 else { throw failure("open", errno) }
      return
    }
    // Renaming would replace even a file that its owner has made read-only.
    if isFile, !FileSystem.mayWrite(path) { throw failure("open", errno) }
    if isUnnamed { try openUnnamed() }
    if state == .closed { try openHidden() }
  }

  deinit { discard() }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(TableError) {
    var written = 0
    while written < bytes.count {
      let count = FileSystem.write(descriptor, bytes, from: written)
      if count >= 0 {
        written += count
        size += count
      } else if errno == EAGAIN {
        FileSystem.waitUntilWritable(descriptor)
      } else if errno != EINTR {
        throw failure("write", errno)
      }
    }
    guard state != .stream, size - begun >= OutputTarget.stride else { return }
    // The wait at the end is shorter for it.
    cbytes_begin_writing(descriptor, Int64(begun), Int64(size - begun))
    begun = size
  }

  /// Waits until everything written is on disk.
  func synchronize() throws(TableError) {
    guard state != .stream else { return }
    if let mode { _ = fchmod(descriptor, mode) }
    // Some file systems cannot do this and say EINVAL; that is as good as it gets there.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("write", errno) }
  }

  /// Gives a file without a name a hidden one.
  func stage() throws(TableError) {
    guard state == .unnamed else { return }
    let hidden = hiddenPath()
    guard FileSystem.link(descriptor, to: hidden) else { throw failure("name", errno) }
    state = .hidden(hidden)
  }

  /// Gives the file its name, in place of whatever stood there.
  func publish() throws(TableError) {
    // Where nothing stands, the file can take its name at once.
    let isLinked = state == .unnamed && FileSystem.link(descriptor, to: path)
    if !isLinked { try stage() }
    if case .hidden(let hidden) = state {
      guard FileSystem.rename(hidden, to: path) else { throw failure("rename", errno) }
    }
    if state != .stream { synchronizeFolder() }
    state = .closed
    close(descriptor)
    descriptor = -1
  }

  /// Throws away what has been written, unless it is in place.
  func discard() {
    if case .hidden(let hidden) = state { FileSystem.remove(hidden) }
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    state = .closed
  }

  // MARK: Opening

  /// Opens a file without a name, unless the file system or the kernel knows no such thing.
  private func openUnnamed() throws(TableError) {
    // The flag is O_TMPFILE, whose definition Swift does not import; it includes O_DIRECTORY.
    let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
    descriptor = FileSystem.open(folder, unnamed | O_WRONLY, mode: 0o666)
    if descriptor >= 0 {
      // Without /proc there is no way to give it a name later.
      if FileSystem.status("/proc/self/fd/\(descriptor)") != nil {
        state = .unnamed
        return
      }
      close(descriptor)
      descriptor = -1
    } else if ![EOPNOTSUPP, EISDIR, EINVAL, ENOSYS].contains(errno) {
      throw failure("open", errno)
    }
  }

  private func openHidden() throws(TableError) {
    let hidden = hiddenPath()
    descriptor = FileSystem.open(hidden, O_CREAT | O_EXCL | O_WRONLY, mode: 0o666)
    guard descriptor >= 0 else { throw failure("open", errno) }
    state = .hidden(hidden)
  }

  private func hiddenPath() -> String {
    "\(folder)/.watchpost-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
  }

  /// Makes the new name itself last; a folder that cannot be opened for it is left alone.
  private func synchronizeFolder() {
    let folder = FileSystem.open(folder, O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    close(folder)
  }

  /// A copy of one of the process's own streams, when `path` names one; -1 when it is not open.
  ///
  /// They are not opened by path: that would begin at the start of a file they were led into.
  private static func openStream(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return dup(STDOUT_FILENO)
    case "/dev/stderr": return dup(STDERR_FILENO)
    default:
      for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
        return Int32(path.dropFirst(prefix.count)).map { dup($0) }
      }
      return nil
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  // MARK: Failing

  /// What the error number `code` of `operation` means for the user.
  func failure(_ operation: String, _ code: Int32) -> TableError {
    let folder = folder.isEmpty ? displayName : folder
    let problem = OutputProblem(code, of: operation, in: folder)
    return TableError(.output(problem), at: SourceLocation(file: displayName))
  }
}
