import ArgumentParser
import Operations
import Tables
import Warnings

struct ComputableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "computable",
    abstract: "Say which indicators a dataset can answer, and which columns would unlock more.",
    discussion: """
      Missing columns and tables are ranked by how many indicators each would unlock by itself. With \
      --catalogue, the definitions that no declaration can say yet are listed with the reason.

      Example:
        watchpost computable Datasets/district --pack Models/standard
      """
  )

  @OptionGroup var data: DatasetOptions
  @Option(help: "The catalogue of definitions to compare with.", completion: .file())
  var catalogue: String?
  @Option(help: "The form of the answer: table, csv or json.") var format = OutputFormat.table
  @Option(help: "The language of titles: en or zh.") var lang = Language.en

  func run() throws {
    let bench = try data.open()
    let result = try bench.computable(catalogue: catalogue)
    if let note = bench.plan.withheldNote { Console.note("note: \(note)") }
    switch format {
    case .table: show(result)
    case .csv: Console.lines(try OutputFile.csv(result.table(lang), isForSpreadsheet: false))
    case .json: Console.line(result.json(lang))
    }
  }

  private func show(_ result: ComputableResult) {
    Console.line(
      "\(result.computability.computable.count) of "
        + Figures.count(result.computability.answers.count, of: "indicator")
        + " can be computed from \(DatabaseAddress.hidingPasswords(in: data.dataset))"
    )
    var table = TextTable(["", "indicator", "title", "lacks"])
    for answer in result.computability.answers {
      table.add([
        answer.isComputable ? "yes" : "no", answer.indicator.id,
        answer.indicator.title[lang.rawValue],
        answer.error.map(\.diagnostic.message) ?? answer.missing.joined(separator: ", "),
      ])
    }
    Console.lines(table.lines())
    showUnlocks(result)
    showCatalogue(result)
  }

  private func showUnlocks(_ result: ComputableResult) {
    guard !result.computability.unlocks.isEmpty else { return }
    Console.line()
    Console.line("Missing columns and tables, by what each would unlock:")
    var table = TextTable(["missing", "by itself", "with others", "indicators"], right: [1, 2])
    for unlock in result.computability.unlocks {
      table.add([
        unlock.column, String(unlock.alone.count),
        String(unlock.needed.count - unlock.alone.count), unlock.needed.joined(separator: " "),
      ])
    }
    Console.lines(table.lines())
  }

  private func showCatalogue(_ result: ComputableResult) {
    guard !result.notSayable.isEmpty else { return }
    Console.line()
    Console.line(
      Figures.count(result.notSayable.count, of: "definition")
        + " of the catalogue cannot be declared yet:"
    )
    var table = TextTable(["", "definition", "why"])
    for entry in result.notSayable {
      table.add([entry.id, entry.title[lang.rawValue], entry.why[lang.rawValue]])
    }
    Console.lines(table.lines())
  }
}
