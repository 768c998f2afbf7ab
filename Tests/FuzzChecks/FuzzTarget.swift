import Foundation
import TestSupport

/// What the fuzzers try, and what the tests replay: an input in, what is wrong out.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// The record reader against its slow twin.
  case records
  /// Tables in chunks against the plain reader.
  case tables
  /// The feature language: parsing, typing, SQL, and the engine against its twin.
  case features
  /// The descriptor of a package.
  case package

  /// What is wrong about how `input` is read; empty when nothing is.
  package func failures(_ input: [UInt8]) -> [String] {
    switch self {
    case .records: RecordsCheck.failures(input)
    case .tables: TablesCheck.failures(input)
    case .features: FeaturesCheck.failures(input)
    case .package: PackageCheck.failures(input)
    }
  }

  /// As libFuzzer calls it: says what is wrong and aborts, so that the input is kept.
  package func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
    // libFuzzer hands over `count` bytes that stay for the call.
    let failures = failures(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
    guard failures.isEmpty else {
      FileHandle.standardError.write(
        Data((["fuzz: \(rawValue)"] + failures).joined(separator: "\n").utf8 + [10])
      )
      abort()
    }
  }
}

/// A folder that a check writes its files to.
enum FuzzFolder {
  /// What `body` makes of a folder with these files, which is gone afterwards.
  ///
  /// A file that could not be written is missed by the reader, which is a failure.
  static func with(_ files: [String: [UInt8]], _ body: (String) -> [String]) -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("watchpost-fuzz-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files {
      try? QuickFile.write(bytes, to: folder.appendingPathComponent(name).path)
    }
    return body(folder.path)
  }
}
