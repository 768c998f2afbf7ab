import Determinism
import Tables

extension Recorder {
  static let mainContract = 1

  /// The tender, its bids, and the contracts.
  mutating func recordAward(_ random: inout SplitMix64) {
    recordTender(&random)
    recordContracts(&random)
    recordDocuments(&random)
  }

  private mutating func recordTender(_ random: inout SplitMix64) {
    let tender = course.tender
    guard tender.opened <= snapshot else { return }
    let key = key("T", 1)
    add(
      StandardTables.tenders,
      [
        .text(key), id, fact(tender.published), fact(tender.opened), fact(tender.opened),
        fact(tender.awarded), cell(.text(tender.method), missing: 0.01, &random),
        cell(yuan(tender.estimate), missing: 0.05, &random), yuan(tender.ceiling),
        value(yuan(tender.award), knownOn: tender.awarded), .integer(tender.bids.count),
        value(
          .integer(tender.bids.count { $0.isDisqualified }),
          knownOn: tender.awarded
        ),
        .name(world.agencies[tender.agency]), .integer(tender.addenda),
      ]
    )
    let winner = world.contractors[course.contractor]
    // The order of submission says nothing about who wins.
    for (number, bid) in random.shuffled(tender.bids).enumerated() {
      let bidder = bid.bidder.map { world.contractors[$0] } ?? winner
      let submitted = tender.opened - random.int(0...3)
      add(
        StandardTables.bids,
        [
          .text(self.key("B", number + 1)), .text(key), .name(bidder.name), fact(submitted),
          .number(bid.amount), fact(tender.awarded),
          value(.boolean(bid.isDisqualified), knownOn: tender.awarded),
          value(.boolean(bid.bidder == nil), knownOn: tender.awarded),
          cell(
            .text(bid.sharesDevice ? winner.device : bidder.device),
            missing: 0.05,
            &random
          ),
          cell(
            .text(bid.sharesAccount ? winner.account : bidder.account),
            missing: 0.03,
            &random
          ),
        ]
      )
    }
  }

  private mutating func recordContracts(_ random: inout SplitMix64) {
    let tender = course.tender
    if course.signed <= snapshot {
      add(
        StandardTables.contracts,
        [
          .text(key("C", Recorder.mainContract)), id, .text(key("T", 1)), .day(course.signed),
          .name(contractorName), .text("works"), yuan(tender.award), .day(course.plannedStart),
          .day(course.plannedFinish),
        ]
      )
    }
    // Design, supervision, equipment: small contracts with other companies.
    for number in 0..<random.count(mean: 1.1) {
      let signed = course.signed + random.int(-30...160)
      let supplier = world.contractors[random.int(below: world.contractors.count)]
      let amount = course.budget * random.uniform(0.01..<0.05)
      guard signed <= snapshot else { continue }
      add(
        StandardTables.contracts,
        [
          .text(key("C", Recorder.mainContract + 1 + number)), id, .missing, .day(signed),
          .name(supplier.name), .text(random.chance(0.6) ? "services" : "goods"), yuan(amount),
          .day(signed + 20), .day(course.plannedFinish),
        ]
      )
    }
    recordChanges(&random)
  }

  private mutating func recordChanges(_ random: inout SplitMix64) {
    guard course.signed <= snapshot else { return }
    let years = Double(course.actual.finish - course.signed) / 365
    let isFarming = course.causes.has(.changeFarming)
    let honest = random.count(mean: 0.9 * years * (1.2 - 0.2 * course.causes.capability))
    let farmed = isFarming ? 3 + random.count(mean: 3.5 * years) : 0
    var days = (0..<honest).map { _ in (day: changeDay(&random), isFarmed: false) }
    days += (0..<farmed).map { _ in (day: changeDay(&random), isFarmed: true) }
    days.sort { ($0.day, $0.isFarmed ? 1 : 0) < ($1.day, $1.isFarmed ? 1 : 0) }
    for (number, change) in days.enumerated() where change.day <= snapshot {
      let kind =
        change.isFarmed ? "price" : ["term", "scope", "price"][random.index(weights: [4, 3, 2])]
      let share =
        switch kind {
        case "price": change.isFarmed ? random.uniform(0.015..<0.045) : random.uniform(-0.01..<0.03)
        case "scope": random.uniform(-0.03..<0.05)
        default: 0.0
        }
      let added = kind == "term" ? random.int(10...60) : 0
      // Work done first and approved afterwards is more common where changes are farmed.
      let isAfter = random.chance(change.isFarmed ? 0.4 : 0.1)
      let started = change.day + (isAfter ? -random.int(5...40) : random.int(1...20))
      let rationale = ["ground conditions", "design revision", "owner request", "market prices"]
      add(
        StandardTables.changes,
        [
          .text(key("V", number + 1)), .text(key("C", Recorder.mainContract)), .day(change.day),
          fact(started), .text(kind), yuan(course.tender.award * share), .integer(added),
          cell(.text(random.pick(rationale)), missing: change.isFarmed ? 0.3 : 0.08, &random),
        ]
      )
    }
  }

  private func changeDay(_ random: inout SplitMix64) -> Day {
    let length = max(2, course.actual.finish - course.signed)
    return course.signed + 20 + random.int(below: length)
  }

  private mutating func recordDocuments(_ random: inout SplitMix64) {
    let dates: [(type: String, day: Day)] = [
      ("feasibility_study", course.approved - random.int(40...120)),
      ("budget_approval", course.approved + random.int(0...15)),
      ("environmental_assessment", course.approved + random.int(10...80)),
      ("tender_notice", course.tender.published),
      ("contract_notice", course.signed + random.int(1...25)),
      ("construction_permit", course.permit),
      ("acceptance_certificate", course.accepted + random.int(0...20)),
    ]
    let missing = (0.06 - 0.04 * course.causes.unitIntegrity).clamped(to: 0.02...0.3)
    for (number, document) in dates.enumerated() where document.day <= snapshot {
      guard !random.chance(missing) else { continue }
      add(
        StandardTables.documents,
        [.text(key("D", number + 1)), id, .text(document.type), .day(document.day)]
      )
    }
  }
}
