import FoundationEssentials
import Tables

/// Small text files: packs and the catalogue.
enum TextFile {
  /// Whether a folder stands at a path.
  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// The text of a file.
  static func read(_ path: String) throws(IndicatorError) -> String {
    let location = SourceLocation(file: path)
    guard FileManager.default.fileExists(atPath: path) else {
      throw IndicatorError(.unreadable("there is no such file"), at: location)
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw IndicatorError(.unreadable("permission denied, or a damaged file"), at: location)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw IndicatorError(.unreadable("it is not UTF-8"), at: location)
    }
    return text
  }

  /// The folder a path stands in, with its slash; empty for the current folder.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
