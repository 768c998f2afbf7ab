/// The distinct texts of a column, each stored once as UTF-8 and known by a code.
///
/// Codes are given in order of first appearance, from 0. Open addressing over a power-of-two
/// table; the texts stand end to end in one buffer, so no text costs an allocation of its own.
public struct TextDictionary: Sendable {
  /// The UTF-8 of every text, end to end.
  private var bytes: [UInt8] = []
  /// Where text `code` ends in `bytes`; it starts where the one before ends.
  private var ends: [Int] = []
  /// Slots of the hash table: a code, or -1.
  private var slots: [Int32] = [Int32](repeating: -1, count: 16)
  /// The hash of each text, kept so that growing does not read the texts again.
  private var hashes: [UInt64] = []

  /// An empty dictionary.
  public init() {}

  /// Makes room for so many texts.
  mutating func reserve(_ count: Int, bytes more: Int) {
    bytes.reserveCapacity(bytes.count + more)
    ends.reserveCapacity(ends.count + count)
    hashes.reserveCapacity(ends.count + count)
    var size = slots.count
    while size < (ends.count + count) * 2 { size *= 2 }
    guard size > slots.count else { return }
    slots = [Int32](repeating: -1, count: size)
    for (code, hash) in hashes.enumerated() { place(Int32(code), hash) }
  }

  /// The number of distinct texts.
  public var count: Int { ends.count }

  /// The text of `code`.
  public subscript(code: Int32) -> String {
    String(decoding: bytes[range(of: code)], as: UTF8.self)
  }

  /// The UTF-8 of `code`.
  public func utf8(of code: Int32) -> ArraySlice<UInt8> { bytes[range(of: code)] }

  /// The code of a text, giving it one when it is new.
  public mutating func intern(_ text: String) -> Int32 {
    intern(text.utf8.span)
  }

  /// The code of a text given as UTF-8 bytes, giving it one when it is new.
  public mutating func intern(_ text: Span<UInt8>) -> Int32 {
    let hash = TextDictionary.hash(text)
    if let found = find(text, hash: hash) { return found }
    let code = Int32(ends.count)
    for index in text.indices { bytes.append(text[index]) }
    ends.append(bytes.count)
    hashes.append(hash)
    if ends.count * 2 > slots.count { grow() } else { place(code, hash) }
    return code
  }

  /// The code of a text, or nil when it is not in the dictionary.
  public func code(of text: String) -> Int32? {
    code(of: text.utf8.span)
  }

  /// The code of a text given as UTF-8 bytes, or nil when it is not in the dictionary.
  public func code(of text: Span<UInt8>) -> Int32? {
    find(text, hash: TextDictionary.hash(text))
  }

  private func range(of code: Int32) -> Range<Int> {
    let index = Int(code)
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  private func find(_ text: Span<UInt8>, hash: UInt64) -> Int32? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let code = slots[slot]
      if hashes[Int(code)] == hash, equals(code, text) { return code }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func equals(_ code: Int32, _ text: Span<UInt8>) -> Bool {
    let range = range(of: code)
    guard range.count == text.count else { return false }
    var offset = range.lowerBound
    for index in text.indices {
      if bytes[offset] != text[index] { return false }
      offset += 1
    }
    return true
  }

  private mutating func place(_ code: Int32, _ hash: UInt64) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 { slot = (slot + 1) & mask }
    slots[slot] = code
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (code, hash) in hashes.enumerated() { place(Int32(code), hash) }
  }

  /// FNV-1a with a final mix, so that the low bits depend on every byte.
  private static func hash(_ text: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text.indices {
      hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3
    }
    hash ^= hash >> 32
    return hash &* 0x9E37_79B9_7F4A_7C15 >> 7
  }
}
