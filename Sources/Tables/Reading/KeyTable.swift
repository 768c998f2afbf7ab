import CBytes
import Determinism

/// What is looked for in a `KeyTable`: a key of at most eleven bytes as it is, a longer one by its
/// hash.
struct KeyProbe: Sendable {
  /// The first eight bytes, or the hash.
  let low: UInt64
  /// The other bytes and one more than the length, or `long`; never 0.
  let mark: UInt32
  /// Says where to look.
  let hash: UInt64

  static let longest = 11
  private static let long: UInt32 = 0xFF00_0000

  /// Whether keys with this probe may yet differ.
  var isLong: Bool { mark == KeyProbe.long }

  /// The probe of no text.
  init() {
    (low, mark, hash) = (0, KeyProbe.long, 0)
  }

  /// The probe of a text.
  init(_ text: Span<UInt8>) {
    if text.count <= KeyProbe.longest {
      self.init(ShortText(text), count: text.count)
    } else {
      // The bytes are there for the time of the call.
      self.init(hash: unsafe text.withUnsafeBufferPointer { unsafe KeyProbe.hash($0) })
    }
  }

  /// The probe of `count` bytes at an address behind which 16 bytes may be read.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    if count <= KeyProbe.longest {
      unsafe self.init(ShortText(bytes, count), count: count)
    } else {
      let text = unsafe UnsafeBufferPointer(start: bytes, count: count)
      unsafe self.init(hash: KeyProbe.hash(text))
    }
  }

  @inline(__always)
  private init(_ text: ShortText, count: Int) {
    low = text.low
    mark =
      UInt32(truncatingIfNeeded: text.high & 0xFF_FFFF) | UInt32(truncatingIfNeeded: count &+ 1)
      << 24
    hash = text.hash
  }

  private init(hash: UInt64) {
    low = hash
    mark = KeyProbe.long
    self.hash = hash
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    KeyHash.hash(count: bytes.count) { offset in
      var word: UInt64 = 0
      // Inside the buffer.
      for place in offset..<min(offset + 8, bytes.count) {
        word |= unsafe UInt64(bytes[place]) << UInt64((place - offset) * 8)
      }
      return word
    }
  }
}

/// Leads from keys to their numbers; a short key is found by one look at memory.
///
/// Open addressing over a power-of-two table. A large table has regions, which a search does not
/// leave, so that several threads can fill it.
struct KeyTable: Sendable {
  /// A key and its number: an empty slot has no mark.
  struct Slot: Sendable {
    var low: UInt64 = 0
    /// The mark, and in the upper half the number.
    var high: UInt64 = 0

    @inline(__always)
    init() {}

    @inline(__always)
    init(_ probe: KeyProbe, number: Int) {
      low = probe.low
      high = UInt64(probe.mark) | UInt64(truncatingIfNeeded: number) << 32
    }

    @inline(__always)
    var isEmpty: Bool { UInt32(truncatingIfNeeded: high) == 0 }

    @inline(__always)
    func matches(_ probe: KeyProbe) -> Bool {
      low == probe.low && UInt32(truncatingIfNeeded: high) == probe.mark
    }

    @inline(__always)
    var number: Int { Int(truncatingIfNeeded: high >> 32) }
  }

  private(set) var slots: [Slot]
  /// The bits of a hash that are not used.
  private let shift: UInt64
  /// The places of a slot inside its region.
  private let regionMask: Int

  /// An empty table for `count` keys.
  init(count: Int = 0) {
    let bits = KeyTable.bits(count)
    slots = [Slot](repeating: Slot(), count: 1 << bits)
    shift = UInt64(64 - bits)
    regionMask = (1 << bits) - 1
  }

  private init(slots: [Slot], regionBits: Int) {
    self.slots = slots
    let bits = slots.count.trailingZeroBitCount
    shift = UInt64(64 - bits)
    regionMask = (1 << (bits - regionBits)) - 1
  }

  /// At most half of the slots are taken.
  private static func bits(_ count: Int) -> Int {
    var bits = 6
    while 1 << bits < count * 2 { bits += 1 }
    return bits
  }

  /// Whether one more than `count` keys fit.
  func hasRoom(_ count: Int) -> Bool { (count + 1) * 2 <= slots.count }

  /// Where a key is, or the empty slot where it would be.
  ///
  /// `isSame` says of the number of a long key whether it is the one; the table is never full.
  @inline(__always)
  func place(_ probe: KeyProbe, isSame: (Int) -> Bool) -> Int {
    var place = Int(truncatingIfNeeded: probe.hash >> shift)
    while true {
      let slot = slots[place]
      if slot.isEmpty || (slot.matches(probe) && (!probe.isLong || isSame(slot.number))) {
        return place
      }
      place = (place & ~regionMask) | ((place &+ 1) & regionMask)
    }
  }

  /// Puts a key in an empty slot that `place` found.
  mutating func put(_ probe: KeyProbe, number: Int, at place: Int) {
    slots[place] = Slot(probe, number: number)
  }

  /// A table of the keys with these probes, by their place; nil where two are the same key, or a
  /// region overflows.
  ///
  /// `isSame` says of two long keys whether they are one.
  static func filled(
    _ probes: [KeyProbe],
    threads: Int,
    isSame: @Sendable (Int, Int) -> Bool
  ) -> KeyTable? {
    let bits = bits(probes.count)
    let regionBits = bits >= 16 ? 6 : 0
    let regionSize = 1 << (bits - regionBits)
    let shift = UInt64(64 - bits)
    let grain = max(1, (1 << regionBits) / max(1, threads * 2))
    let parts = RowRanges.map(count: 1 << regionBits, grain: grain, threads: threads) {
      regions -> [Slot]? in
      let first = regions.lowerBound * regionSize
      let last = regions.upperBound * regionSize
      var slots = [Slot](repeating: Slot(), count: last - first)
      var counts = [Int](repeating: 0, count: regions.count)
      for (number, probe) in probes.enumerated() {
        var place = Int(truncatingIfNeeded: probe.hash >> shift)
        guard place >= first, place < last else { continue }
        place -= first
        counts[place / regionSize] += 1
        guard counts[place / regionSize] < regionSize else { return nil }
        while !slots[place].isEmpty {
          if slots[place].matches(probe), !probe.isLong || isSame(slots[place].number, number) {
            return nil
          }
          place = (place & ~(regionSize - 1)) | ((place + 1) & (regionSize - 1))
        }
        slots[place] = Slot(probe, number: number)
      }
      return slots
    }
    var slots: [Slot] = []
    slots.reserveCapacity(1 << bits)
    for part in parts {
      guard let part else { return nil }
      slots += part
    }
    return KeyTable(slots: slots, regionBits: regionBits)
  }

  /// How many keys are looked for at once.
  private static let batch = 64

  /// The number of each cell's key, -1 where it is not there; those are `slow`.
  ///
  /// `isSame` says of the number of a long key whether it is that of a cell.
  func find<Cells: CellSource>(
    _ cells: Cells,
    into numbers: UnsafeMutablePointer<Int32>,
    slow: inout [Int],
    isSame: (_ number: Int, _ cell: Int) -> Bool
  ) {
    // Read by address for the time of the call: places come from the hash's first bits.
    unsafe slots.withUnsafeBufferPointer { slots in
      guard let base = slots.baseAddress else { return }
      unsafe find(cells, base, into: numbers, slow: &slow, isSame)
    }
  }

  private func find<Cells: CellSource>(
    _ cells: Cells,
    _ slots: UnsafePointer<Slot>,
    into numbers: UnsafeMutablePointer<Int32>,
    slow: inout [Int],
    _ isSame: (_ number: Int, _ cell: Int) -> Bool
  ) {
    let count = cells.count
    let (shift, regionMask) = (shift, regionMask)
    var probes = [64 of KeyProbe](repeating: KeyProbe())
    var start = 0
    while start < count {
      let size = min(KeyTable.batch, count - start)
      for index in 0..<size {
        let range = cells.bounds(start + index).range
        let probe = unsafe KeyProbe(cells.bytes + range.lowerBound, range.count)
        probes[index] = probe
        // A hint, which reads nothing.
        unsafe cbytes_prefetch(slots + Int(truncatingIfNeeded: probe.hash >> shift))
      }
      for index in 0..<size {
        let probe = probes[index]
        var place = Int(truncatingIfNeeded: probe.hash >> shift)
        var number = -1
        while true {
          let slot = unsafe slots[place]
          if slot.isEmpty { break }
          if slot.matches(probe), !probe.isLong || isSame(slot.number, start + index) {
            number = slot.number
            break
          }
          place = (place & ~regionMask) | ((place &+ 1) & regionMask)
        }
        unsafe numbers[start + index] = Int32(truncatingIfNeeded: number)
        if number < 0 { slow.append(start + index) }
      }
      start += size
    }
  }
}
