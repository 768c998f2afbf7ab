/// How strong a warning is, from blue (weakest) to red.
public enum Level: String, Hashable, Comparable, Sendable, CaseIterable, Codable {
  case blue, yellow, orange, red

  /// 1 for blue to 4 for red; 0 stands for clear where levels are stored as numbers.
  public var rank: Int {
    switch self {
    case .blue: 1
    case .yellow: 2
    case .orange: 3
    case .red: 4
    }
  }

  /// The level of a rank from 1 to 4, or nil.
  public init?(rank: Int) {
    switch rank {
    case 1: self = .blue
    case 2: self = .yellow
    case 3: self = .orange
    case 4: self = .red
    default: return nil
    }
  }

  /// Its name in a reader's language.
  public var title: Bilingual {
    switch self {
    case .blue: Bilingual(en: "blue", zh: "蓝色")
    case .yellow: Bilingual(en: "yellow", zh: "黄色")
    case .orange: Bilingual(en: "orange", zh: "橙色")
    case .red: Bilingual(en: "red", zh: "红色")
    }
  }

  /// Weaker levels come first.
  public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
}

/// A text in English and in Chinese.
public struct Bilingual: Hashable, Sendable {
  /// The English text.
  public var en: String
  /// The Chinese text.
  public var zh: String

  /// A text of its two versions.
  public init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// The text in `language` (`en` or `zh`); English for any other.
  public subscript(language: String) -> String { language == "zh" ? zh : en }
}

/// Where a definition or a cut comes from, and how far it can be relied on.
public enum SourceMark: String, Hashable, Sendable, CaseIterable {
  /// Read in the named source.
  case verified = "V"
  /// Read in a secondary source.
  case secondary = "V2"
  /// From memory: to be checked before anyone relies on it.
  case memory = "M"
  /// A proposed default, to be tuned on data.
  case proposed = "D"

  /// What a reader must know before relying on it.
  public var caution: Bilingual? {
    switch self {
    case .verified: nil
    case .secondary: Bilingual(en: "from a secondary source", zh: "转引自二手资料")
    case .memory: Bilingual(en: "to be checked", zh: "待核实")
    case .proposed: Bilingual(en: "a proposed default, to be tuned", zh: "建议的默认值，待校准")
    }
  }
}
