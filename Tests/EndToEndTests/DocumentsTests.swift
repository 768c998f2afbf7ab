import Foundation
import TestSupport
import Testing

/// Every console block of the documents is run, and must print what it shows.
///
/// `RECORD_DOCUMENTS=1` writes what was printed into the documents instead of comparing.
@Suite struct DocumentsTests {
  static let documents: [String] = {
    let notebooks = Repository.root.appendingPathComponent("Notebooks-md")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: notebooks.path)) ?? []
    return ["README.md", "CONTRIBUTING.md"]
      + names.filter { $0.hasSuffix(".md") }.sorted().map { "Notebooks-md/\($0)" }
  }()

  @Test(arguments: documents)
  func everyConsoleBlockPrintsWhatItShows(document: String) throws {
    let markdown = try Repository.read(document)
    let workdir = try Workdir()
    // The blocks see the checkout's files but write beside them, not into them.
    for name in ["Datasets", "Models", "Scripts", "Makefile", "Notebooks-md"] {
      try FileManager.default.createSymbolicLink(
        at: workdir.url.appendingPathComponent(name),
        withDestinationURL: Repository.root.appendingPathComponent(name)
      )
    }
    let recording = ProcessInfo.processInfo.environment["RECORD_DOCUMENTS"] != nil
    var replacements: [(step: ConsoleBlock.Step, actual: [String])] = []
    for block in ConsoleBlock.all(in: markdown) {
      for step in block.steps {
        let outcome = try workdir.shell(step.command)
        let actual = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
        #expect(outcome.code == 0, "\(document):\(step.line): $ \(step.command)\n\(outcome.errors)")
        let difference = ConsoleBlock.difference(expected: step.expected, actual: actual)
        if recording {
          replacements.append((step, actual))
        } else {
          #expect(
            difference == nil,
            "\(document):\(step.line): $ \(step.command)\n\(difference ?? "")\n\(outcome.errors)"
          )
        }
      }
    }
    if recording {
      try Data(ConsoleBlock.recorded(markdown, replacements).utf8)
        .write(to: Repository.root.appendingPathComponent(document))
    }
  }

  @Test func thereAreBlocksToRun() throws {
    let blocks = ConsoleBlock.all(in: try Repository.read("README.md"))
    #expect(!blocks.isEmpty)
  }

  @Test func aChangedLineIsSeen() {
    #expect(ConsoleBlock.difference(expected: ["a", "b"], actual: ["a", "c"]) != nil)
    #expect(ConsoleBlock.difference(expected: ["a"], actual: ["a", "b"]) != nil)
    #expect(ConsoleBlock.difference(expected: ["a", "…"], actual: ["a", "b", "c"]) == nil)
    #expect(ConsoleBlock.difference(expected: ["a", "…", "d"], actual: ["a", "b"]) != nil)
    #expect(ConsoleBlock.difference(expected: ["took … s"], actual: ["took 3.2 s"]) == nil)
    #expect(ConsoleBlock.difference(expected: ["took … s"], actual: ["took 3.2 m"]) != nil)
  }
}
