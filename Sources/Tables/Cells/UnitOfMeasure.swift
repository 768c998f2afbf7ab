/// What a number counts or measures: a kind, and how many of the kind's base one unit is.
public struct UnitOfMeasure: Hashable, Sendable {
  /// What can be converted into each other.
  public enum Kind: Hashable, Sendable {
    /// Money in a currency, by its ISO 4217 code; the base is the currency unit.
    case currency(String)
    /// Shares of one; the base is 1, a percent is a hundredth.
    case ratio
    /// The base is the metre.
    case length
    /// The base is the square metre.
    case area
    /// The base is the cubic metre.
    case volume
    /// The base is the kilogram.
    case mass
    /// The base is the day.
    case duration
    /// Calendar months, which have no fixed number of days.
    case months
    /// Things counted or measured that convert to nothing else, by name.
    case named(String)
  }

  /// How many of the base one unit is: `numerator / denominator · 10^power`.
  public struct Scale: Hashable, Sendable {
    /// The power of ten.
    public var power = 0
    /// What does not fit a power of ten, mostly 1; positive.
    public var numerator: Int64 = 1
    /// What does not fit a power of ten, mostly 1; positive.
    public var denominator: Int64 = 1

    /// The base itself.
    public static let one = Scale()

    /// A power of ten times a fraction of small positive numbers.
    public init(power: Int = 0, numerator: Int64 = 1, denominator: Int64 = 1) {
      self.power = power
      self.numerator = numerator
      self.denominator = denominator
    }

    /// Whether it is a power of ten.
    public var isDecimal: Bool { numerator == denominator }

    /// The product of two scales of our table, whose fractions are small.
    static func * (left: Scale, right: Scale) -> Scale {
      Scale(
        power: left.power + right.power,
        numerator: left.numerator &* right.numerator,
        denominator: left.denominator &* right.denominator
      )
    }

    /// The quotient of two scales of our table, whose fractions are small.
    static func / (left: Scale, right: Scale) -> Scale {
      Scale(
        power: left.power - right.power,
        numerator: left.numerator &* right.denominator,
        denominator: left.denominator &* right.numerator
      )
    }
  }

  /// The name it was declared by.
  public var name: String
  /// What it measures.
  public var kind: Kind
  /// How many of the kind's base it is.
  public var scale: Scale

  /// The unit of a name: a word of the table with or without a magnitude (`CNY`, `万元`,
  /// `million USD`, `percent`, `m2`, `万人`), else a unit of its own kind.
  public init(named name: String) {
    self.name = name
    let bytes = Array(name.utf8)
    var scale = Scale.one
    var kind: Kind?
    var index = 0
    let span = bytes.span
    while index < bytes.count {
      index = FoldedText.skipBlanks(span, from: index)
      guard index < bytes.count else { break }
      guard let (word, length) = UnitWords.longest(span, at: index) else {
        kind = nil
        break
      }
      index += length
      scale = scale * word.scale
      switch word.meaning {
      case .magnitude: break
      case .unit(let meaning) where kind == nil || kind == meaning: kind = meaning
      case .symbol(_, let usual) where kind == nil || kind == .currency(usual):
        kind = .currency(usual)
      case .unit, .symbol: index = bytes.count + 1
      }
    }
    if let kind, index == bytes.count {
      self.kind = kind
      self.scale = scale
    } else {
      self.kind = .named(name)
      self.scale = .one
    }
  }

  /// The ISO 4217 code when it is money, whatever the magnitude (`万元` is `CNY`).
  public var currency: String? {
    if case .currency(let code) = kind { code } else { nil }
  }
}
