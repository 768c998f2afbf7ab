import Glibc

/// The system calls on paths that reading and writing files need; failures are in `errno`.
///
/// Safe because every path is a Swift string, which is passed as a C string that lives for the
/// call, and every result is copied out of C's memory.
package enum FileSystem {
  /// A file itself, by whatever names it can be reached.
  struct File: Hashable, Sendable {
    fileprivate var device: UInt64
    fileprivate var inode: UInt64
  }

  /// What stands at a path.
  struct Status {
    /// Which file it is.
    var file: File
    /// The type and permissions, as `stat` gives them.
    var mode: mode_t
    /// Its bytes, of an ordinary file.
    var size: Int
    /// Whether it is an ordinary file.
    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    /// Whether it is a folder.
    var isFolder: Bool { mode & S_IFMT == S_IFDIR }

    fileprivate init(_ status: stat) {
      file = File(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
      mode = status.st_mode
      size = Int(status.st_size)
    }
  }

  /// Opens a file, or -1.
  static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
    // The path is terminated and lives for the call; `mode` is passed whether it is read or not.
    unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
  }

  /// What stands at `path`, over links, or nil.
  static func status(_ path: String) -> Status? {
    var status = stat()
    // `stat` fills the local.
    return unsafe stat(path, &status) == 0 ? Status(status) : nil
  }

  /// What an open file is, or nil.
  static func status(_ descriptor: Int32) -> Status? {
    var status = stat()
    // `fstat` fills the local; it says so when the descriptor is not open.
    return unsafe fstat(descriptor, &status) == 0 ? Status(status) : nil
  }

  /// What tells whether an open file was written to, or is another one.
  struct Identity: Equatable {
    var file: UInt64
    var size: Int
    var seconds: Int
    var nanoseconds: Int
  }

  /// The size of an open file and when it was last written, or nil.
  static func identity(_ descriptor: Int32) -> Identity? {
    var status = stat()
    // As above.
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    return Identity(
      file: UInt64(status.st_ino),
      size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec
    )
  }

  /// The folder for temporary files.
  static var temporaryFolder: String {
    // As below.
    guard let folder = unsafe getenv("TMPDIR"), unsafe folder.pointee != 0 else { return "/tmp" }
    return unsafe String(cString: folder)
  }

  /// Opens a new file in `folder` that has no name and is gone when it is closed; -1 when it cannot.
  static func openUnnamed(in folder: String) -> Int32 {
    // The flag is O_TMPFILE, whose definition Swift does not import; it includes O_DIRECTORY.
    let descriptor = open(folder, 0o20_000_000 | O_DIRECTORY | O_RDWR, mode: 0o600)
    guard descriptor < 0, [EOPNOTSUPP, EISDIR, EINVAL, ENOSYS].contains(errno) else {
      return descriptor
    }
    // mkstemp(3) replaces the last six characters.
    var path = Array((folder + "/watchpost-" + String(repeating: "X", count: 6)).utf8CString)
    // The template is terminated; the call changes its last letters in place.
    return unsafe path.withUnsafeMutableBufferPointer { template in
      guard let start = template.baseAddress else { return -1 }
      let descriptor = unsafe mkstemp(start)
      if descriptor >= 0 { _ = unsafe unlink(start) }
      return descriptor
    }
  }

  /// Whether the environment has a variable that says something.
  static func hasVariable(_ name: String) -> Bool {
    // The name lives for the call, and the value until somebody changes it, which nobody does.
    guard let value = unsafe getenv(name) else { return false }
    return unsafe value.pointee != 0
  }

  /// Whether this process may read the file at `path`.
  package static func mayRead(_ path: String) -> Bool {
    // The call only asks; the path lives for it.
    unsafe access(path, R_OK) == 0
  }

  /// Whether this process may write the file at `path`.
  static func mayWrite(_ path: String) -> Bool {
    // As above.
    unsafe access(path, W_OK) == 0
  }

  /// The absolute path of the file that `path` leads to, without links; nil when there is none.
  static func resolved(_ path: String) -> String? {
    // `realpath` returns a terminated string that is ours to free, or null.
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The file that `path` leads to over links; `path` itself when it is not a link, or a broken one.
  static func followingLinks(_ path: String) -> String {
    var status = stat()
    // `lstat` fills the local.
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
    return resolved(path) ?? path
  }

  /// Gives an open file without a name the name `path`, which must be free.
  static func link(_ descriptor: Int32, to path: String) -> Bool {
    // Both paths are terminated and live for the call.
    unsafe linkat(
      AT_FDCWD,
      "/proc/self/fd/\(descriptor)",
      AT_FDCWD,
      path,
      AT_SYMLINK_FOLLOW
    ) == 0
  }

  /// Gives the file at `path` another name, in place of what stands there.
  static func rename(_ path: String, to other: String) -> Bool {
    // Both paths are terminated and live for the call.
    unsafe Glibc.rename(path, other) == 0
  }

  /// Takes a file's name away.
  static func remove(_ path: String) {
    // The path is terminated and lives for the call.
    _ = unsafe unlink(path)
  }

  /// Writes a part of `bytes` from `start` on; the number written, or -1.
  package static func write(_ descriptor: Int32, _ bytes: [UInt8], from start: Int) -> Int {
    // Callers pass a start within the bytes, so the rest of the buffer is where this points.
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.write(
        descriptor,
        buffer.baseAddress.map { unsafe $0 + start },
        buffer.count - start
      )
    }
  }

  /// Waits until a stream that would not wait by itself can be written to.
  package static func waitUntilWritable(_ descriptor: Int32) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // One record is passed, and its count.
    _ = unsafe poll(&waiting, 1, -1)
  }

  /// The system's own words for an error number.
  static func message(_ code: Int32) -> String {
    // `strerror` returns a terminated string, copied before anything else can change it.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
