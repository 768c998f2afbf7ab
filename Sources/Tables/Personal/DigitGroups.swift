/// A value made of digits, with the separators that people put between them.
struct DigitGroups {
  private var digits = [24 of UInt8](repeating: 0)
  private var count = 0
  /// Where each group of digits starts.
  private var starts = [8 of Int](repeating: 0)
  private var groups = 0
  private var hasPlus = false
  /// Whether the last digit of an identity number is X.
  private var endsInX = false
  /// Whether a separator was a dot or a bracket, which only telephone numbers have.
  private var isPhoneOnly = false
  /// The dots, and the separators that are none.
  private var dots = 0
  private var otherSeparators = 0

  /// The digits of `text`, or nil when it holds anything else.
  ///
  /// Of several numbers in one cell (`138…/139…`) the first counts. A lone `.0` at the end is what
  /// a number becomes that went through a floating-point column.
  init?(_ text: Span<UInt8>) {
    var index = text[0] == 0x27 ? 1 : 0
    var wasDigit = false
    while index < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      if let digit = FoldedText.digit(scalar) {
        guard count < 24 else { return nil }
        if !wasDigit {
          guard groups < 8 else { return nil }
          starts[groups] = count
          groups += 1
        }
        digits[count] = UInt8(digit)
        count += 1
        wasDigit = true
        index += length
        continue
      }
      wasDigit = false
      switch scalar {
      case 0x20, 0x2D: otherSeparators += 1
      case 0x2E:
        if DigitGroups.isZeroFraction(text, from: index) { return }
        isPhoneOnly = true
        dots += 1
      case 0x28, 0x29:
        isPhoneOnly = true
        otherSeparators += 1
      case 0x2B:
        guard count == 0, !hasPlus else { return nil }
        hasPlus = true
      case 0x58, 0x78:
        guard count == 17, groups == 1, index + length == text.count else { return nil }
        endsInX = true
      case 0x2F, 0x3B, 0x2C, 0x3001, 0x8F6C:
        // The next number, or 转 before an extension.
        guard count >= 7 else { return nil }
        return
      default: return nil
      }
      index += length
    }
  }

  private static func isZeroFraction(_ text: Span<UInt8>, from point: Int) -> Bool {
    guard point + 1 < text.count else { return false }
    for index in (point + 1)..<text.count where text[index] != 48 { return false }
    return text.count - point <= 3
  }

  /// The kinds it looks like.
  var matches: PersonalMatches {
    var matches: PersonalMatches = []
    if isPhone { matches.insert(PersonalMatches(.phone)) }
    if !hasPlus, !isPhoneOnly, !isOrganisationCode {
      if groups == 1, isIdentityNumber || isOldIdentityNumber {
        matches.insert(PersonalMatches(.identity))
      }
      if isCardShaped {
        matches.insert(hasCardCheck ? PersonalMatches(.bankCard) : .cardShaped)
      }
    }
    return matches
  }

  private func length(ofGroup group: Int) -> Int {
    (group + 1 < groups ? starts[group + 1] : count) - starts[group]
  }

  /// Whether it is a number with one or two decimals: amounts are, telephone numbers are not.
  private var isDecimal: Bool {
    dots == 1 && otherSeparators == 0 && groups == 2 && length(ofGroup: 1) <= 2
  }

  private func value(_ start: Int, _ length: Int) -> Int {
    var value = 0
    for index in start..<(start + length) { value = value * 10 + Int(digits[index]) }
    return value
  }

  // MARK: Telephone numbers

  private var isPhone: Bool {
    guard !endsInX, !isDecimal else { return false }
    if isMobile(0, count) { return true }
    if count == 13, digits[0] == 8, digits[1] == 6, isMobile(2, 11) { return true }
    if count == 15, value(0, 4) == 86, isMobile(4, 11) { return true }
    if hasPlus { return count >= 9 && count <= 15 && digits[0] != 0 }
    return isLandline || isNorthAmerican
  }

  private func isMobile(_ start: Int, _ length: Int) -> Bool {
    length == 11 && digits[start] == 1 && digits[start + 1] >= 3
  }

  /// An area code from 010 to 0999 and seven or eight digits that start with neither 0 nor 1,
  /// perhaps an extension.
  private var isLandline: Bool {
    guard count >= 10, digits[0] == 0, digits[1] != 0 else { return false }
    let area = digits[1] <= 2 ? 3 : 4
    guard digits[area] >= 2 else { return false }
    if groups >= 2 {
      return length(ofGroup: 0) == area && (7...8).contains(length(ofGroup: 1))
        && groups <= 3
    }
    return (7...8).contains(count - area)
  }

  /// `212-555-0123` with or without a 1 before it, and service numbers such as `400-123-4567`.
  private var isNorthAmerican: Bool {
    if groups == 3, value(0, 3) == 400 || value(0, 3) == 800, count == 10 { return true }
    let first = groups == 4 && length(ofGroup: 0) == 1 && digits[0] == 1 ? 1 : 0
    guard groups - first == 3, length(ofGroup: first) == 3, length(ofGroup: first + 1) == 3,
      length(ofGroup: first + 2) == 4
    else { return false }
    return digits[starts[first]] >= 2 && digits[starts[first + 1]] >= 2
  }

  // MARK: Identity numbers

  /// Eighteen places, a real day of birth, and the check digit of ISO 7064 MOD 11-2 (GB 11643).
  private var isIdentityNumber: Bool {
    guard count + (endsInX ? 1 : 0) == 18, isProvince else { return false }
    guard let born = Day(year: value(6, 4), month: value(10, 2), day: value(12, 2)),
      born >= DigitGroups.earliestBirth
    else { return false }
    var remainder = 0
    for index in 0..<17 { remainder = (remainder + Int(digits[index])) * 2 % 11 }
    let check = endsInX ? 10 : Int(digits[17])
    return (remainder + check) % 11 == 1
  }

  /// The form of before 1999: fifteen digits, year of birth in two, no check digit.
  private var isOldIdentityNumber: Bool {
    count == 15 && !endsInX && isProvince
      && Day(year: 1900 + value(6, 2), month: value(8, 2), day: value(10, 2)) != nil
  }

  /// The first two digits are those of a province (GB 2260).
  private var isProvince: Bool {
    switch value(0, 2) {
    case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83: true
    default: false
    }
  }

  private static let earliestBirth = Day(number: -25_567)

  // MARK: Cards and organisations

  /// Thirteen to nineteen digits of a card network, in one group or in fours.
  private var isCardShaped: Bool {
    guard (13...19).contains(count), !endsInX, (3...6).contains(digits[0]) || digits[0] == 9 else {
      return false
    }
    for group in 0..<max(0, groups - 1) where length(ofGroup: group) != 4 { return false }
    return true
  }

  /// Luhn's check digit, which one number in ten has by chance.
  private var hasCardCheck: Bool {
    var sum = 0
    for index in 0..<count {
      let digit = Int(digits[count - 1 - index])
      sum += index % 2 == 0 ? digit : (digit < 5 ? digit * 2 : digit * 2 - 9)
    }
    return sum % 10 == 0
  }

  /// The code of an organisation (GB 32100) written in digits alone, which is public: eighteen
  /// places, and a check character modulo 31.
  private var isOrganisationCode: Bool {
    guard count == 18, groups == 1 else { return false }
    var sum = 0
    var weight = 1
    for index in 0..<17 {
      sum += Int(digits[index]) * weight
      weight = weight * 3 % 31
    }
    return (31 - sum % 31) % 31 == Int(digits[17])
  }
}
