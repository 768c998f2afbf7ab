import FoundationEssentials

/// The folder of a dataset, and the files in it.
struct PackageFolder {
  /// Its path as the user gave it.
  let path: String

  /// The largest descriptor that is read.
  private static let largestDescriptor = 16 << 20

  /// The folder at `path`; the path of a descriptor means the folder it is in.
  init(_ path: String) throws(TableError) {
    switch PackageFolder.kind(of: path) {
    case .folder:
      self.path = path
    case .file:
      let (folder, name) = PackageFolder.split(path)
      guard DataPackage.descriptorNames.contains(name) else {
        throw TableError(.reading(.notFolder), at: SourceLocation(file: path))
      }
      self.path = folder
    case nil:
      throw TableError(.reading(.missingFolder), at: SourceLocation(file: path))
    }
  }

  /// The folder and the name of the file at a path.
  static func split(_ path: String) -> (folder: String, name: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.dropLast().joined(separator: "/")
    return (
      parts.count == 1 ? "." : parent.isEmpty ? "/" : parent, parts.last.map(String.init) ?? ""
    )
  }

  /// What stands at a path.
  enum Kind { case file, folder }

  /// What stands at `path`, links followed, or nil.
  static func kind(of path: String) -> Kind? {
    // A trailing `/.` exists for folders only.
    if FileManager.default.fileExists(atPath: path + "/.") { return .folder }
    return FileManager.default.fileExists(atPath: path) ? .file : nil
  }

  /// Whether the folder has a file of this name.
  func hasFile(_ name: String) -> Bool {
    PackageFolder.kind(of: join(name)) == .file
  }

  /// The path of a file of the folder; `-` is standard input once `files(matching:)` has met it.
  func join(_ name: String) -> String {
    if name == StandardInput.name, let path = StandardInput.madePath { return path }
    return path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// The text of a descriptor in the folder.
  func text(of name: String) throws(TableError) -> String {
    let source = try ByteSource(path: join(name), displayName: name, encoding: .utf8)
    var bytes: [UInt8] = []
    var count = 0
    while true {
      let read = try source.read(into: &bytes, at: count)
      if read == 0 { break }
      count += read
      if count > PackageFolder.largestDescriptor {
        throw TableError(
          .package(.syntax("it is larger than 16 MiB")),
          at: SourceLocation(file: name)
        )
      }
    }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw TableError(.package(.syntax("it is not UTF-8")), at: SourceLocation(file: name))
    }
    return text
  }

  /// The files that `pattern` names, relative to the folder, in order of name; `*` stands for any
  /// characters of one name and `?` for one.
  ///
  /// - Throws: `TableError` when there is none.
  func files(matching pattern: String) throws(TableError) -> [String] {
    if pattern == StandardInput.name {
      _ = try StandardInput.path()
      return [pattern]
    }
    guard pattern.contains("*") || pattern.contains("?") else {
      switch PackageFolder.kind(of: join(pattern)) {
      case .file: return [pattern]
      case .folder: throw TableError(.input(.isFolder), at: SourceLocation(file: pattern))
      case nil: throw TableError(.input(.missingFile), at: SourceLocation(file: pattern))
      }
    }
    var found = [""]
    let parts = pattern.split(separator: "/").map(String.init)
    for (depth, part) in parts.enumerated() {
      let wanted: Kind = depth == parts.count - 1 ? .file : .folder
      found = found.flatMap { parent in
        names(in: parent, matching: part).map { parent.isEmpty ? $0 : "\(parent)/\($0)" }
      }.filter { PackageFolder.kind(of: join($0)) == wanted }
    }
    if found.isEmpty {
      throw TableError(.reading(.missingFile(pattern)), at: SourceLocation(file: path))
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func names(in folder: String, matching part: String) -> [String] {
    guard part.contains("*") || part.contains("?") else { return [part] }
    let pattern = Array(part.unicodeScalars)
    let all = (try? FileManager.default.contentsOfDirectory(atPath: join(folder))) ?? []
    return all.filter {
      !$0.hasPrefix(".") && PackageFolder.matches(Array($0.unicodeScalars)[...], pattern[...])
    }
  }

  /// Whether `name` matches a pattern of `*`, `?` and characters that mean themselves.
  static func matches(
    _ name: ArraySlice<Unicode.Scalar>,
    _ pattern: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    // The last star and where it began to match: going back to an earlier star never helps.
    var (at, part) = (name.startIndex, pattern.startIndex)
    var star: (part: Int, at: Int)?
    while at < name.endIndex {
      if part < pattern.endIndex, pattern[part] == "*" {
        star = (part, at)
        part += 1
      } else if part < pattern.endIndex, pattern[part] == "?" || pattern[part] == name[at] {
        part += 1
        at += 1
      } else if let last = star {
        star = (last.part, last.at + 1)
        part = last.part + 1
        at = last.at + 1
      } else {
        return false
      }
    }
    return pattern[part...].allSatisfy { $0 == "*" }
  }
}
