import ArgumentParser
import Features
import Operations
import Tables

struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Compute the declared features of every project, as they were known on a date.",
    discussion: """
      Writes the feature table (the project's key first, then features in declared order) and, \
      beside a file, OUT.datapackage.json with every declaration and its hash.

      Example:
        watchpost features Datasets/nyc-school-construction --as-of 2024-01-01 -o features.csv

      Peers that are too few give way to a larger group: in zscore(x) over (partition by sector, \
      size min 30 else sector else all) a project is compared with its sector and size where 30 projects have a value of x, else \
      with its sector where 30 have, else with all. A list takes the number before it unless it \
      says its own; ‘all’ needs none. With too few on every level there is no value: insufficient \
      (peers).

      working_days_between(a, b) counts the working days after a up to and including b, by the \
      calendar that watchpost.yaml (calendar: FILE) or --calendar names: a CSV file with the columns \
      date, kind (from, to, off, work, weekend) and name, or the word weekends.

      With --sql nothing is computed: it prints one statement that computes the same where the \
      data live, and the tables it reads.

      With --functions it prints the feature language instead, which needs no DATASET: every \
      function, aggregate and operator with its types, its meaning, what it gives for missing \
      values, and its SQL (--sql says for which database).
      """
  )

  @Argument(
    help: "A folder with datapackage.yaml, or with CSV files from which one is inferred.",
    completion: .directory
  )
  var dataset: String?

  @OptionGroup var declared: DeclarationOptions
  @OptionGroup var date: AsOfOption
  @OptionGroup var output: OutputOptions
  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Say on standard error where the time went.") var profile = false
  @Flag(help: "Add NAME.state after each feature: why there is no value.")
  var states = false

  @Option(help: "Print the SQL for a database instead: sqlite, duckdb or postgres.")
  var sql: SQLDialect?

  @Flag(help: "Print every function of the feature language instead.") var functions = false

  func validate() throws {
    if dataset == nil, !functions {
      throw ValidationError("Missing expected argument '<dataset>'")
    }
    if functions, dataset != nil || !declared.features.isEmpty || declared.pack != nil {
      throw ValidationError(
        "--functions is about the language: it takes no dataset, features or pack"
      )
    }
  }

  func run() throws {
    if functions { return try printFunctions() }
    let bench = try declared.open(dataset ?? "", threads: threads.count)
    let asOf = try date.day(bench.settings)
    if let sql {
      Console.line(try bench.sql(sql, asOf: asOf))
      return
    }
    Console.progress("computing \(bench.plan.features.count) features as of \(asOf) …")
    let profile = self.profile ? RunProfile(Clock.profile) : nil
    if let file = output.file, !file.hasSuffix(".json") {
      let written = try bench.writeFeatures(
        asOf: asOf,
        states: states,
        to: file,
        isForSpreadsheet: output.spreadsheet,
        profile: profile
      )
      Console.progressDone()
      Console.note("wrote \(Figures.count(written.rowCount)) rows to \(file)")
      Summary.print(notes: written.notes, rejects: written.rejects)
    } else {
      let outputs = try output.planned(sparing: bench.inputs, isDescribed: true)
      let result = try bench.features(asOf: asOf, profile: profile)
      Console.progressDone()
      try output.write(
        result.table.output(states: states),
        among: outputs,
        beside: output.file.map { bench.describe(asOf: asOf, in: $0, states: states) }
      )
      Summary.print(notes: result.notes, rejects: result.rejects)
    }
    if let profile {
      for line in ProfileText.lines(profile, peakMemory: Clock.peakMemory) { Console.note(line) }
    }
  }
}

extension FeaturesCommand {
  private func printFunctions() throws {
    let page = try FunctionPage(sql ?? .sqlite)
    if output.file == nil, output.format == .table {
      Console.lines(FunctionText.lines(page))
    } else {
      try output.write(page.table, among: output.planned(sparing: InputFiles()))
    }
  }
}

extension SQLDialect: ExpressibleByArgument {}
