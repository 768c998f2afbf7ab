/// The outputs of one run, put in place together.
///
/// All are written and on disk before the first takes its name; from there on only renaming
/// within their folders remains.
public final class OutputSet {
  private var files: [AtomicFile] = []

  /// A set without outputs.
  public init() {}

  /// Starts writing one more output.
  ///
  /// - Throws: `TableError` when it cannot be written or is an output already.
  public func file(at path: String) throws(TableError) -> AtomicFile {
    let isStream = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
    if !isStream, files.contains(where: { $0.path == path }) {
      throw TableError(.output(.isRepeated), at: SourceLocation(file: path))
    }
    let file = try AtomicFile(path: path)
    files.append(file)
    return file
  }

  /// Puts every output in its place; the set is empty afterwards.
  public func commit() throws(TableError) {
    for file in files { try file.prepare() }
    for file in files { try file.stage() }
    for file in files { try file.publish() }
    files = []
  }
}
