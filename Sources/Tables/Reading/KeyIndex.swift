import Determinism

/// Distinct keys and their ordinals, in order of first appearance.
///
/// A key is the bytes of its parts, trimmed of spaces; parts are joined by `|`, and a `|` or `\`
/// inside a part of a composite key is preceded by `\`, so that different keys stay different.
package struct KeyIndex: Sendable {
  /// The keys, end to end, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var table = KeyTable()
  /// The keys by their numbers, where they are numbered.
  private var numbered: NumberedKeys?
  /// Whether no key can look personal (`PersonalMatcher`): known only of keys given all at once.
  package private(set) var arePlain = false

  /// No keys.
  package init() {}

  /// Keys that stand end to end in `bytes`, each up to one of `ends`; nil where two are the same.
  package init?(bytes: [UInt8], ends: [Int], threads: Int) {
    self.bytes = bytes
    self.ends = ends
    arePlain = KeyIndex.arePlain(bytes, ends, threads: threads)
    numbered = NumberedKeys(bytes: bytes, ends: ends, threads: threads)
    if numbered != nil { return }
    let probes = RowRanges.map(count: ends.count, grain: 1 << 14, threads: threads) { range in
      range.map { number in
        KeyProbe(bytes.span.extracting(KeyIndex.range(of: number, ends)))
      }
    }
    let filled = KeyTable.filled(Array(probes.joined()), threads: threads) { first, second in
      KeyIndex.equals(
        bytes.span.extracting(KeyIndex.range(of: first, ends)),
        bytes.span.extracting(KeyIndex.range(of: second, ends))
      )
    }
    guard let filled else { return nil }
    table = filled
  }

  /// The number of distinct keys.
  package var count: Int { ends.count }

  /// The keys as text, by ordinal.
  package var texts: [String] { (0..<count).map { text(of: Int32($0)) } }

  /// The ordinal of a key, or nil.
  package func ordinal(of key: Span<UInt8>) -> Int32? {
    if let numbered { return numbered.ordinal(of: key) }
    let place = table.place(KeyProbe(key)) { equals($0, key) }
    let slot = table.slots[place]
    return slot.isEmpty ? nil : Int32(truncatingIfNeeded: slot.number)
  }

  /// The ordinal of a key given as text, or nil.
  package func ordinal(ofText key: String) -> Int32? { ordinal(of: key.utf8.span) }

  /// The ordinal of a key, giving it one when it is new.
  package mutating func insert(_ key: Span<UInt8>) -> Int32 {
    if numbered != nil {
      numbered = nil
      grow()
    }
    let probe = KeyProbe(key)
    let place = table.place(probe) { equals($0, key) }
    let slot = table.slots[place]
    guard slot.isEmpty else { return Int32(truncatingIfNeeded: slot.number) }
    let number = count
    arePlain = false
    for index in key.indices { bytes.append(key[index]) }
    ends.append(bytes.count)
    if table.hasRoom(number) {
      table.put(probe, number: number, at: place)
    } else {
      grow()
    }
    return Int32(truncatingIfNeeded: number)
  }

  /// The ordinal of a key given as text, giving it one when it is new.
  package mutating func insert(text key: String) -> Int32 { insert(key.utf8.span) }

  /// The text of a key.
  func text(of ordinal: Int32) -> String {
    String(decoding: bytes[KeyIndex.range(of: Int(ordinal), ends)], as: UTF8.self)
  }

  /// The ordinals of the cells' keys; -1 for those that are not found, which are `slow`.
  func find<Cells: CellSource>(
    _ cells: Cells,
    into ordinals: UnsafeMutablePointer<Int32>,
    slow: inout [Int]
  ) {
    if let numbered {
      unsafe numbered.find(cells, into: ordinals, slow: &slow)
      return
    }
    unsafe table.find(cells, into: ordinals, slow: &slow) { number, cell in
      let range = cells.bounds(cell).range
      // The key lies in the chunk, which stays in place.
      let start = unsafe cells.bytes + range.lowerBound
      return equals(number, unsafe Span(_unsafeStart: start, count: range.count))
    }
  }

  private func equals(_ number: Int, _ key: Span<UInt8>) -> Bool {
    KeyIndex.equals(bytes.span.extracting(KeyIndex.range(of: number, ends)), key)
  }

  /// Whether keys are ASCII without blanks and `@`, and begin with a letter.
  private static func arePlain(_ bytes: [UInt8], _ ends: [Int], threads: Int) -> Bool {
    RowRanges.map(count: ends.count, grain: 1 << 15, threads: threads) { numbers in
      let text = bytes.span
      for number in numbers {
        let key = range(of: number, ends)
        guard !key.isEmpty, (0x41...0x5A).contains(text[key.lowerBound] & 0xDF) else {
          return false
        }
        for place in key {
          let byte = text[place]
          if byte >= 0x80 || byte == 0x20 || byte == 0x40 { return false }
        }
      }
      return true
    }.allSatisfy { $0 }
  }

  private static func range(of number: Int, _ ends: [Int]) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  private static func equals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  private mutating func grow() {
    var larger = KeyTable(count: (count + 1) * 2)
    for number in 0..<count {
      let probe = KeyProbe(bytes.span.extracting(KeyIndex.range(of: number, ends)))
      // The keys differ, so each goes to an empty slot.
      larger.put(probe, number: number, at: larger.place(probe) { _ in false })
    }
    table = larger
  }
}
