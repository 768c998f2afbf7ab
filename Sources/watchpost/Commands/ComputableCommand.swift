import ArgumentParser

struct ComputableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "computable", abstract: "Example")
}
