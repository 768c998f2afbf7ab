/// What a row is used for.
public enum Block: String, Hashable, Sendable, CaseIterable {
  /// The model is fitted on it.
  case train
  /// Scores become probabilities on it.
  case calibrate
  /// Figures are computed on it, and nothing else is done with it.
  case test
  /// It lies between two blocks and is left out, so that no outcome counts on both sides.
  case gap
}

/// How rows were divided, in words that are printed with every figure.
public struct SplitDescription: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of split, from the most to the least honest about the future.
  public enum Kind: String, Hashable, Sendable {
    /// Later dates test what earlier dates taught.
    case time
    /// No group stands on both sides.
    case group
    /// Rows were drawn.
    case random
    /// The caller's file says so, or the scores came from elsewhere.
    case given
    /// The rows were not divided: figures are of the rows the model was fitted on, or of a
    /// scorer that was not fitted.
    case none
  }

  /// The kind of split.
  public var kind: Kind
  /// The split in one line of English.
  public var description: String
  /// The seed, where chance had a part.
  public var seed: UInt64?

  /// A description of its parts.
  public init(kind: Kind, description: String, seed: UInt64? = nil) {
    self.kind = kind
    self.description = description
    self.seed = seed
  }

  /// Rows whose block stands in a column of the caller's table.
  public static func given(column: String) -> SplitDescription {
    SplitDescription(kind: .given, description: "as given: the column \(column)")
  }

  /// Scores made elsewhere, of which it is not known what they were fitted on.
  public static let predictions = SplitDescription(
    kind: .given,
    description: "as given: scores made elsewhere; whether their model saw these rows is unknown"
  )

  /// Rows that were not divided.
  public static let undivided = SplitDescription(
    kind: .none,
    description: "none: all rows; expect optimism from a model that was fitted on them"
  )
}

/// How much of the rows goes to each block.
public struct SplitShares: Hashable, Sendable {
  /// The share the model is fitted on.
  public var train: Double
  /// The share that calibrates; 0 for none.
  public var calibrate: Double
  /// The share that tests.
  public var test: Double

  /// Three parts to one to one unless told otherwise; shares need not sum to one.
  public init(train: Double = 0.6, calibrate: Double = 0.2, test: Double = 0.2) {
    self.train = train
    self.calibrate = calibrate
    self.test = test
  }

  /// The shares as parts of one, or an error.
  func normalised() throws(EvaluationError) -> SplitShares {
    let sum = train + calibrate + test
    guard train > 0, test > 0, calibrate >= 0, sum.isFinite else {
      throw EvaluationError(.sharesInvalid(self))
    }
    return SplitShares(train: train / sum, calibrate: calibrate / sum, test: test / sum)
  }

  /// The block of a number in [0, 1), for shares that sum to one.
  func block(of place: Double) -> Block {
    if place < train { return .train }
    return place < train + calibrate ? .calibrate : .test
  }

  /// The number of blocks that are not empty.
  var blocks: Int { calibrate > 0 ? 3 : 2 }

  /// `60/20/20`, in whole per cent.
  var text: String {
    [train, calibrate, test].map { String(Int(($0 * 100).rounded())) }.joined(separator: "/")
  }
}
