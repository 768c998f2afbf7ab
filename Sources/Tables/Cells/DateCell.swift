/// Reads dates.
///
/// A time of day, where the format has one, is checked and then left out.
public struct DateCell: Sendable {
  /// How the dates are written.
  public let format: DateFormat

  /// A reader of dates in `format`.
  public init(_ format: DateFormat = .standard) {
    self.format = format
  }

  /// A reader of dates as a descriptor's `format` says; throws when that makes no sense.
  public init(format: String?) throws(CellFormatError) {
    self.format = try DateFormat(format)
  }

  /// The day that trimmed `text` names.
  public func parse(_ text: Span<UInt8>) -> CellResult<Day> {
    switch format {
    case .standard:
      if let day = DateCell.iso(text) { return .value(day) }
      return DateCell.yearFirst(text)
    case .pattern(let directives):
      return DatePattern.parse(text, directives)
    case .excel1900:
      return DateCell.serial(text) { serial in
        switch serial {
        case 1...59: .value(Day(number: Int32(serial - 25_568)))
        case 60: .reject(.dateSerial60)
        case 61...2_958_465: .value(Day(number: Int32(serial - 25_569)))
        default: .reject(.dateImpossible)
        }
      }
    case .excel1904:
      return DateCell.serial(text) { serial in
        serial <= 2_957_003
          ? .value(Day(number: Int32(serial - 24_107))) : .reject(.dateImpossible)
      }
    }
  }

  /// `YYYY-MM-DD` and nothing else, or nil: most dates of most files.
  @inline(__always)
  private static func iso(_ text: Span<UInt8>) -> Day? {
    guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
    func digit(_ index: Int) -> Int { Int(text[index] &- 48) }
    let (a, b, c, d) = (digit(0), digit(1), digit(2), digit(3))
    let (e, f, g, h) = (digit(5), digit(6), digit(8), digit(9))
    guard a < 10, b < 10, c < 10, d < 10, e < 10, f < 10, g < 10, h < 10 else { return nil }
    return Day(
      year: a * 1000 + b * 100 + c * 10 + d,
      month: e * 10 + f,
      day: g * 10 + h
    )
  }

  /// Year, month and day with one separator throughout (`-`, `/`, `.` or 年月日), then perhaps a time.
  private static func yearFirst(_ text: Span<UInt8>) -> CellResult<Day> {
    var index = 0
    guard let (year, yearDigits) = number(text, &index, most: 4) else { return .reject(.date) }
    guard yearDigits == 4 else { return ambiguous(text) ? .reject(.dateAmbiguous) : .reject(.date) }
    index = FoldedText.skipBlanks(text, from: index)
    guard let separator = take(text, &index), [0x2D, 0x2F, 0x2E, 0x5E74].contains(separator) else {
      return .reject(.date)
    }
    let isChinese = separator == 0x5E74
    if isChinese { index = FoldedText.skipBlanks(text, from: index) }
    guard let (month, _) = number(text, &index, most: 2) else { return .reject(.date) }
    if isChinese { index = FoldedText.skipBlanks(text, from: index) }
    guard index < text.count else { return .reject(.dateWithoutDay) }
    guard take(text, &index) == (isChinese ? 0x6708 : separator) else { return .reject(.date) }
    if isChinese { index = FoldedText.skipBlanks(text, from: index) }
    guard index < text.count else { return .reject(.dateWithoutDay) }
    guard let (day, _) = number(text, &index, most: 2) else { return .reject(.date) }
    if isChinese {
      index = FoldedText.skipBlanks(text, from: index)
      if index < text.count {
        let (scalar, length) = FoldedText.scalar(text, at: index)
        // 日, or 号 as spoken.
        if scalar == 0x65E5 || scalar == 0x53F7 { index += length }
      }
    }
    guard index == text.count || isTime(text, from: index) else { return .reject(.date) }
    guard let date = Day(year: year, month: month, day: day) else {
      return .reject(.dateImpossible)
    }
    return .value(date)
  }

  /// Whether `text` looks like a date that starts with the day or the month.
  private static func ambiguous(_ text: Span<UInt8>) -> Bool {
    var index = 0
    guard number(text, &index, most: 2) != nil, let first = take(text, &index),
      [0x2D, 0x2F, 0x2E].contains(first), number(text, &index, most: 2) != nil,
      take(text, &index) == first, number(text, &index, most: 4) != nil
    else { return false }
    return index == text.count || isTime(text, from: index)
  }

  /// Whether the rest is a time of day: ` 17:00`, `T17:00:00.123Z`, ` 5:00:00 PM`, `17时30分`.
  private static func isTime(_ text: Span<UInt8>, from start: Int) -> Bool {
    var index = start
    let (mark, length) = FoldedText.scalar(text, at: index)
    if mark == 0x54 || mark == 0x74 {
      index += length
    } else {
      index = FoldedText.skipBlanks(text, from: index)
      guard index > start else { return false }
    }
    guard let (hour, _) = number(text, &index, most: 2), hour <= 23, take(text, &index) == 0x3A,
      let (minute, minuteDigits) = number(text, &index, most: 2), minuteDigits == 2, minute <= 59
    else { return false }
    if index < text.count, text[index] == 0x3A {
      index += 1
      guard let (second, digits) = number(text, &index, most: 2), digits == 2, second <= 59 else {
        return false
      }
      if index < text.count, text[index] == 0x2E {
        index += 1
        guard number(text, &index, most: 9) != nil else { return false }
      }
    }
    if let end = DatePattern.zoneEnd(text, index) { index = end }
    let blank = FoldedText.skipBlanks(text, from: index)
    if blank + 2 == text.count, hour >= 1, hour <= 12, text[blank + 1] | 0x20 == 0x6D,
      text[blank] | 0x20 == 0x61 || text[blank] | 0x20 == 0x70
    {
      index = text.count
    }
    return index == text.count
  }

  /// One to `most` digits at `index`, which moves past them.
  private static func number(
    _ text: Span<UInt8>,
    _ index: inout Int,
    most: Int
  ) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while index < text.count, digits < most {
      let (scalar, length) = FoldedText.scalar(text, at: index)
      guard let digit = FoldedText.digit(scalar) else { break }
      value = value * 10 + digit
      digits += 1
      index += length
    }
    return digits > 0 ? (value, digits) : nil
  }

  private static func take(_ text: Span<UInt8>, _ index: inout Int) -> UInt32? {
    guard index < text.count else { return nil }
    let (scalar, length) = FoldedText.scalar(text, at: index)
    index += length
    return scalar
  }

  /// A whole number of days, with or without a fraction for the time of day.
  private static func serial(
    _ text: Span<UInt8>,
    _ day: (Int) -> CellResult<Day>
  ) -> CellResult<Day> {
    var index = 0
    guard let (serial, _) = number(text, &index, most: 9) else { return .reject(.date) }
    if index < text.count, text[index] == 0x2E {
      index += 1
      while index < text.count {
        guard (48...57).contains(text[index]) else { return .reject(.date) }
        index += 1
      }
    }
    guard index == text.count else { return .reject(.date) }
    return day(serial)
  }
}
