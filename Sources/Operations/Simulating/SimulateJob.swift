import Simulation
import Tables

/// The language of a simulated district.
public typealias SimulatedLanguage = DistrictLanguage

/// What to simulate, and where to write it.
public struct SimulationRequest: Sendable {
  /// The folder of the data package.
  public var folder: String
  /// The number of projects.
  public var projects = 2000
  /// The seed.
  public var seed: UInt64 = 1
  /// The first day of approvals; nil for the standard one.
  public var from: Day?
  /// The snapshot; nil for the standard one.
  public var to: Day?
  /// The language of headers and texts.
  public var language = SimulatedLanguage.english
  /// Whether only the thirty projects of a board are written.
  public var isBoard = false
  /// Where the hidden causes go, or nil.
  public var truth: String?
  /// Who is told how far it has come.
  public var progress = RunProgress.none

  /// A standard district in `folder`.
  public init(folder: String) {
    self.folder = folder
  }
}

extension Operations {
  /// Simulates a district and writes it; the tables with their numbers of rows.
  public static func simulate(
    _ request: SimulationRequest
  ) throws -> [(name: String, rows: Int)] {
    let from = request.from ?? DistrictOptions.standardStart
    let to = request.to ?? DistrictOptions.standardSnapshot
    guard to.number - from.number >= 365 else {
      throw OperationError(
        "a district needs at least a year between its first day and its snapshot",
        value: "\(from) … \(to)",
        hint: "give an earlier --from or a later --to"
      )
    }
    try keepRecords(in: request.folder)
    let whole = District(
      DistrictOptions(
        projects: request.projects,
        seed: request.seed,
        from: from,
        to: to
      ),
      progress: request.progress
    )
    let district = request.isBoard ? whole.board() : whole
    let count = district.table("projects")?.rows.count ?? 0
    guard !request.isBoard || count == 30 else {
      throw OperationError(
        "a board takes 30 projects in three states, and only \(count) of these fit",
        value: "--projects \(request.projects)",
        hint: "simulate more of them: 2,000 are enough"
      )
    }
    try district.write(
      to: request.folder,
      name: Files.name(request.folder).lowercased(),
      language: request.language,
      truthPath: request.truth,
      progress: request.progress
    )
    return district.tables.map { ($0.schema.name, $0.rows.count) }
  }

  /// Refuses a folder that holds records which are not a simulation's: they would be overwritten.
  private static func keepRecords(in folder: String) throws(OperationError) {
    let package = try Files.text(folder + "/datapackage.yaml", isOptional: true)
    if let package, package.contains("A synthetic district: simulated") { return }
    guard Files.isFolder(folder), Files.holdsTables(folder) || package != nil else { return }
    throw OperationError(
      "this folder holds records that are not simulated",
      at: SourceLocation(file: folder),
      hint: "name a new folder"
    )
  }
}
