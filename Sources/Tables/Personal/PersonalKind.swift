/// What makes a column personal.
public enum PersonalKind: String, Hashable, Sendable, CaseIterable {
  /// A person's name; looked for in complaints only.
  case name
  /// A telephone number.
  case phone
  /// The number of an identity card.
  case identity
  /// An e-mail address.
  case email
  /// A bank card or account.
  case bankCard = "bank_card"

  /// The kind in words, with its article.
  public var title: String {
    switch self {
    case .name: "a person's name"
    case .phone: "a telephone number"
    case .identity: "an identity number"
    case .email: "an e-mail address"
    case .bankCard: "a bank card or account"
    }
  }

  /// Its place in counters.
  var index: Int {
    switch self {
    case .name: 0
    case .phone: 1
    case .identity: 2
    case .email: 3
    case .bankCard: 4
    }
  }
}

/// The kinds of personal data that one value looks like.
public struct PersonalMatches: OptionSet, Hashable, Sendable {
  /// One bit a kind.
  public var rawValue: UInt8

  /// A set of its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set of one kind.
  public init(_ kind: PersonalKind) { rawValue = 1 << UInt8(kind.index) }

  /// A number as long as a card's that fails the check digit, by which chance is judged.
  static let cardShaped = PersonalMatches(rawValue: 1 << 5)
}
