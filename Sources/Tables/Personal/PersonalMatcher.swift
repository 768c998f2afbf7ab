/// Says what one value looks like, from its bytes.
///
/// Cheap on what is not personal: most values leave after a look at their length and first byte.
public struct PersonalMatcher: Sendable {
  /// Whether persons' names are looked for too.
  public let findsNames: Bool

  /// A matcher of all kinds, of names only where `findsNames`.
  public init(findsNames: Bool = false) {
    self.findsNames = findsNames
  }

  /// The kinds that trimmed `text` looks like, all of it and not a part.
  public func matches(_ text: Span<UInt8>) -> PersonalMatches {
    let count = text.count
    guard count >= 4 else { return [] }
    var matches: PersonalMatches = []
    let first = text[0]
    if (48...57).contains(first) || first == 0x2B || first == 0x28 || first == 0x27
      || first == 0xEF
    {
      // Anything longer than an organisation code in full width is no number we look for.
      if count >= 7, count <= 72, let number = DigitGroups(text) { matches = number.matches }
    } else if findsNames, count <= 48, PersonName.matches(text) {
      return PersonalMatches(.name)
    }
    if matches.isEmpty, count >= 6, count <= 254, PersonalMatcher.isEmail(text) {
      return PersonalMatches(.email)
    }
    return matches
  }

  /// `local@domain.tld` with nothing around it.
  static func isEmail(_ text: Span<UInt8>) -> Bool {
    var at = -1
    for index in text.indices where text[index] == 0x40 {
      if at >= 0 { return false }
      at = index
    }
    guard at > 0, at + 4 <= text.count else { return false }
    for index in 0..<at {
      let byte = text[index]
      guard byte > 0x20, byte < 0x7F, byte != 0x2C, byte != 0x3B, byte != 0x3C, byte != 0x3E else {
        return false
      }
    }
    var lastDot = -1
    for index in (at + 1)..<text.count {
      let byte = text[index]
      if byte == 0x2E {
        if index == at + 1 || lastDot == index - 1 { return false }
        lastDot = index
      } else if !((48...57).contains(byte) || (65...90).contains(byte)
        || (97...122).contains(byte) || byte == 0x2D)
      {
        return false
      }
    }
    guard lastDot > at, text.count - lastDot > 2 else { return false }
    for index in (lastDot + 1)..<text.count
    where !((65...90).contains(text[index]) || (97...122).contains(text[index])) {
      return false
    }
    return true
  }
}
