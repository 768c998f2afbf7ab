/// Matching a strptime pattern as Python does, which is what Frictionless does: every directive
/// takes the longest text it can, and gives back what a later one needs.
///
/// Stricter in one point: day 366 of a common year is refused, Python rolls it into the next.
struct DatePattern {
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var dayOfYear: Int?

  /// The day that `text` names by `directives`.
  static func parse(_ text: Span<UInt8>, _ directives: [DateFormat.Directive]) -> CellResult<Day> {
    var parts = DatePattern()
    guard parts.match(text, 0, directives, 0) else { return .reject(.date) }
    return parts.resolved
  }

  private var resolved: CellResult<Day> {
    guard let year else { return .reject(.date) }
    if let dayOfYear {
      guard let first = Day(year: year, month: 1, day: 1),
        dayOfYear <= (Day.isLeap(year) ? 366 : 365)
      else { return .reject(.dateImpossible) }
      return .value(first + (dayOfYear - 1))
    }
    guard let month, let day, let date = Day(year: year, month: month, day: day) else {
      return .reject(.dateImpossible)
    }
    return .value(date)
  }

  /// Whether `text` from `index` on is `directives` from `step` on; sets the parts found.
  private mutating func match(
    _ text: Span<UInt8>,
    _ index: Int,
    _ directives: [DateFormat.Directive],
    _ step: Int
  ) -> Bool {
    guard step < directives.count else { return index == text.count }
    let next = step + 1
    switch directives[step] {
    case .literal(let wanted):
      guard index < text.count else { return false }
      let (scalar, length) = FoldedText.scalar(text, at: index)
      guard DatePattern.lowercased(scalar) == DatePattern.lowercased(wanted) else { return false }
      return match(text, index + length, directives, next)
    case .blanks:
      let end = FoldedText.skipBlanks(text, from: index)
      return end > index && match(text, end, directives, next)
    case .year:
      return digits(text, index, 4...4, 0...9999, directives, next) { $0.year = $1 }
    case .shortYear:
      return digits(text, index, 2...2, 0...99, directives, next) {
        $0.year = $1 + ($1 < 69 ? 2000 : 1900)
      }
    case .month:
      return digits(text, index, 1...2, 1...12, directives, next) { $0.month = $1 }
    case .day:
      return digits(text, index, 1...2, 1...31, directives, next) { $0.day = $1 }
    case .dayOfYear:
      return digits(text, index, 1...3, 1...366, directives, next) { $0.dayOfYear = $1 }
    case .hour:
      return digits(text, index, 1...2, 0...23, directives, next) { _, _ in }
    case .hour12:
      return digits(text, index, 1...2, 1...12, directives, next) { _, _ in }
    case .minute, .second:
      return digits(text, index, 1...2, 0...59, directives, next) { _, _ in }
    case .fraction:
      return digits(text, index, 1...6, 0...999_999, directives, next) { _, _ in }
    case .monthAbbreviation:
      return word(text, index, DatePattern.months, letters: 3, directives, next) { $0.month = $1 }
    case .monthName:
      return word(text, index, DatePattern.months, letters: 99, directives, next) {
        $0.month = $1
      }
    case .weekdayAbbreviation:
      return word(text, index, DatePattern.weekdays, letters: 3, directives, next) { _, _ in }
    case .weekdayName:
      return word(text, index, DatePattern.weekdays, letters: 99, directives, next) { _, _ in }
    case .half:
      return word(text, index, DatePattern.halves, letters: 2, directives, next) { _, _ in }
    case .zone:
      guard let end = DatePattern.zoneEnd(text, index) else { return false }
      return match(text, end, directives, next)
    }
  }

  /// Tries a number of the longest allowed width first, then shorter ones.
  private mutating func digits(
    _ text: Span<UInt8>,
    _ index: Int,
    _ widths: ClosedRange<Int>,
    _ values: ClosedRange<Int>,
    _ directives: [DateFormat.Directive],
    _ next: Int,
    _ keep: (inout DatePattern, Int) -> Void
  ) -> Bool {
    // Six digits at most, so the ends fit a fixed array.
    var ends: [6 of Int] = [0, 0, 0, 0, 0, 0]
    var numbers: [6 of Int] = [0, 0, 0, 0, 0, 0]
    var count = 0
    var end = index
    var number = 0
    while count < widths.upperBound, end < text.count {
      let (scalar, length) = FoldedText.scalar(text, at: end)
      guard let digit = FoldedText.digit(scalar) else { break }
      number = number * 10 + digit
      end += length
      ends[count] = end
      numbers[count] = number
      count += 1
    }
    while count >= widths.lowerBound {
      if values.contains(numbers[count - 1]), match(text, ends[count - 1], directives, next) {
        keep(&self, numbers[count - 1])
        return true
      }
      count -= 1
    }
    return false
  }

  /// Tries the first `letters` letters of each word; keeps the number of the word, from 1.
  private mutating func word(
    _ text: Span<UInt8>,
    _ index: Int,
    _ words: [[UInt8]],
    letters: Int,
    _ directives: [DateFormat.Directive],
    _ next: Int,
    _ keep: (inout DatePattern, Int) -> Void
  ) -> Bool {
    search: for (number, word) in words.enumerated() {
      var end = index
      for letter in word.prefix(letters) {
        guard end < text.count else { continue search }
        let (scalar, length) = FoldedText.scalar(text, at: end)
        guard DatePattern.lowercased(scalar) == UInt32(letter) else { continue search }
        end += length
      }
      if match(text, end, directives, next) {
        keep(&self, number + 1)
        return true
      }
    }
    return false
  }

  /// The end of `Z`, `+0800`, `+08:00` or either with seconds and a fraction, or nil.
  static func zoneEnd(_ text: Span<UInt8>, _ index: Int) -> Int? {
    guard index < text.count else { return nil }
    if text[index] == 0x5A { return index + 1 }
    guard text[index] == 0x2B || text[index] == 0x2D else { return nil }
    func pair(_ at: Int, _ limit: Int) -> Bool {
      guard at + 1 < text.count, (48...57).contains(text[at]), (48...57).contains(text[at + 1])
      else { return false }
      return Int(text[at] - 48) * 10 + Int(text[at + 1] - 48) < limit
    }
    var end = index + 1
    guard pair(end, 24) else { return nil }
    end += 2
    let hasColon = end < text.count && text[end] == 0x3A
    if hasColon { end += 1 }
    guard pair(end, 60) else { return nil }
    end += 2
    let seconds = hasColon ? end + 1 : end
    guard !hasColon || (end < text.count && text[end] == 0x3A), pair(seconds, 60) else {
      return end
    }
    end = seconds + 2
    if end + 1 < text.count, text[end] == 0x2E, (48...57).contains(text[end + 1]) {
      var digits = 0
      end += 1
      while end < text.count, digits < 6, (48...57).contains(text[end]) {
        end += 1
        digits += 1
      }
    }
    return end
  }

  private static func lowercased(_ scalar: UInt32) -> UInt32 {
    scalar >= 65 && scalar <= 90 ? scalar + 32 : scalar
  }

  private static let months: [[UInt8]] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ].map { Array($0.utf8) }

  private static let weekdays: [[UInt8]] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ].map { Array($0.utf8) }

  private static let halves: [[UInt8]] = ["am", "pm"].map { Array($0.utf8) }
}
