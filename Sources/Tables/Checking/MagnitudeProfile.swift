import Determinism

/// How large the values of a numeric field are, in steps of a twentieth of a decade, to find those
/// that were written in another unit: 万 or 亿 off what is usual (D03).
struct MagnitudeProfile {
  private static let stepsPerDecade = 20.0
  private static let lowest = -8.0
  private static let steps = 560

  private var counts = [Int](repeating: 0, count: MagnitudeProfile.steps)
  private var firsts = [RowPosition?](repeating: nil, count: MagnitudeProfile.steps)
  private var total = 0

  /// Adds one value; zeros have no magnitude.
  mutating func add(_ value: Double, at position: RowPosition) {
    guard value != 0, value.isFinite else { return }
    let decade = Pinned.log(value.magnitude) / 2.302585092994046
    let step = Int(((decade - Self.lowest) * Self.stepsPerDecade).rounded(.down))
    let index = max(0, min(Self.steps - 1, step))
    counts[index] += 1
    if firsts[index] == nil { firsts[index] = position }
    total += 1
  }

  /// Values about 10⁴ or 10⁸ times the median or a part of it, far from all others.
  struct Suspicion: Equatable {
    /// How many there are.
    var count: Int
    /// By how many decades they are off, 4 or 8; negative when they are too small.
    var decades: Int
    /// The first of them.
    var first: RowPosition
  }

  /// The suspicions, or none where values are few or spread too wide to tell.
  var suspicions: [Suspicion] {
    guard total >= 20 else { return [] }
    let median = quantile(0.5)
    // Nine in ten within three decades; else 10⁴ off means nothing.
    guard quantile(0.95) - quantile(0.05) <= Int(3 * Self.stepsPerDecade) else { return [] }
    var suspicions: [Suspicion] = []
    for decades in [-8, -4, 4, 8] {
      let centre = median + decades * Int(Self.stepsPerDecade)
      var count = 0
      var first: RowPosition?
      for step in (centre - 9)...(centre + 9) where counts.indices.contains(step) {
        count += counts[step]
        guard let place = firsts[step] else { continue }
        if first.map({ (place.file, place.line) < ($0.file, $0.line) }) ?? true { first = place }
      }
      guard let first, count * 20 <= total, isApart(decades > 0, from: centre) else { continue }
      suspicions.append(Suspicion(count: count, decades: decades, first: first))
    }
    return suspicions
  }

  /// Whether a decade and more lies empty, all but, between the bulk and the suspicious values.
  private func isApart(_ isAbove: Bool, from centre: Int) -> Bool {
    let edge = isAbove ? centre - 10 : centre + 10
    let bulk = isAbove ? quantile(0.95) : quantile(0.05)
    let gap = isAbove ? bulk..<max(bulk, edge) : min(edge, bulk)..<bulk
    guard gap.count >= Int(Self.stepsPerDecade) else { return false }
    let middle = gap.dropFirst(gap.count / 3).dropLast(gap.count / 6)
    return middle.allSatisfy { !counts.indices.contains($0) || counts[$0] == 0 }
  }

  private func quantile(_ share: Double) -> Int {
    let wanted = Int(Double(total - 1) * share)
    var seen = 0
    for (step, count) in counts.enumerated() {
      seen += count
      if seen > wanted { return step }
    }
    return 0
  }
}
