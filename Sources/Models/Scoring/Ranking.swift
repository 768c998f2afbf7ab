import Determinism

/// The order of rows by risk.
public enum Ranking {
  /// The rows, riskiest first: by raw logit, ties by id in byte order, then by row.
  ///
  /// Runs of rows are sorted for themselves, cut at the same keys, and the pieces between two cuts
  /// are put together, both on several threads; the cuts do not depend on how many.
  ///
  /// - Complexity: O(n); ids are read only where logits tie.
  public static func order(rawLogits: [Double], ids: [String], threads: Int = 1) -> [Int] {
    order(rawLogits: rawLogits, ids: ids, threads: threads, runLength: 1 << 16)
  }

  /// As above, with runs of another length; the order is the same.
  package static func order(
    rawLogits: [Double],
    ids: [String],
    threads: Int,
    runLength: Int
  ) -> [Int] {
    precondition(rawLogits.count == ids.count, "one id a raw logit")
    let runs = RowRanges.map(count: ids.count, grain: runLength, threads: threads) { rows in
      var keys = rows.map { RankKey(rawLogits[$0], row: $0) }
      RankKey.sort(&keys)
      return keys
    }
    guard runs.count > 1 else {
      return runs.first.map { RankKey.rows($0, ids) } ?? []
    }
    let cuts = RankKey.cuts(runs)
    let pieces = RowRanges.map(count: cuts.count + 1, grain: 1, threads: threads) { place in
      var keys: [RankKey] = []
      for run in runs {
        let start =
          place.lowerBound == 0 ? 0 : RankKey.first(in: run, from: cuts[place.lowerBound - 1])
        let end =
          place.lowerBound == cuts.count
          ? run.count : RankKey.first(in: run, from: cuts[place.lowerBound])
        if start < end { keys += run[start..<end] }
      }
      // Runs follow one another in the order of rows, and the sort is stable.
      RankKey.sort(&keys)
      return RankKey.rows(keys, ids)
    }
    var rows: [Int] = []
    rows.reserveCapacity(ids.count)
    for piece in pieces { rows += piece }
    return rows
  }

  /// The first `count` rows of that order.
  ///
  /// - Complexity: O(n + k · count), k the rows that were among the first of those before them.
  public static func first(_ count: Int, rawLogits: [Double], ids: [String]) -> [Int] {
    precondition(rawLogits.count == ids.count, "one id a raw logit")
    guard count > 0 else { return [] }
    var best: [RankKey] = []
    var last = UInt64.max
    for (row, logit) in rawLogits.enumerated() {
      let key = RankKey(logit, row: row)
      if best.count == count, key.key > last { continue }
      let place = best.firstIndex { key.precedes($0, ids) } ?? best.count
      best.insert(key, at: place)
      if best.count > count { best.removeLast() }
      last = best.last?.key ?? .max
    }
    return best.map(\.row)
  }
}

/// A row by a number that rises as its logit falls.
private struct RankKey: Sendable {
  let key: UInt64
  let row: Int

  init(_ logit: Double, row: Int) {
    // Adding zero makes −0 and 0 one number.
    let bits = (logit + 0).bitPattern
    let isNegative = bits >> 63 == 1
    key = isNegative ? bits : ~(bits | 1 << 63)
    self.row = row
  }

  func precedes(_ other: RankKey, _ ids: [String]) -> Bool {
    if key != other.key { return key < other.key }
    let (first, second) = (ids[row].utf8, ids[other.row].utf8)
    if first.lexicographicallyPrecedes(second) { return true }
    return !second.lexicographicallyPrecedes(first) && row < other.row
  }

  /// The rows of sorted keys, those of equal keys in the order of their ids.
  static func rows(_ keys: [RankKey], _ ids: [String]) -> [Int] {
    var keys = keys
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].key == keys[start].key { end += 1 }
      if end - start > 1 { keys[start..<end].sort { $0.precedes($1, ids) } }
      start = end
    }
    return keys.map(\.row)
  }

  /// Keys that cut sorted runs into pieces of about 2¹⁴ rows.
  static func cuts(_ runs: [[RankKey]]) -> [UInt64] {
    let (step, pieceLength) = (64, 1 << 14)
    var sample: [UInt64] = []
    for run in runs {
      for place in stride(from: step / 2, to: run.count, by: step) { sample.append(run[place].key) }
    }
    sample.sort()
    var cuts: [UInt64] = []
    for place in stride(from: pieceLength / step, to: sample.count, by: pieceLength / step)
    where sample[place] != cuts.last {
      cuts.append(sample[place])
    }
    return cuts
  }

  /// The place of the first key of a sorted run that is not below `key`.
  static func first(in run: [RankKey], from key: UInt64) -> Int {
    var (low, high) = (0, run.count)
    while low < high {
      let middle = (low + high) / 2
      if run[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Sorts by key; those of equal keys stay in their order.
  ///
  /// A radix sort by the first 33 bits, which tell most keys apart; the few that share them are
  /// compared.
  static func sort(_ keys: inout [RankKey]) {
    guard keys.count > digitSize / 4, let first = keys.first else {
      return keys.sort(by: isBefore)
    }
    var counts = [Int](repeating: 0, count: digitSize * digitCount)
    countDigits(keys.span, counts.mutableSpan)
    var other = keys
    for digit in 0..<digitCount {
      let start = digit * digitSize
      // A digit that all keys share needs no pass.
      if counts[start + first.digit(digit)] == keys.count { continue }
      var place = 0
      for value in start..<start + digitSize {
        let count = counts[value]
        counts[value] = place
        place += count
      }
      move(keys.span, other.mutableSpan, counts.mutableSpan, digit)
      swap(&keys, &other)
    }
    sortRest(&keys)
  }

  private static var digitSize: Int { 1 << 11 }
  private static var digitCount: Int { 3 }

  private static func isBefore(_ left: RankKey, _ right: RankKey) -> Bool {
    left.key != right.key ? left.key < right.key : left.row < right.row
  }

  /// A digit of the first 33 bits, the last digit first.
  @inline(__always)
  private func digit(_ digit: Int) -> Int {
    let shift = UInt64(truncatingIfNeeded: 31 &+ 11 &* digit)
    return Int(truncatingIfNeeded: key &>> shift & UInt64(RankKey.digitSize &- 1))
  }

  private static func countDigits(_ keys: Span<RankKey>, _ counts: consuming MutableSpan<Int>) {
    for row in keys.indices {
      for digit in 0..<digitCount {
        counts[digit &* digitSize &+ keys[row].digit(digit)] &+= 1
      }
    }
  }

  private static func move(
    _ keys: Span<RankKey>,
    _ sorted: consuming MutableSpan<RankKey>,
    _ places: consuming MutableSpan<Int>,
    _ digit: Int
  ) {
    for row in keys.indices {
      let value = digit &* digitSize &+ keys[row].digit(digit)
      let place = places[value]
      places[value] = place &+ 1
      sorted[place] = keys[row]
    }
  }

  /// Sorts those whose first 33 bits are equal.
  private static func sortRest(_ keys: inout [RankKey]) {
    var start = 0
    while start < keys.count {
      let prefix = keys[start].key >> 31
      var isSorted = true
      var end = start + 1
      while end < keys.count, keys[end].key >> 31 == prefix {
        if keys[end].key < keys[end - 1].key { isSorted = false }
        end += 1
      }
      if !isSorted { keys[start..<end].sort(by: isBefore) }
      start = end
    }
  }
}
