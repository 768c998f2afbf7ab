import Indicators
import Tables

/// What levels go by.
public enum LevelBasis: String, Hashable, Sendable, CaseIterable {
  /// The calibrated probability: at or above a bound.
  case probability
  /// The points of an expert model or a scorecard: at or above a bound.
  case points
  /// The rank: among the given share of all scored projects.
  case share
}

/// How serious an indicator's state is; a name of its own because a policy has levels too.
public typealias FlagLevel = Level

/// The language of the words people read.
public enum Language: String, Hashable, Sendable, CaseIterable, Codable {
  case en, zh
}

/// How scores become levels: the one place where anything is called yellow or red.
///
/// ```yaml
/// by: share                 # probability, points or share
/// levels:                   # from the mildest to the most serious
///   blue: 20%               # the 20% of projects with the highest scores
///   yellow: 10%
///   orange: 5%
///   red: 2%
/// hard:                     # raises to at least `level`, whatever the score
///   - {indicator: C03, when: red, level: orange}
/// language: zh
/// ```
public struct Policy: Hashable, Sendable {
  /// One level of attention.
  public struct Level: Hashable, Sendable {
    /// Its name in files, such as `orange`.
    public var name: String
    /// Its name for people, by language; the four usual names have titles of their own.
    public var titles: [Language: String]
    /// The least probability or points, or the largest share of projects.
    public var bound: Double

    /// A level of its parts.
    public init(name: String, titles: [Language: String] = [:], bound: Double) {
      self.name = name
      self.titles = titles
      self.bound = bound
    }

    /// What people call it.
    public func title(_ language: Language) -> String {
      titles[language] ?? Level.usual[name]?[language] ?? name
    }

    private static let usual: [String: [Language: String]] = [
      "blue": [.en: "blue", .zh: "蓝"], "yellow": [.en: "yellow", .zh: "黄"],
      "orange": [.en: "orange", .zh: "橙"], "red": [.en: "red", .zh: "红"],
    ]
  }

  /// An indicator that raises a project's level by itself.
  public struct Hard: Hashable, Sendable {
    /// The indicator's id, such as `C03`.
    public var indicator: String
    /// It must be flagged at least this seriously; nil for any flag.
    public var when: FlagLevel?
    /// The name of the level that is reached at least.
    public var level: String

    /// A trigger of its parts.
    public init(indicator: String, when: FlagLevel? = nil, level: String) {
      self.indicator = indicator
      self.when = when
      self.level = level
    }
  }

  /// What levels go by.
  public let basis: LevelBasis
  /// The levels, from the mildest to the most serious; at least one.
  public let levels: [Level]
  /// What raises a level whatever the score.
  public let hard: [Hard]
  /// The language of reasons, unless the command line says otherwise.
  public let language: Language

  /// A policy of its parts, checked as one that is read from a file.
  public init(
    by basis: LevelBasis,
    levels: [Level],
    hard: [Hard] = [],
    language: Language = .en
  ) throws(WarningError) {
    self.basis = basis
    self.levels = levels
    self.hard = hard
    self.language = language
    try check { _ in nil }
  }

  /// The name of the level at an index, or nil for no level.
  public func level(at index: Int?) -> Level? {
    guard let index, levels.indices.contains(index) else { return nil }
    return levels[index]
  }

  /// The SHA-256 of what the policy says, in hexadecimal; comments, spacing and the language do
  /// not count.
  public var hash: String {
    var text = "policy 1\nby \(basis.rawValue)\n"
    for level in levels { text += "level \(level.name.debugDescription) \(level.bound)\n" }
    for trigger in hard {
      text += "hard \(trigger.indicator.debugDescription) \(trigger.when?.rawValue ?? "any")"
      text += " \(trigger.level.debugDescription)\n"
    }
    return Fingerprint.of(text)
  }
}
