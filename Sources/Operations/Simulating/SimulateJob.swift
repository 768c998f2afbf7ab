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
    let whole = District(
      DistrictOptions(
        projects: request.projects,
        seed: request.seed,
        from: request.from ?? DistrictOptions.standardStart,
        to: request.to ?? DistrictOptions.standardSnapshot
      ),
      progress: request.progress
    )
    let district = request.isBoard ? whole.board() : whole
    try district.write(
      to: request.folder,
      name: Files.name(request.folder).lowercased(),
      language: request.language,
      truthPath: request.truth,
      progress: request.progress
    )
    return district.tables.map { ($0.schema.name, $0.rows.count) }
  }
}
