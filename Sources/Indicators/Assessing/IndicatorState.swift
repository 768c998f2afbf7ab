/// What an indicator says of one project on one day.
public enum IndicatorState: Hashable, Sendable {
  /// Computed, and below every cut.
  case clear
  /// Computed, and at this level.
  case flagged(Level)
  /// It has no meaning for the project.
  case notApplicable
  /// It could not be computed for want of these inputs.
  case insufficient([String])

  /// Its name as output files spell it: `clear`, the level, `not_applicable`, `insufficient`.
  public var name: String {
    switch self {
    case .clear: "clear"
    case .flagged(let level): level.rawValue
    case .notApplicable: "not_applicable"
    case .insufficient: "insufficient"
    }
  }

  /// The level, or nil when nothing is flagged.
  public var level: Level? {
    guard case .flagged(let level) = self else { return nil }
    return level
  }
}

/// What an indicator says of one project, with the value it says it from.
public struct Finding: Hashable, Sendable {
  /// Clear, flagged, not applicable, or insufficient.
  public var state: IndicatorState
  /// The value, true counting as 1; nil unless the state is clear or flagged.
  public var value: Double?
}

/// How much of what applies to a project could be computed.
public struct Coverage: Hashable, Sendable {
  /// Indicators that are clear or flagged.
  public var computed: Int
  /// Indicators that apply, or whose applicability is itself unknown.
  public var applicable: Int

  /// A coverage of its parts.
  public init(computed: Int, applicable: Int) {
    self.computed = computed
    self.applicable = applicable
  }

  /// The share computed, 0…1; nil when nothing applies.
  public var share: Double? {
    applicable > 0 ? Double(computed) / Double(applicable) : nil
  }
}
