import Glibc
import Synchronization

/// Standard input as a file, which is read more than once: to see what it is, and to read it.
///
/// It is copied to a file without a name in the folder for temporary files (`TMPDIR`), when it is
/// first asked for; gzip is unpacked on the way.
package enum StandardInput {
  /// What stands for standard input where a file is named.
  package static let name = "-"

  /// The copy, open as long as the program runs.
  private static let copy = Mutex<Int32?>(nil)

  /// The path of the copy, or of the file itself where the name is another.
  package static func path(of file: String) throws(TableError) -> String {
    file == name ? try path() : file
  }

  /// The path of the copy.
  package static func path() throws(TableError) -> String {
    let descriptor = try copy.withLock { copy throws(TableError) in
      if let copy { return copy }
      let made = try make()
      copy = made
      return made
    }
    return "/proc/self/fd/\(descriptor)"
  }

  /// The path of the copy, if there is one.
  static var madePath: String? { copy.withLock { $0 }.map { "/proc/self/fd/\($0)" } }

  private static func make() throws(TableError) -> Int32 {
    let folder = FileSystem.temporaryFolder
    let input = try GzipInput(descriptor: STDIN_FILENO, displayName: name)
    let descriptor = FileSystem.openUnnamed(in: folder)
    guard descriptor >= 0 else { throw failure(folder) }
    var bytes: [UInt8] = []
    while true {
      let count = try input.read(into: &bytes, at: 0, limit: 1 << 17)
      if count == 0 { return descriptor }
      let piece = Array(bytes[..<count])
      var written = 0
      while written < count {
        let part = FileSystem.write(descriptor, piece, from: written)
        if part >= 0 {
          written += part
        } else if errno != EINTR {
          let error = failure(folder)
          close(descriptor)
          throw error
        }
      }
    }
  }

  /// What the last system call on the copy ran into.
  private static func failure(_ folder: String) -> TableError {
    let problem = OutputProblem(errno, of: "keep", in: folder)
    return TableError(.output(problem), at: SourceLocation(file: "a copy of standard input"))
  }
}
