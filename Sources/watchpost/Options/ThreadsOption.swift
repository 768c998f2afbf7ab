import ArgumentParser
import Features

/// How many threads a run uses.
struct ThreadsOption: ParsableArguments {
  @Option(
    help: """
      The number of threads (default: WATCHPOST_THREADS, else the processors, at most 8); \
      the result does not depend on it.
      """
  )
  var threads: Int?

  /// The number asked for, nil for as many as there are processors.
  var count: Int? { threads ?? Environment.threads }

  /// The number of threads.
  var value: Int { count ?? RunOptions().threads }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes 1 to 1,024, not \(threads)")
    }
    if let text = Environment["WATCHPOST_THREADS"], Environment.threads == nil {
      throw ValidationError("WATCHPOST_THREADS takes 1 to 1,024, not \(text)")
    }
  }
}
