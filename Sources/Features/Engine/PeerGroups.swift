import Tables

/// The projects of a date, sorted into groups of peers, with what an aggregate reads of them.
struct PeerGroups {
  /// The group of each project, −1 where it has none.
  private(set) var groups: [Int32] = []
  private(set) var groupCount = 0
  /// Why a project has no group; empty where all have one.
  private(set) var causes: [Int32] = []
  /// The argument of the aggregate.
  private(set) var value: FeatureData?
  /// The key of `hhi` and `share_of_largest` as small numbers, and whether there is one.
  private(set) var keyNumbers: [Int32] = []
  private(set) var keyValid: [UInt8] = []
  /// The argument in exact integers, where it is a bare column of money or integers.
  private(set) var exact: [Int64] = []

  /// Numbers for values of one key that are not numbered yet, in order of first appearance.
  private struct Numbering {
    private var numbers: [UInt64: Int32] = [:]

    mutating func number(_ bits: UInt64) -> Int32 {
      if let number = numbers[bits] { return number }
      let number = Int32(numbers.count)
      numbers[bits] = number
      return number
    }
  }

  private var keyNumbering: [Numbering]
  private var pairs: [Numbering]
  private var second = Numbering()

  init(keys: Int) {
    keyNumbering = [Numbering](repeating: Numbering(), count: keys)
    pairs = keyNumbering
  }

  mutating func reserve(_ count: Int, value type: ValueType?) {
    groups.reserveCapacity(count)
    value = type.map { FeatureData($0, capacity: count) }
  }

  /// The cause of a project's having no group.
  func cause(_ position: Int) -> Int32 { causes.isEmpty ? ReasonTable.undefined : causes[position] }

  /// Adds the projects of a block by their keys.
  mutating func add(_ keys: [Operand], _ count: Int, causes of: (Int) -> [Int32]) {
    let start = groups.count
    if let key = keys.first, keys.count == 1, key.type == .text {
      // A code is a number already.
      key.register.codes.appended(to: &groups, count)
    } else {
      for row in 0..<count { groups.append(number(keys, row)) }
    }
    for place in start..<groups.count {
      groupCount = max(groupCount, Int(groups[place]) + 1)
    }
    let lacking = keys.indices.filter { keys[$0].register.hasNulls }
    guard !lacking.isEmpty else {
      if !causes.isEmpty { causes.append(contentsOf: repeatElement(0, count: count)) }
      return
    }
    if causes.isEmpty { causes = [Int32](repeating: 0, count: start) }
    causes += of(lacking[0])
    for key in lacking.dropFirst() {
      for (row, cause) in of(key).enumerated() where cause != ReasonTable.value {
        causes[start + row] = union(causes[start + row], cause)
      }
    }
    for place in start..<groups.count where causes[place] != ReasonTable.value {
      groups[place] = -1
    }
  }

  /// Two causes in one.
  var union: (Int32, Int32) -> Int32 = { $0 == 0 ? $1 : $0 }

  private mutating func number(_ keys: [Operand], _ row: Int) -> Int32 {
    var group: Int32 = 0
    for (index, key) in keys.enumerated() {
      let bits = key.bits(row)
      let own =
        key.type == .number || key.type == .unknown ? keyNumbering[index].number(bits) : nil
      let number = own.map { UInt64(UInt32(bitPattern: $0)) } ?? bits
      group = pairs[index].number(UInt64(UInt32(bitPattern: group)) << 32 | number)
    }
    return group
  }

  /// Adds the argument of a block's projects; `causes` says why some have none.
  mutating func add(value register: Register, _ causes: [Int32], _ count: Int) {
    value?.append(register, causes, count)
  }

  /// Adds the second key of a block's projects.
  mutating func add(key: Operand, _ count: Int) {
    for row in 0..<count {
      keyNumbers.append(second.number(key.bits(row)))
      keyValid.append(key.register.valid[row])
    }
  }

  /// Adds the exact integers of a block's projects.
  mutating func add(exact integers: [Int64], rows: ArraySlice<Int32>) {
    for row in rows { exact.append(integers[Int(row)]) }
  }

  /// Shares what the aggregate reads with other groups of the same projects.
  mutating func takeArguments(of other: PeerGroups) {
    value = other.value
    (keyNumbers, keyValid, exact) = (other.keyNumbers, other.keyValid, other.exact)
  }

  /// Leaves the projects without a group whose group has fewer than `minimum` that count.
  mutating func dissolve(below minimum: Int, cause: Int32) {
    var counts = [Int](repeating: 0, count: groupCount)
    forEachBlock { block in block.forEach { _, group in counts[group] += 1 } }
    dissolve(cause: cause) { counts[$0] < minimum }
  }

  /// Leaves the groups out of which no project is at one of `places`.
  mutating func dissolve(without places: [Int]) {
    var isWanted = [Bool](repeating: false, count: groupCount)
    for place in places where groups[place] >= 0 { isWanted[Int(groups[place])] = true }
    dissolve(cause: ReasonTable.none) { !isWanted[$0] }
  }

  private mutating func dissolve(cause: Int32, where isOff: (Int) -> Bool) {
    for place in groups.indices where groups[place] >= 0 && isOff(Int(groups[place])) {
      if causes.isEmpty { causes = [Int32](repeating: ReasonTable.value, count: groups.count) }
      groups[place] = -1
      causes[place] = cause
    }
  }

  /// Calls `body` with the projects that count, block by block.
  func forEachBlock(_ body: (AggregateBlock) -> Void) {
    let mask = Lane<UInt8>(Block.size, filledWith: 0)
    let places = Lane<Int32>(Block.size, filledWith: 0)
    var register = Register(
      numbers: Lane(Block.size, filledWith: 0),
      codes: Lane(Block.size, filledWith: 0),
      flags: Lane(Block.size, filledWith: 0),
      valid: Lane(Block.size, filledWith: 1)
    )
    register.hasNulls = value?.hasNulls ?? false
    var key = register
    key.codes = Lane(Block.size, filledWith: 0)
    for start in stride(from: 0, to: groups.count, by: Block.size) {
      let count = min(Block.size, groups.count - start)
      Loops.map(groups, from: start, into: mask, count) { $0 < 0 ? 0 : 1 }
      Loops.map(groups, from: start, into: places, count) { $0 < 0 ? 0 : $0 }
      var block = AggregateBlock(count: count, mask: mask, groups: places)
      block.start = start
      if let value {
        if value.hasNulls {
          Loops.zip(value.valid, from: start, mask, into: mask, count) { $0 & $1 }
          register.valid.load(value.valid, from: start, count)
        }
        switch value.type {
        case .number, .unknown: register.numbers.load(value.numbers, from: start, count)
        case .text, .date: register.codes.load(value.codes, from: start, count)
        case .boolean: register.flags.load(value.flags, from: start, count)
        }
        block.value = Operand(type: value.type, register: register)
      }
      if !keyNumbers.isEmpty {
        Loops.zip(keyValid, from: start, mask, into: mask, count) { $0 & $1 }
        key.codes.load(keyNumbers, from: start, count)
        // Keys are only compared for equality, so that their numbers may stand for them.
        block.key = Operand(type: .date, register: key)
      }
      if !exact.isEmpty { block.exact = exact }
      body(block)
    }
  }
}
