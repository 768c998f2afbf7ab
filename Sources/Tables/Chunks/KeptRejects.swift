import Synchronization

/// Which chunks' rejects may still be among the first of the table, which alone are kept: others
/// are only counted, or the memory would grow with a file that is wrong throughout.
final class KeptRejects: Sendable {
  private let limit: Int
  /// How many each chunk that was read keeps, and the first chunk behind which there are enough.
  private let state: Mutex<(counts: [Int], last: Int)>

  init(limit: Int) {
    self.limit = limit
    state = Mutex(([], .max))
  }

  /// Notes that `chunk` keeps `count`; whether it needs to.
  ///
  /// The chunks before it are summed only as long as there are not enough, so fewer times than
  /// `limit`.
  func mayKeep(_ count: Int, of chunk: Int) -> Bool {
    guard count > 0 else { return true }
    return state.withLock { state in
      if chunk > state.last { return false }
      while state.counts.count <= chunk { state.counts.append(0) }
      state.counts[chunk] = count
      var sum = 0
      for index in 0...chunk {
        sum += state.counts[index]
        if sum >= limit {
          state.last = index
          break
        }
      }
      return chunk <= state.last
    }
  }
}
