import ArgumentParser
import Operations
import Tables

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write a synthetic district with known causes, as a data package.",
    discussion: """
      Everything in it is invented and labelled so. The same seed gives the same bytes. The hidden \
      causes are written only where --truth says, outside the package.

      Example:
        watchpost simulate out/district --projects 500 --seed 7
      """
  )

  @Argument(help: "The folder to write.", completion: .directory) var folder: String
  @Option(help: "The number of projects, 1 to 1,000,000.") var projects = 2000
  @Option(help: "The seed: the same seed gives the same bytes.") var seed: UInt64 = 1
  @Option(help: "The first day on which a project may be approved.", transform: Day.option)
  var from: Day?
  @Option(help: "The snapshot: the last day of which anything is known.", transform: Day.option)
  var to: Day?
  @Option(help: "The language of headers: en, or zh (Chinese headers, GB18030).")
  var language = SimulatedLanguage.english
  @Flag(help: "Only thirty projects: 1 finished, 26 on schedule, 3 late.") var board = false
  @Option(help: "Also write the hidden causes to this CSV.", completion: .file())
  var truth: String?

  func validate() throws {
    guard (1...1_000_000).contains(projects) else {
      throw ValidationError("--projects takes 1 to 1,000,000, not \(projects)")
    }
  }

  func run() throws {
    var request = SimulationRequest(folder: folder)
    request.projects = projects
    request.seed = seed
    request.from = from
    request.to = to
    request.language = language
    request.isBoard = board
    request.truth = truth
    request.progress = Console.steps
    Console.progress("simulating \(Figures.count(projects)) projects …")
    let tables = try Operations.simulate(request)
    Console.progressDone()
    var text = TextTable(["table", "rows"], right: [1])
    for table in tables { text.add([table.name, Figures.count(table.rows)]) }
    Console.line("Synthetic: nothing in \(folder) is real.")
    Console.lines(text.lines())
  }
}

extension SimulatedLanguage: ExpressibleByArgument {}
