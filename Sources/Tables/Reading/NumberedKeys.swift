import CBytes
import Determinism

/// Keys that are one prefix and a number of always as many digits (`P00000820`), found by the number.
///
/// Registers count their projects, so this is the usual key; the table of numbers is an eighth of a
/// `KeyTable`, and most of it stays in the processor's cache.
struct NumberedKeys: Sendable {
  /// The bytes of a key, at most 15.
  private let length: Int
  /// The key of all zeros as two words (`ShortText`), and which bits of them the prefix is.
  private let prefix: ShortText
  private let mask: ShortText
  /// The digits, at most 8, which end the key.
  private let digits: Int
  /// The smallest number.
  private let first: UInt64
  /// How many numbers there are from `first` on.
  private let count: UInt64
  /// By number, counted from `first`, the key's ordinal, or -1; empty where that is the ordinal, as
  /// in a register without gaps, in its order.
  private let ordinals: [Int32]

  /// The keys that stand end to end in `bytes`, each up to one of `ends`; nil where they are not so
  /// numbered, with too many gaps, or one of them twice.
  ///
  /// - Complexity: O(n).
  init?(bytes: [UInt8], ends: [Int], threads: Int) {
    guard let length = ends.first, length >= 1, length <= ShortText.longest,
      ends.count <= Int(Int32.max)
    else { return nil }
    let digits = min(8, bytes[..<length].reversed().prefix(while: NumberedKeys.isDigit).count)
    guard digits > 0 else { return nil }
    let parts = RowRanges.map(count: ends.count, grain: 1 << 15, threads: threads) { range in
      NumberedKeys.numbers(range, bytes, ends, length: length, digits: digits)
    }
    var numbers: [UInt32] = []
    numbers.reserveCapacity(ends.count)
    for part in parts {
      guard let part else { return nil }
      numbers += part
    }
    guard let least = numbers.min(), let greatest = numbers.max(),
      Int(greatest - least) < ends.count * 4 + 64
    else { return nil }
    if numbers.indices.allSatisfy({ numbers[$0] &- least == UInt32(truncatingIfNeeded: $0) }) {
      ordinals = []
    } else {
      var ordinals = [Int32](repeating: -1, count: Int(greatest - least) + 1)
      for (index, number) in numbers.enumerated() {
        guard ordinals[Int(number - least)] < 0 else { return nil }
        ordinals[Int(number - least)] = Int32(truncatingIfNeeded: index)
      }
      self.ordinals = ordinals
    }
    var mask = [UInt8](repeating: 0xFF, count: length)
    for place in length - digits..<length { mask[place] = 0 }
    self.length = length
    self.digits = digits
    first = UInt64(least)
    count = UInt64(greatest - least) + 1
    let full = ShortText(bytes.span.extracting(0..<length))
    self.mask = ShortText(mask.span)
    prefix = ShortText(low: full.low & self.mask.low, high: full.high & self.mask.high)
  }

  /// The numbers of some keys, nil where one is not like the first.
  private static func numbers(
    _ range: Range<Int>,
    _ bytes: [UInt8],
    _ ends: [Int],
    length: Int,
    digits: Int
  ) -> [UInt32]? {
    let text = bytes.span
    var numbers: [UInt32] = []
    numbers.reserveCapacity(range.count)
    for index in range {
      let end = ends[index]
      guard end == (index + 1) * length else { return nil }
      let start = end - length
      for place in 0..<length - digits where text[start + place] != text[place] { return nil }
      var number: UInt32 = 0
      for place in end - digits..<end {
        guard isDigit(text[place]) else { return nil }
        number = number &* 10 &+ UInt32(text[place] &- 48)
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The ordinal of a key, or nil.
  func ordinal(of key: Span<UInt8>) -> Int32? {
    guard key.count == length else { return nil }
    let text = ShortText(key)
    guard (text.low ^ prefix.low) & mask.low | (text.high ^ prefix.high) & mask.high == 0 else {
      return nil
    }
    var number: UInt64 = 0
    for place in length - digits..<length {
      guard NumberedKeys.isDigit(key[place]) else { return nil }
      number = number * 10 + UInt64(key[place] - 48)
    }
    guard number >= first, number - first < count else { return nil }
    let place = Int(number - first)
    if ordinals.isEmpty { return Int32(truncatingIfNeeded: place) }
    return ordinals[place] < 0 ? nil : ordinals[place]
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  /// The ordinal of each cell's key, -1 where it is not there; those are `slow`.
  func find<Cells: CellSource>(
    _ cells: Cells,
    into target: UnsafeMutablePointer<Int32>,
    slow: inout [Int]
  ) {
    let (length, digits, prefix, mask) = (length, digits, prefix, mask)
    let (first, count) = (first, count)
    var isComplete = true
    for row in 0..<cells.count {
      let range = cells.bounds(row).range
      var found: Int32 = -1
      if range.count == length {
        let start = unsafe cells.bytes + range.lowerBound
        let key = unsafe ShortText(start, length)
        if (key.low ^ prefix.low) & mask.low | (key.high ^ prefix.high) & mask.high == 0,
          let number = unsafe QuickColumn.digits(
            QuickColumn.word(start + (length - digits)),
            digits
          ), number &- first < count
        {
          found = Int32(truncatingIfNeeded: number &- first)
        }
      }
      unsafe target[row] = found
      if found < 0 { isComplete = false }
    }
    if !ordinals.isEmpty { unsafe translate(target, cells.count, &isComplete) }
    if isComplete { return }
    for row in 0..<cells.count where unsafe target[row] < 0 { slow.append(row) }
  }

  /// Replaces numbers by ordinals; memory is asked for some rows ahead.
  private func translate(
    _ target: UnsafeMutablePointer<Int32>,
    _ count: Int,
    _ isComplete: inout Bool
  ) {
    let ahead = 32
    // Read by address for the time of the call: numbers are below the count, and a hint reads
    // nothing.
    unsafe ordinals.withUnsafeBufferPointer { ordinals in
      guard let ordinals = ordinals.baseAddress else { return }
      for row in 0..<count {
        if row + ahead < count { unsafe cbytes_prefetch(ordinals + Int(target[row + ahead])) }
        let number = unsafe target[row]
        if number < 0 { continue }
        let ordinal = unsafe ordinals[Int(number)]
        unsafe target[row] = ordinal
        if ordinal < 0 { isComplete = false }
      }
    }
  }
}
