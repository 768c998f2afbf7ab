/// A text of at most 15 bytes as two words that are equal exactly when the texts are.
struct ShortText: Sendable {
  var low: UInt64
  /// The bytes from the ninth on, and the length in the highest byte.
  var high: UInt64

  static let longest = 15

  @inline(__always)
  private static func mask(_ count: Int) -> UInt64 {
    UInt64.max >> (64 &- UInt64(truncatingIfNeeded: count) &* 8)
  }

  /// The text of `count` bytes at an address behind which 16 bytes may be read.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    if count >= 8 {
      low = unsafe QuickColumn.word(bytes)
      high = unsafe count == 8 ? 0 : QuickColumn.word(bytes + 8) & ShortText.mask(count - 8)
    } else {
      low = unsafe count == 0 ? 0 : QuickColumn.word(bytes) & ShortText.mask(count)
      high = 0
    }
    high |= UInt64(truncatingIfNeeded: count) << 56
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

  @inline(__always)
  func isPlain(_ code: Int32) -> Bool { unsafe plain[Int(code)] }

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
  static func texts(
    _ cells: Cells,
    _ texts: QuickTexts,
    isTrimmed: Bool,
    judge: (Span<UInt8>) -> Bool,
    into values: UnsafeMutablePointer<Int32>,
    valid: UnsafeMutablePointer<UInt8>,
    slow: inout [Int]
  ) -> Int {
    var present = 0
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
        code = unsafe texts.code(ShortText(start, range.count))
      }
      if code < 0 {
        // The text lies in the chunk, which stays in place.
        let text = unsafe Span(_unsafeStart: start, count: range.count)
        code = texts.add(text, judge: judge)
      }
      guard texts.isPlain(code) else {
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
  static func skim(
    _ cells: Cells,
    suspicious: UnsafePointer<Bool>,
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
      if unsafe suspicious[Int(first)] || (isTrimmed && (mayBeBlank(first) || mayBeBlank(last))) {
        slow.append(row)
        continue
      }
      var high: UInt64 = 0
      var offset = 0
      while offset + 8 <= range.count {
        let next = unsafe word(start + offset)
        high |= next
        offset += 8
      }
      if offset < range.count {
        let next = unsafe word(start + offset)
        high |= next << UInt64((8 - (range.count - offset)) * 8)
      }
      if high & 0x8080_8080_8080_8080 != 0 {
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
}
