/// Hash sets of pairs of group and code, for counting how many codes a group has.
extension Scatter {
  /// Counts the pairs of group and code that are new to a hash set, and adds them.
  ///
  /// There is room for them. Returns how many there are.
  static func distinct(
    _ cells: Lane<Int64>,
    _ groups: Lane<Int32>,
    _ mask: Lane<UInt8>,
    _ codes: Lane<Int32>,
    _ pairs: Lane<UInt64>,
    _ count: Int
  ) -> Int {
    precondition(count <= codes.capacity && pairs.capacity.nonzeroBitCount == 1)
    // The line above.
    let (codes, places) = unsafe (codes.base, pairs.base)
    let last = pairs.capacity - 1
    let shift = UInt64(64 - last.nonzeroBitCount)
    var found = 0
    each(cells, groups, mask, count) { row, mask, cell in
      guard mask == 1 else { return }
      // As above, and no group is 2³² − 1.
      let code = unsafe UInt64(UInt32(bitPattern: codes[row]))
      let group = unsafe UInt64(UInt32(bitPattern: groups.base[row])) &+ 1
      let pair = group &<< 32 | code
      var place = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> shift)
      while true {
        // The place is below the capacity, a power of two.
        let known = unsafe places[place]
        if known == pair { return }
        if known == 0 { break }
        place = (place &+ 1) & last
      }
      // As above.
      unsafe places[place] = pair
      cell &+= 1
      found &+= 1
    }
    return found
  }

  /// Counts each pair of project and code on the first date it has: groups are dates × `projects`,
  /// which is a power of two.
  ///
  /// `firsts` holds the group at which each pair of the hash set is counted. There is room for all.
  /// Returns how many pairs are new.
  static func distinctFirsts(
    _ cells: Lane<Int64>,
    _ groups: Lane<Int32>,
    _ mask: Lane<UInt8>,
    _ codes: Lane<Int32>,
    _ pairs: Lane<UInt64>,
    _ firsts: Lane<Int32>,
    projects: Int32,
    _ count: Int
  ) -> Int {
    precondition(count <= codes.capacity && pairs.capacity.nonzeroBitCount == 1)
    precondition(firsts.capacity == pairs.capacity && projects.nonzeroBitCount == 1)
    // The lines above.
    let (codes, places, firsts) = unsafe (codes.base, pairs.base, firsts.base)
    // As the head of this enumeration says of groups.
    let counts = unsafe cells.base
    let last = pairs.capacity - 1
    let shift = UInt64(64 - last.nonzeroBitCount)
    var found = 0
    each(cells, groups, mask, count) { row, mask, cell in
      guard mask == 1 else { return }
      // As above, and no project is 2³² − 1.
      let (code, group) = unsafe (UInt64(UInt32(bitPattern: codes[row])), groups.base[row])
      let project = UInt64(UInt32(bitPattern: group & (projects - 1))) &+ 1
      let pair = project &<< 32 | code
      var place = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> shift)
      while true {
        // The place is below the capacity, a power of two.
        let known = unsafe places[place]
        if known == pair { break }
        if known == 0 {
          // As above.
          unsafe places[place] = pair
          unsafe firsts[place] = group
          cell &+= 1
          found &+= 1
          return
        }
        place = (place &+ 1) & last
      }
      // Of one project the earlier date is the smaller group; what stands there came from `groups`.
      guard unsafe group < firsts[place] else { return }
      unsafe counts[Int(firsts[place])] &-= 1
      unsafe firsts[place] = group
      cell &+= 1
    }
    return found
  }

  /// Moves the pairs of a hash set, and what stands beside them, into a larger one.
  static func rehash(
    _ old: Lane<UInt64>,
    _ oldFirsts: Lane<Int32>,
    into pairs: Lane<UInt64>,
    _ firsts: Lane<Int32>
  ) {
    let last = pairs.capacity - 1
    let shift = UInt64(64 - last.nonzeroBitCount)
    for index in 0..<old.capacity where old[index] != 0 {
      var place = Int(truncatingIfNeeded: (old[index] &* 0x9E37_79B9_7F4A_7C15) &>> shift)
      while pairs[place] != 0 { place = (place + 1) & last }
      pairs[place] = old[index]
      firsts[place] = oldFirsts[index]
    }
  }

  /// Moves the pairs of a hash set into a larger one.
  static func rehash(_ old: Lane<UInt64>, into pairs: Lane<UInt64>) {
    let last = pairs.capacity - 1
    let shift = UInt64(64 - last.nonzeroBitCount)
    for index in 0..<old.capacity where old[index] != 0 {
      var place = Int(truncatingIfNeeded: (old[index] &* 0x9E37_79B9_7F4A_7C15) &>> shift)
      while pairs[place] != 0 { place = (place + 1) & last }
      pairs[place] = old[index]
    }
  }
}
