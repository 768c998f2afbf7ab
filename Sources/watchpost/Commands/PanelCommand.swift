import ArgumentParser
import Operations

struct PanelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "panel",
    abstract: "Write the table a model would be trained on: projects on dates, labels, features.",
    discussion: """
      A row is kept while the project is at risk and its horizon is inside what the outcomes \
      cover. Options left out are taken from watchpost.yaml.

      Example:
        watchpost panel Datasets/nyc-school-construction --from 2021-01-01 --to 2021-12-01 \
      --every month --horizon 180 -o panel.csv
      """
  )

  @OptionGroup var data: DatasetOptions
  @OptionGroup var panel: PanelOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Keep the rows without a label too, with the reason in the column `dropped`.")
  var all = false

  func run() throws {
    let bench = try data.open(threads: threads.count)
    let settings = panel.filled(from: bench.settings)
    let outputs = try output.planned(sparing: bench.inputs)
    Console.progress("computing the panel …")
    let result = try bench.panel(settings, division: .trainCalibrateTest, mayLackLabels: all)
    Console.progressDone()
    try output.write(
      result.table(includingDropped: all, keyName: bench.keyName),
      among: outputs
    )
    Console.note(PanelText.summary(result))
    Summary.print(notes: result.notes, rejects: result.rejects)
  }
}
