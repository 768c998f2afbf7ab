import Determinism
import Tables

/// A synthetic district: the records of public projects, with known hidden causes.
///
/// Units, contractors and projects have latent integrity and capability. Poor integrity makes
/// misconduct more likely (`Misconduct`), poor capability makes work late and payments slow without
/// any misconduct. Both leave traces in the records; only an inspection, which is more likely where
/// people complain or work is behind, leads to an outcome, and it may miss or be mistaken.
public struct District: Sendable {
  /// What was asked for.
  public let options: DistrictOptions
  /// The tables of the data package, in file order.
  public let tables: [SimulatedTable]
  /// The hidden causes, one row per project.
  public let truth: SimulatedTable

  /// Simulates a district.
  ///
  /// Every project draws from a generator of its own, so what one does never shifts another.
  ///
  /// - Complexity: O(projects), about 80 rows each.
  public init(
    _ options: DistrictOptions = DistrictOptions(),
    progress: RunProgress = .none
  ) {
    let step = progress.step("simulating", .projects, of: options.projects)
    self.options = options
    var random = SplitMix64(seed: options.seed)
    var worldRandom = random.split()
    let world = World(projects: options.projects, random: &worldRandom)
    var tables = StandardTables.all.map { SimulatedTable($0) }
    var truth = SimulatedTable(StandardTables.truth)
    for index in 0..<options.projects {
      var projectRandom = random.split()
      let course = ProjectCourse(
        index: index,
        world: world,
        from: options.from,
        to: options.to,
        random: &projectRandom
      )
      var recorder = Recorder(course: course, world: world, index: index, snapshot: options.to)
      recorder.recordAll(&projectRandom)
      for place in tables.indices {
        for row in recorder.tables[tables[place].schema.name] ?? [] {
          tables[place].append(row, project: index)
        }
      }
      truth.append(recorder.truth, project: index)
      step?.advance()
    }
    self.tables = tables
    self.truth = truth
  }

  private init(options: DistrictOptions, tables: [SimulatedTable], truth: SimulatedTable) {
    self.options = options
    self.tables = tables
    self.truth = truth
  }

  /// The table of this name, or nil.
  public func table(_ name: String) -> SimulatedTable? {
    tables.first { $0.schema.name == name }
  }

  /// The same district with these projects only, given by their place in the project table.
  public func slice(_ projects: Set<Int>) -> District {
    District(
      options: options,
      tables: tables.map { $0.slice(projects) },
      truth: truth.slice(projects)
    )
  }
}

extension SimulatedTable {
  /// The rows of these projects.
  func slice(_ kept: Set<Int>) -> SimulatedTable {
    var table = SimulatedTable(schema)
    for (row, project) in zip(rows, projects) where kept.contains(project) {
      table.append(row, project: project)
    }
    return table
  }
}
