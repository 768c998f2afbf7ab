import FoundationEssentials
import Tables

/// The small text files that go with a dataset: settings, declarations, policies.
enum Files {
  /// Whether something stands at a path.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Whether a folder stands at a path.
  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// Whether a folder holds a file that `simulate` could write over as a table.
  static func holdsTables(_ folder: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz") }
  }

  /// Makes a folder where there is none.
  static func makeFolder(_ path: String) throws(OperationError) {
    if isFolder(path) { return }
    do {
      try FileManager.default.createDirectory(
        at: URL(filePath: path),
        withIntermediateDirectories: true
      )
    } catch {
      throw OperationError(
        "this folder cannot be made",
        at: SourceLocation(file: path),
        hint: "check its permissions, or choose another"
      )
    }
  }

  /// The last part of a path.
  static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The text of a file, or nil when it is optional and absent.
  static func text(_ path: String, isOptional: Bool) throws(OperationError) -> String? {
    if isOptional, !exists(path) { return nil }
    return try text(path)
  }

  /// The text of a file.
  static func text(_ path: String) throws(OperationError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw OperationError(
        "this file is not UTF-8",
        at: SourceLocation(file: path),
        hint: "save it as UTF-8"
      )
    }
    return text
  }

  /// The bytes of a file.
  static func bytes(_ path: String) throws(OperationError) -> [UInt8] {
    let location = SourceLocation(file: path)
    guard exists(path) else {
      throw OperationError("there is no such file", at: location, hint: "check the path")
    }
    guard !isFolder(path) else {
      throw OperationError(
        "this is a folder where a file is wanted",
        at: location,
        hint: "name a file in it"
      )
    }
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw OperationError(
        "this file cannot be read",
        at: location,
        hint: "check its permissions"
      )
    }
  }
}
