import Simulation
import Tables

/// The district that is shipped, simulated once for all tests.
enum ShippedDistrict {
  static let english = District()
  static let chinese = District(DistrictOptions(projects: 300, seed: 2))

  /// The cells of a column of the shipped district; empty when there is none.
  static func column(_ name: String, of table: String) -> [Cell] {
    english.table(table)?[name] ?? []
  }

  /// The project each row of a table belongs to.
  static func projects(of table: String) -> [Int] { english.table(table)?.projects ?? [] }

  /// The projects with a kind of misconduct, or with any.
  static func guilty(of kind: Misconduct? = nil) -> Set<Int> {
    var projects: Set<Int> = []
    for (project, cell) in zip(english.truth.projects, english.truth["misconduct"]) {
      guard let kinds = cell.text?.split(separator: ";") else { continue }
      if kind.map({ kinds.contains(Substring($0.rawValue)) }) ?? true { projects.insert(project) }
    }
    return projects
  }
}

/// The mean of the values; NaN of none.
func mean(_ values: some Sequence<Double>) -> Double {
  var total = 0.0
  var count = 0.0
  for value in values {
    total += value
    count += 1
  }
  return total / count
}
