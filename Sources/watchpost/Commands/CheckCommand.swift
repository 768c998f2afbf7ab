import ArgumentParser
import Operations
import Tables

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read every cell of a dataset and say what cannot be trusted.",
    discussion: """
      Types, keys, dates, units, personal columns, duplicates. Exit 1 when there are errors. A value \
      that cannot be read is a reject with file and line; --rejects writes them all.

      Example:
        watchpost check Datasets/nyc-school-construction --rejects rejects.csv
      """
  )

  @Argument(
    help: "A folder with datapackage.yaml, or with CSV or XLSX files; a database.",
    completion: .directory
  )
  var dataset: String
  @OptionGroup var package: PackageOption
  @Option(help: "Write every reject to this CSV or XLSX.", completion: .file()) var rejects: String?
  @Flag(help: "Show every field, not only those with something to say.") var fields = false
  @Option(
    help: "Write every table as it is used to a folder, as CSV, with scripts that load them.",
    completion: .directory
  )
  var clean: String?
  @Option(help: "The form of the answer: table, csv or json.") var format = OutputFormat.table
  @OptionGroup var limits: RejectOptions

  func validate() throws {
    guard let rejects, !OutputFile.isKnown(rejects) else { return }
    throw ValidationError(
      "--rejects takes FILE.csv, FILE.csv.gz, FILE.xlsx or FILE.json, not “\(rejects)”"
    )
  }

  func run() throws {
    let package = try package.file(for: dataset)
    Console.progress("checking \(dataset) …")
    var request = CheckRequest(dataset)
    request.package = package
    request.limits = limits.limits
    request.tokenKey = Environment.tokenKey
    request.rejects = rejects
    request.clean = clean
    request.progress = Console.steps
    let job = try CheckJob(request)
    let result = try job.check()
    Console.progressDone()
    if let rejects, let count = result.rejectsWritten {
      Console.note("wrote \(Figures.count(count, of: "reject")) to \(rejects)")
    }
    if let clean, let tables = try job.clean() {
      let counts = tables.map { "\(Figures.count($0.rows)) \($0.table)" }
      Console.note("wrote \(counts.joined(separator: ", ")) to \(clean)")
    }
    switch format {
    case .table: Console.lines(CheckText.lines(result.report, showsFields: fields))
    case .csv: Console.lines(try OutputFile.csv(result.report.table, isForSpreadsheet: false))
    case .json: Console.line(try OutputFile.json(result.report.table))
    }
    for note in result.notes { Console.note("note: \(note)") }
    if !result.report.isClean { throw Answer.no }
  }
}
