import Synchronization

/// Which rows may still be among the riskiest of all, while they are scored range by range.
///
/// Which rows are told apart early depends on the order in which ranges come; that every one of the
/// riskiest is kept does not.
final class RiskiestRows: Sendable {
  /// How many are wanted.
  let count: Int
  /// The greatest logits met so far, falling, `count` at most.
  private let greatest = Mutex<[Double]>([])

  init(count: Int) { self.count = max(0, count) }

  /// Those of the `rows` that may be among the riskiest; every other has at least `count` rows
  /// with greater logits before it.
  ///
  /// - Shapes: `rows` are places in `logits`, riskiest first.
  func admit(_ rows: [Int], logits: [Double]) -> [Int] {
    greatest.withLock { greatest in
      let least = greatest.count == count ? greatest.last ?? -.infinity : -.infinity
      // What is not finite is refused later, with its row.
      let kept = rows.filter { !(logits[$0] < least) }
      let more = kept.map { logits[$0] }.filter(\.isFinite)
      if !more.isEmpty { greatest = Array((greatest + more).sorted(by: >).prefix(count)) }
      return kept
    }
  }
}
