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

      With --sql nothing is computed: it prints one statement that computes the same where the \
      data live, and the tables it reads.
      """
  )

  @OptionGroup var data: DatasetOptions
  @OptionGroup var date: AsOfOption
  @OptionGroup var output: OutputOptions

  @Flag(help: "Add NAME.state after each feature: why there is no value.")
  var states = false

  @Option(help: "Print the SQL for a database instead: sqlite, duckdb or postgres.")
  var sql: SQLDialect?

  func run() throws {
    let bench = try data.open()
    let asOf = try date.day(bench.settings)
    if let sql {
      Console.line(try bench.sql(sql, asOf: asOf))
      return
    }
    Console.progress("computing \(bench.plan.features.count) features as of \(asOf) …")
    let result = try bench.features(asOf: asOf)
    Console.progressDone()
    try output.write(
      result.table.output(states: states),
      beside: output.file.map { bench.describe(result.table, in: $0, states: states) }
    )
    Summary.print(notes: result.notes, rejects: result.rejects)
  }
}

extension SQLDialect: ExpressibleByArgument {}
