import Features
import Tables

/// A feature with cuts, and everything a person needs to act on it.
public struct Indicator: Sendable {
  /// The code that is stored: `S02`.
  public var id: String
  /// The word name that is read: `SlipRatio`.
  public var name: String
  /// What it measures.
  public var title: Bilingual
  /// The risk point it watches.
  public var riskPoint: RiskPoint
  /// The stages of a project in which it means something.
  public var phases: [Phase]
  /// The kinds of project it is for, by the pack's kind column; empty for all.
  public var kinds: [String]
  /// The name of the feature that is scored.
  public var feature: String
  /// The unit of the value (`day`, `ratio`, `case`, `point` …).
  public var unit: String?
  /// When a value is flagged, and how strongly.
  public var scale: Scale
  /// Points of each level.
  public var points: LevelPoints
  /// A value that counts as clear, for asking what a refuted reason would change.
  public var clear: Double
  /// The laws and rules it rests on.
  public var law: [Law]
  /// Why a flag is worth looking at.
  public var why: Bilingual
  /// Innocent explanations.
  public var innocent: [Bilingual]
  /// What to do to verify it.
  public var verify: [Bilingual]
  /// Where the definition comes from.
  public var source: Source
  /// Where the declared feature differs from the catalogue's definition.
  public var note: Bilingual?
  /// Where it is declared.
  public var location: SourceLocation

  /// Where a definition and its cuts come from.
  public struct Source: Hashable, Sendable {
    /// The source, in words.
    public var reference: String
    /// How far the definition can be relied on.
    public var mark: SourceMark
    /// How far the cuts can be relied on.
    public var cuts: SourceMark
  }

  /// Its family: the letters its code begins with.
  public var family: String { String(id.prefix { $0.isLetter }) }

  /// Whether a law behind it was in force on a day.
  public func legalStanding(on day: Day) -> LegalStanding {
    if law.isEmpty { return .noLaw }
    return law.contains { $0.isInForce(on: day) } ? .inForce : .notInForce(law)
  }
}

/// Points for each level a value can reach.
public struct LevelPoints: Hashable, Sendable {
  /// Points of blue, yellow, orange and red, never decreasing.
  public var values: [Double]

  /// The points of a level.
  public subscript(level: Level) -> Double { values[level.rank - 1] }
}
