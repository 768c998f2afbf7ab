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

  /// Per indicator, its feature; nil where the table has none of its name.
  private let columns: [FeatureColumn?]
  /// Per indicator, one code a row: 0 clear, 1…4 the rank of a level, then the two below.
  private let codes: [[UInt8]]

  private static let notApplicable: UInt8 = 5
  private static let insufficient: UInt8 = 6

  fileprivate init(_ pack: Pack, _ table: FeatureTable) {
    asOf = table.asOf
    ids = table.ids
    indicators = pack.indicators
    let columns = pack.indicators.map { table[$0.feature] }
    self.columns = columns
    codes = zip(pack.indicators, columns).map { indicator, column in
      guard let column else {
        return [UInt8](repeating: Assessment.insufficient, count: table.ids.count)
      }
      return table.ids.indices.map { row in
        switch column.states[row] {
        case .value:
          column.score(at: row).map { UInt8(indicator.scale.level(of: $0)?.rank ?? 0) }
            ?? Assessment.insufficient
        case .notApplicable: Assessment.notApplicable
        case .insufficient, .none, .undefined: Assessment.insufficient
        }
      }
    }
  }

  /// What one indicator says of one project.
  public func finding(row: Int, indicator: Int) -> Finding {
    let code = codes[indicator][row]
    if code == Assessment.notApplicable { return Finding(state: .notApplicable) }
    if code == Assessment.insufficient {
      return Finding(state: .insufficient(lacking(row: row, indicator: indicator)))
    }
    return Finding(
      state: Level(rank: Int(code)).map(IndicatorState.flagged) ?? .clear,
      value: columns[indicator]?.score(at: row)
    )
  }

  /// How seriously one indicator flags one project; nil when it does not.
  public func level(row: Int, indicator: Int) -> Level? {
    Level(rank: Int(codes[indicator][row]))
  }

  /// The inputs that an insufficient finding lacks.
  private func lacking(row: Int, indicator: Int) -> [String] {
    guard let column = columns[indicator], column.states[row] == .insufficient else {
      // Something is there to judge (`applies` says so), but no value came of it.
      return [indicators[indicator].feature]
    }
    return column.missingInputs(at: row)
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
