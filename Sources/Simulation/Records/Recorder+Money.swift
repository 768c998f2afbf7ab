import Determinism
import Tables

extension Recorder {
  /// The payments of the main contract, of compensation and of the smaller contracts.
  mutating func recordMoney(
    reports: [(day: Day, share: Double)],
    _ random: inout SplitMix64
  ) {
    var book = PaymentBook(recorder: self)
    book.payAdvance(&random)
    book.payProgress(reports, &random)
    book.payCompletion(&random)
    book.payCompensation(&random)
    book.paySubsidy(&random)
    for payment in book.payments.sorted(by: { ($0.paid, $0.order) < ($1.paid, $1.order) }) {
      write(payment, &random)
    }
  }

  private mutating func write(_ payment: PaymentBook.Payment, _ random: inout SplitMix64) {
    guard payment.paid <= snapshot else { return }
    let recorded = payment.paid + 1 + random.wait(mean: 9)
    // A payment that nobody has recorded yet is not in the file.
    guard recorded <= snapshot else { return }
    let number = (tables[StandardTables.payments.name]?.count ?? 0) + 1
    add(
      StandardTables.payments,
      [
        .text(key("K", number)), id,
        payment.isOfContract ? .text(key("C", Recorder.mainContract)) : .missing,
        .day(payment.paid), .day(recorded), payment.due.map { .day($0) } ?? .missing,
        yuan(payment.amount), .name(payment.payee), .text(payment.kind),
        payment.hasCertificate ? .text(key("Q", payment.order)) : .missing,
        payment.kind == "compensation" ? .missing : .text(key("F", payment.invoice)),
      ]
    )
  }
}

/// The payments of one project before they are written down.
private struct PaymentBook {
  struct Payment {
    var order: Int
    var invoice: Int
    var paid: Day
    var due: Day?
    var amount: Double
    var payee: BilingualName
    var kind: String
    var isOfContract: Bool
    var hasCertificate: Bool
  }

  private let recorder: Recorder
  private var course: ProjectCourse { recorder.course }
  private var paidShare = 0.0
  private(set) var payments: [Payment] = []

  init(recorder: Recorder) {
    self.recorder = recorder
  }

  private mutating func pay(
    _ amount: Double,
    on paid: Day,
    due: Day?,
    kind: String,
    payee: BilingualName? = nil,
    isOfContract: Bool = true,
    hasCertificate: Bool = false
  ) {
    let order = payments.count + 1
    payments.append(
      Payment(
        order: order,
        invoice: order,
        paid: paid,
        due: due,
        amount: amount,
        payee: payee ?? recorder.contractorName,
        kind: kind,
        isOfContract: isOfContract,
        hasCertificate: hasCertificate
      )
    )
  }

  /// Units of little capability pay late, honest or not.
  private func delay(_ random: inout SplitMix64) -> Int {
    random.wait(mean: 12 * Pinned.exp(-0.35 * course.causes.capability)) - 6
  }

  mutating func payAdvance(_ random: inout SplitMix64) {
    let share = random.pick([0.1, 0.1, 0.15, 0.2, 0.2, 0.3])
    let due = course.signed + 28
    pay(course.tender.award * share, on: due + delay(&random), due: due, kind: "advance")
    paidShare = share
  }

  /// Four fifths of the reported work, the advance set off against it.
  mutating func payProgress(
    _ reports: [(day: Day, share: Double)],
    _ random: inout SplitMix64
  ) {
    for report in reports {
      let isPhantom = course.has(.phantomProgress, by: report.day)
      let isDiverting = course.has(.payeeDiversion, by: report.day)
      let earned = report.share * (isPhantom ? 0.92 : 0.8)
      let open = earned - paidShare
      guard open > 0.02, !random.chance(0.15) else { continue }
      let due = report.day + 30
      let amount = course.tender.award * open
      let paid = max(report.day + 3, due + (isPhantom ? -random.int(5...20) : delay(&random)))
      let hasCertificate = !random.chance(isPhantom ? 0.35 : 0.04)
      let isDiverted = random.chance(isDiverting ? 0.3 : 0.008)
      pay(
        amount,
        on: paid,
        due: due,
        kind: "progress",
        payee: isDiverted ? trader(&random) : nil,
        hasCertificate: hasCertificate
      )
      if random.chance(isDiverting ? 0.12 : 0.003), let last = payments.last {
        // The same invoice once more.
        pay(
          last.amount,
          on: paid + random.int(5...40),
          due: due,
          kind: "progress",
          payee: isDiverting ? trader(&random) : nil
        )
        payments[payments.count - 1].invoice = last.invoice
      }
      paidShare = earned
    }
  }

  private func trader(_ random: inout SplitMix64) -> BilingualName {
    let number = random.int(1...40)
    return BilingualName("Trading Firm \(number) (invented)", "第\(number)商贸行（虚构）")
  }

  mutating func payCompletion(_ random: inout SplitMix64) {
    let settled = 0.97
    if paidShare < settled {
      let due = course.accepted + 60
      pay(
        course.tender.award * (settled - paidShare),
        on: due + delay(&random),
        due: due,
        kind: "settlement",
        hasCertificate: true
      )
    }
    let due = course.accepted + 365
    pay(course.tender.award * 0.03, on: due + delay(&random), due: due, kind: "retention")
  }

  mutating func payCompensation(_ random: inout SplitMix64) {
    guard course.hasLand else { return }
    let isWithheld = course.causes.has(.compensationWithheld)
    let total = course.budget * random.uniform(0.03..<0.09)
    let count = random.int(2...5)
    let region = recorder.world.units[course.unit].region
    for number in 1...count {
      let due = course.approved + 60 + random.int(20...120)
      let late =
        isWithheld && random.chance(0.8) ? random.int(120...480) : random.wait(mean: 14) - 7
      pay(
        total / Double(count),
        on: due + late,
        due: due,
        kind: "compensation",
        payee: BilingualName(
          "\(recorder.world.regions[region].english) resettlement group \(number)",
          "\(recorder.world.regions[region].chinese)安置\(number)组"
        ),
        isOfContract: false
      )
    }
  }

  mutating func paySubsidy(_ random: inout SplitMix64) {
    guard random.chance(0.12) else { return }
    let unit = recorder.world.units[course.unit].name
    pay(
      course.budget * random.uniform(0.01..<0.04),
      on: course.approved + random.int(60...300),
      due: nil,
      kind: "subsidy",
      payee: unit,
      isOfContract: false
    )
  }
}
