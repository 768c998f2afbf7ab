import Synchronization
import Tables

/// Where the time of a run goes; it never changes what is computed or written.
///
/// The clocks come from outside, because a library has none of its own.
public final class RunProfile: Sendable {
  /// Seconds that have passed, on some scale each.
  public struct Clocks: Sendable {
    let wall: @Sendable () -> Double
    let process: @Sendable () -> Double
    let thread: @Sendable () -> Double

    /// Clocks of the time that passes, and of the processor time of the process and of the thread.
    public init(
      wall: @escaping @Sendable () -> Double,
      process: @escaping @Sendable () -> Double,
      thread: @escaping @Sendable () -> Double
    ) {
      self.wall = wall
      self.process = process
      self.thread = thread
    }
  }

  /// A stage of the run, one after the other, or a part of one.
  public struct Stage: Sendable {
    /// What was done.
    public let name: String
    /// Whether it is a part of the stage before, done on several threads.
    public let isPart: Bool
    /// Seconds that passed; 0 for a part.
    public fileprivate(set) var wall = 0.0
    /// Seconds of the processors.
    public fileprivate(set) var cpu = 0.0
    /// Bytes read.
    public fileprivate(set) var bytes = 0
    /// Rows read, or written.
    public fileprivate(set) var rows = 0
  }

  private let clocks: Clocks
  private let recorded = Mutex<[Stage]>([])

  /// A profile of nothing yet.
  public init(_ clocks: Clocks) { self.clocks = clocks }

  /// The stages in order, each followed by its parts.
  public var stages: [Stage] { recorded.withLock { $0 } }

  /// Measures a stage.
  package func stage<Result, Failure: Error>(
    _ name: String,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let index = recorded.withLock { stages in
      stages.append(Stage(name: name, isPart: false))
      return stages.count - 1
    }
    let (wall, cpu) = (clocks.wall(), clocks.process())
    let result = try body()
    let (wallNow, cpuNow) = (clocks.wall(), clocks.process())
    recorded.withLock { stages in
      stages[index].wall = wallNow - wall
      stages[index].cpu = cpuNow - cpu
    }
    return result
  }

  /// Says what the stage at hand read or wrote.
  package func count(bytes: Int = 0, rows: Int) {
    recorded.withLock { stages in
      guard let index = stages.lastIndex(where: { !$0.isPart }) else { return }
      stages[index].bytes += bytes
      stages[index].rows += rows
    }
  }

  /// Times the parts of one range's work, one after the other, on the thread that does it.
  struct Parts {
    private let profile: RunProfile?
    private var last = 0.0
    private var seconds: [(name: String, seconds: Double)] = []

    init(_ profile: RunProfile?) {
      self.profile = profile
      last = profile?.clocks.thread() ?? 0
    }

    /// What has passed since the last call went into `name`.
    mutating func end(_ name: @autoclosure () -> String) {
      guard let profile else { return }
      let now = profile.clocks.thread()
      seconds.append((name(), now - last))
      last = now
    }

    /// Adds the parts to the profile.
    func record() { profile?.add(seconds) }
  }

  private func add(_ seconds: [(name: String, seconds: Double)]) {
    recorded.withLock { stages in
      let first = (stages.lastIndex { !$0.isPart } ?? -1) + 1
      for (name, seconds) in seconds {
        if let index = stages[first...].firstIndex(where: { $0.name == name }) {
          stages[index].cpu += seconds
        } else {
          var part = Stage(name: name, isPart: true)
          part.cpu = seconds
          stages.append(part)
        }
      }
    }
  }
}

extension Optional where Wrapped == RunProfile {
  /// Measures a stage, where there is a profile.
  package func stage<Result, Failure: Error>(
    _ name: String,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let self else { return try body() }
    return try self.stage(name, body)
  }
}
