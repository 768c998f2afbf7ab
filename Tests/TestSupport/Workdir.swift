import Foundation

/// A temporary folder to run the real binary in; gone when the value goes.
public final class Workdir: Sendable {
  /// The folder.
  public let url: URL

  /// A new, empty folder.
  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("watchpost-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of a file in the folder.
  public func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file, making the folders it stands in; returns its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    try write(name, bytes: Array(text.utf8))
  }

  /// Writes a file of bytes, making the folders it stands in; returns its path.
  @discardableResult
  public func write(_ name: String, bytes: [UInt8]) throws -> String {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try QuickFile.write(bytes, to: file.path)
    return file.path
  }

  /// The text of a file in the folder.
  public func read(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Whether a file is there.
  public func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }

  /// The names in the folder, hidden ones too, in order.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }

  /// Copies a file or a folder of the repository into the folder under its own name.
  public func copy(_ repositoryPath: String) throws {
    let from = Repository.root.appendingPathComponent(repositoryPath)
    try FileManager.default.copyItem(
      at: from,
      to: url.appendingPathComponent(from.lastPathComponent)
    )
  }

  /// Runs `watchpost` in the folder.
  public func watchpost(
    _ arguments: String...,
    environment: [String: String] = [:],
    input: String = ""
  ) throws -> Outcome {
    try Repository.run(
      Repository.binary,
      arguments,
      in: url,
      environment: environment,
      input: input
    )
  }

  /// Runs `watchpost` in the folder with arguments that spaces separate.
  public func run(
    _ arguments: String,
    environment: [String: String] = [:],
    input: String = ""
  ) throws -> Outcome {
    try Repository.run(
      Repository.binary,
      arguments.split(separator: " ").map(String.init),
      in: url,
      environment: environment,
      input: input
    )
  }

  /// Runs a line of shell in the folder, with `watchpost` on the path.
  public func shell(_ line: String) throws -> Outcome {
    let folder = URL(fileURLWithPath: Repository.binary).deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Repository.run(
      "/bin/bash",
      ["-c", line],
      in: url,
      environment: ["PATH": "\(folder):\(path)", "WATCHPOST_BINARY": Repository.binary]
    )
  }
}

/// What a finished command left behind.
public struct Outcome: Sendable {
  /// The exit code, or 128 plus the signal that ended it.
  public let code: Int32
  /// What it wrote to standard output.
  public let output: String
  /// What it wrote to standard error.
  public let errors: String
}

/// The checkout the tests run in.
public enum Repository {
  /// The folder of `Package.swift`.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The binary built beside the tests; `WATCHPOST_BINARY` names another one.
  public static let binary: String = {
    if let named = ProcessInfo.processInfo.environment["WATCHPOST_BINARY"] { return named }
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("watchpost").path
  }()

  /// The text of a file of the checkout.
  public static func read(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Runs a program to its end, reading both of its outputs as they come.
  public static func run(
    _ program: String,
    _ arguments: [String],
    in folder: URL,
    environment: [String: String] = [:],
    input: String = ""
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(["LC_ALL": "C.UTF-8", "TERM": "dumb", "MAKELEVEL": "", "MAKEFLAGS": ""]) { $1 }
      .merging(environment) { $1 }
    // Files, not pipes: a program that prints more than a pipe holds must not wait for us.
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("watchpost-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    func handle(_ name: String, _ text: String = "") throws -> (URL, FileHandle) {
      let file = scratch.appendingPathComponent(name)
      try QuickFile.write(Array(text.utf8), to: file.path)
      return (file, try FileHandle(forUpdating: file))
    }
    let (_, standardInput) = try handle("in", input)
    let (outputFile, standardOutput) = try handle("out")
    let (errorFile, standardError) = try handle("err")
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = standardError
    try process.run()
    process.waitUntilExit()
    let code =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(
      code: code,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
    )
  }
}
