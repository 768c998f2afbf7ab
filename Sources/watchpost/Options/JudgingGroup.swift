import ArgumentParser
import Evaluation
import Operations

/// How a model is judged.
struct JudgingGroup: ParsableArguments {
  @Option(
    name: .customLong("budget"),
    help: "How many projects can be looked at; may be given several times."
  )
  var budgets: [Int] = []
  @Option(help: "Bootstrap draws behind every interval; 0 for none.") var replicates = 1000
  @Option(help: "Where random draws begin.") var seed: UInt64 = 1
  @OptionGroup var threads: ThreadsOption

  var options: JudgingOptions {
    var options = JudgingOptions(
      budgets: budgets,
      bootstrap: BootstrapOptions(replicates: replicates, seed: seed, threads: threads.value)
    )
    options.progress = Console.steps
    return options
  }

  func validate() throws {
    if let budget = budgets.first(where: { $0 < 1 }) {
      throw ValidationError("--budget takes a number of projects from 1, not \(budget)")
    }
    if !(0...100_000).contains(replicates) {
      throw ValidationError("--replicates takes 0 to 100,000, not \(replicates)")
    }
  }
}

/// Which columns of a CSV mean what.
struct ColumnOptions: ParsableArguments {
  @Option(help: "The column with the outcome.") var label: String?
  @Option(help: "The value of --label that is positive (default: 1, true, yes or 是).")
  var positive: String?
  @Option(help: "The column with the row's key.") var id: String?
  @Option(
    help: "Columns that are no features, separated by commas.",
    transform: { text in text.split(separator: ",").map { String($0) } }
  )
  var exclude: [String] = []
  @Option(help: "The column with the row's date: rows are split by time.") var time: String?
  @Option(help: "The column whose values must not stand on two sides of a split.")
  var group: String?

  var columns: TableColumns {
    TableColumns(
      label: label,
      positive: positive,
      id: id,
      exclude: exclude,
      time: time,
      group: group
    )
  }
}
