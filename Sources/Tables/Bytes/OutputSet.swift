/// The outputs of one run, put in place together.
///
/// All are written and on disk before the first takes its name; from there on only renaming
/// within their folders remains. None replaces a file that the run reads, and no two stand at one
/// path, however it is written.
public final class OutputSet {
  private let inputs: InputFiles
  private var files: [AtomicFile] = []
  /// Where outputs stand or will, over links.
  private var places: Set<String> = []
  /// The planned outputs that have not been started.
  private var waiting: Set<String> = []

  /// A set without outputs, of a run that reads `inputs`.
  public init(sparing inputs: InputFiles) {
    self.inputs = inputs
  }

  /// Says that an output will be written, so that what is wrong with its place is known before the
  /// work for it is done.
  ///
  /// - Throws: `TableError` when it would replace a file that the run reads or another output.
  public func plan(_ path: String) throws(TableError) {
    let location = SourceLocation(file: path)
    guard !inputs.contains(path) else { throw TableError(.output(.isInput), at: location) }
    if let place = OutputSet.place(of: path), !places.insert(place).inserted {
      throw TableError(.output(.isRepeated), at: location)
    }
    waiting.insert(path)
  }

  /// Starts writing one more output.
  ///
  /// - Throws: `TableError` when it cannot be written, or for what `plan` refuses.
  public func file(at path: String) throws(TableError) -> AtomicFile {
    if !waiting.contains(path) { try plan(path) }
    waiting.remove(path)
    let file = try AtomicFile(path: path)
    files.append(file)
    return file
  }

  /// Puts every output in its place; the set has none to write afterwards.
  public func commit() throws(TableError) {
    for file in files { try file.prepare() }
    for file in files { try file.stage() }
    for file in files { try file.publish() }
    files = []
  }

  /// What an output's path leads to, which is not there yet or is an ordinary file; nil for a
  /// stream, which takes any number of outputs.
  private static func place(of path: String) -> String? {
    if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return nil }
    if let status = FileSystem.status(path), !status.isRegular { return nil }
    let file = FileSystem.followingLinks(path)
    let (folder, name) = PackageFolder.split(file)
    return (FileSystem.resolved(folder) ?? folder) + "/" + name
  }
}
