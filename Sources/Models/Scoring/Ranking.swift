/// The order of rows by risk.
public enum Ranking {
  /// The rows, riskiest first: by raw logit, ties by id in byte order, then by row.
  ///
  /// - Complexity: O(n log n); ids are read only where logits tie.
  public static func order(rawLogits: [Double], ids: [String]) -> [Int] {
    precondition(rawLogits.count == ids.count, "one id a raw logit")
    var keys = rawLogits.indices.map { Key(rawLogits[$0], row: $0) }
    keys.sort()
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].key == keys[start].key { end += 1 }
      if end - start > 1 {
        keys[start..<end].sort { left, right in
          let (first, second) = (ids[left.row].utf8, ids[right.row].utf8)
          if first.lexicographicallyPrecedes(second) { return true }
          return !second.lexicographicallyPrecedes(first) && left.row < right.row
        }
      }
      start = end
    }
    return keys.map(\.row)
  }

  /// A row by a number that rises as its logit falls.
  private struct Key: Comparable {
    let key: UInt64
    let row: Int

    init(_ logit: Double, row: Int) {
      // Adding zero makes −0 and 0 one number.
      let bits = (logit + 0).bitPattern
      let isNegative = bits >> 63 == 1
      key = isNegative ? bits : ~(bits | 1 << 63)
      self.row = row
    }

    static func < (left: Key, right: Key) -> Bool {
      left.key != right.key ? left.key < right.key : left.row < right.row
    }
  }
}
