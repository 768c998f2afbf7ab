import Determinism
import Tables

/// One project from approval to final account: what was planned, what came of it, and why.
///
/// Days run on after the snapshot; what is later than it is not written.
struct ProjectCourse: Sendable {
  var id: String
  var name: BilingualName
  var sector: Int
  var unit: Int
  var contractor: Int
  var causes: Causes
  var hasLand: Bool
  var hasStations: Bool
  /// The approved budget and the feasibility estimate before it, in yuan.
  var budget: Double
  var feasibilityEstimate: Double
  var approved: Day
  var tender: TenderCourse
  var signed: Day
  var permit: Day
  var plannedStart: Day
  var plannedFinish: Day
  var actual: WorkCurve
  var accepted: Day
  var finalAccount: Day
  /// When each kind of misconduct began.
  var began: [Misconduct: Day]

  /// The planned curve.
  var plan: WorkCurve { WorkCurve(start: plannedStart, finish: plannedFinish) }

  /// The slip of the finish as a share of the planned duration.
  var slip: Double {
    Double(actual.finish - plannedFinish) / Double(max(1, plannedFinish - plannedStart))
  }

  /// Whether a kind of misconduct is going on by a day.
  func has(_ kind: Misconduct, by day: Day) -> Bool {
    began[kind].map { $0 <= day } ?? false
  }
}

extension ProjectCourse {
  /// Project `index` of a world, approved between `from` and shortly before `to`.
  init(index: Int, world: World, from: Day, to: Day, random: inout SplitMix64) {
    id = "P" + World.digits(index + 1, 4)
    unit = random.int(below: world.units.count)
    let office = world.units[unit]
    sector = random.pick(office.sectors)
    let kind = Sector.all[sector]
    name = BilingualName(
      "\(world.regions[office.region].english) \(kind.work.english) \(index + 1)",
      "\(world.regions[office.region].chinese)\(kind.work.chinese)\(index + 1)号"
    )
    contractor = Self.contractor(of: unit, in: world, random: &random)
    hasLand = random.chance(kind.landShare)
    hasStations = random.chance(kind.stationShare)
    causes = Causes(
      unit: office,
      contractor: world.contractors[contractor],
      hasLand: hasLand,
      random: &random
    )

    budget = Self.rounded(
      random.logNormal(median: kind.medianBudget, spread: 0.9).clamped(to: 1e6...3e9),
      to: 10_000
    )
    feasibilityEstimate = Self.rounded(
      budget / random.logNormal(median: 1.02, spread: 0.05),
      to: 10_000
    )

    approved = Self.approval(from: from, to: to, random: &random)
    tender = TenderCourse(
      approved: approved,
      budget: budget,
      causes: causes,
      world: world,
      random: &random
    )
    signed = tender.awarded + 5 + random.wait(mean: 14)
    permit = signed + 5 + random.wait(mean: 18)
    plannedStart = approved + random.int(120...175)
    let sizeDays = 60 + 130 * Pinned.log(1 + budget / 4e6)
    let duration = Int(random.logNormal(median: sizeDays, spread: 0.18).clamped(to: 60...1500))
    plannedFinish = plannedStart + duration

    // The early start without a permit is rare, and rarer where integrity is good.
    let isEarly = random.chance((0.04 - 0.03 * causes.unitIntegrity).clamped(to: 0.005...0.2))
    let start =
      isEarly ? signed + random.int(1...5) : max(signed, permit) + 2 + random.wait(mean: 12)
    let lengthening = Self.lengthening(causes, random: &random)
    let finish = start + max(30, Int(Double(duration) * (1 + lengthening)))
    actual = WorkCurve(start: start, finish: finish)
    accepted = finish + 15 + random.wait(mean: 45)
    finalAccount = accepted + 60 + random.wait(mean: 110)

    began = [:]
    let beginnings: [Misconduct: Day] = [
      .bidRigging: tender.opened,
      .phantomProgress: actual.day(ofShare: 0.12),
      .changeFarming: signed + 60,
      .compensationWithheld: approved + 150,
      .falseRectification: start + 30,
      .payeeDiversion: start + 45,
    ]
    for kind in Misconduct.allCases where causes.has(kind) { began[kind] = beginnings[kind] }
  }

  /// How much longer than planned the work takes, as a share of the planned duration.
  private static func lengthening(_ causes: Causes, random: inout SplitMix64) -> Double {
    var mean = 0.02 - 0.11 * causes.capability - 0.03 * causes.unitIntegrity
    if causes.has(.phantomProgress) { mean += 0.22 }
    if causes.has(.compensationWithheld) { mean += 0.25 }
    if causes.has(.payeeDiversion) { mean += 0.18 }
    if causes.has(.changeFarming) { mean += 0.12 }
    return (mean + 0.16 * random.normal()).clamped(to: -0.15...2)
  }

  /// A contractor: half of the time one of the unit's usual five.
  private static func contractor(
    of unit: Int,
    in world: World,
    random: inout SplitMix64
  ) -> Int {
    let count = world.contractors.count
    return random.chance(0.5) ? (unit * 5 + random.int(below: 5)) % count : random.int(below: count)
  }

  /// A day of approval; budgets are decided in spring, little is approved in winter.
  private static func approval(from: Day, to: Day, random: inout SplitMix64) -> Day {
    let weights = [0.3, 0.4, 1, 1, 0.9, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3]
    let days = max(1, to - from - 60)
    for _ in 0..<100 {
      let day = from + random.int(below: days)
      if random.chance(weights[day.civil.month - 1]) { return day }
    }
    return from
  }

  /// `amount` to the nearest multiple of `step`.
  static func rounded(_ amount: Double, to step: Double) -> Double {
    (amount / step).rounded() * step
  }
}
