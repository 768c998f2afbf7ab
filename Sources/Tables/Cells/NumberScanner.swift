/// Takes a number apart that is written with signs, groups, full-width digits, units or brackets.
///
///     cell   = { blank | sign | "(" | unit } body { blank | "-" | ")" | unit }
///     body   = digits [ group digits … ] [ decimal digits ] [ ("e" | "E") [ sign ] digits ]
struct NumberScanner {
  private let notation: NumberNotation
  private var hasSign = false
  private var hasBracket = false
  private var isBracketOpen = false
  private var magnitude = UnitOfMeasure.Scale.one
  private var hasMagnitude = false
  private var meaning: UnitWords.Meaning?
  private var unitScale = UnitOfMeasure.Scale.one

  init(_ notation: NumberNotation) {
    self.notation = notation
  }

  /// Fills `number`, or returns the refusal.
  mutating func scan(
    _ text: Span<UInt8>,
    _ number: inout ScannedNumber
  ) -> CellResult<ScannedNumber>? {
    var index = 0
    if let rule = scanBefore(text, &index, &number) { return .reject(rule) }
    let start = index
    if let rule = scanBody(text, &index, &number) { return .reject(rule) }
    number.body = start..<index
    if let rule = scanAfter(text, &index, &number) { return .reject(rule) }
    guard !isBracketOpen else { return .reject(.number) }
    if hasBracket { number.isNegative = true }
    switch resolvedScale() {
    case .value(let scale): number.scale = scale
    case .reject(let rule): return .reject(rule)
    }
    return nil
  }

  private mutating func scanBefore(
    _ text: Span<UInt8>,
    _ index: inout Int,
    _ number: inout ScannedNumber
  ) -> CellRule? {
    while index < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      if FoldedText.digit(scalar) != nil || scalar == UInt32(notation.decimal) { return nil }
      switch scalar {
      case 0x20, 0x09: index += length
      case 0x2B, 0x2D:
        guard !hasSign, !hasBracket else { return .number }
        hasSign = true
        number.isNegative = scalar == 0x2D
        index += length
      case 0x28:
        guard !hasSign, !hasBracket else { return .number }
        hasBracket = true
        isBracketOpen = true
        index += length
      default:
        // Only money is written before the number, and magnitudes never are.
        if let (word, taken) = UnitWords.longest(text, at: index), word.isMoney, meaning == nil {
          meaning = word.meaning
          unitScale = word.scale
          index += taken
        } else if notation.isBare {
          return .number
        } else {
          index = NumberScanner.wordEnd(text, index, length)
        }
      }
    }
    return .number
  }

  private func scanBody(
    _ text: Span<UInt8>,
    _ index: inout Int,
    _ number: inout ScannedNumber
  ) -> CellRule? {
    var digits = 0
    var inGroup = 0
    var groups = 0
    var isFraction = false
    var groupsAreWrong = false
    while index < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      if let digit = FoldedText.digit(scalar) {
        number.append(digit, isFraction: isFraction)
        digits += 1
        inGroup += 1
      } else if scalar == UInt32(notation.decimal) {
        guard !isFraction else { return .number }
        if groups > 0, inGroup != 3 { groupsAreWrong = true }
        isFraction = true
      } else if let group = notation.group, scalar == UInt32(group) {
        // A blank that no digit follows ends the number.
        guard index + length < text.count,
          FoldedText.digit(FoldedText.scalar(text, at: index + length).scalar) != nil
        else {
          if group == 0x20 { break }
          return .numberGroups
        }
        if isFraction || (groups == 0 ? !(1...3).contains(inGroup) : inGroup != 3) {
          groupsAreWrong = true
        }
        groups += 1
        inGroup = 0
      } else {
        break
      }
      index += length
    }
    if groupsAreWrong || (groups > 0 && !isFraction && inGroup != 3) { return .numberGroups }
    guard digits > 0 else { return .number }
    return scanExponent(text, &index, &number)
  }

  /// An `e` with digits after it is an exponent; an `e` without is somebody's unit.
  private func scanExponent(
    _ text: Span<UInt8>,
    _ index: inout Int,
    _ number: inout ScannedNumber
  ) -> CellRule? {
    guard index < text.count else { return nil }
    let (mark, length) = FoldedText.scalar(text, at: index)
    guard mark == 0x65 || mark == 0x45 else { return nil }
    var at = index + length
    var isNegative = false
    if at < text.count {
      let (sign, length) = FoldedText.scalar(text, at: at)
      if sign == 0x2B || sign == 0x2D {
        isNegative = sign == 0x2D
        at += length
      }
    }
    var exponent = 0
    var digits = 0
    while at < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: at)
      guard let digit = FoldedText.digit(scalar) else { break }
      // Nothing finite lies beyond; held so that it cannot overflow.
      exponent = min(exponent * 10 + digit, 1_000_000_000)
      digits += 1
      at += length
    }
    guard digits > 0 else { return nil }
    number.exponent += isNegative ? -exponent : exponent
    index = at
    return nil
  }

  private mutating func scanAfter(
    _ text: Span<UInt8>,
    _ index: inout Int,
    _ number: inout ScannedNumber
  ) -> CellRule? {
    while index < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      switch scalar {
      case 0x20, 0x09: index += length
      case 0x2D:
        guard !hasSign, !hasBracket else { return .number }
        hasSign = true
        number.isNegative = true
        index += length
      case 0x29:
        guard isBracketOpen else { return .number }
        isBracketOpen = false
        index += length
      default:
        guard let (word, taken) = UnitWords.longest(text, at: index) else {
          let isDigit = FoldedText.digit(scalar) != nil || scalar == UInt32(notation.decimal)
          guard !notation.isBare, !isDigit, scalar != FoldedText.invalid else {
            return unknown(scalar)
          }
          index = NumberScanner.wordEnd(text, index, length)
          continue
        }
        if let rule = take(word) { return rule }
        index += taken
      }
    }
    return nil
  }

  /// The end of the Latin word at `index`, or of the one scalar of `length` bytes.
  private static func wordEnd(_ text: Span<UInt8>, _ index: Int, _ length: Int) -> Int {
    var end = index + length
    while length == 1, end < text.count, UnitWords.isLetter(text[index]),
      UnitWords.isLetter(text[end])
    {
      end += 1
    }
    return end
  }

  /// A letter beside the number may be a unit; a comma or a slash is no number at all.
  private func unknown(_ scalar: UInt32) -> CellRule {
    let isLetter =
      (scalar >= 0x80 && scalar != FoldedText.invalid) || (65...90).contains(scalar)
      || (97...122).contains(scalar)
    return isLetter ? .unitUnknown : .number
  }

  private mutating func take(_ word: UnitWords.Word) -> CellRule? {
    switch word.meaning {
    case .magnitude:
      // One magnitude, before the unit: 3,200万元.
      guard !hasMagnitude else { return .unitUnknown }
      hasMagnitude = true
      magnitude = word.scale
    case .unit, .symbol:
      guard let meaning else {
        meaning = word.meaning
        unitScale = word.scale
        return nil
      }
      // ￥3,200万元 and 人民币 … 元 say the money twice; anything else said twice is a conflict.
      guard word.isMoney, UnitWords.agree(meaning, word.meaning) else { return .unitConflict }
      if case .unit = word.meaning { self.meaning = word.meaning }
      unitScale = word.scale
    }
    return nil
  }

  /// What the number is multiplied by to come to the field's unit.
  private func resolvedScale() -> CellResult<UnitOfMeasure.Scale> {
    guard let meaning else {
      // A magnitude alone is of the field's unit, whatever bare numbers are written in:
      // 1.2亿 in a field of CNY is 120 million.
      return .value(hasMagnitude ? magnitude : notation.bareScale)
    }
    let scale = magnitude * unitScale
    guard let unit = notation.unit else {
      // Without a unit a share of one can still only mean one thing: 12% is 0.12.
      if meaning == .unit(.ratio) { return .value(scale) }
      return notation.isBare ? .reject(.unitUndeclared) : .value(magnitude)
    }
    guard UnitWords.agree(.unit(unit.kind), meaning) else { return .reject(.unitConflict) }
    return .value(scale / unit.scale)
  }
}

extension UnitWords.Word {
  /// Whether it names money.
  var isMoney: Bool {
    switch meaning {
    case .symbol, .unit(.currency): true
    default: false
    }
  }
}

extension UnitWords {
  /// Whether two words can speak of the same unit.
  static func agree(_ left: Meaning, _ right: Meaning) -> Bool {
    switch (left, right) {
    case (.unit(.currency(let code)), .symbol(let codes, _)),
      (.symbol(let codes, _), .unit(.currency(let code))):
      codes.contains(code)
    case (.symbol(let left, _), .symbol(let right, _)): left == right
    default: left == right
    }
  }
}
