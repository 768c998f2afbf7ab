import Foundation
import TestSupport
import Testing

/// What `make install` puts in place, and that shells can use it.
@Suite struct InstallTests {
  private static let files = [
    "bin/watchpost", "share/bash-completion/completions/watchpost",
    "share/fish/vendor_completions.d/watchpost.fish", "share/man/man1/watchpost.1",
    "share/zsh/site-functions/_watchpost",
  ]

  /// Runs the script with a stand-in for ArgumentParser's writer of manual pages.
  private func install(_ prefix: String, in workdir: Workdir) throws -> Outcome {
    let tool = try workdir.write(
      "manual",
      "#!/bin/bash\nprintf '.Dd today\\n\\n.Sh %s\\n' \"$2\" >\"$3/watchpost.1\"\n"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
    let script = Repository.root.appendingPathComponent("Scripts/install").path
    return try workdir.shell("HOME=$PWD GENERATE_MANUAL=\(tool) \(script) \(prefix)")
  }

  @Test(arguments: ["\"$PWD/a b\"", "'~/a b'"])
  func everythingGoesToItsPlaceUnderThePrefix(prefix: String) throws {
    let workdir = try Workdir()
    for _ in 1...2 {
      let outcome = try install(prefix, in: workdir)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("a b/bin is not on your PATH"))
    }
    for file in Self.files { #expect(workdir.exists("a b/\(file)"), "\(file)") }
    #expect(try workdir.shell("'a b/bin/watchpost' --version").output == "0.1.0\n")
    let page = try workdir.read("a b/share/man/man1/watchpost.1")
    #expect(page == ".Dd today\n.Pp\n.Sh --output-directory\n")
  }

  @Test func aPrefixThatCannotBeWrittenToIsSaid() throws {
    let workdir = try Workdir()
    let outcome = try install("/proc/nowhere", in: workdir)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("/proc/nowhere/bin cannot be written to"))
  }

  @Test func bashCompletesCommandsAndOptions() throws {
    let outcome = try Workdir().shell(
      """
      source <(watchpost --generate-completion-script bash)
      complete -p watchpost
      COMP_WORDS=(watchpost sc) COMP_CWORD=1 COMP_LINE='watchpost sc' COMP_POINT=12
      _watchpost watchpost sc watchpost
      echo "${COMPREPLY[@]}"
      unset COMPREPLY
      COMP_WORDS=(watchpost score --mo) COMP_CWORD=2 COMP_LINE='watchpost score --mo' COMP_POINT=20
      _watchpost watchpost --mo score
      echo "${COMPREPLY[@]}"
      """
    )
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.hasSuffix("_watchpost watchpost") == true, "\(outcome)")
    #expect(lines.dropFirst() == ["score", "--model"], "\(outcome)")
  }

  private static func has(_ shell: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)")
  }

  @Test(.enabled(if: has("fish"), "fish is not installed")) func fishCompletesCommands() throws {
    let outcome = try Workdir().shell(
      """
      watchpost --generate-completion-script fish >watchpost.fish
      HOME=$PWD fish -c 'source watchpost.fish; complete -C "watchpost sc"'
      """
    )
    #expect(outcome.output.hasPrefix("score\t"), "\(outcome)")
  }

  @Test(.enabled(if: has("zsh"), "zsh is not installed")) func zshTakesTheFunction() throws {
    let outcome = try Workdir().shell(
      """
      watchpost --generate-completion-script zsh >_watchpost
      zsh -n _watchpost
      zsh -fc 'fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; echo $_comps[watchpost]'
      """
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output == "_watchpost\n", "\(outcome)")
  }
}
