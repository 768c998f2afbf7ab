/// Numbers of a sheet as the text of a cell.
struct SheetNumber {
  /// Whether days are counted from 1904 on, as old Macintosh programs did.
  var isFrom1904 = false
  /// Whether numbers are rounded to the 15 digits that spreadsheet programs show.
  var isRounded = false

  /// Appends a number as its format means it.
  ///
  /// A day becomes `2024-03-05`, with the time of day behind it unless that is midnight, a time
  /// `17:00:00`, and a number the shortest digits that read back as the same number. What is no
  /// number is appended as it stands.
  func append(_ text: Span<UInt8>, format: NumberFormat, to bytes: inout [UInt8]) {
    if format == .number, !isRounded, Self.isShortest(text) {
      for index in text.indices { bytes.append(text[index]) }
      return
    }
    var copy: [UInt8] = []
    for index in text.indices { copy.append(text[index]) }
    guard var number = Double(String(decoding: copy, as: UTF8.self)), number.isFinite else {
      bytes.append(contentsOf: copy)
      return
    }
    if format != .number, append(serial: number, isTime: format == .time, to: &bytes) { return }
    if isRounded { number = Self.rounded(number) }
    CSVText.append(number: number, to: &bytes)
  }

  /// Whether digits are surely the shortest that read back as the same number: not more than 15,
  /// without an exponent or zeros that say nothing.
  private static func isShortest(_ text: Span<UInt8>) -> Bool {
    var index = 0
    if index < text.count, text[index] == UInt8(ascii: "-") { index += 1 }
    let start = index
    var point: Int?
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: ".") where point == nil: point = index
      default: return false
      }
      index += 1
    }
    let whole = (point ?? index) - start
    guard whole > 0, index - start <= 15 else { return false }
    if text[start] == UInt8(ascii: "0"), whole > 1 || point == nil && start > 0 { return false }
    if let point {
      return index - point > 1 && text[index - 1] != UInt8(ascii: "0")
    }
    return true
  }

  /// A number rounded to 15 significant digits.
  static func rounded(_ number: Double) -> Double {
    guard number != 0 else { return number }
    let digits = number.description
    // Fewer than 16 digits are what is shown already.
    guard digits.utf8.count(where: { (48...57).contains($0) }) > 15 else { return number }
    return Self.text(number, digits: 15).flatMap(Double.init) ?? number
  }

  /// The shortest digits of a number cut to so many, the last one rounded half up.
  private static func text(_ number: Double, digits count: Int) -> String? {
    let parts = number.magnitude.description.split(separator: "e")
    guard let mantissa = parts.first else { return nil }
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    var digits: [Int] = []
    var hasPoint = false
    for character in mantissa {
      guard let digit = character.wholeNumberValue else {
        hasPoint = true
        continue
      }
      if !digits.isEmpty || digit > 0 { digits.append(digit) }
      if hasPoint { exponent -= 1 }
    }
    guard digits.count > count else { return nil }
    let next = digits[count]
    exponent += digits.count - count
    digits.removeSubrange(count...)
    if next >= 5 {
      var index = count - 1
      while index >= 0, digits[index] == 9 {
        digits[index] = 0
        index -= 1
      }
      if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
    }
    let sign = number.sign == .minus ? "-" : ""
    return "\(sign)\(digits.map(String.init).joined())e\(exponent)"
  }

  // MARK: - Days

  private static let secondsOfDay = 86_400.0
  /// The last day of the year 9999 as a serial number from 1900 on.
  private static let lastSerial = 2_958_465

  /// Appends a serial number as the day and the time it means; false where there is none.
  private func append(serial: Double, isTime: Bool, to bytes: inout [UInt8]) -> Bool {
    guard serial >= 0, serial < Double(Self.lastSerial + 1) else { return false }
    var day = Int(serial)
    // Times are kept as fractions of a day, which are off by less than a second.
    var second = Int(((serial - Double(day)) * Self.secondsOfDay).rounded())
    if second == Int(Self.secondsOfDay) {
      second = 0
      day += 1
    }
    if day == 0, isTime || !isFrom1904 && second > 0 {
      append(second: second, to: &bytes)
      return true
    }
    if isFrom1904 { day += 1462 }
    guard day <= Self.lastSerial else { return false }
    switch day {
    // Days that a spreadsheet shows and that never were; the reader of dates refuses them.
    case 0: bytes.append(contentsOf: "1900-01-00".utf8)
    case 60 where !isFrom1904: bytes.append(contentsOf: "1900-02-29".utf8)
    case 1...59 where !isFrom1904:
      CSVText.append(day: Day(number: Int32(day - 25_568)), to: &bytes)
    default: CSVText.append(day: Day(number: Int32(day - 25_569)), to: &bytes)
    }
    if second > 0 {
      bytes.append(UInt8(ascii: "T"))
      append(second: second, to: &bytes)
    }
    return true
  }

  private func append(second: Int, to bytes: inout [UInt8]) {
    for (index, part) in [second / 3600, second / 60 % 60, second % 60].enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ":")) }
      bytes.append(UInt8(ascii: "0") + UInt8(part / 10))
      bytes.append(UInt8(ascii: "0") + UInt8(part % 10))
    }
  }
}
