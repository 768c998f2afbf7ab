/// A hash set of pairs of a number and a code, for counting how many codes a number has.
///
/// Open addressing over a power-of-two table; 0 stands where a place is free.
struct PairSet {
  private(set) var pairs = Lane<UInt64>(1 << 10, filledWith: 0)
  /// At most half of the places are taken.
  private(set) var taken = 0

  var capacity: Int { pairs.capacity }

  mutating func removeAll() {
    if taken > 0 { pairs.fill(0, pairs.capacity) }
    taken = 0
  }

  /// Whether there is room for so many more pairs.
  func hasRoom(_ count: Int) -> Bool { (taken + count) * 2 <= capacity }

  /// Makes room for so many more pairs; returns the old and the new place of each that moved.
  @discardableResult
  mutating func reserve(_ count: Int) -> [(old: Int, new: Int)] {
    if hasRoom(count) { return [] }
    let old = pairs
    var larger = capacity
    while (taken + count) * 2 > larger { larger *= 2 }
    pairs = Lane(larger, filledWith: 0)
    let places = Places(self)
    var moved: [(old: Int, new: Int)] = []
    for index in 0..<old.capacity where old[index] != 0 {
      let place = places.place(of: old[index]).index
      places.put(old[index], at: place)
      moved.append((index, place))
    }
    return moved
  }

  /// Says how many pairs were added by `Places`.
  mutating func add(_ count: Int) { taken += count }

  /// The table, as a loop reads and fills it.
  ///
  /// Made for one call: there is room for what is added meanwhile.
  @safe struct Places {
    // The set owns the memory, and holds it as long as this is in use.
    private let base: UnsafeMutablePointer<UInt64>
    private let last: Int
    private let shift: UInt64

    init(_ set: PairSet) {
      precondition(set.pairs.capacity.nonzeroBitCount == 1)
      // As above.
      unsafe base = set.pairs.base
      last = set.pairs.capacity - 1
      shift = UInt64(64 - last.nonzeroBitCount)
    }

    /// A pair, which is never 0.
    @inline(__always)
    static func pair(_ number: Int32, _ code: Int32) -> UInt64 {
      // No number is 2³² − 1.
      (UInt64(UInt32(bitPattern: number)) &+ 1) &<< 32 | UInt64(UInt32(bitPattern: code))
    }

    /// Where a pair stands, or the free place where it would be.
    @inline(__always)
    func place(of pair: UInt64) -> (index: Int, isFree: Bool) {
      var place = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> shift)
      while true {
        // The place is below the capacity, a power of two.
        let known = unsafe base[place]
        if known == pair { return (place, false) }
        if known == 0 { return (place, true) }
        place = (place &+ 1) & last
      }
    }

    /// Puts a pair at a free place that `place` found.
    @inline(__always)
    func put(_ pair: UInt64, at place: Int) {
      // As above.
      unsafe base[place] = pair
    }
  }
}

extension Scatter {
  /// Counts the pairs of group and code that are new to a set, and adds them; there is room.
  static func distinct(
    _ cells: Lane<Int64>,
    _ block: AggregateBlock,
    _ codes: Lane<Int32>,
    _ pairs: inout PairSet
  ) {
    precondition(block.count <= codes.capacity && pairs.hasRoom(block.count))
    // The line above.
    let (codes, groups) = unsafe (codes.base, block.groups.base)
    let places = PairSet.Places(pairs)
    var found = 0
    each(cells, block) { row, mask, cell in
      guard mask == 1 else { return }
      // As above.
      let pair = unsafe PairSet.Places.pair(groups[row], codes[row])
      let place = places.place(of: pair)
      guard place.isFree else { return }
      places.put(pair, at: place.index)
      cell &+= 1
      found &+= 1
    }
    pairs.add(found)
  }

  /// Counts each pair of project and code on the first date it has: groups are dates × `projects`,
  /// which is a power of two.
  ///
  /// `firsts` holds the group at which each pair of the set is counted. There is room for all.
  static func distinctFirsts(
    _ cells: Lane<Int64>,
    _ block: AggregateBlock,
    _ codes: Lane<Int32>,
    _ pairs: inout PairSet,
    _ firsts: Lane<Int32>,
    projects: Int32
  ) {
    precondition(block.count <= codes.capacity && pairs.hasRoom(block.count))
    precondition(firsts.capacity == pairs.capacity && projects.nonzeroBitCount == 1)
    // The lines above.
    let (codes, firsts) = unsafe (codes.base, firsts.base)
    // As the head of this enumeration says of groups.
    let (groups, counts) = unsafe (block.groups.base, cells.base)
    let places = PairSet.Places(pairs)
    var found = 0
    each(cells, block) { row, mask, cell in
      guard mask == 1 else { return }
      // As above.
      let (code, group) = unsafe (codes[row], groups[row])
      let pair = PairSet.Places.pair(group & (projects - 1), code)
      let (place, isFree) = places.place(of: pair)
      if isFree {
        places.put(pair, at: place)
        // As above.
        unsafe firsts[place] = group
        cell &+= 1
        found &+= 1
        return
      }
      // Of one project the earlier date is the smaller group; what stands there came from `groups`.
      guard unsafe group < firsts[place] else { return }
      unsafe counts[Int(firsts[place])] &-= 1
      unsafe firsts[place] = group
      cell &+= 1
    }
    pairs.add(found)
  }
}
