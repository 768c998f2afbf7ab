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

  /// A value that cannot be read is told with what is wanted.
  @Test(arguments: [
    ("features small --as-of 2024-02-30", "--as-of", "there is no such day"),
    ("features small --as-of 2024/01/01", "--as-of", "a day is written YYYY-MM-DD"),
    ("score small --as-of tomorrow", "--as-of", "a day is written YYYY-MM-DD"),
    ("score small --against 2024-13-01", "--against", "there is no such day"),
    ("panel small --from 1.1.2024", "--from", "a day is written YYYY-MM-DD"),
    ("train small -o m.json --test-from 2023-02-29", "--test-from", "there is no such day"),
    ("simulate out --to 2024", "--to", "a day is written YYYY-MM-DD"),
    ("check small --max-rejects 5%", "--max-rejects", "takes a share from 0 to 1"),
    ("check small --max-field-rejects few", "--max-field-rejects", "takes a share from 0 to 1"),
    ("check small --max-rejects 5", "--max-rejects", "takes a share from 0 to 1"),
    ("check small --max-rejects nan", "--max-rejects", "takes a share from 0 to 1"),
  ])
  func aValueThatCannotBeReadSaysWhatIsWanted(
    line: String,
    option: String,
    words: String
  ) throws {
    let outcome = try SmallDataset.make().run(line)
    #expect(outcome.code == 2)
    let first = outcome.errors.split(separator: "\n").first ?? ""
    #expect(first.contains(option) && first.contains(words), "\(outcome.errors)")
  }
}
