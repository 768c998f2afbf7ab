import Dispatch
import Glibc
import Synchronization

extension RowRanges {
  /// How many threads share work when nobody says: the processors there are, at most eight.
  public static var defaultThreads: Int {
    max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
  }

  /// Computes `count` products on several threads and hands them on in their order.
  ///
  /// Each thread makes one `worker` for itself, and `body` computes a product with it. `consume`
  /// runs on the calling thread, one product after the other in order, while the next are computed;
  /// at most three times `threads` products are waiting or being computed at a time. The products
  /// handed on are the same at any number of threads, up to the first that fails.
  ///
  /// - Throws: the first error in the order of the products, or that of `consume`.
  public static func stream<Worker, Product: Sendable, Failure: Error>(
    count: Int,
    threads: Int,
    worker: @escaping @Sendable () -> Worker,
    _ body: @escaping @Sendable (Worker, Int) throws(Failure) -> Product,
    consume: (Product) throws(Failure) -> Void
  ) throws(Failure) {
    let workers = min(max(threads, 1), count)
    if workers <= 1 {
      guard count > 0 else { return }
      let worker = worker()
      for index in 0..<count { try consume(try body(worker, index)) }
      return
    }
    let line = Line<Product, Failure>(count: count, room: 3 * workers)
    let group = DispatchGroup()
    for _ in 0..<workers {
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        guard var index = line.take() else { return }
        let worker = worker()
        while true {
          do throws(Failure) {
            line.put(index, .success(try body(worker, index)))
          } catch {
            line.put(index, .failure(error))
          }
          guard let next = line.take() else { return }
          index = next
        }
      }
    }
    defer {
      line.cancel(workers)
      group.wait()
    }
    for index in 0..<count {
      try consume(try line.get(index).get())
      line.leave()
    }
  }

  /// Products on their way from the threads that compute them to the one that wants them in order.
  private final class Line<Product: Sendable, Failure: Error>: Sendable {
    private struct State {
      var next = 0
      var isCancelled = false
      var arrived: [Int: Swift.Result<Product, Failure>] = [:]
    }

    private let state = Mutex(State())
    private let count: Int
    private let room = DispatchSemaphore(value: 0)
    private let arrivals = DispatchSemaphore(value: 0)

    init(count: Int, room: Int) {
      self.count = count
      // A semaphore must not end below the value it began with, and a run that fails leaves places
      // taken; so it begins with none.
      for _ in 0..<room { self.room.signal() }
    }

    /// The next product to compute, once there is room for it; nil when there is none.
    func take() -> Int? {
      room.wait()
      let index: Int? = state.withLock { state in
        guard !state.isCancelled, state.next < count else { return nil }
        defer { state.next += 1 }
        return state.next
      }
      // What is not taken is room for another thread, which will find the end too.
      if index == nil { room.signal() }
      return index
    }

    func put(_ index: Int, _ outcome: Swift.Result<Product, Failure>) {
      state.withLock { $0.arrived[index] = outcome }
      arrivals.signal()
    }

    /// Waits for a product.
    func get(_ index: Int) -> Swift.Result<Product, Failure> {
      while true {
        if let outcome = state.withLock({ $0.arrived.removeValue(forKey: index) }) {
          return outcome
        }
        arrivals.wait()
      }
    }

    /// A product has been handed on.
    func leave() { room.signal() }

    /// Nothing more is wanted.
    func cancel(_ workers: Int) {
      state.withLock { $0.isCancelled = true }
      for _ in 0..<workers { room.signal() }
    }
  }
}
