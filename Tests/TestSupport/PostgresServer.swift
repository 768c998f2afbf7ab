import Foundation
import Testing

/// A PostgreSQL server of the tests' own, in a temporary folder, reached by a socket there.
public final class PostgresServer: Sendable {
  /// The folder of the socket.
  public let folder: Workdir
  private let user: [String]

  /// The folder of the server's programs, or nil where it is not installed.
  public static let programs: String? = {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return versions.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
      .last { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }()

  /// The server that the running suite has (see `WithPostgresServer`).
  @TaskLocal public static var current: PostgresServer?

  /// Why there is no server.
  public struct Failure: Error, CustomStringConvertible {
    /// What its programs said.
    public let description: String

    /// A failure in these words.
    public init(description: String) { self.description = description }
  }

  /// Starts a server; local users are let in, and over TCP nobody is.
  public init() throws {
    guard let programs = Self.programs else { throw Failure(description: "no initdb") }
    folder = try Workdir()
    // The server refuses to be run by root.
    if getuid() == 0 {
      user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
      try Repository.run("/bin/chown", ["postgres:", folder.url.path], in: folder.url).succeeded()
    } else {
      user = []
    }
    let data = folder.path("data")
    try run([
      "\(programs)/initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync",
      "--locale=C.UTF-8",
    ])
    // The server outlives the call: with the descriptor by which Foundation waits for an end, that
    // end would never come.
    try run([
      "bash", "-c",
      "for fd in /proc/self/fd/*; do fd=${fd##*/}; [ $fd -lt 3 ] || eval \"exec $fd>&-\"; done; exec \"$@\"",
      "start", "\(programs)/pg_ctl", "-D", data, "-w", "-l", folder.path("log"), "-o",
      "-k \(folder.url.path) -c listen_addresses='' -c fsync=off", "start",
    ])
  }

  /// Ends the server.
  public func stop() {
    guard let programs = Self.programs else { return }
    _ = try? run(["\(programs)/pg_ctl", "-D", folder.path("data"), "-m", "immediate", "stop"])
  }

  @discardableResult
  private func run(_ words: [String]) throws -> Outcome {
    try Repository.run("/usr/bin/env", user + words, in: folder.url).succeeded()
  }

  /// The URL of a database, as a user with a password that the server may ask for.
  public func url(_ database: String = "postgres", user: String = "tester") -> String {
    let socket = folder.url.path.replacing("/", with: "%2F")
    return "postgres://\(user)@\(socket)/\(database)"
  }

  /// Runs SQL as the owner, `input` behind it as what COPY reads.
  @discardableResult
  public func sql(_ text: String, in database: String = "postgres") throws -> String {
    try Repository.run(
      "/usr/bin/env",
      ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-", url(database)],
      in: folder.url,
      input: text
    ).succeeded().output
  }

  /// Lets users in by password only, from the next connection on.
  public func askForPasswords(of users: String) throws {
    let file = folder.path("data/pg_hba.conf")
    let rules = try String(contentsOfFile: file, encoding: .utf8)
    try "local all \(users) scram-sha-256\n\(rules)".write(
      toFile: file,
      atomically: false,
      encoding: .utf8
    )
    try sql("SELECT pg_reload_conf()")
  }
}

extension Outcome {
  /// The outcome of a program that must not fail.
  @discardableResult
  fileprivate func succeeded() throws -> Outcome {
    guard code == 0 else { throw PostgresServer.Failure(description: output + errors) }
    return self
  }
}

/// Gives the tests of a suite one server, `PostgresServer.current`.
public struct WithPostgresServer: SuiteTrait, TestScoping {
  /// Starts the server, runs the suite, and ends the server.
  public func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let server = try PostgresServer()
    defer { server.stop() }
    try await PostgresServer.$current.withValue(server) { try await function() }
  }
}

extension Trait where Self == WithPostgresServer {
  /// One server for the whole suite.
  public static var postgresServer: Self { WithPostgresServer() }
}

extension Trait where Self == ConditionTrait {
  /// Only where a server can be started.
  public static var whereThereIsPostgres: Self {
    .enabled(
      if: PostgresServer.programs != nil,
      "PostgreSQL's server is not installed; Scripts/setup test installs it"
    )
  }
}
