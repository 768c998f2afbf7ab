import ArgumentParser

@main
struct Watchpost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watchpost", abstract: "Turns project records into explained risk warnings.",
    version: "0.1.0")
}
