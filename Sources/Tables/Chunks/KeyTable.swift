import CBytes

/// Finds the subject of a key, many keys at a time.
///
/// A slot holds part of the hash and the key's number, so that a key that is not there is mostly
/// known by one look, and a short one that is there by two.
struct KeyTable: Sendable {
  /// 0 where empty, else the upper half of the hash, and the key's number plus one.
  private var slots: [UInt64]
  private let mask: Int
  private var words: [ShortText]
  /// The subject of each key where it is not the key's own number.
  private let ordinals: [Int32]?
  /// How many keys are looked for at once.
  private static let batch = 64

  /// A table of the keys of `index`, of which key `i` leads to `ordinals[i]`, or to `i`.
  init(_ index: KeyIndex, ordinals: [Int32]?) {
    var size = 64
    while size < index.count * 2 { size *= 2 }
    mask = size - 1
    self.ordinals = ordinals
    slots = [UInt64](repeating: 0, count: size)
    words = []
    words.reserveCapacity(index.count)
    for key in 0..<index.count {
      let text = index.utf8(of: Int32(key))
      let short = text.count <= ShortText.longest ? ShortText(text.span) : ShortText(longText: ())
      words.append(short)
      guard short.isShort else { continue }
      let hash = short.hash
      var slot = Int(truncatingIfNeeded: hash >> 20) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(key + 1)
    }
  }

  /// The subject of each row's key; rows whose key is not found, or is no short text, are `slow`
  /// and have -1.
  func find(
    _ cells: QuickColumn.Cells,
    into subjects: UnsafeMutablePointer<Int32>,
    slow: inout [Int]
  ) {
    // Read by address for the time of the call: slots are masked, and hold numbers of keys.
    unsafe slots.withUnsafeBufferPointer { slots in
      unsafe words.withUnsafeBufferPointer { words in
        unsafe find(cells, slots, words, into: subjects, slow: &slow)
      }
    }
  }

  private func find(
    _ cells: QuickColumn.Cells,
    _ slots: UnsafeBufferPointer<UInt64>,
    _ words: UnsafeBufferPointer<ShortText>,
    into subjects: UnsafeMutablePointer<Int32>,
    slow: inout [Int]
  ) {
    let count = cells.count
    var keys = [64 of ShortText](repeating: ShortText(longText: ()))
    var hashes = [64 of UInt64](repeating: 0)
    var last = ShortText(longText: ())
    var lastSubject: Int32 = -1
    var start = 0
    while start < count {
      let size = min(KeyTable.batch, count - start)
      for place in 0..<size {
        let range = cells.bounds(start + place).range
        var key = ShortText(longText: ())
        if range.count <= ShortText.longest, !range.isEmpty {
          key = unsafe ShortText(cells.bytes + range.lowerBound, range.count)
        }
        let hash = key.hash
        keys[place] = key
        hashes[place] = hash
        let slot = Int(truncatingIfNeeded: hash >> 20) & mask
        // A hint, which reads nothing.
        if let base = slots.baseAddress { unsafe cbytes_prefetch(base + slot) }
      }
      // The key that is probably the one, so that its words are there when they are compared.
      if let base = words.baseAddress {
        for place in 0..<size {
          let held = unsafe slots[Int(truncatingIfNeeded: hashes[place] >> 20) & mask]
          unsafe cbytes_prefetch(base + (Int(truncatingIfNeeded: held & 0xFFFF_FFFF) &- 1))
        }
      }
      for place in 0..<size {
        let key = keys[place]
        // Rows of one subject often stand together.
        if key == last {
          unsafe subjects[start + place] = lastSubject
          if lastSubject < 0 { slow.append(start + place) }
          continue
        }
        let subject = unsafe key.isShort ? find(key, hashes[place], slots, words) : -1
        unsafe subjects[start + place] = subject
        if subject < 0 { slow.append(start + place) }
        last = key
        lastSubject = subject
      }
      start += size
    }
  }

  @inline(__always)
  private func find(
    _ key: ShortText,
    _ hash: UInt64,
    _ slots: UnsafeBufferPointer<UInt64>,
    _ words: UnsafeBufferPointer<ShortText>
  ) -> Int32 {
    var slot = Int(truncatingIfNeeded: hash >> 20) & mask
    while true {
      let held = unsafe slots[slot]
      if held == 0 { return -1 }
      let number = Int(truncatingIfNeeded: held & 0xFFFF_FFFF) &- 1
      if (held ^ hash) >> 32 == 0, unsafe words[number] == key {
        guard let ordinals else { return Int32(truncatingIfNeeded: number) }
        return ordinals[number]
      }
      slot = (slot &+ 1) & mask
    }
  }
}
