import Synchronization

/// How far the long steps of a run have come, told to whoever listens.
///
/// Jobs take one as a value; where nobody listens there are no steps, and nothing is counted.
public struct RunProgress: Sendable {
  /// What a step counts.
  public enum Unit: Hashable, Sendable {
    case bytes, projects, tables, draws, iterations
  }

  /// Where a step is.
  public struct State: Hashable, Sendable {
    /// What is being done: `reading payments`.
    public var title: String
    /// What is counted.
    public var unit: Unit
    /// How many are done.
    public var done: Int
    /// How many there are; nil when that is not known.
    public var total: Int?

    /// A state of its parts.
    public init(title: String, unit: Unit, done: Int, total: Int?) {
      self.title = title
      self.unit = unit
      self.done = done
      self.total = total
    }
  }

  private let listener: (@Sendable (State) -> Void)?

  /// Nobody listens.
  public static let none = RunProgress(nil)

  /// Progress that is told to `listener`, from any thread, often.
  public init(_ listener: (@Sendable (State) -> Void)?) {
    self.listener = listener
  }

  /// Begins a step of `total`, which is asked for only if somebody listens; nil where nobody does.
  package func step(
    _ title: String,
    _ unit: Unit,
    of total: @autoclosure () -> Int?
  ) -> Step? {
    listener.map { Step(title, unit, of: total(), $0) }
  }

  /// A step under way; any number of threads may advance it.
  package final class Step: Sendable {
    private let title: String
    private let unit: Unit
    private let total: Int?
    private let listener: @Sendable (State) -> Void
    private let done = Atomic<Int>(0)

    fileprivate init(
      _ title: String,
      _ unit: Unit,
      of total: Int?,
      _ listener: @escaping @Sendable (State) -> Void
    ) {
      self.title = title
      self.unit = unit
      self.total = total
      self.listener = listener
      tell(0)
    }

    /// Counts further things as done.
    package func advance(by count: Int = 1) {
      tell(done.wrappingAdd(count, ordering: .relaxed).newValue)
    }

    /// Says how many are done in all.
    package func reach(_ count: Int) {
      done.store(count, ordering: .relaxed)
      tell(count)
    }

    private func tell(_ done: Int) {
      listener(State(title: title, unit: unit, done: done, total: total))
    }
  }
}
