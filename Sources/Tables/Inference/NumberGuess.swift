/// Whether the values of a column are numbers, and how they are written.
enum NumberGuess {
  private static let units = [
    "CNY", "USD", "CAD", "EUR", "GBP", "day", "month", "person", "household", "case", "item",
    "time",
    "km", "m", "m2", "ha", "亩", "m3", "kg", "t",
  ]

  /// One way of writing numbers.
  private struct Candidate {
    var unit: String?
    var decimal: String
    var group: String
    var cell: NumberCell
  }

  private static let plain = notations(unit: nil)
  private static let withUnits = units.flatMap { notations(unit: $0) }

  private static func notations(unit: String?) -> [Candidate] {
    [(".", ","), (",", "."), (",", " ")].compactMap { decimal, group in
      guard
        let notation = try? NumberNotation(decimalChar: decimal, groupChar: group, unit: unit)
      else { return nil }
      return Candidate(unit: unit, decimal: decimal, group: group, cell: NumberCell(notation))
    }
  }

  /// The guess, or nil when they are no numbers.
  static func of(
    _ column: ColumnProfile,
    _ header: HeaderReading,
    isStandardMoney: Bool
  ) -> TypeGuess? {
    var guess = TypeGuess()
    var best: TypeGuess.Failures?
    // The unit of the header first, then none, then those that a cell could name.
    let named = header.unit.map { notations(unit: $0) } ?? []
    for group in [named, plain, withUnits] {
      for candidate in group {
        guard TypeGuess.seems(column, { parses(candidate.cell, $0) }) else { continue }
        let failures = TypeGuess.failures(of: column) { parses(candidate.cell, $0) }
        guard failures.isAcceptable(share: 0.3),
          best.map({ failures.faults < $0.faults }) ?? true
        else { continue }
        best = failures
        guess.unit = candidate.unit
        guess.decimalChar = candidate.decimal == "." ? nil : candidate.decimal
        guess.groupChar = candidate.decimal == "." ? nil : candidate.group
      }
      // Units are tried only while what is beside the numbers makes faults.
      if let best, best.faults == 0 { break }
    }
    guard let best else { return nil }
    guess.codes = best.codes
    let kind = shape(column, guess)
    if kind.hasLeadingZeros {
      var text = TypeGuess()
      text.why = "digits with leading zeros"
      return text
    }
    if kind.isTooLong {
      var text = TypeGuess()
      text.why = "digits too long for a number"
      return text
    }
    guess.type = kind.isWhole && guess.unit == nil ? .integer : .number
    guess.why = guess.type == .integer ? "whole numbers" : "numbers"
    if kind.hasGroups, guess.groupChar == nil { guess.groupChar = "," }
    if kind.hasWords {
      guess.isBare = false
      guess.type = .number
    }
    setUnit(&guess, header, isStandardMoney)
    if header.isDate, guess.type == .integer, kind.isLikeSerial {
      guess.note =
        "these look like the serial days of a spreadsheet; declare type: date with format: excel"
    }
    return guess
  }

  private static func parses(_ cell: NumberCell, _ text: Span<UInt8>) -> Bool {
    if case .value = cell.parse(text) { true } else { false }
  }

  private static func setUnit(
    _ guess: inout TypeGuess,
    _ header: HeaderReading,
    _ isStandardMoney: Bool
  ) {
    if let unit = guess.unit {
      let parsed = UnitOfMeasure(named: unit)
      if let code = parsed.currency, code != unit {
        guess.unit = code
        guess.writtenIn = unit
      }
      guess.why += header.unit == unit ? ", unit by the header" : ", unit by the cells"
      guess.type = .number
    } else if isStandardMoney, header.isChinese {
      guess.unit = "CNY"
      guess.type = .number
      guess.note = "no unit is written anywhere; yuan are assumed"
    }
  }

  private struct Shape {
    var isWhole = true
    var hasLeadingZeros = false
    var isTooLong = false
    var hasGroups = false
    var hasWords = false
    var isLikeSerial = true
  }

  /// What the texts of the numbers look like.
  private static func shape(
    _ column: ColumnProfile,
    _ guess: TypeGuess
  ) -> Shape {
    var shape = Shape()
    let notation = try? NumberNotation(
      decimalChar: guess.decimalChar ?? ".",
      groupChar: guess.groupChar,
      unit: guess.unit
    )
    let cell = NumberCell(notation ?? .plain)
    var zeros = 0
    let decimal = guess.decimalChar?.utf8.first ?? 0x2E
    for code in column.counts.indices {
      let bytes = Array(column.texts.utf8(of: Int32(code)))
      guard parses(cell, bytes.span) else { continue }
      var digits = 0
      for (index, byte) in bytes.enumerated() {
        switch byte {
        case 0x30...0x39: digits += 1
        case decimal: shape.isWhole = false
        case 0x2C, 0x2E, 0x20: shape.hasGroups = true
        case 0x2D, 0x2B: if index > 0 { shape.hasWords = true }
        case 0x65, 0x45: shape.isWhole = false
        default: shape.hasWords = true
        }
      }
      if bytes.count > 1, bytes[0] == 0x30, bytes[1] >= 0x30, bytes[1] <= 0x39 { zeros += 1 }
      if digits > 15, digits == bytes.count { shape.isTooLong = true }
      if digits != 5 || digits != bytes.count { shape.isLikeSerial = false }
    }
    shape.hasLeadingZeros = zeros > 0 && zeros * 20 >= column.texts.count
    return shape
  }
}
