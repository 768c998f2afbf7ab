import ArgumentParser
import Operations
import Tables

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Infer how a folder's tables are to be read, and write the files to start from.",
    discussion: """
      Writes datapackage.yaml, features.yaml, policy.yaml and watchpost.yaml beside the tables. \
      Every inference is marked in them: read them before you trust a figure.

      Example:
        watchpost init records/
      """
  )

  @Argument(help: "A folder of CSV or XLSX files.", completion: .directory) var folder: String
  @Option(help: "An indicator pack to name in watchpost.yaml.", completion: .file())
  var pack: String?
  @Flag(help: "Replace files that are there already.") var force = false

  func run() throws {
    let result = try Operations.initialise(folder, pack: pack, isForced: force)
    var table = TextTable(["table", "role", "fields", "key", "happened"], right: [2])
    for resource in result.tables {
      table.add([
        resource.name, resource.role.rawValue, String(resource.fields.count),
        resource.primaryKey.joined(separator: ", "), resource.happened ?? "",
      ])
    }
    Console.lines(table.lines())
    for note in result.notes { Console.line("look at: \(note)") }
    Console.line("wrote \(result.written.joined(separator: ", ")) in \(folder)")
    Console.line("next: watchpost check \(folder)")
  }
}
