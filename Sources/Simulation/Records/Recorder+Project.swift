import Determinism
import Tables

extension Recorder {
  /// Everything about the project, in the order in which it depends on each other.
  mutating func recordAll(_ random: inout SplitMix64) {
    var award = random.split()
    var building = random.split()
    var money = random.split()
    var readings = random.split()
    var complaints = random.split()
    var inspections = random.split()
    var project = random.split()
    recordAward(&award)
    let reports = recordBuilding(&building)
    recordMoney(reports: reports, &money)
    recordReadings(&readings)
    recordComplaints(&complaints)
    recordInspections(&inspections)
    recordProject(reports: reports, &project)
  }

  private mutating func recordProject(
    reports: [(day: Day, share: Double)],
    _ random: inout SplitMix64
  ) {
    let office = world.units[course.unit]
    let changed = (tables[StandardTables.changes.name] ?? [])
      .compactMap { $0[5].number }.reduce(0, +)
    let overrun = changed + course.budget * random.normal(0, 0.015)
    let finalCost = ProjectCourse.rounded(course.budget * 0.97 + overrun, to: 100)
    let progress = reports.last { $0.day <= snapshot }?.share ?? 0
    add(
      StandardTables.projects,
      [
        id, .name(course.name), .name(world.regions[office.region]),
        .text(Sector.all[course.sector].name), .name(office.name),
        value(.name(contractorName), knownOn: course.signed), fact(course.signed),
        cell(.number(course.feasibilityEstimate), missing: 0.06, &random),
        .number(course.budget), .day(course.approved),
        cell(fact(course.permit), missing: 0.04, &random), .day(course.plannedStart),
        .day(course.plannedFinish), fact(course.actual.start), fact(course.actual.finish),
        fact(course.accepted), fact(course.finalAccount),
        value(.number(finalCost), knownOn: course.finalAccount),
        .number(ProjectCourse.rounded(course.budget + max(0, overrun), to: 100)),
        hundredths(progress * 100), .text(status),
      ]
    )
  }

  private var status: String {
    if course.accepted <= snapshot { return "accepted" }
    if course.actual.finish <= snapshot { return "finished" }
    return course.actual.start <= snapshot ? "building" : "approved"
  }

  /// The hidden causes of the project.
  var truth: [Cell] {
    let causes = course.causes
    let kinds = Misconduct.allCases.filter { causes.has($0) }
    let began = kinds.compactMap { course.began[$0] }.min()
    return [
      id, kinds.isEmpty ? .missing : .text(kinds.map(\.rawValue).joined(separator: ";")),
      began.map { .day($0) } ?? .missing, hundredths(causes.unitIntegrity),
      hundredths(causes.contractorIntegrity), hundredths(causes.projectIntegrity),
      hundredths(causes.capability), causes.ring.map { .text("ring \($0 + 1)") } ?? .missing,
      .integer(inspectionCount),
    ]
  }
}
