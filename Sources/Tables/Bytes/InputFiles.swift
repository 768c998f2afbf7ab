/// The files that a run reads, none of which an output of it may replace.
///
/// A file is known by what it is (its device and inode, over links), however it is named. The list
/// is made before the run reads, because an output has to be refused before the work begins.
public struct InputFiles: Sendable {
  private var files: Set<FileSystem.File> = []

  /// The files at `paths`; what is not there, or no ordinary file, cannot be replaced.
  public init(_ paths: [String] = []) {
    for path in paths { insert(path) }
  }

  /// Adds the file at `path`; `-` is the file that standard input comes from.
  public mutating func insert(_ path: String) {
    let path = path == StandardInput.name ? "/dev/stdin" : path
    if let status = FileSystem.status(path), status.isRegular { files.insert(status.file) }
  }

  /// Adds the files of another list.
  public mutating func formUnion(_ other: InputFiles) { files.formUnion(other.files) }

  /// Whether the file at `path` is one of them.
  func contains(_ path: String) -> Bool {
    FileSystem.status(path).map { files.contains($0.file) } ?? false
  }
}

extension Dataset {
  /// The files the dataset is read from: what describes it, its tables, and SQLite databases.
  public var inputFiles: InputFiles {
    var inputs = InputFiles()
    guard let folder = try? PackageFolder(package.folder) else { return inputs }
    for name in package.descriptors { inputs.insert(folder.join(name)) }
    for resource in package.resources {
      if let address = resource.databaseTable?.database.address {
        if case .sqlite(let path) = address { inputs.insert(path) }
        continue
      }
      for path in resource.paths {
        // A path without a file is told where the table is read.
        let names = path == StandardInput.name ? [] : (try? folder.files(matching: path)) ?? []
        for name in names { inputs.insert(folder.join(name)) }
        if path == StandardInput.name { inputs.insert(path) }
      }
    }
    return inputs
  }
}
