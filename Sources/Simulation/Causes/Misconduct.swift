import Determinism

/// A hidden kind of misconduct, and what it leaves in the records.
///
/// Every trace also occurs without misconduct, only less often.
public enum Misconduct: String, CaseIterable, Sendable {
  /// A ring shares out tenders: cover bids close together and near the ceiling, sometimes made on
  /// one device or secured from one account.
  case bidRigging = "bid_rigging"
  /// Progress is reported, certified and paid that was not made; it is corrected downwards later.
  case phantomProgress = "phantom_progress"
  /// A low bid is made good by many small price changes.
  case changeFarming = "change_farming"
  /// Compensation for land and houses is agreed and not paid out; people complain together.
  case compensationWithheld = "compensation_withheld"
  /// Findings are reported as rectified without evidence and come back; readings stay bad.
  case falseRectification = "false_rectification"
  /// Money goes to payees who are no party to the contract, and invoices are paid twice.
  case payeeDiversion = "payee_diversion"

  /// The logit of the kind where every integrity is average.
  var baseLogit: Double {
    switch self {
    case .bidRigging: -1.1
    case .phantomProgress: -3.5
    case .changeFarming: -3.6
    case .compensationWithheld: -2.8
    case .falseRectification: -3.7
    case .payeeDiversion: -3.9
    }
  }

  /// How much the unit's, the contractor's and the project's own poor integrity add, per standard
  /// deviation.
  var weights: (unit: Double, contractor: Double, project: Double) {
    switch self {
    case .bidRigging: (0.5, 0.3, 0.3)
    case .phantomProgress: (0.7, 0.9, 0.6)
    case .changeFarming: (0.5, 1.0, 0.6)
    case .compensationWithheld: (1.2, 0.1, 0.6)
    case .falseRectification: (0.6, 0.9, 0.5)
    case .payeeDiversion: (1.0, 0.5, 0.7)
    }
  }

  /// The chance that an inspection after the fact finds it.
  var detection: Double {
    switch self {
    case .bidRigging: 0.55
    case .phantomProgress: 0.75
    case .changeFarming: 0.6
    case .compensationWithheld: 0.85
    case .falseRectification: 0.7
    case .payeeDiversion: 0.65
    }
  }
}

/// What is truly the matter with a project.
struct Causes: Sendable {
  /// Poor below zero; each standard normal over its population.
  var unitIntegrity: Double
  var contractorIntegrity: Double
  var projectIntegrity: Double
  /// How well unit and contractor can build; standard normal.
  var capability: Double
  /// The kinds of misconduct committed.
  var misconduct: Set<Misconduct>
  /// The ring that won, where bids were rigged.
  var ring: Int?

  /// The causes of a project of this unit, won by this contractor.
  init(
    unit: World.Unit,
    contractor: World.Contractor,
    hasLand: Bool,
    random: inout SplitMix64
  ) {
    unitIntegrity = unit.integrity
    contractorIntegrity = contractor.integrity
    projectIntegrity = random.normal()
    capability = (unit.capability + contractor.capability) / 2.0.squareRoot()
    misconduct = []
    for kind in Misconduct.allCases {
      let (unitWeight, contractorWeight, projectWeight) = kind.weights
      let logit =
        kind.baseLogit - unitWeight * unitIntegrity - contractorWeight * contractorIntegrity
        - projectWeight * projectIntegrity
      let happens = random.chance(Pinned.logistic(logit))
      let isPossible =
        switch kind {
        case .bidRigging: contractor.ring != nil
        case .compensationWithheld: hasLand
        default: true
        }
      if happens && isPossible { misconduct.insert(kind) }
    }
    ring = misconduct.contains(.bidRigging) ? contractor.ring : nil
  }

  /// Whether the project has a kind of misconduct.
  func has(_ kind: Misconduct) -> Bool { misconduct.contains(kind) }
}
