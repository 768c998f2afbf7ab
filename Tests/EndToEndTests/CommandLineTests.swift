import TestSupport
import Testing

/// Help, versions, completions and usage, through the real binary.
@Suite struct CommandLineTests {
  /// The names that a help page lists as its subcommands.
  private func subcommands(_ help: String) -> [String] {
    var names: [String] = []
    var isListing = false
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasSuffix("SUBCOMMANDS:") {
        isListing = true
      } else if !line.hasPrefix(" ") {
        isListing = isListing && line.isEmpty
      } else if isListing, line.hasPrefix("  "), line.dropFirst(2).first?.isLowercase == true,
        let name = line.split(separator: " ").first
      {
        names.append(String(name))
      }
    }
    return names.filter { $0 != "help" }
  }

  @Test func everyCommandHasHelpWithAnExample() throws {
    let workdir = try Workdir()
    var waiting = [""]
    var seen: Set<String> = []
    while let command = waiting.popLast() {
      let outcome = try workdir.run("\(command) --help")
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(command): \(outcome.errors)")
      let examples = outcome.output.split(separator: "\n").drop { !$0.contains("Example") }
      #expect(examples.contains { $0.contains("watchpost \(command)") }, "\(command)")
      seen.insert(command)
      waiting += subcommands(outcome.output).map { command.isEmpty ? $0 : "\(command) \($0)" }
    }
    #expect(
      seen.isSuperset(of: [
        "init", "check", "computable", "features", "panel", "simulate", "train", "evaluate",
        "score", "explain", "models", "models show",
      ]),
      "\(seen.sorted())"
    )
  }

  @Test func theVersionIsPrinted() throws {
    let outcome = try Workdir().watchpost("--version")
    #expect(outcome.code == 0)
    #expect(outcome.output == "0.1.0\n")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreGenerated(shell: String) throws {
    let outcome = try Workdir().watchpost("--generate-completion-script", shell)
    #expect(outcome.code == 0)
    for word in ["explain", "simulate", "max-field-rejects", "against"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    // The shell itself reads it, where the machine has that shell.
    let workdir = try Workdir()
    try workdir.write("script", outcome.output)
    let read = try workdir.shell("command -v \(shell) > /dev/null || exit 0; \(shell) -n script")
    #expect(read.code == 0, "\(read.errors)")
  }

  @Test func wrongUsageIsExitTwo() throws {
    let workdir = try Workdir()
    for line in ["watchpost nonsense", "watchpost features", "watchpost features . --as-of today"] {
      let outcome = try workdir.shell(line)
      #expect(outcome.code == 2, "\(line): \(outcome.code)")
      #expect(outcome.output.isEmpty)
      #expect(!outcome.errors.isEmpty)
    }
  }

  @Test func noColoursWhereThereIsNoTerminal() throws {
    let workdir = try SmallDataset.make()
    let outcome = try workdir.watchpost("check", "small")
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(!outcome.errors.contains("\u{1B}"))
  }
}
