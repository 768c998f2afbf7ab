import ArgumentParser
import Models
import Operations
import Tables

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Fit a model on a dataset's past, or on a table of ready features.",
    discussion: """
      On a dataset, a panel of as-of dates is divided in time: train, calibrate, test, with a gap of \
      the horizon between them. Writes the model and its card (MODEL.card.md).

      Examples:
        watchpost train Datasets/nyc-school-construction --kind logistic -o late.json
        watchpost train table.csv --label confirmed --id project_id --kind logistic -o model.json
      """
  )

  @Argument(help: "A dataset, or a CSV or XLSX table of ready features.", completion: .file())
  var dataset: String
  @Option(help: "The kind of model: logistic, or expert (the indicator pack, no training).")
  var kind = Model.Kind.logistic
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The model file to write.",
    completion: .file()
  )
  var file: String
  @Option(help: "Feature declarations; overrides watchpost.yaml.") var features: [String] = []
  @Option(help: "An indicator pack, or none; overrides watchpost.yaml.") var pack: String?
  @OptionGroup var panel: PanelOptions
  @OptionGroup var columns: ColumnOptions
  @Option(help: "The penalty: 1/C of scikit-learn, on standardised features.") var lambda = 1.0
  @Flag(help: "Keep a fit that stopped before its optimum.") var acceptStopped = false
  @OptionGroup var judging: JudgingGroup
  @OptionGroup var limits: RejectOptions
  @OptionGroup var package: PackageOption

  func validate() throws {
    guard lambda >= 0, lambda.isFinite else {
      throw ValidationError("--lambda takes a number from 0, not \(lambda)")
    }
    guard file.hasSuffix(".json") else {
      throw ValidationError("-o takes MODEL.json, not “\(file)”")
    }
  }

  func run() throws {
    var request = TrainRequest(kind: kind)
    request.lambda = lambda
    request.seed = judging.seed
    request.threads = judging.threads.value
    request.acceptsStopped = acceptStopped
    request.judging = judging.options
    Console.progress("training …")
    let (result, outputs) = try train(request)
    Console.progressDone()
    let card = ModelCard(result).text
    try OutputFile.write(
      [(file, result.model.encoded()), (cardFile, Array(card.utf8))],
      among: outputs
    )
    if let panel = result.panel { Console.line(PanelText.summary(panel)) }
    Console.lines(TrainText.lines(result))
    Console.line("wrote \(file) and \(cardFile)")
    Summary.print(notes: result.notes, rejects: result.rejects)
  }

  private var cardFile: String { String(file.dropLast(".json".count)) + ".card.md" }

  /// The outputs of a run that reads `inputs`: what would replace one is told before the work.
  private func planned(sparing inputs: InputFiles) throws -> OutputSet {
    let outputs = OutputSet(sparing: inputs)
    for path in [file, cardFile] { try outputs.plan(path) }
    return outputs
  }

  private func train(_ request: TrainRequest) throws -> (TrainResult, OutputSet) {
    if Operations.isTable(dataset) {
      let outputs = try planned(sparing: InputFiles([dataset]))
      let table = try FlatTable(
        opening: dataset,
        limits: limits.limits,
        progress: Console.steps
      )
      return (try table.train(request, columns.columns), outputs)
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
    let outputs = try planned(sparing: bench.inputs)
    return (try bench.train(request, panel: panel.filled(from: bench.settings)), outputs)
  }
}

extension Model.Kind: ExpressibleByArgument {}
