import Models
import Warnings

/// A model at work on the columns of features, a block of rows at a time.
///
/// What it gives of a block holds no column of the features, so that the block can go as soon as it
/// is scored.
struct BlockScoring: Sendable {
  let scorer: Scorer
  let readings: Readings
  /// The row of the feature table that each row of the scorer is; nil where they are the same.
  let tableRows: [Int]?
  /// How many reasons a row has at most; 0 for none.
  let reasonLimit: Int
  private let termsByName: [Int]

  init(_ scorer: Scorer, _ readings: Readings, tableRows: [Int]?, reasonLimit: Int) {
    self.scorer = scorer
    self.readings = readings
    self.tableRows = tableRows
    self.reasonLimit = reasonLimit
    termsByName = readings.termsByName
  }

  /// The row of the feature table that a row of the scorer is.
  func tableRow(_ row: Int) -> Int { tableRows?[row] ?? row }

  /// The sums of a block of rows, with the strongest reasons.
  func score(rows: Range<Int>) -> ScoreBlock {
    var block = ScoreBlock(sums: scorer.sums(rows: rows))
    guard reasonLimit > 0 else { return block }
    let strongest = scorer.strongest(
      rows: rows,
      limit: reasonLimit,
      order: termsByName,
      countsAbsent: { term, row in
        !readings.isInsufficient(term: term, row: tableRow(row))
      }
    )
    block.reasons.reserveCapacity(strongest.terms.count)
    for (place, term) in strongest.terms.enumerated() {
      guard term >= 0 else {
        block.reasons.append(ReasonEntry())
        continue
      }
      let row = tableRow(rows.lowerBound + place / reasonLimit)
      let value = readings.value(term: Int(term), row: row)
      block.reasons.append(
        ReasonEntry(
          term: term,
          flag: readings.flag(term: Int(term), row: row),
          excess: strongest.excesses[place],
          value: block.pack(value)
        )
      )
    }
    return block
  }
}

/// What is kept of a block of rows when it is scored.
///
/// - Shapes: `sums` one element a row; `reasons` the limit of reasons a row, strongest first.
struct ScoreBlock: Sendable {
  /// The sum of the model's terms.
  var sums: [Double]
  /// The strongest reasons; `term` is -1 where there are fewer.
  var reasons: [ReasonEntry] = []
  /// The texts that are values of reasons.
  private(set) var texts: [String] = []

  init(sums: [Double]) { self.sums = sums }

  /// A value as a few bytes.
  fileprivate mutating func pack(_ value: ReadValue) -> ReasonEntry.Value {
    switch value {
    case .number(let number): return .number(number)
    case .boolean(let truth): return .boolean(truth)
    case .date(let day): return .date(day.number)
    case .undefined: return .undefined
    case .notApplicable: return .notApplicable
    case .none, .insufficient: return .none
    case .text(let text):
      texts.append(text)
      return .text(texts.count - 1)
    }
  }
}

/// One reason of one row, in a few bytes.
struct ReasonEntry: Sendable {
  /// A `ReadValue` without memory of its own.
  enum Value: Sendable {
    case number(Double)
    case boolean(Bool)
    case date(Int32)
    /// A place among the texts of the block.
    case text(Int)
    case none, undefined, notApplicable
  }

  var term: Int32 = -1
  var flag: FlagLevel?
  var excess = 0.0
  var value = Value.none
}
