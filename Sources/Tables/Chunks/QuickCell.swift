import CBytes

/// What the usual way of writing a field's values is, so that most cells are read at once; every
/// other cell goes to the field's reader, which knows all ways.
enum QuickCell: Sendable {
  /// `2024-03-05`.
  case date
  /// Digits, perhaps a minus, a point and more digits; stored as a count of 10^−`decimals` units.
  case whole(decimals: Int, power: Int)
  /// As above; stored as the nearest double.
  case number(power: Int)
  /// Any text.
  case text

  /// Whether values are 64 bits wide.
  var isWide: Bool {
    switch self {
    case .date, .text: false
    case .whole, .number: true
    }
  }
}

/// A value's bounds, as the column stores it.
struct QuickLimits: Sendable, Equatable {
  var least: Int64 = .min
  var greatest: Int64 = .max
  var leastNumber: Double = -.infinity
  var greatestNumber: Double = .infinity
}

/// Kernels that read one column of a block; each says which rows it leaves to the field's reader.
///
/// They read the chunk by address: bounds come from the scanner and lie inside the text, behind
/// which `ChunkScanner.padding` bytes may be read.
enum QuickColumn {
  @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    // Eight bytes from inside the text, or its padding.
    unsafe UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
  }

  /// Dates as day numbers; returns how many rows have one.
  static func dates<Cells: CellSource>(
    _ cells: Cells,
    limits: QuickLimits,
    into values: UnsafeMutablePointer<Int32>,
    valid: UnsafeMutablePointer<UInt8>,
    slow: inout [Int]
  ) -> Int {
    var present = 0
    let starts = MonthStarts.table
    // The table lives as long as the program.
    return unsafe starts.withUnsafeBufferPointer { starts in
      for row in 0..<cells.count {
        let bounds = cells.bounds(row)
        let range = bounds.range
        unsafe values[row] = 0
        unsafe valid[row] = 0
        if range.count != 10 {
          if !range.isEmpty { slow.append(row) }
          continue
        }
        let text = unsafe cells.bytes + range.lowerBound
        let head = unsafe word(text) ^ 0x2D30_302D_3030_3030
        let tail = unsafe (word(text + 8) & 0xFFFF) ^ 0x3030
        let digits = head & 0x00FF_FF00_FFFF_FFFF
        let beyond =
          ((digits &+ 0x7676_7676_7676_7676) | digits | (tail &+ 0x7676) | tail)
          & 0x8080_8080_8080_8080
        let pairs = ((head & 0xFFFF_FFFF) &* 10) &+ ((head >> 8) & 0xFF_FFFF)
        let year = Int(pairs & 0xFF) * 100 + Int((pairs >> 16) & 0xFF)
        let month = Int((head >> 40) & 0xFF) * 10 + Int((head >> 48) & 0xFF)
        let day = Int(tail & 0xFF) * 10 + Int(tail >> 8)
        let place = (year - MonthStarts.firstYear) * 12 + month - 1
        guard beyond == 0, head & 0xFF00_00FF_0000_0000 == 0, month >= 1, month <= 12,
          place >= 0, place < MonthStarts.count
        else {
          slow.append(row)
          continue
        }
        let number = unsafe starts[place] &+ Int32(truncatingIfNeeded: day) &- 1
        let next = unsafe starts[place + 1]
        guard day >= 1, number < next, Int64(number) >= limits.least,
          Int64(number) <= limits.greatest
        else {
          slow.append(row)
          continue
        }
        unsafe values[row] = number
        unsafe valid[row] = 1
        present += 1
      }
      return present
    }
  }

  /// Digits as an integer, how many they are, and how many of them stand behind a point.
  typealias Decimal = (digits: UInt64, count: Int, decimals: Int)

  /// Digits as an integer, with the number of decimals; nil for what is written another way.
  ///
  /// Up to sixteen bytes are read as two words, from which the point is taken out.
  @inline(__always)
  private static func decimal(
    _ text: UnsafePointer<UInt8>,
    _ length: Int
  ) -> Decimal? {
    guard length <= 16 else { return unsafe longDecimal(text, length) }
    guard length > 0 else { return nil }
    let low = unsafe word(text)
    if length <= 8, let value = digits(low, length) { return (value, length, 0) }
    // No branch on where the point is, which is different from row to row.
    let high = unsafe word(text + 8)
    let (lowPoints, highPoints) = (points(low), points(high))
    let place =
      lowPoints != 0
      ? lowPoints.trailingZeroBitCount >> 3 : 8 &+ highPoints.trailingZeroBitCount >> 3
    let hasPoint = place < length
    let point = hasPoint ? place : length
    let count = hasPoint ? length &- 1 : length
    let decimals = count &- point
    // A point stands neither first nor last.
    if hasPoint && (point == 0 || decimals == 0) { return nil }
    let before = UInt64(truncatingIfNeeded: point) &* 8
    let lowMask = before >= 64 ? UInt64.max : (1 &<< before) &- 1
    let highMask = before >= 128 ? UInt64.max : before >= 64 ? (1 &<< (before &- 64)) &- 1 : 0
    let left = low & lowMask | (low >> 8 | high << 56) & ~lowMask
    let right = high & highMask | (high >> 8) & ~highMask
    // Moved to the end of sixteen bytes, behind zeros.
    let shift = UInt64(truncatingIfNeeded: 16 &- count) &* 8
    let isShort = shift >= 64
    let rest = isShort ? shift &- 64 : shift
    let carried = (left &>> 1) &>> (63 &- rest)
    let tail = isShort ? left &<< rest : right &<< rest | carried
    let head = isShort ? 0 : left &<< rest
    let zeros = (0x3030_3030_3030_3030 &>> 1) &>> (63 &- rest)
    let headDigits = isShort ? 0 : (head | zeros) ^ 0x3030_3030_3030_3030
    let tailDigits = (isShort ? tail | zeros : tail) ^ 0x3030_3030_3030_3030
    let beyond =
      (headDigits &+ 0x7676_7676_7676_7676) | headDigits | (tailDigits &+ 0x7676_7676_7676_7676)
      | tailDigits
    guard beyond & 0x8080_8080_8080_8080 == 0 else { return nil }
    return (value(headDigits) &* 100_000_000 &+ value(tailDigits), count, decimals)
  }

  /// The highest bit of each byte that is a point, at least of the first of them.
  @inline(__always)
  private static func points(_ word: UInt64) -> UInt64 {
    let others = word ^ 0x2E2E_2E2E_2E2E_2E2E
    return (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
  }

  /// As `decimal`, byte by byte.
  private static func longDecimal(
    _ text: UnsafePointer<UInt8>,
    _ length: Int
  ) -> Decimal? {
    guard length <= 19, length > 0 else { return nil }
    var digits: UInt64 = 0
    var point = -1
    for index in 0..<length {
      let byte = unsafe text[index] &- 48
      if byte < 10 {
        digits = digits &* 10 &+ UInt64(byte)
      } else if unsafe text[index] == 0x2E, point < 0, index > 0, index < length - 1 {
        point = index
      } else {
        return nil
      }
    }
    let count = point < 0 ? length : length - 1
    return count <= 18 ? (digits, count, point < 0 ? 0 : length - 1 - point) : nil
  }

  /// The number that the first `count` (1…8) bytes of a word write in digits, or nil.
  @inline(__always)
  static func digits(_ word: UInt64, _ count: Int) -> UInt64? {
    // Shifted so that the digits end the word, with zeros before them.
    let shift = UInt64(truncatingIfNeeded: 8 &- count) &* 8
    let padding = (0x3030_3030_3030_3030 &>> 1) &>> (63 &- shift)
    let digits = (word &<< shift | padding) ^ 0x3030_3030_3030_3030
    guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else {
      return nil
    }
    return value(digits)
  }

  /// The number of eight digits, the first in the lowest byte.
  @inline(__always)
  private static func value(_ digits: UInt64) -> UInt64 {
    let pairs = ((digits &* 10) &+ (digits >> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* 100) &+ (pairs >> 16)) & 0x0000_FFFF_0000_FFFF
    return ((fours &* 10000) &+ (fours >> 32)) & 0xFFFF_FFFF
  }

  /// 10⁰ … 10¹⁸.
  private static let powers: [UInt64] = (0...18).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// Whether a number so long may be personal: a telephone, an identity number, a bank card.
  ///
  /// True at least where `DigitGroups` finds something in digits with at most one point: one or two
  /// decimals make it no telephone number, and a lone `.0` is no part of it there.
  @inline(__always)
  static func mayBePersonal(_ number: Decimal, _ text: UnsafePointer<UInt8>) -> Bool {
    let count = number.decimals <= 2 ? number.count &- number.decimals : number.count
    if count < 10 { return false }
    let (first, second) = unsafe (text[0], text[1])
    return count >= 13 || first == 48 || (count >= 11 && first == 49 && second >= 51)
  }

  /// A number with its sign; nil for what is written another way, and for what may be personal.
  @inline(__always)
  private static func signed(
    _ text: UnsafePointer<UInt8>,
    _ length: Int,
    isWatched: Bool
  ) -> (number: Decimal, isNegative: Bool)? {
    let isNegative = unsafe text[0] == 0x2D
    let rest = unsafe isNegative ? text + 1 : text
    guard let number = unsafe decimal(rest, isNegative ? length - 1 : length),
      unsafe !isWatched || isNegative || !mayBePersonal(number, rest)
    else { return nil }
    return (number, isNegative)
  }

  /// Counts whole numbers that nobody asked for and that have no limits: up to eight digits are
  /// known by one look.
  static func skimWholes<Cells: CellSource>(
    _ cells: Cells,
    isWatched: Bool,
    slow: inout [Int]
  ) -> Int {
    var present = 0
    for row in 0..<cells.count {
      let range = cells.bounds(row).range
      let length = range.count
      if length == 0 { continue }
      let text = unsafe cells.bytes + range.lowerBound
      if length <= 8 {
        let shift = UInt64(truncatingIfNeeded: 8 &- length) &* 8
        let digits = unsafe (word(text) ^ 0x3030_3030_3030_3030) &<< shift
        if ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 {
          present += 1
          continue
        }
      }
      guard let (number, _) = unsafe signed(text, length, isWatched: isWatched),
        number.decimals == 0, number.count <= 15
      else {
        slow.append(row)
        continue
      }
      present += 1
    }
    return present
  }

  /// Whole numbers and money; returns how many rows have one.
  static func wholes<Cells: CellSource>(
    _ cells: Cells,
    decimals wanted: Int,
    power: Int,
    limits: QuickLimits,
    isWatched: Bool,
    into values: UnsafeMutablePointer<Int64>,
    valid: UnsafeMutablePointer<UInt8>,
    slow: inout [Int]
  ) -> Int {
    var present = 0
    let powers = powers
    func read(_ row: Int) {
      let range = cells.bounds(row).range
      unsafe values[row] = 0
      unsafe valid[row] = 0
      if range.isEmpty { return }
      let text = unsafe cells.bytes + range.lowerBound
      guard let (number, isNegative) = unsafe signed(text, range.count, isWatched: isWatched) else {
        return slow.append(row)
      }
      let shift = wanted + power - number.decimals
      guard shift >= 0, number.count + shift <= 15 || (wanted > 0 && number.count + shift <= 18)
      else { return slow.append(row) }
      var value = Int64(bitPattern: number.digits &* powers[shift])
      if isNegative { value = -value }
      guard value >= limits.least, value <= limits.greatest else { return slow.append(row) }
      unsafe values[row] = value
      unsafe valid[row] = 1
      present += 1
    }
    guard wanted + power >= 0, var column = unsafe cells.modern else {
      for row in 0..<cells.count { read(row) }
      return present
    }
    // Numbers without a sign; those that may be personal are for a closer look.
    var kind = cbytes_numbers(
      decimals: UInt32(wanted + power),
      most_digits: wanted > 0 ? 18 : 15,
      watched_digits: isWatched ? 10 : 100,
      least: limits.least,
      greatest: limits.greatest
    )
    // Room for every row, since each may be left for a closer look.
    return unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(cells.count, 1)) {
      others in
      guard let first = others.baseAddress else { return 0 }
      let found = unsafe cbytes_read_wholes(cells.bytes, &column, &kind, values, valid, first)
      for place in 0..<found.others { read(Int(unsafe others[place])) }
      return found.present + present
    }
  }

  /// Numbers as the bits of the nearest double; returns how many rows have one.
  static func numbers<Cells: CellSource>(
    _ cells: Cells,
    power: Int,
    limits: QuickLimits,
    isWatched: Bool,
    into values: UnsafeMutablePointer<Int64>,
    valid: UnsafeMutablePointer<UInt8>,
    slow: inout [Int]
  ) -> Int {
    var present = 0
    let tens = NumberCell.powers
    for row in 0..<cells.count {
      let range = cells.bounds(row).range
      unsafe values[row] = 0
      unsafe valid[row] = 0
      if range.isEmpty { continue }
      let text = unsafe cells.bytes + range.lowerBound
      guard let (number, isNegative) = unsafe signed(text, range.count, isWatched: isWatched),
        number.count <= 15
      else {
        slow.append(row)
        continue
      }
      // Both operands exact, so one operation rounds once (Clinger 1990).
      let exponent = power - number.decimals
      guard exponent >= -22, exponent <= 22 else {
        slow.append(row)
        continue
      }
      let digits = Double(Int64(bitPattern: number.digits))
      var value = exponent < 0 ? digits / tens[-exponent] : digits * tens[exponent]
      if isNegative, value != 0 { value = -value }
      guard value >= limits.leastNumber, value <= limits.greatestNumber else {
        slow.append(row)
        continue
      }
      unsafe values[row] = Int64(bitPattern: value.bitPattern)
      unsafe valid[row] = 1
      present += 1
    }
    return present
  }
}

/// The day number of the first of each month from 1800 to 2199.
enum MonthStarts {
  static let firstYear = 1800
  static let count = 400 * 12
  /// One more than `count`, so that the last month has an end.
  static let table: [Int32] = (0...count).map { place in
    Day(year: firstYear + place / 12, month: place % 12 + 1, day: 1)?.number ?? 0
  }
}
