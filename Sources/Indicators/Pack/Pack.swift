import Features
import Tables

/// A set of indicators that belong together: features to compute and an expert model over them.
public struct Pack: Sendable {
  /// Its short name.
  public var name: String
  /// Its title.
  public var title: Bilingual
  /// The files it was read from, the main one first.
  public var files: [String]
  /// Its indicators, as declared.
  public var indicators: [Indicator]
  /// Its risk points, as declared.
  public var riskPoints: [RiskPoint]
  /// Every feature its indicators need, shared ones first; only scored ones are shown.
  public var declarations: [Declaration]

  /// Reads a pack: a YAML file, or a folder that holds `pack.yaml`.
  ///
  /// - Throws: `IndicatorError` with file, line and column; for an unknown key or name it says the
  ///   nearest right one.
  public static func load(_ path: String) throws(IndicatorError) -> Pack {
    var reader = PackReader()
    return try reader.read(path)
  }

  /// The indicator of a code or a word name, or nil.
  public subscript(id: String) -> Indicator? {
    indicators.first { $0.id == id || $0.name == id }
  }

  /// The indicator that scores a feature, or nil.
  public func indicator(forFeature feature: String) -> Indicator? {
    indicators.first { $0.feature == feature }
  }

  /// The risk points that no indicator watches.
  public var unwatchedRiskPoints: [RiskPoint] {
    let watched = Set(indicators.map(\.riskPoint.id))
    return riskPoints.filter { !watched.contains($0.id) }
  }

  /// The indicators none of whose laws was in force on a day.
  ///
  /// They go on working, for a risk is a risk; what is shown of them must say so.
  public func withoutLaw(on day: Day) -> [(indicator: Indicator, laws: [Law])] {
    indicators.compactMap { indicator in
      guard case .notInForce(let laws) = indicator.legalStanding(on: day) else { return nil }
      return (indicator, laws)
    }
  }
}
