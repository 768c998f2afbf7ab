/// How a field's numbers are written, and the unit they are kept in.
public struct NumberNotation: Sendable {
  /// The decimal point.
  public let decimal: UInt8
  /// What may stand between groups of three digits, or nil for nothing.
  public let group: UInt8?
  /// Whether nothing but the number and units we know may stand in a cell.
  public let isBare: Bool
  /// The unit the values are kept in, without magnitude when it is money; nil when none is declared.
  public let unit: UnitOfMeasure?
  /// What to multiply a number by that stands alone in its cell.
  let bareScale: UnitOfMeasure.Scale

  /// A notation as a descriptor declares it.
  ///
  /// - `decimalChar` is `.` when nil. `groupChar` is, when nil, the comma beside a decimal point
  ///   and nothing beside any other decimal character; an empty text means none.
  /// - `unit` may carry a magnitude (`万元`): values are then kept in `CNY` and bare numbers are
  ///   written in 万元.
  /// - Throws when a separator is not one ASCII character or `writtenIn` is of another kind.
  public init(
    decimalChar: String? = nil,
    groupChar: String? = nil,
    bareNumber: Bool = true,
    unit: String? = nil,
    writtenIn: String? = nil
  ) throws(CellFormatError) {
    decimal = try NumberNotation.separator(decimalChar ?? ".", "decimalChar") ?? 0x2E
    group = try NumberNotation.separator(
      groupChar ?? (decimal == 0x2E ? "," : ""),
      "groupChar"
    )
    guard decimal != group else {
      throw CellFormatError(
        "decimalChar and groupChar are the same",
        hint: "declare two different characters"
      )
    }
    isBare = bareNumber
    let declared = unit.map { UnitOfMeasure(named: $0) }
    var kept = declared
    if let code = declared?.currency {
      kept = UnitOfMeasure(named: code)
    }
    self.unit = kept
    if let writtenIn, let magnitude = UnitWords.magnitude(writtenIn) {
      bareScale = magnitude
      return
    }
    guard let written = writtenIn.map({ UnitOfMeasure(named: $0) }) ?? declared else {
      bareScale = .one
      return
    }
    guard let kept else {
      throw CellFormatError(
        "written_in is '\(written.name)' but the field has no unit",
        hint: "declare the unit too, for example unit: CNY"
      )
    }
    guard written.kind == kept.kind else {
      throw CellFormatError(
        "written_in is '\(written.name)', which does not measure what '\(kept.name)' measures",
        hint: "declare written_in of the same kind, for example unit: CNY, written_in: 万元"
      )
    }
    bareScale = written.scale / kept.scale
  }

  /// Digits with a decimal point and commas between groups, no unit.
  public static let plain = NumberNotation()

  private init() {
    decimal = 0x2E
    group = 0x2C
    isBare = true
    unit = nil
    bareScale = .one
  }

  private static func separator(
    _ text: String,
    _ property: String
  ) throws(CellFormatError) -> UInt8? {
    guard let first = text.unicodeScalars.first else { return nil }
    // A narrow or unbreakable blank reads as a space, so it is declared by one.
    let folded = FoldedText.fold(first.value)
    guard text.unicodeScalars.count == 1, folded < 0x80, FoldedText.digit(folded) == nil,
      folded != 0x2D, folded != 0x2B
    else {
      throw CellFormatError(
        "\(property) is '\(text)'",
        hint: "declare one character such as . or , or a space"
      )
    }
    return UInt8(folded)
  }
}
