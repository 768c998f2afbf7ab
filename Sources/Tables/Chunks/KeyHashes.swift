import Determinism

/// The hashes of the own keys of a chunk's rows, to find whether all keys of a table differ.
///
/// Equal keys have equal hashes; that two different keys have one is so rare that the other reader
/// may then read the table, and say.
struct KeyHashes: Sendable {
  private(set) var hashes: [UInt64] = []

  private static let buckets = 256

  /// The hash of a key whose last part has `count` bytes, at an address behind which 8 may be read,
  /// and whose parts before it have the hash `earlier`.
  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int, behind earlier: UInt64) -> UInt64 {
    KeyHash.hash(count: count, behind: earlier) { offset in
      let word = unsafe QuickColumn.word(bytes + offset)
      return count - offset < 8 ? word & ((1 << UInt64((count - offset) * 8)) - 1) : word
    }
  }

  mutating func add(_ more: [UInt64]) { hashes += more }

  mutating func removeAll() { hashes.removeAll() }

  /// Sorts the hashes by their highest byte, and says where each byte's begin.
  func bucketed() -> KeyBuckets {
    var starts = [Int](repeating: 0, count: KeyHashes.buckets + 1)
    for hash in hashes { starts[Int(hash >> 56) + 1] += 1 }
    for bucket in 0..<KeyHashes.buckets { starts[bucket + 1] += starts[bucket] }
    var next = starts
    var sorted = [UInt64](repeating: 0, count: hashes.count)
    for hash in hashes {
      sorted[next[Int(hash >> 56)]] = hash
      next[Int(hash >> 56)] += 1
    }
    return KeyBuckets(hashes: sorted, starts: starts)
  }

  /// Whether no hash stands in the chunks twice.
  static func allDiffer(_ chunks: [KeyBuckets], threads: Int) -> Bool {
    RowRanges.map(count: buckets, grain: 8, threads: threads) { range in
      range.allSatisfy { differ(chunks, bucket: $0) }
    }.allSatisfy { $0 }
  }

  private static func differ(_ chunks: [KeyBuckets], bucket: Int) -> Bool {
    let count = chunks.reduce(0) { $0 + $1.starts[bucket + 1] - $1.starts[bucket] }
    var size = 16
    while size < count * 2 { size *= 2 }
    // 0 is an empty slot, so a hash of 0 is looked for by itself.
    var slots = [UInt64](repeating: 0, count: size)
    var zeros = 0
    for chunk in chunks {
      for place in chunk.starts[bucket]..<chunk.starts[bucket + 1] {
        let hash = chunk.hashes[place]
        if hash == 0 {
          zeros += 1
          if zeros > 1 { return false }
          continue
        }
        var slot = Int(truncatingIfNeeded: hash) & (size - 1)
        while slots[slot] != 0 {
          if slots[slot] == hash { return false }
          slot = (slot + 1) & (size - 1)
        }
        slots[slot] = hash
      }
    }
    return true
  }
}

/// The hashes of a chunk, sorted by their highest byte.
struct KeyBuckets: Sendable {
  var hashes: [UInt64]
  var starts: [Int]
}
