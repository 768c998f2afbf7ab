import Foundation
import TestSupport
import Testing

/// What `Scripts/setup` decides on machines that lack one thing or another, with stand-ins for the
/// programs it asks; nothing is installed.
@Suite struct SetupTests {
  /// A machine made of stand-ins: a folder that alone is on the path.
  private struct Machine {
    let workdir: Workdir

    /// A machine on which nothing is missing and the user is root.
    init() throws {
      workdir = try Workdir()
      try workdir.copy("Scripts")
      // What the script itself is written with.
      for tool in ["bash", "cat", "dirname", "env", "grep", "mkdir", "mktemp", "rm"] {
        let found = ["/usr/bin/", "/bin/"].map { $0 + tool }
          .first { FileManager.default.isExecutableFile(atPath: $0) }
        try FileManager.default.createDirectory(
          atPath: workdir.path("bin"),
          withIntermediateDirectories: true
        )
        try FileManager.default.createSymbolicLink(
          atPath: workdir.path("bin/\(tool)"),
          withDestinationPath: try #require(found)
        )
      }
      try has("swift", "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'")
      try has("git", "exit 0")
      try has("pkg-config", "exit 0")
      try has("python3", "exit 0")
      try has("id", "echo 0")
      try has("apt-get", "echo \"apt-get $*\" >>calls")
      try has("dpkg-query", "exit 1")
    }

    /// Puts a stand-in on the path.
    func has(_ program: String, _ body: String) throws {
      let path = try workdir.write("bin/\(program)", "#!/bin/bash\n\(body)\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    func lacks(_ program: String) throws {
      try FileManager.default.removeItem(atPath: workdir.path("bin/\(program)"))
    }

    /// Lets `pkg-config` find all libraries but these.
    func lacks(libraries names: String...) throws {
      try has("pkg-config", "case $2 in \(names.joined(separator: "|"))) exit 1;; esac")
    }

    /// Runs the script; what it had installed, and how it ended.
    func setup(_ purpose: String = "") throws -> (calls: [String], outcome: Outcome) {
      let outcome = try workdir.shell("PATH=$PWD/bin exec bash Scripts/setup \(purpose)")
      let calls = workdir.exists("calls") ? try workdir.read("calls") : ""
      return (calls.split(separator: "\n").map(String.init), outcome)
    }

    static func install(_ packages: String) -> String {
      "apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends \(packages)"
    }
    static let update = "apt-get -o DPkg::Lock::Timeout=120 update"
  }

  @Test func aMachineThatHasEverythingIsLeftAlone() throws {
    let (calls, outcome) = try Machine().setup()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(calls.isEmpty)
    #expect(outcome.errors.isEmpty)
  }

  @Test func rootInstallsWhatIsMissingAndNothingElse() throws {
    let machine = try Machine()
    try machine.lacks(libraries: "openblas", "sqlite3")
    try machine.has("sudo", "echo sudo >>calls")
    let (calls, outcome) = try machine.setup()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(calls == [Machine.update, Machine.install("libopenblas-dev libsqlite3-dev")])
    #expect(outcome.errors == "setup: installing libopenblas-dev libsqlite3-dev\n")
  }

  @Test func aBareMachineWithoutPkgConfigAsksTheListOfPackages() throws {
    let machine = try Machine()
    try machine.lacks("pkg-config")
    try machine.lacks("git")
    try machine.has("dpkg-query", "[ $4 = zlib1g-dev ] && echo 'install ok installed'")
    let (calls, outcome) = try machine.setup()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(
      calls.last
        == Machine.install(
          "git pkg-config libopenblas-dev libzip-dev libexpat1-dev libsqlite3-dev"
        )
    )
  }

  @Test func aUserInstallsThroughSudo() throws {
    let machine = try Machine()
    try machine.lacks(libraries: "zlib")
    try machine.has("id", "echo 1000")
    try machine.has("sudo", "echo sudo >>calls; exec \"$@\"")
    let (calls, outcome) = try machine.setup()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(calls == ["sudo", Machine.update, "sudo", Machine.install("zlib1g-dev")])
    #expect(outcome.errors == "setup: installing zlib1g-dev with sudo\n")
  }

  @Test func aUserWithoutSudoIsToldWhatToRun() throws {
    let machine = try Machine()
    try machine.lacks(libraries: "zlib")
    try machine.has("id", "echo 1000")
    let (calls, outcome) = try machine.setup()
    #expect(outcome.code == 2)
    #expect(calls.isEmpty)
    #expect(outcome.errors.contains("As root, run: apt-get install zlib1g-dev"))
  }

  @Test func aSystemWithoutAptIsToldWhatIsMissing() throws {
    let machine = try Machine()
    try machine.lacks(libraries: "openblas")
    try machine.lacks("apt-get")
    let (_, outcome) = try machine.setup()
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("libopenblas-dev"), "\(outcome.errors)")
  }

  @Test func staleListsOfPackagesDoWhenTheNetworkIsAway() throws {
    let machine = try Machine()
    try machine.lacks(libraries: "zlib")
    try machine.has("apt-get", "echo \"apt-get $*\" >>calls; [ $3 != update ]")
    let (calls, outcome) = try machine.setup()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(calls.count == 2)
    #expect(outcome.errors.contains("update failed"))
  }

  @Test func aFailedInstallationShowsWhatAptSaid() throws {
    let machine = try Machine()
    try machine.lacks(libraries: "zlib")
    try machine.has("apt-get", "echo 'E: no such package'; exit 100")
    let (_, outcome) = try machine.setup()
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("E: no such package"))
    #expect(outcome.errors.contains("could not install zlib1g-dev"))
  }

  @Test func noToolchainIsAMessageWithTheWayToGetOne() throws {
    let machine = try Machine()
    try machine.lacks("swift")
    try machine.lacks(libraries: "zlib")
    let (calls, outcome) = try machine.setup()
    #expect(outcome.code == 2)
    #expect(calls.isEmpty)
    #expect(outcome.errors.contains("6.2 or later"))
    #expect(outcome.errors.contains("https://www.swift.org/install/linux/"))
  }

  @Test(arguments: zip(["5.10.1", "6.1", "6.2 (x)", "7.0"], [2, 2, 0, 0] as [Int32]))
  func toolchainsFromSixPointTwoOn(version: String, code: Int32) throws {
    let machine = try Machine()
    try machine.has("swift", "echo 'Swift version \(version)'")
    let (_, outcome) = try machine.setup()
    #expect(outcome.code == code, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty == (code == 0), "\(outcome.errors)")
  }

  @Test func aToolchainThatDoesNotRunSaysWhy() throws {
    let machine = try Machine()
    try machine.has(
      "swift",
      "echo 'swift: error while loading shared libraries: libncurses.so.6' >&2; exit 127"
    )
    let (_, outcome) = try machine.setup()
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("does not run"))
    #expect(outcome.errors.contains("libncurses.so.6"))
  }

  @Test func testsPrepareAPythonFolderOnce() throws {
    let machine = try Machine()
    // As Debian's python3 without python3-venv, then as a whole one.
    try machine.has(
      "python3",
      """
      echo "python3 $*" >>calls
      if [ "$1" = -c ]; then grep -q venv installed 2>/dev/null; exit; fi
      mkdir -p .build/venv/bin
      cat >.build/venv/bin/python <<'END'
      #!/bin/bash
      echo "venv-python $1 $2 $3" >>calls
      [ "$1" = -m ] && echo frictionless >>installed
      grep -q frictionless installed
      END
      /bin/chmod +x .build/venv/bin/python
      """
    )
    try machine.has("apt-get", "echo \"apt-get $*\" >>calls; echo \"$*\" >>installed")
    let (calls, outcome) = try machine.setup("test")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(calls.contains { $0.hasPrefix(Machine.install("python3-venv")) })
    #expect(calls.last == "venv-python -m pip install")
    #expect(outcome.errors.contains("preparing .build/venv with frictionless"))

    let (later, again) = try machine.setup("test")
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.errors.isEmpty, "\(again.errors)")
    #expect(!later[calls.count...].contains { $0.contains("-m pip") || $0.contains("apt-get") })
  }

  @Test func aNetworkThatIsAwayIsSaidWhenPythonToolsAreFetched() throws {
    let machine = try Machine()
    try machine.has("python3", "[ \"$1\" = -c ]")
    let (_, outcome) = try machine.setup("test")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("could not prepare .build/venv"), "\(outcome.errors)")
  }
}
