/// Why a project stands where it stands, in words: the strongest positive contributions, and
/// apart from them what could not be computed.
public struct Reasons: Hashable, Sendable {
  /// The strongest reasons, the strongest first.
  public var strongest: [Reason]
  /// Features that could not be computed, with the inputs they lack, by name.
  ///
  /// Whatever the model adds for a missing value, it is not a finding about the project.
  public var notComputed: [NotComputed]

  /// The reasons that readings give.
  ///
  /// Only positive contributions are reasons; ties go by the feature's name. A reading that is
  /// insufficient is never one.
  ///
  /// - Complexity: O(n log n).
  public init(_ readings: [FeatureReading], unit: ScoreUnit, limit: Int = 3) {
    let computed = readings.filter { reading in
      if case .insufficient = reading.value { return false }
      return reading.contribution > 0
    }
    let sorted = computed.sorted { left, right in
      left.contribution != right.contribution
        ? left.contribution > right.contribution
        : left.feature.utf8.lexicographicallyPrecedes(right.feature.utf8)
    }
    strongest = sorted.prefix(max(0, limit)).map { Reason($0, unit: unit) }
    notComputed = readings.compactMap { reading in
      guard case .insufficient = reading.value else { return nil }
      return NotComputed(reading)
    }
    .sorted { $0.feature.utf8.lexicographicallyPrecedes($1.feature.utf8) }
  }
}

/// One reason in words.
public struct Reason: Hashable, Sendable, Codable {
  /// The feature it comes from.
  public var feature: String
  /// The indicator the feature belongs to, or nil.
  public var indicator: String?
  /// How seriously that indicator is flagged, or nil.
  public var flag: FlagLevel?
  /// What it adds to the score.
  public var contribution: Double
  /// What `contribution` is counted in.
  public var unit: ScoreUnit
  /// The sentence, by language code.
  public var texts: [String: String]

  /// The reason that a reading gives.
  public init(_ reading: FeatureReading, unit: ScoreUnit) {
    feature = reading.feature
    indicator = reading.indicator
    flag = reading.flag
    contribution = reading.contribution
    self.unit = unit
    var texts: [String: String] = [:]
    for language in Language.allCases {
      var bytes: [UInt8] = []
      ReasonText(reading, unit: unit, language: language)
        .append(reading.value, contribution: reading.contribution, flag: reading.flag, to: &bytes)
      texts[language.rawValue] = String(decoding: bytes, as: UTF8.self)
    }
    self.texts = texts
  }

  /// The sentence in one language: `Complaints in 90 days: 14 cases (+0.82 log-odds)`.
  public func text(_ language: Language) -> String { texts[language.rawValue] ?? feature }
}

/// A feature that could not be computed.
public struct NotComputed: Hashable, Sendable, Codable {
  /// The feature.
  public var feature: String
  /// The indicator the feature belongs to, or nil.
  public var indicator: String?
  /// The inputs that are missing, in the order given.
  public var inputs: [String]
  /// The sentence, by language code.
  public var texts: [String: String]

  init(_ reading: FeatureReading) {
    feature = reading.feature
    indicator = reading.indicator
    if case .insufficient(let missing) = reading.value { inputs = missing } else { inputs = [] }
    var texts: [String: String] = [:]
    for language in Language.allCases {
      let colon = language == .zh ? "：" : ": "
      texts[language.rawValue] =
        reading.title(language) + colon + reading.valueText(language)
    }
    self.texts = texts
  }

  /// The sentence in one language: `Cost overrun: could not be computed: lacks budget`.
  public func text(_ language: Language) -> String { texts[language.rawValue] ?? feature }
}
