import Determinism

/// Blocks by a hash of each row's group: no group stands on both sides, and adding rows or groups
/// moves none of the others.
public struct GroupSplit: Hashable, Sendable {
  /// The column whose values are the groups, for the description.
  public let column: String
  /// How much of the groups goes to each block, in expectation.
  public let shares: SplitShares
  /// The seed of the hash.
  public let seed: UInt64

  /// A split by the values of `column`.
  public init(
    column: String,
    shares: SplitShares = SplitShares(),
    seed: UInt64 = 1
  ) throws(EvaluationError) {
    self.column = column
    self.shares = try shares.normalised()
    self.seed = seed
  }

  /// The block of a group.
  ///
  /// FNV-1a over the UTF-8, mixed with the seed by SplitMix64: the same on every machine.
  public func block(of group: String) -> Block {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in group.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var first = SplitMix64(seed: seed)
    var second = SplitMix64(seed: first.next() ^ hash)
    return shares.block(of: second.uniform())
  }

  /// The block of each row.
  ///
  /// With few groups a block may stay empty by chance, which is an error.
  public func blocks(of groups: [String]) throws(EvaluationError) -> [Block] {
    var known: [String: Block] = [:]
    let blocks = groups.map { group in
      if let block = known[group] { return block }
      let block = block(of: group)
      known[group] = block
      return block
    }
    guard Set(known.values).count == shares.blocks else {
      throw EvaluationError(.tooFewGroups(groups: known.count, blocks: shares.blocks))
    }
    return blocks
  }

  /// The split in words.
  public var description: SplitDescription {
    SplitDescription(
      kind: .group,
      description: """
        by group: \(column), \(shares.text) % of the groups to train, calibrate and test, \
        seed \(seed); no group on two sides, dates mixed
        """,
      seed: seed
    )
  }
}

/// Blocks by lot, for tables that have neither a time nor a group.
public struct RandomSplit: Hashable, Sendable {
  /// How much goes to each block.
  public let shares: SplitShares
  /// The seed of the draw.
  public let seed: UInt64

  /// A split by lot.
  public init(shares: SplitShares = SplitShares(), seed: UInt64 = 1) throws(EvaluationError) {
    self.shares = try shares.normalised()
    self.seed = seed
  }

  /// The block of each of `count` rows.
  ///
  /// The counts are the shares rounded, but no block stays empty.
  public func blocks(count: Int) throws(EvaluationError) -> [Block] {
    let reserved = shares.blocks
    guard count >= reserved else {
      throw EvaluationError(.tooFewGroups(groups: max(0, count), blocks: reserved))
    }
    let free = Double(count - reserved)
    let train = 1 + Int((free * shares.train).rounded())
    let calibrate =
      shares.calibrate > 0
      ? 1 + min(count - reserved - (train - 1), Int((free * shares.calibrate).rounded())) : 0
    var blocks: [Block] = [Block](repeating: .train, count: train)
    blocks += [Block](repeating: .calibrate, count: calibrate)
    blocks += [Block](repeating: .test, count: count - train - calibrate)
    var random = SplitMix64(seed: seed)
    return random.shuffled(blocks)
  }

  /// The split in words.
  public var description: SplitDescription {
    SplitDescription(
      kind: .random,
      description: """
        random rows: no time or group column was given; expect optimism \
        (\(shares.text) % to train, calibrate and test, seed \(seed))
        """,
      seed: seed
    )
  }
}
