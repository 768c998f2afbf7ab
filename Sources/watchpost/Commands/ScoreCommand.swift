import ArgumentParser
import Features
import Models
import Operations
import Tables
import Warnings

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score every project on a date: level, rank, and the strongest reasons in words.",
    discussion: """
      Without --model the model named in watchpost.yaml is used, or the expert pack itself. Levels \
      come from the policy file alone. With --against, each project says what changed since that \
      date, and those that were scored then and are not now stand last.

      Example:
        watchpost score Datasets/nyc-school-construction --model late.json \
      --as-of 2024-01-01 -o scores.csv
      """
  )

  @OptionGroup var data: DatasetOptions
  @OptionGroup var date: AsOfOption

  @Option(help: "A model file made by train.", completion: .file()) var model: String?
  @Option(help: "The policy that gives levels; overrides watchpost.yaml.", completion: .file())
  var policy: String?
  @Option(help: "Show what changed since this earlier date.", transform: Day.option)
  var against: Day?
  @Flag(help: "Give each probability its 95% interval.") var intervals = false
  @Flag(help: "Leave the reasons out, which is faster; their column stays, empty.")
  var noReasons = false
  @Option(help: "How many of the riskiest to print.") var top = 10
  @OptionGroup var threads: ThreadsOption
  @Flag(help: "Say on standard error where the time went.") var profile = false
  @Option(help: "The language of reasons: en or zh (default: the policy's).") var lang: Language?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard top >= 0 else { throw ValidationError("--top takes a number from 0, not \(top)") }
  }

  func run() throws {
    if Operations.isTable(data.dataset) { return try scoreTable() }
    let bench = try data.open(policy: policy, threads: threads.count)
    let outputs = try output.planned(sparing: bench.inputs(model: self.model))
    let model = try bench.model(file: model)
    let asOf = try date.day(bench.settings)
    Console.progress("scoring as of \(asOf) …")
    let profile = self.profile ? RunProfile(Clock.profile) : nil
    let result = try bench.score(model, asOf: asOf, against: against, request, profile: profile)
    Console.progressDone()
    try profile.stage("write") { try show(result, keyName: bench.keyName, among: outputs) }
    if let profile {
      for line in ProfileText.lines(profile, peakMemory: Clock.peakMemory) { Console.note(line) }
    }
  }

  private var request: ScoreRequest {
    var request = ScoreRequest()
    request.withIntervals = intervals
    request.withReasons = !noReasons
    request.top = top
    request.threads = threads.value
    return request
  }

  private func scoreTable() throws {
    guard let model else {
      throw ValidationError("a table of ready features is scored with --model")
    }
    for (name, isGiven) in [
      ("--against", against != nil), ("--as-of", date.asOf != nil),
      ("--features", !data.features.isEmpty), ("--pack", data.pack != nil),
    ] where isGiven {
      throw ValidationError("\(name) needs a dataset: a table of ready features has no records")
    }
    let outputs = try output.planned(
      sparing: InputFiles([data.dataset, model] + [policy].compactMap { $0 })
    )
    Console.progress("scoring …")
    let table = try FlatTable(
      opening: data.dataset,
      limits: data.limits.limits,
      progress: Console.steps
    )
    let result = try table.score(Operations.model(file: model), policy: policy, request)
    Console.progressDone()
    try show(result, keyName: table.idName, among: outputs)
  }

  private func show(
    _ result: ScoreResult,
    keyName: String,
    among outputs: OutputSet
  ) throws {
    let language = lang ?? result.policy.language
    let table = result.table(keyName: keyName, language: language)
    if output.file != nil || output.format != .table {
      try output.write(table, among: outputs)
    }
    if output.file != nil || output.format == .table {
      Console.lines(ScoreText(result: result, language: language, top: top).lines())
    }
    Summary.print(notes: result.notes, rejects: result.rejects)
  }
}
