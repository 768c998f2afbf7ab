import Determinism
import Tables

extension Recorder {
  /// Milestones and progress reports; what was reported decides what is paid.
  ///
  /// Returns the reports: their days and the share of the work they claim.
  mutating func recordBuilding(_ random: inout SplitMix64) -> [(day: Day, share: Double)] {
    recordMilestones(&random)
    let reports = reportedProgress(&random)
    for report in reports where report.day <= snapshot {
      let planned = course.plan.done(by: report.day) * 100
      add(
        StandardTables.progress,
        [
          id, .day(report.day),
          cell(hundredths(report.share * 100), missing: 0.02, &random), hundredths(planned),
        ]
      )
    }
    return reports
  }

  private mutating func recordMilestones(_ random: inout SplitMix64) {
    let stages: [(name: String, share: Double, value: Double)] = [
      ("site_entry", 0, 0.05), ("foundation", 0.2, 0.2), ("structure", 0.55, 0.35),
      ("equipment", 0.85, 0.25), ("completion", 1, 0.15),
    ]
    let plan = course.plan
    for (number, stage) in stages.enumerated() {
      let planned = stage.share == 0 ? plan.start : plan.day(ofShare: stage.share)
      let actual = stage.share == 0 ? course.actual.start : course.actual.day(ofShare: stage.share)
      add(
        StandardTables.milestones,
        [
          .text(key("M", number + 1)), id, .text(stage.name), .day(planned),
          cell(fact(actual), missing: 0.01, &random), yuan(course.budget * stage.value),
        ]
      )
    }
    add(
      StandardTables.milestones,
      [
        .text(key("M", stages.count + 1)), id, .text("acceptance"), .day(course.plannedFinish + 60),
        fact(course.accepted), .missing,
      ]
    )
  }

  /// A report near the end of each month from the start to the finish.
  ///
  /// Phantom progress claims 8 to 22 points that were not made, until a correction takes them back.
  private func reportedProgress(_ random: inout SplitMix64) -> [(day: Day, share: Double)] {
    let claimed = random.uniform(0.08..<0.22)
    let correction = course.actual.day(ofShare: random.uniform(0.6..<0.8))
    var reports: [(day: Day, share: Double)] = []
    var highest = 0.0
    var day = monthEnd(course.actual.start)
    while day <= snapshot {
      let isLast = day >= course.actual.finish
      var share = course.actual.done(by: day)
      if !isLast { share = share + random.normal(0, 0.006) }
      let isPhantom = course.has(.phantomProgress, by: day) && day < correction
      if isPhantom { share += claimed }
      let wasCorrected = course.causes.has(.phantomProgress) && day >= correction
      // Honest reports do not go back; a rare one corrects a slip of the pen.
      if !wasCorrected && !random.chance(0.01) { share = max(share, highest) }
      share = share.clamped(to: 0...1)
      highest = max(highest, share)
      let isSkipped = random.chance(0.03) && !isLast
      if !isSkipped { reports.append((day + random.int(0...4), share)) }
      if isLast { break }
      day = monthEnd(day + 1)
    }
    return reports
  }

  private func monthEnd(_ day: Day) -> Day {
    let (year, month, date) = day.civil
    return day + (Day.length(ofMonth: month, year: year) - date)
  }

  /// Readings of the monitoring stations, monthly while building and a year after.
  mutating func recordReadings(_ random: inout SplitMix64) {
    guard course.hasStations else { return }
    let parameters: [(name: String, limit: Double)] =
      ["water", "environment"].contains(Sector.all[course.sector].name)
      ? [("COD", 20), ("NH3-N", 1)] : [("PM10", 150), ("noise", 70)]
    let level = random.normal(-0.75, 0.15)
    var number = 0
    var day = monthEnd(course.actual.start) - 10
    while day <= min(snapshot, course.actual.finish + 365) {
      for (place, parameter) in parameters.enumerated() {
        number += 1
        var logarithm = level + random.normal(0, 0.28)
        if course.has(.falseRectification, by: day) { logarithm += 0.55 }
        // Warm water holds less oxygen; dust is worst in winter.
        let month = day.civil.month
        if (6...9).contains(month) == (parameter.name != "PM10") { logarithm += 0.1 }
        let value = parameter.limit * Pinned.exp(logarithm)
        guard !random.chance(0.05) else { continue }
        add(
          StandardTables.readings,
          [
            .text(key("R", number)), id, .day(day), .text(key("S", place + 1)),
            .text(parameter.name), hundredths(value), .number(parameter.limit),
          ]
        )
      }
      day = monthEnd(day + 20) - 10
    }
  }
}
