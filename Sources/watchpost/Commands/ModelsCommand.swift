import ArgumentParser
import Models
import Operations

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Look at model files.",
    discussion: """
      Example:
        watchpost models show late.json
      """,
    subcommands: [Show.self]
  )

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a model: its sum, term by term, and how it came to be.",
      discussion: """
        Example:
          watchpost models show late.json
        """
    )

    @Argument(help: "A model file.", completion: .file()) var model: String

    func run() throws {
      let model = try Operations.model(file: model)
      Console.lines(ModelText.lines(model))
    }
  }
}
