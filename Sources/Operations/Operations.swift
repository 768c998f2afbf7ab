import Models
import Tables

/// What the jobs share.
public enum Operations {
  /// The version of the program, as models record it.
  public static let version = "0.1.0"

  /// Whether a path names a table of ready features rather than a dataset; `-` is one that comes
  /// from standard input.
  public static func isTable(_ path: String) -> Bool {
    if path == StandardInput.name { return true }
    return !Files.isFolder(path) && [".csv", ".csv.gz", ".xlsx"].contains { path.hasSuffix($0) }
  }

  /// The model of a file.
  public static func model(file: String) throws -> Model {
    try Model(decoding: try Files.bytes(file), file: file)
  }
}
