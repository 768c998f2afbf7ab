import Tables

/// Why an evaluation, a split or a panel cannot be made.
public struct EvaluationError: DiagnosticError, Hashable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// Two columns that belong together differ in length.
    case lengths(column: String, count: Int, rows: Int)
    /// A score is infinite or not a number.
    case scoreNotFinite(row: Int, value: Double)
    /// A probability is not within 0…1.
    case probabilityOutside(row: Int, value: Double)
    /// A weight is not within 0…10¹⁵.
    case weightInvalid(row: Int, value: Double)
    /// Shares of a split are negative, not finite, or leave training or test empty.
    case sharesInvalid(SplitShares)
    /// A horizon is not within 1…100,000 days.
    case horizonInvalid(Int)
    /// A gap is negative.
    case gapInvalid(Int)
    /// The dates do not suffice for blocks with gaps between them.
    case tooFewDates(dates: Int, gap: Int, blocks: Int)
    /// Blocks given by hand overlap, are out of order, or stand closer than the gap.
    case blocksTooClose(first: String, second: String, gap: Int)
    /// There are too few groups to fill the blocks.
    case tooFewGroups(groups: Int, blocks: Int)
    /// Fewer than one outcome is to make a positive.
    case countInvalid(Int)
    /// The outcomes' covered period ends before it begins.
    case coverageReversed(from: Day, to: Day)
  }

  /// What is wrong.
  public var problem: Problem
  /// Where the faulty value came from, when the caller knows.
  public var location: SourceLocation?

  /// An error of its problem and place.
  public init(_ problem: Problem, at location: SourceLocation? = nil) {
    self.problem = problem
    self.location = location
  }

  /// The error in the parts a message is made of.
  public var diagnostic: Diagnostic {
    func made(_ message: String, _ value: String?, _ hint: String?) -> Diagnostic {
      Diagnostic(message, at: location, value: value, hint: hint)
    }
    switch problem {
    case .lengths(let column, let count, let rows):
      return made(
        "the column \(column) has \(count) values for \(rows) rows",
        nil,
        "give one value for each row"
      )
    case .scoreNotFinite(let row, let value):
      return made(
        "the score of row \(row + 1) is not a finite number",
        "\(value)",
        "leave the row out, or mend the model that scored it"
      )
    case .probabilityOutside(let row, let value):
      return made(
        "the probability of row \(row + 1) is not within 0…1",
        "\(value)",
        "evaluate it as a score without probabilities"
      )
    case .weightInvalid(let row, let value):
      return made(
        "the weight of row \(row + 1) is not within 0…1e15",
        "\(value)",
        "weights count rows: zero or positive"
      )
    case .sharesInvalid(let shares):
      return made(
        "the shares of the split are not usable",
        "\(shares.train), \(shares.calibrate), \(shares.test)",
        "give shares of which none is negative, with something for train and for test"
      )
    case .horizonInvalid(let horizon):
      return made(
        "the horizon is not within 1…100000 days",
        "\(horizon)",
        "give the days in which an outcome counts, such as 180"
      )
    case .gapInvalid(let gap):
      return made(
        "the gap between blocks is not within 0…100000 days",
        "\(gap)",
        "use the horizon"
      )
    case .tooFewDates(let dates, let gap, let blocks):
      return made(
        "\(dates) dates do not hold \(blocks) blocks with gaps of \(gap) days",
        nil,
        "take more dates, a longer period, a shorter horizon, or split by group"
      )
    case .blocksTooClose(let first, let second, let gap):
      return made(
        "the \(second) block begins less than \(gap) days after the \(first) block ends",
        nil,
        "move the boundary, so that no outcome counts in two blocks"
      )
    case .tooFewGroups(let groups, let blocks):
      return made(
        "\(groups) groups do not fill \(blocks) blocks",
        nil,
        "use a column with more distinct values"
      )
    case .countInvalid(let count):
      return made(
        "the number of outcomes that make a positive is not at least 1",
        "\(count)",
        "give 1, or more when one such event alone is nothing unusual"
      )
    case .coverageReversed(let from, let to):
      return made(
        "the outcomes are said to cover \(from) to \(to), which is no period",
        nil,
        "mend `covers` in the data package"
      )
    }
  }
}
