import ArgumentParser
import Evaluation
import Features
import Operations
import Tables

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Say how good a model is, with 95% intervals, beside the expert pack.",
    discussion: """
      The split is printed with every figure. On a dataset, choose dates later than those the \
      model was made from; projects it has seen and has not seen are reported apart.

      Examples:
        watchpost evaluate Datasets/nyc-school-construction --model late.json \
      --from 2023-06-01 --to 2024-01-01 --horizon 180
        watchpost evaluate table.csv --model model.json --label confirmed --id project_id
        watchpost evaluate --predictions predictions.csv
      """
  )

  @Argument(help: "A dataset, or a CSV or XLSX table of ready features.", completion: .file())
  var dataset: String?
  @Option(help: "A model file made by train; the expert pack when left out.", completion: .file())
  var model: String?
  @Option(help: "Scores made elsewhere: a table with columns id, label, score or probability.")
  var predictions: String?
  @Option(help: "Feature declarations; overrides watchpost.yaml.") var features: [String] = []
  @Option(help: "An indicator pack, or none; overrides watchpost.yaml.") var pack: String?
  @OptionGroup var panel: PanelOptions
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var judging: JudgingGroup
  @OptionGroup var limits: RejectOptions
  @OptionGroup var package: PackageOption
  @Option(help: "The form of the answer: table, csv or json.") var format = OutputFormat.table
  @Flag(help: "Say on standard error where the time of a dataset's features went.")
  var profile = false

  func validate() throws {
    if (dataset == nil) == (predictions == nil) {
      throw ValidationError("give a dataset or a table, or --predictions FILE")
    }
  }

  func run() throws {
    let profile = self.profile ? RunProfile(Clock.profile) : nil
    let result = try evaluation(profile)
    Console.progressDone()
    switch format {
    case .table: Console.lines(ReportText.lines(result.report))
    case .csv: Console.lines(try OutputFile.csv(result.report.table, isForSpreadsheet: false))
    case .json: Console.line(try OutputFile.json(result.report.table))
    }
    Summary.print(notes: result.notes, rejects: result.rejects)
    if let profile {
      for line in ProfileText.lines(profile, peakMemory: Clock.peakMemory) { Console.note(line) }
    }
  }

  private func evaluation(_ profile: RunProfile?) throws -> EvaluationResult {
    Console.progress("evaluating …")
    if let predictions {
      return try FlatTable(opening: predictions, limits: limits.limits, progress: Console.steps)
        .evaluatePredictions(columns.columns, judging.options)
    }
    guard let dataset else { throw ValidationError("give a dataset") }
    if Operations.isTable(dataset) {
      guard let model else { throw ValidationError("a table is evaluated with --model") }
      return try FlatTable(opening: dataset, limits: limits.limits, progress: Console.steps)
        .evaluate(model: model, columns.columns, judging.options)
    }
    var overrides = try Workbench.Overrides(
      dataset,
      package,
      limits,
      threads: judging.threads.count
    )
    overrides.features = features
    overrides.pack = pack
    let bench = try Workbench(opening: dataset, overrides: overrides)
    return try bench.evaluate(
      try bench.model(file: model),
      panel: panel.filled(from: bench.settings),
      judging.options,
      profile: profile
    )
  }
}
