import Determinism
import Tables

extension Recorder {
  /// What people complain about, in order of time.
  mutating func recordComplaints(_ random: inout SplitMix64) {
    var complaints = everydayComplaints(&random) + complaintsOfMisconduct(&random)
    complaints.sort { ($0.day, $0.category, $0.people) < ($1.day, $1.category, $1.people) }
    for (number, complaint) in complaints.enumerated() where complaint.day <= snapshot {
      complaintDays.append(complaint.day)
      let accepted = complaint.day + random.wait(mean: 3)
      let closed = accepted + 2 + random.wait(mean: 24)
      let isReopened = random.chance(complaint.isFounded ? 0.2 : 0.05)
      let channels = complaint.people >= 5 ? [2.0, 4, 1, 4, 1, 1] : [6.0, 1, 3, 1, 4, 1]
      let names = ["hotline", "petition", "qrcode", "visit", "online", "letter"]
      add(
        StandardTables.complaints,
        [
          .text(key("H", number + 1)), id, .day(complaint.day),
          .text(names[random.index(weights: channels)]), .text(complaint.category),
          cell(.integer(complaint.people), missing: 0.04, &random), fact(accepted), fact(closed),
          value(
            cell(.boolean(random.chance(complaint.isFounded ? 0.5 : 0.75)), missing: 0.1, &random),
            knownOn: closed
          ),
          value(.boolean(random.chance(complaint.isFounded ? 0.7 : 0.25)), knownOn: closed),
          isReopened ? fact(closed + random.int(10...90)) : .missing,
        ]
      )
    }
  }

  private struct Complaint {
    var day: Day
    var category: String
    var people: Int
    var isFounded: Bool
  }

  private func everydayComplaints(_ random: inout SplitMix64) -> [Complaint] {
    var complaints: [Complaint] = []
    var day = course.approved + 30
    let last = min(snapshot, course.actual.finish + 365)
    let size = Pinned.log(1 + course.budget / 3e7)
    while day < last {
      let isBuilding = day >= course.actual.start && day < course.actual.finish
      let isLate = day > course.plannedFinish && isBuilding
      let rate = (isBuilding ? 0.09 : 0.02) * (0.5 + size) + (isLate ? 0.08 : 0)
      for _ in 0..<random.count(mean: rate) {
        // Wages are asked for before the Spring Festival.
        let isWinter = [12, 1, 2].contains(day.civil.month)
        let weights = [
          course.hasLand ? 1.2 : 0.1, 1, isWinter ? 2.5 : 0.5, 0.5, 1.5, 0.8, 0.15,
        ]
        complaints.append(
          Complaint(
            day: day + random.int(0...29),
            category: Self.categories[random.index(weights: weights)],
            people: 1 + random.count(mean: 1.5),
            isFounded: random.chance(0.3)
          )
        )
      }
      day = day + 30
    }
    return complaints
  }

  private static let categories = [
    "compensation", "quality", "wages", "fees", "environment", "safety", "bidding",
  ]

  private func complaintsOfMisconduct(_ random: inout SplitMix64) -> [Complaint] {
    var complaints: [Complaint] = []
    func add(_ kind: Misconduct, _ category: String, mean: Double, days: Int, people: Double) {
      guard let began = course.began[kind] else { return }
      for _ in 0..<random.count(mean: mean) {
        complaints.append(
          Complaint(
            day: began + 20 + random.int(below: days),
            category: category,
            people: 1 + random.count(mean: people),
            isFounded: true
          )
        )
      }
    }
    add(.compensationWithheld, "compensation", mean: 3.5, days: 420, people: 14)
    add(.falseRectification, "quality", mean: 1.6, days: 500, people: 2)
    add(.falseRectification, "environment", mean: 1, days: 500, people: 3)
    add(.payeeDiversion, "wages", mean: 1.4, days: 400, people: 6)
    add(.phantomProgress, "wages", mean: 0.8, days: 400, people: 4)
    add(.bidRigging, "bidding", mean: 0.35, days: 90, people: 0)
    return complaints
  }

  /// Inspections, their findings, and the outcomes that follow from them.
  ///
  /// A share of inspections is drawn at random; the others follow what can be seen – complaints and
  /// delay – and never the hidden causes. Only an inspection leads to an outcome.
  mutating func recordInspections(_ random: inout SplitMix64) {
    var day = course.signed + random.int(0...90)
    let last = min(snapshot, course.actual.finish + 400)
    while day < last {
      let recent = complaintDays.count { $0 <= day && $0 > day - 180 }
      let behind = course.plan.done(by: day) - course.actual.done(by: day)
      let logit =
        -2.55 + 0.4 * Double(min(recent, 5)) + (behind > 0.1 ? 0.9 : 0)
        + 0.25 * Pinned.log(course.budget / 3e7)
      let isRandom = random.chance(0.025)
      let isPlanned = random.chance(Pinned.logistic(logit))
      if isRandom || isPlanned {
        let isConfirmed = inspect(on: day, isRandom: isRandom, &random)
        if isConfirmed { return }
      }
      day = day + 91
    }
  }

  private mutating func inspect(
    on day: Day,
    isRandom: Bool,
    _ random: inout SplitMix64
  ) -> Bool {
    inspectionCount += 1
    let key = key("N", inspectionCount)
    let isFalse = course.has(.falseRectification, by: day)
    let count = random.count(mean: (isFalse ? 2.4 : 1.1) - 0.35 * course.causes.capability)
    var hasFailed = false
    for number in 0..<count {
      let severity = ["minor", "major", "critical"][random.index(weights: [6, isFalse ? 4 : 2, 1])]
      if severity != "minor" { hasFailed = true }
      let isSham = isFalse && random.chance(0.75)
      let rectified = day + (isSham ? random.int(2...12) : 4 + random.wait(mean: 24))
      let isReopened = random.chance(isSham ? 0.5 : 0.04)
      add(
        StandardTables.findings,
        [
          .text("\(key)-\(number + 1)"), .text(key), .day(day),
          .text(random.pick(["Q01", "Q02", "Q03", "S01", "S02", "D01", "D02", "E01"])),
          .text(severity), .day(day + 30), fact(rectified),
          value(.boolean(random.chance(isSham ? 0.25 : 0.92)), knownOn: rectified),
          isReopened ? fact(rectified + random.int(30...150)) : .missing,
        ]
      )
    }
    add(
      StandardTables.inspections,
      [
        .text(key), id, .day(day), .text("team \(random.int(1...9))"), .boolean(!hasFailed),
        .boolean(isRandom),
      ]
    )
    return recordOutcome(ofInspectionOn: day, &random)
  }

  /// What the inspection concluded: misconduct may be missed, and now and then seen where none is.
  private mutating func recordOutcome(
    ofInspectionOn day: Day,
    _ random: inout SplitMix64
  ) -> Bool {
    var isConfirmed = random.chance(0.025)
    for kind in Misconduct.allCases where course.has(kind, by: day) {
      if random.chance(kind.detection) { isConfirmed = true }
    }
    let happened = day + 20 + random.wait(mean: isConfirmed ? 45 : 20)
    let recorded = happened + 1 + random.wait(mean: 12)
    guard recorded <= snapshot else { return isConfirmed }
    add(
      StandardTables.outcomes,
      [
        id, .day(happened), .day(recorded), .text(isConfirmed ? "confirmed" : "cleared"),
      ]
    )
    return isConfirmed
  }
}
