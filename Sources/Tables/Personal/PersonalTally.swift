/// Counts what the values of one column look like.
public struct PersonalTally: Hashable, Sendable {
  /// Values that are not missing.
  public private(set) var values = 0
  /// Values that look like each kind, by `PersonalKind.index`.
  private var counts: [Int] = [0, 0, 0, 0, 0]
  /// Values as long as a card number that fail its check digit.
  private var cardShaped = 0
  /// Hashes of the first different values that matched, so that one repeated code is no proof.
  private var seen: [UInt64] = []

  /// An empty count.
  public init() {}

  /// How many values look like `kind`.
  public func count(of kind: PersonalKind) -> Int { counts[kind.index] }

  /// The share of values that look like `kind`, 0 when there are none.
  public func share(of kind: PersonalKind) -> Double {
    values == 0 ? 0 : Double(counts[kind.index]) / Double(values)
  }

  /// Counts one value and what it looks like.
  @inline(__always)
  public mutating func add(_ matches: PersonalMatches, _ text: Span<UInt8>) {
    values += 1
    if !matches.isEmpty { record(matches, text) }
  }

  /// Counts values that look like nothing personal.
  mutating func addPlain(_ count: Int) { values += count }

  private mutating func record(_ matches: PersonalMatches, _ text: Span<UInt8>) {
    for kind in PersonalKind.allCases where matches.contains(PersonalMatches(kind)) {
      counts[kind.index] += 1
    }
    guard matches != .cardShaped else {
      cardShaped += 1
      return
    }
    guard seen.count < PersonalTally.proof else { return }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
    if !seen.contains(hash) { seen.append(hash) }
  }

  /// Adds what another count of the same column saw.
  public mutating func merge(_ other: PersonalTally) {
    values += other.values
    cardShaped += other.cardShaped
    for index in counts.indices { counts[index] += other.counts[index] }
    for hash in other.seen where seen.count < PersonalTally.proof && !seen.contains(hash) {
      seen.append(hash)
    }
  }

  /// The different values that a guess needs: a code of one supplier may pass a checksum by chance.
  private static let proof = 3
  /// The values below which nothing is refused by its values.
  public static let fewestValues = 20

  /// The kind that at least 80% of 20 or more values look like, or nil.
  public var refused: PersonalKind? {
    guard values >= PersonalTally.fewestValues else { return nil }
    return strongest { kind, count in
      count * 5 >= values * 4 && (isCertain(kind) || seen.count >= PersonalTally.proof)
    }
  }

  /// The kind that fewer values look like than refuse the column, but more than chance makes, or nil.
  public var warned: PersonalKind? {
    guard refused == nil else { return nil }
    return strongest { kind, count in
      switch kind {
      case .phone, .identity, .email: return count > 0
      // Two or three characters after a surname are often a word.
      case .name: return count * 10 >= values * 3
      // One number in ten passes Luhn's check: beyond that by three standard deviations.
      case .bankCard:
        let numbers = Double(count + cardShaped)
        return count > 0 && Double(count) >= 0.1 * numbers + 3 * (0.09 * numbers).squareRoot()
      }
    }
  }

  private func isCertain(_ kind: PersonalKind) -> Bool {
    kind != .bankCard && kind != .name
  }

  private func strongest(where isEnough: (PersonalKind, Int) -> Bool) -> PersonalKind? {
    var best: PersonalKind?
    for kind in [PersonalKind.identity, .phone, .email, .bankCard, .name] {
      let count = counts[kind.index]
      guard isEnough(kind, count), count > best.map({ counts[$0.index] }) ?? 0 else { continue }
      best = kind
    }
    return best
  }
}
