import Simulation
import Tables
import Testing

/// The hidden causes leave the traces that are documented, and honest projects have some too.
@Suite struct CausesTests {
  @Test func misconductIsNeitherRareNorUsual() {
    let share = Double(ShippedDistrict.guilty().count) / 2000
    #expect((0.15...0.3).contains(share))
    for kind in Misconduct.allCases {
      #expect(ShippedDistrict.guilty(of: kind).count >= 50, "\(kind)")
    }
  }

  @Test func oneInSevenOutcomesConfirms() {
    let states = ShippedDistrict.column("state", of: "outcomes").compactMap(\.text)
    let share = Double(states.count { $0 == "confirmed" }) / Double(states.count)
    #expect((0.1...0.2).contains(share))
  }

  @Test func onlyInspectedProjectsHaveOutcomes() {
    let inspected = Set(ShippedDistrict.projects(of: "inspections"))
    let judged = Set(ShippedDistrict.projects(of: "outcomes"))
    #expect(judged.isSubset(of: inspected))
    #expect((800...1400).contains(inspected.count))
  }

  @Test func aShareOfInspectionsIsDrawnAtRandom() {
    let draws = ShippedDistrict.column("is_random", of: "inspections").compactMap(\.truth)
    let share = Double(draws.count { $0 }) / Double(draws.count)
    #expect((0.12...0.28).contains(share))
  }

  @Test func inspectionsMissSomeAndMistakeSome() {
    let guilty = ShippedDistrict.guilty()
    let states = ShippedDistrict.column("state", of: "outcomes").compactMap(\.text)
    let projects = ShippedDistrict.projects(of: "outcomes")
    var counts: [Bool: [String: Int]] = [:]
    for (project, state) in zip(projects, states) {
      counts[guilty.contains(project), default: [:]][state, default: 0] += 1
    }
    #expect((counts[true]?["cleared"] ?? 0) > 20)
    #expect((counts[false]?["confirmed"] ?? 0) > 5)
    #expect((counts[true]?["confirmed"] ?? 0) > 5 * (counts[false]?["confirmed"] ?? 0))
  }

  @Test func poorIntegrityAndPoorCapabilityBothMakeWorkLate() {
    let slips = zip(
      ShippedDistrict.column("planned_finish", of: "projects"),
      ShippedDistrict.column("actual_finish", of: "projects")
    ).map { planned, actual -> Double? in
      guard let planned = planned.day, let actual = actual.day else { return nil }
      return Double(actual - planned)
    }
    for cause in ["unit_integrity", "capability"] {
      let values = ShippedDistrict.english.truth[cause].map { $0.number ?? 0 }
      let poor = zip(slips, values).compactMap { slip, value in value < -0.7 ? slip : nil }
      let good = zip(slips, values).compactMap { slip, value in value > 0.7 ? slip : nil }
      #expect(mean(poor) > mean(good) + 10, "\(cause)")
    }
  }

  @Test func poorUnitsCommitMore() {
    let guilty = ShippedDistrict.guilty()
    let integrity = ShippedDistrict.english.truth["unit_integrity"].map { $0.number ?? 0 }
    func share(_ isChosen: (Double) -> Bool) -> Double {
      mean(
        integrity.indices.filter { isChosen(integrity[$0]) }
          .map { guilty.contains($0) ? 1 : 0 }
      )
    }
    #expect(share { $0 < -0.7 } > 2 * share { $0 > 0.7 })
  }

  @Test func rigsBringBidsTogether() {
    let amounts = grouped("amount", of: "bids")
    let spread = amounts.mapValues { bids -> Double in
      guard bids.count > 2 else { return .nan }
      let middle = mean(bids)
      return mean(bids.map { ($0 - middle) * ($0 - middle) }).squareRoot() / middle
    }.filter { !$0.value.isNaN }
    let (with, without) = compared(spread, .bidRigging)
    #expect(with < 0.6 * without)
  }

  @Test func phantomProgressIsTakenBack() {
    let falls = grouped("physical_pct", of: "progress").mapValues { reports in
      zip(reports, reports.dropFirst()).map { $0 - $1 }.max().map { max($0, 0) } ?? 0
    }
    let (with, without) = compared(falls, .phantomProgress)
    #expect(with > 1.5)
    #expect(with > 4 * without)
  }

  @Test func farmedContractsChangeOften() {
    let changes = grouped("amount_delta", of: "changes").mapValues { deltas in
      Double(deltas.count { $0 != 0 })
    }
    let (with, without) = compared(changes, .changeFarming)
    #expect(with > 2 * without)
  }

  @Test func withheldCompensationComesLate() {
    let kinds = ShippedDistrict.column("kind", of: "payments")
    let paid = ShippedDistrict.column("paid_on", of: "payments")
    let due = ShippedDistrict.column("due_on", of: "payments")
    var latest: [Int: Double] = [:]
    for (row, project) in ShippedDistrict.projects(of: "payments").enumerated() {
      guard kinds[row].text == "compensation", let paid = paid[row].day, let due = due[row].day
      else { continue }
      latest[project] = max(latest[project] ?? -1000, Double(paid - due))
    }
    let (with, without) = compared(latest, .compensationWithheld)
    #expect(with > 100)
    #expect(without < 40)
  }

  @Test func falselyRectifiedFindingsComeBack() {
    var reopened: [Int: Double] = [:]
    let cells = ShippedDistrict.column("reopened_on", of: "findings")
    for (row, project) in ShippedDistrict.projects(of: "findings").enumerated() {
      reopened[project, default: 0] += cells[row].day == nil ? 0 : 1
    }
    let (with, without) = compared(reopened, .falseRectification)
    #expect(with > 4 * without)
  }

  @Test func divertedMoneyGoesToStrangers() {
    let payees = ShippedDistrict.column("payee", of: "payments")
    var strangers: [Int: Double] = [:]
    for (row, project) in ShippedDistrict.projects(of: "payments").enumerated() {
      let isStranger = payees[row].text?.hasPrefix("Trading Firm") ?? false
      strangers[project, default: 0] += isStranger ? 1 : 0
    }
    let (with, without) = compared(strangers, .payeeDiversion)
    #expect(with > 0.8)
    #expect(without < 0.2)
  }

  @Test func paymentsStayNearTheBudget() {
    let paid = grouped("amount", of: "payments").mapValues { $0.reduce(0, +) }
    let budgets = ShippedDistrict.column("budget", of: "projects").map { $0.number ?? 1 }
    let shares = paid.map { $0.value / budgets[$0.key] }
    #expect(shares.allSatisfy { $0 < 1.5 })
    #expect(Double(shares.count { $0 <= 1 }) > 0.97 * Double(shares.count))
  }

  /// The numbers of a column, by project, in file order.
  private func grouped(_ column: String, of table: String) -> [Int: [Double]] {
    var groups: [Int: [Double]] = [:]
    let cells = ShippedDistrict.column(column, of: table)
    for (row, project) in ShippedDistrict.projects(of: table).enumerated() {
      if let number = cells[row].number { groups[project, default: []].append(number) }
    }
    return groups
  }

  /// The means over projects with and without a kind of misconduct.
  private func compared(_ values: [Int: Double], _ kind: Misconduct) -> (Double, Double) {
    let guilty = ShippedDistrict.guilty(of: kind)
    let sorted = values.sorted { $0.key < $1.key }
    return (
      mean(sorted.filter { guilty.contains($0.key) }.map(\.value)),
      mean(sorted.filter { !guilty.contains($0.key) }.map(\.value))
    )
  }
}
