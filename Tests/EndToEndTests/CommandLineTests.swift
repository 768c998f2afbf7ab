import TestSupport
import Testing

/// Help, versions, completions and usage, through the real binary.
@Suite struct CommandLineTests {
  static let commands = [
    "init", "check", "computable", "features", "panel", "simulate", "train", "evaluate", "score",
    "explain", "models show",
  ]

  @Test(arguments: commands) func everyCommandHasHelpWithAnExample(command: String) throws {
    let workdir = try Workdir()
    let outcome = try workdir.shell("watchpost \(command) --help")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Example"))
    #expect(outcome.output.contains("watchpost \(command)"))
  }

  @Test func theVersionIsPrinted() throws {
    let outcome = try Workdir().watchpost("--version")
    #expect(outcome.code == 0)
    #expect(outcome.output == "0.1.0\n")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreGenerated(shell: String) throws {
    let outcome = try Workdir().watchpost("--generate-completion-script", shell)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("explain"))
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
