import ArgumentParser
import Operations
import Tables
import Warnings

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show why a project stands where it stands: the sum, its evidence, what to check.",
    discussion: """
      The terms are added up here and must equal the score to the last bit. Each reason shows the \
      rows it rests on as file:line and, where an indicator speaks, the law, innocent explanations \
      and steps to verify.

      Example:
        watchpost explain Datasets/nyc-school-construction M019-2275d0-Construction \
      --model late.json --as-of 2024-01-01
      """
  )

  @OptionGroup var data: DatasetOptions
  @Argument(help: "The project's key.") var id: String
  @OptionGroup var date: AsOfOption
  @Option(help: "A model file made by train.", completion: .file()) var model: String?
  @Option(help: "The policy that gives levels; overrides watchpost.yaml.", completion: .file())
  var policy: String?
  @Option(help: "The language of reasons: en or zh (default: the policy's).") var lang: Language?

  func run() throws {
    let bench = try data.open(policy: policy)
    let model = try bench.model(file: model)
    let asOf = try date.day(bench.settings)
    Console.progress("explaining \(id) as of \(asOf) …")
    let explanation = try bench.explain(id, model, asOf: asOf)
    Console.progressDone()
    let text = ExplanationText(
      explanation: explanation,
      language: lang ?? explanation.policy.language
    )
    Console.lines(text.lines())
    Summary.print(notes: explanation.notes, rejects: explanation.rejects)
    if !explanation.isExact {
      throw OperationError(
        Diagnostic("the terms do not add up to the score", kind: .fault)
      )
    }
  }
}
