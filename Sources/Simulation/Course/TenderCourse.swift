import Determinism
import Tables

/// The tender of a project's main contract: its days, its bids, its award.
struct TenderCourse: Sendable {
  struct Bid: Sendable {
    /// The bidder's place in the world; nil for the project's own contractor, who wins.
    var bidder: Int?
    var amount: Double
    var isDisqualified: Bool
    /// Whether the bid was made on the winner's device, or secured from the winner's account.
    var sharesDevice: Bool
    var sharesAccount: Bool
  }

  var published: Day
  var opened: Day
  var awarded: Day
  var method: String
  var estimate: Double
  var ceiling: Double
  var award: Double
  /// The winner's bid first.
  var bids: [Bid]
  var addenda: Int
  var agency: Int

  init(
    approved: Day,
    budget: Double,
    causes: Causes,
    world: World,
    random: inout SplitMix64
  ) {
    let isRigged = causes.has(.bidRigging)
    published = approved + 15 + random.wait(mean: 22)
    let isShort = random.chance(isRigged ? 0.3 : 0.06)
    opened = published + (isShort ? random.int(8...18) : random.int(20...38))
    awarded = opened + 3 + random.wait(mean: 8)
    let openness = isRigged ? [0.7, 0.2, 0.07, 0.03] : [0.84, 0.08, 0.06, 0.02]
    method = ["open", "invited", "negotiated", "other"][random.index(weights: openness)]
    estimate = ProjectCourse.rounded(budget * random.uniform(0.78..<0.88), to: 1000)
    ceiling = ProjectCourse.rounded(estimate * random.uniform(0.96..<1), to: 1000)
    addenda = random.count(mean: 0.6)
    agency = random.int(below: world.agencies.count)

    let ratio =
      isRigged
      ? random.normal(0.978, 0.01)
      : causes.has(.changeFarming) ? random.normal(0.8, 0.04) : random.normal(0.905, 0.045)
    award = ProjectCourse.rounded(ceiling * ratio.clamped(to: 0.6...0.999), to: 100)
    bids = [
      Bid(
        bidder: nil,
        amount: award,
        isDisqualified: false,
        sharesDevice: true,
        sharesAccount: true
      )
    ]
    let rivals =
      switch method {
      case "open": 2 + random.count(mean: isRigged ? 2.2 : 3.4)
      case "invited": 2 + random.count(mean: 0.6)
      default: random.count(mean: 0.5)
      }
    let ring = causes.ring.map { random.shuffled(world.rings[$0]) } ?? []
    for rival in 0..<rivals {
      let isCover = isRigged && (rival < ring.count || random.chance(0.5))
      let distance =
        isCover
        ? 0.002 + 0.012 * random.uniform() + 0.004 * Double(rival)
        : Pinned.exp(random.normal(-3.2, 0.8))
      bids.append(
        Bid(
          bidder: rival < ring.count ? ring[rival] : random.int(below: world.contractors.count),
          amount: ProjectCourse.rounded(min(award * (1 + distance), ceiling * 1.02), to: 100),
          isDisqualified: random.chance(isCover ? 0.2 : 0.07),
          sharesDevice: isCover ? random.chance(0.4) : random.chance(0.003),
          sharesAccount: isCover ? random.chance(0.3) : random.chance(0.002)
        )
      )
    }
  }
}
