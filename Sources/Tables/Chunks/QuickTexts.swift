/// A text of at most 15 bytes as two words that are equal exactly when the texts are.
struct ShortText: Sendable {
  var low: UInt64
  /// The bytes from the ninth on, and the length in the highest byte.
  var high: UInt64

  static let longest = 15

  @inline(__always)
  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The text of `count` bytes at an address behind which 16 bytes may be read.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    // No branch on the length, which is different from row to row.
    let bits = UInt64(truncatingIfNeeded: count) &* 8
    let lowMask = bits >= 64 ? UInt64.max : (1 &<< bits) &- 1
    let highMask = bits >= 64 ? (1 &<< (bits &- 64)) &- 1 : 0
    low = unsafe QuickColumn.word(bytes) & lowMask
    high =
      unsafe QuickColumn.word(bytes + 8) & highMask
      | UInt64(truncatingIfNeeded: count) &<< 56
  }

  /// A text in the middle of other bytes, copied.
  init(_ text: Span<UInt8>) {
    var words: (UInt64, UInt64) = (0, 0)
    for index in text.indices {
      let byte = UInt64(text[index])
      if index < 8 {
        words.0 |= byte << UInt64(index * 8)
      } else {
        words.1 |= byte << UInt64((index - 8) * 8)
      }
    }
    low = words.0
    high = words.1 | UInt64(text.count) << 56
  }

  /// Mixed by one wide multiplication.
  @inline(__always)
  var hash: UInt64 {
    let product = (low ^ 0x9E37_79B9_7F4A_7C15)
      .multipliedFullWidth(by: high ^ 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  @inline(__always)
  static func == (left: ShortText, right: ShortText) -> Bool {
    left.low == right.low && left.high == right.high
  }
}

/// The texts of a column: short ones are found by two words, without a look at their bytes.
///
/// Memory is held by address: it is this object's own, sized before it is indexed, and codes and
/// slots are always below its counts.
@safe final class QuickTexts {
  /// All texts, by code.
  private(set) var dictionary = TextDictionary()
  /// Slots of the table of short texts: a code, or -1.
  private var slots: UnsafeMutablePointer<Int32>
  private var mask: Int
  private var shortCount = 0
  /// The words of each code; of long texts no text's.
  private var words: UnsafeMutablePointer<ShortText>
  /// Whether a code's text needs nothing but counting.
  private var plain: UnsafeMutablePointer<Bool>
  private var capacity: Int

  init() {
    mask = 63
    capacity = 32
    // Freed by `deinit`, as are those that replace them.
    unsafe slots = .allocate(capacity: 64)
    unsafe slots.initialize(repeating: -1, count: 64)
    unsafe words = .allocate(capacity: 32)
    unsafe plain = .allocate(capacity: 32)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe words.deallocate()
    unsafe plain.deallocate()
  }

  /// Where short texts are found; good until a text is added.
  @safe struct Finder {
    let slots: UnsafeMutablePointer<Int32>
    let words: UnsafeMutablePointer<ShortText>
    let mask: Int

    /// The code of a short text that was seen before, or -1.
    @inline(__always)
    func code(_ text: ShortText) -> Int32 {
      var slot = Int(truncatingIfNeeded: text.hash >> 20) & mask
      while true {
        let code = unsafe slots[slot]
        if code < 0 { return -1 }
        if unsafe words[Int(code)] == text { return code }
        slot = (slot &+ 1) & mask
      }
    }
  }

  var finder: Finder { unsafe Finder(slots: slots, words: words, mask: mask) }

  /// By code, whether the text needs nothing but counting; good until a text is added.
  var plainTexts: UnsafeMutablePointer<Bool> { unsafe plain }

  /// Gives a text a code; `judge` is asked once whether it needs nothing but counting.
  func add(_ text: Span<UInt8>, judge: (Span<UInt8>) -> Bool) -> Int32 {
    let known = dictionary.count
    let code = dictionary.intern(text)
    guard dictionary.count > known else { return code }
    if Int(code) == capacity { growTexts() }
    unsafe plain[Int(code)] = judge(text)
    guard text.count <= ShortText.longest else {
      unsafe words[Int(code)] = ShortText(longText: ())
      return code
    }
    unsafe words[Int(code)] = ShortText(text)
    shortCount += 1
    if shortCount * 2 > mask { growSlots() } else { place(code) }
    return code
  }

  private func place(_ code: Int32) {
    var slot = unsafe Int(truncatingIfNeeded: words[Int(code)].hash >> 20) & mask
    while unsafe slots[slot] >= 0 { slot = (slot &+ 1) & mask }
    unsafe slots[slot] = code
  }

  private func growSlots() {
    unsafe slots.deallocate()
    mask = mask * 2 + 1
    unsafe slots = .allocate(capacity: mask + 1)
    unsafe slots.initialize(repeating: -1, count: mask + 1)
    for code in 0..<Int32(dictionary.count) where unsafe words[Int(code)].isShort { place(code) }
  }

  private func growTexts() {
    let larger = capacity * 2
    let newWords = UnsafeMutablePointer<ShortText>.allocate(capacity: larger)
    unsafe newWords.moveInitialize(from: words, count: capacity)
    unsafe words.deallocate()
    unsafe words = newWords
    let newPlain = UnsafeMutablePointer<Bool>.allocate(capacity: larger)
    unsafe newPlain.moveInitialize(from: plain, count: capacity)
    unsafe plain.deallocate()
    unsafe plain = newPlain
    capacity = larger
  }
}

extension ShortText {
  /// The words of no short text.
  init(longText: Void) {
    low = 0
    high = .max
  }

  var isShort: Bool { high != .max }
}

/// Kernels for columns of text.
extension QuickColumn {
  /// Codes of texts; returns how many rows have one.
  ///
  /// `judge` says of a new text whether it needs nothing but counting. With `isTrimmed`, a text
  /// with blanks around it is left to the field's reader.
  static func texts<Cells: CellSource>(
    _ cells: Cells,
    _ texts: QuickTexts,
    isTrimmed: Bool,
    judge: (Span<UInt8>) -> Bool,
    into values: UnsafeMutablePointer<Int32>,
    valid: UnsafeMutablePointer<UInt8>,
    slow: inout [Int]
  ) -> Int {
    var present = 0
    // Held in registers: nothing else changes them.
    var finder = texts.finder
    var plain = unsafe texts.plainTexts
    for row in 0..<cells.count {
      let bounds = cells.bounds(row)
      let range = bounds.range
      unsafe values[row] = 0
      unsafe valid[row] = 0
      if range.isEmpty {
        if bounds.isQuoted { slow.append(row) }
        continue
      }
      let start = unsafe cells.bytes + range.lowerBound
      if isTrimmed, unsafe mayBeBlank(start[0]) || mayBeBlank(start[range.count - 1]) {
        slow.append(row)
        continue
      }
      var code: Int32 = -1
      if range.count <= ShortText.longest {
        code = unsafe finder.code(ShortText(start, range.count))
      }
      if code < 0 {
        // The text lies in the chunk, which stays in place.
        let text = unsafe Span(_unsafeStart: start, count: range.count)
        code = texts.add(text, judge: judge)
        finder = texts.finder
        unsafe plain = texts.plainTexts
      }
      // Codes are below the number of texts.
      guard unsafe plain[Int(code)] else {
        slow.append(row)
        continue
      }
      unsafe values[row] = code
      unsafe valid[row] = 1
      present += 1
    }
    return present
  }

  /// Whether a byte may be part of a blank: ASCII blanks and what multi-byte blanks begin or end with.
  @inline(__always)
  static func mayBeBlank(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0xC2 || byte == 0xE3 || byte == 0xA0 || byte == 0x80
  }

  /// Counts texts that nobody asked for; those that may need more than counting are `slow`.
  static func skim<Cells: CellSource>(
    _ cells: Cells,
    suspicious: UnsafePointer<Suspicion>,
    isTrimmed: Bool,
    slow: inout [Int]
  ) -> Int {
    var present = 0
    for row in 0..<cells.count {
      let bounds = cells.bounds(row)
      let range = bounds.range
      if range.isEmpty {
        if bounds.isQuoted { slow.append(row) }
        continue
      }
      let start = unsafe cells.bytes + range.lowerBound
      let (first, last) = unsafe (start[0], start[range.count - 1])
      let suspicion = unsafe suspicious[Int(first)]
      if suspicion == .always || (isTrimmed && (mayBeBlank(first) || mayBeBlank(last))) {
        slow.append(row)
        continue
      }
      // Bytes beyond ASCII, blanks and signs of an address, a word at a time; the last word is
      // filled with zeros.
      var seen = Bytes()
      var offset = 0
      while offset + 8 <= range.count {
        seen.look(unsafe word(start + offset))
        offset += 8
      }
      if offset < range.count {
        let next = unsafe word(start + offset)
        seen.look(next << UInt64((8 - (range.count - offset)) * 8))
      }
      if seen.hasAt || (seen.hasBlank && suspicion == .withBlank) {
        slow.append(row)
        continue
      }
      if seen.isBeyondASCII {
        // The text lies in the chunk, which stays in place.
        let text = unsafe Span(_unsafeStart: start, count: range.count)
        guard UTF8Validation.isValid(text) else {
          slow.append(row)
          continue
        }
      }
      present += 1
    }
    return present
  }

  /// What kinds of bytes stand in words.
  private struct Bytes {
    private var high: UInt64 = 0
    private var blanks: UInt64 = 0
    private var signs: UInt64 = 0

    @inline(__always)
    mutating func look(_ word: UInt64) {
      high |= word
      blanks |= zeros(word ^ 0x2020_2020_2020_2020)
      signs |= zeros(word ^ 0x4040_4040_4040_4040)
    }

    /// Not 0 exactly when a byte is 0.
    @inline(__always)
    private func zeros(_ word: UInt64) -> UInt64 {
      (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    var isBeyondASCII: Bool { high & 0x8080_8080_8080_8080 != 0 }
    var hasBlank: Bool { blanks != 0 }
    var hasAt: Bool { signs != 0 }
  }
}

/// When a text that begins with some byte may be personal, beside an address with its `@`.
enum Suspicion {
  case never
  /// Two words in capitals may be a name.
  case withBlank
  case always
}
