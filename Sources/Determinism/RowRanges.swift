import Dispatch
import Synchronization

/// Work over rows, cut into ranges that several threads share.
///
/// The cut depends on the number of rows and the grain alone, and every result is placed by its
/// range: the same bytes whatever the number of threads.
public enum RowRanges {
  /// The ranges of `count` rows, `grain` rows each; the last may be shorter.
  public static func ranges(count: Int, grain: Int) -> [Range<Int>] {
    precondition(grain > 0, "a range of rows is not empty")
    return stride(from: 0, to: count, by: grain).map { $0..<min($0 + grain, count) }
  }

  /// The results of `body` for every range of `count` rows, in the order of the rows.
  ///
  /// At most `threads` threads run `body`, which takes one range of `grain` rows and may run at
  /// the same time as others; one thread, or one range, means the calling thread. If ranges fail,
  /// the error of the first failing range in the order of the rows is thrown.
  public static func map<Result: Sendable, Failure: Error>(
    count: Int,
    grain: Int,
    threads: Int,
    _ body: @Sendable (Range<Int>) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let ranges = ranges(count: count, grain: grain)
    let workers = min(max(threads, 1), ranges.count)
    if workers <= 1 {
      var results: [Result] = []
      results.reserveCapacity(ranges.count)
      for range in ranges { results.append(try body(range)) }
      return results
    }
    let taken = Atomic<Int>(0)
    let finished = Mutex<[(index: Int, outcome: Swift.Result<Result, Failure>)]>([])
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < ranges.count else { return }
        let outcome: Swift.Result<Result, Failure>
        do throws(Failure) {
          outcome = .success(try body(ranges[index]))
        } catch {
          outcome = .failure(error)
        }
        finished.withLock { $0.append((index, outcome)) }
      }
    }
    let outcomes = finished.withLock { $0 }.sorted { $0.index < $1.index }
    var results: [Result] = []
    results.reserveCapacity(ranges.count)
    for (_, outcome) in outcomes { results.append(try outcome.get()) }
    return results
  }
}
