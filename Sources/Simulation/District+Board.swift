import Tables

extension District {
  /// The schedule of a project at the snapshot, as a board on the wall shows it.
  public enum ScheduleState: Hashable, Sendable {
    /// The work is done.
    case finished
    /// Every milestone that is due has been met.
    case onSchedule
    /// A milestone that is due has not been met.
    case late
    /// Nothing is due yet.
    case notDue
  }

  /// The schedule of every project at the snapshot, in the order of the project table.
  public func scheduleStates() -> [ScheduleState] {
    guard let projects = table("projects"), let milestones = table("milestones") else { return [] }
    let isFinished = projects["actual_finish"].map { $0.day != nil }
    var due: [Int: Int] = [:]
    var overdue: [Int: Int] = [:]
    let planned = milestones["planned_on"]
    let actual = milestones["actual_on"]
    for (row, project) in milestones.projects.enumerated() {
      guard let day = planned[row].day, day <= options.to else { continue }
      due[project, default: 0] += 1
      if actual[row].day == nil { overdue[project, default: 0] += 1 }
    }
    return zip(projects.projects, isFinished).map { project, isFinished in
      if isFinished { return .finished }
      if overdue[project] != nil { return .late }
      return due[project] == nil ? .notDue : .onSchedule
    }
  }

  /// A board of 30 projects: 1 finished, 26 on schedule, 3 late.
  ///
  /// The latest projects of each state are taken; a small district may have fewer.
  public func board() -> District {
    var wanted: [ScheduleState: Int] = [.finished: 1, .onSchedule: 26, .late: 3]
    var kept: Set<Int> = []
    let places = table("projects")?.projects ?? []
    for (project, state) in zip(places, scheduleStates()).reversed() {
      guard let rest = wanted[state], rest > 0 else { continue }
      wanted[state] = rest - 1
      kept.insert(project)
    }
    return slice(kept)
  }
}
