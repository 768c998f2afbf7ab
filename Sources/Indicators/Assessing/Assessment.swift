import Features
import Tables

/// What every indicator of a pack says of every project on one day.
///
/// - Shapes: projects are rows, in the order of `ids`; indicators are columns, as in the pack.
public struct Assessment: Sendable {
  /// The day whose evening it is.
  public let asOf: Day
  /// The projects.
  public let ids: [String]
  /// The indicators.
  public let indicators: [Indicator]

  /// Per indicator, one value a row; only where the state is clear or flagged.
  private let values: [[Double]]
  /// Per indicator, one code a row: 0 clear, 1…4 the rank of a level, then the two below.
  private let codes: [[UInt8]]
  /// Per indicator, the inputs each insufficient row lacks.
  private let lacking: [[Int: [String]]]

  private static let notApplicable: UInt8 = 5
  private static let insufficient: UInt8 = 6

  fileprivate init(_ pack: Pack, _ table: FeatureTable) {
    var values: [[Double]] = []
    var codes: [[UInt8]] = []
    var lacking: [[Int: [String]]] = []
    for indicator in pack.indicators {
      var indicatorValues = [Double](repeating: 0, count: table.ids.count)
      var indicatorCodes = [UInt8](repeating: Assessment.insufficient, count: table.ids.count)
      var indicatorLacking: [Int: [String]] = [:]
      let column = table[indicator.feature]
      for row in table.ids.indices {
        guard let column else {
          indicatorLacking[row] = [indicator.feature]
          continue
        }
        switch column.states[row] {
        case .value:
          guard let value = column.score(at: row) else {
            indicatorLacking[row] = [indicator.feature]
            continue
          }
          indicatorValues[row] = value
          indicatorCodes[row] = UInt8(indicator.scale.level(of: value)?.rank ?? 0)
        case .notApplicable:
          indicatorCodes[row] = Assessment.notApplicable
        case .insufficient:
          indicatorLacking[row] = column.missingInputs(at: row)
        case .none, .undefined:
          // Something is there to judge (`applies` says so), but no value came of it.
          indicatorLacking[row] = [indicator.feature]
        }
      }
      values.append(indicatorValues)
      codes.append(indicatorCodes)
      lacking.append(indicatorLacking)
    }
    self.asOf = table.asOf
    self.ids = table.ids
    self.indicators = pack.indicators
    self.values = values
    self.codes = codes
    self.lacking = lacking
  }

  /// What one indicator says of one project.
  public func finding(row: Int, indicator: Int) -> Finding {
    let code = codes[indicator][row]
    switch code {
    case 0: return Finding(state: .clear, value: values[indicator][row])
    case Assessment.notApplicable: return Finding(state: .notApplicable)
    default:
      if let level = Level(rank: Int(code)) {
        return Finding(state: .flagged(level), value: values[indicator][row])
      }
      return Finding(state: .insufficient(lacking[indicator][row] ?? []))
    }
  }

  /// What each indicator says of one project, in the pack's order.
  public func findings(row: Int) -> [Finding] {
    indicators.indices.map { finding(row: row, indicator: $0) }
  }

  /// The points of a project: the sum over its flags, as the expert model adds it up.
  public func points(row: Int) -> Double {
    indicators.indices.reduce(0) { sum, indicator in
      let code = codes[indicator][row]
      return Level(rank: Int(code)).map { sum + indicators[indicator].points[$0] } ?? sum
    }
  }

  /// How much of what applies to a project could be computed.
  public func coverage(row: Int) -> Coverage {
    var coverage = Coverage(computed: 0, applicable: 0)
    for indicator in indicators.indices {
      let code = codes[indicator][row]
      if code < Assessment.notApplicable { coverage.computed += 1 }
      if code != Assessment.notApplicable { coverage.applicable += 1 }
    }
    return coverage
  }

  /// How many projects an indicator flags at each level, and how many it leaves in each state.
  public func counts(indicator: Int) -> [String: Int] {
    var counts: [String: Int] = [:]
    for row in ids.indices {
      counts[finding(row: row, indicator: indicator).state.name, default: 0] += 1
    }
    return counts
  }
}

extension Pack {
  /// What every indicator says of every project of a feature table.
  ///
  /// A feature that is not in the table is insufficient, so that a table of other features is
  /// never taken for a clean one.
  ///
  /// - Complexity: O(indicators · projects).
  public func assess(_ table: FeatureTable) -> Assessment { Assessment(self, table) }
}

extension FeatureColumn {
  /// The value of a row as a number; true is 1, false is 0.
  fileprivate func score(at row: Int) -> Double? {
    column.double(at: row) ?? column.boolean(at: row).map { $0 ? 1 : 0 }
  }
}
