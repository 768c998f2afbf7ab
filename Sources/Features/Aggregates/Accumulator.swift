import Tables

/// The rows of a block that one aggregate takes, and its arguments.
struct AggregateBlock {
  /// The number of rows.
  var count: Int
  /// 1 for the rows that count.
  var mask: Lane<UInt8>
  /// The group of each row: a project's place in the frame, or a group of peers; any place where
  /// the mask is 0.
  var groups: Lane<Int32>
  /// The argument; nil for `count(*)`.
  var value: Operand?
  /// The key of `hhi` and `share_of_largest`.
  var key: Operand?
  /// The argument in exact integers from `start` on, where it is a bare column of money or integers.
  var exact: [Int64]?
  /// When rows happened, and their primary keys, from `start` on, for `first` and `last`.
  var order: RowOrder?
  /// Where the block begins in `exact` and `order`.
  var start = 0

  /// Calls `body` with each row that counts and its group.
  func forEach(_ body: (_ row: Int, _ group: Int) -> Void) {
    for row in 0..<count where mask[row] == 1 { body(row, Int(groups[row])) }
  }
}

/// Values of a block, of one type; rows the mask leaves out may hold anything.
struct Operand {
  var type: ValueType
  var register: Register

  /// A value as bits that are equal exactly when the values are.
  func bits(_ row: Int) -> UInt64 {
    switch type {
    case .number, .unknown: (register.numbers[row] + 0).bitPattern
    case .text, .date: UInt64(UInt32(bitPattern: register.codes[row]))
    case .boolean: UInt64(register.flags[row])
    }
  }
}

/// What orders the rows of a table: when they happened, then their primary keys.
struct RowOrder {
  var happened: [Int32]
  var keys: [OrderKey]
}

/// One field of a primary key, for comparing rows.
struct OrderKey {
  var values: [Int64]
  var valid: [UInt8]
  /// Whose dictionary text codes belong to; nil for numbers and dates.
  var domain: Domain?
}

/// Takes rows block by block and answers by group.
protocol Accumulator: AnyObject {
  /// Forgets all rows; there are `groups` groups now.
  func reset(groups: Int)
  /// Takes the rows of a block.
  func add(_ block: AggregateBlock)
  /// The answer of every group to one of the aggregates it serves; its cause is `none` for groups
  /// without rows.
  func finish(_ aggregate: AggregateExpression) -> FeatureData
}

/// An accumulator that takes rows in any order, and whose answers can be carried from one as-of
/// date to the next.
///
/// Groups are then dates × projects, date after date: a row is added to its project on the first
/// date it counts on, and `carry` hands it on to the dates that follow.
protocol CarriedAccumulator: Accumulator {
  /// The number of groups.
  var groupCount: Int { get }
  /// Takes rows away, on the first date on which they no longer count; only counts and sums can.
  func remove(_ block: AggregateBlock)
  /// Each group takes in what stands `groups` places before it, all groups in their order.
  func carry(groups: Int)
  /// The answer of some groups.
  func finish(_ aggregate: AggregateExpression, groups: Range<Int>) -> FeatureData
}

extension CarriedAccumulator {
  func remove(_ block: AggregateBlock) { assertionFailure("the plan takes no such rows away") }

  func finish(_ aggregate: AggregateExpression) -> FeatureData {
    finish(aggregate, groups: 0..<groupCount)
  }
}

/// What aggregates of the same rows and arguments have in common: they share one accumulator.
enum AccumulatorKind: Hashable {
  case count, distinct
  case exactSum(scale: Int64)
  case exactMoments(scale: Int64)
  case numberSum, moments, values, medianDeviation, gap, run
  case extreme(wantsLeast: Bool)
  case exactExtreme(wantsLeast: Bool, scale: Int64)
  case row(wantsLast: Bool)
  case concentration(scale: Int64?)
  case trend(scale: Int64?)
  case firstDigits(isExact: Bool)
}

extension AggregateExpression {
  /// The kind of accumulator; `scale` says how many exact units make one: `Money.scale` for money,
  /// 1 for integers, nil where the argument is no bare column of either.
  func accumulatorKind(scale: Int64?) -> AccumulatorKind {
    switch aggregate {
    case .count: isDistinct ? .distinct : .count
    case .sum, .avg: scale.map { .exactSum(scale: $0) } ?? .numberSum
    case .min, .max:
      scale.map { .exactExtreme(wantsLeast: aggregate == .min, scale: $0) }
        ?? .extreme(wantsLeast: aggregate == .min)
    case .standardDeviation: scale.map { .exactMoments(scale: $0) } ?? .moments
    case .zscore: .moments
    case .median, .quantile, .rank, .percentRank: .values
    case .first, .last: .row(wantsLast: aggregate == .last)
    case .hhi, .shareOfLargest: .concentration(scale: scale)
    case .robustZscore: .medianDeviation
    case .longestGap: .gap
    case .longestRun: .run
    case .trend: .trend(scale: scale)
    case .benfordMAD: .firstDigits(isExact: scale != nil)
    }
  }

  /// An accumulator of a kind; text codes belong to the dictionary of `domain`.
  func accumulator(
    _ kind: AccumulatorKind,
    domain: Domain,
    texts: TextPool
  ) -> any Accumulator {
    switch kind {
    case .count: RowCount()
    case .distinct:
      if argument?.type == .text, texts.knownCount(of: domain) <= DistinctBits.limit {
        DistinctBits()
      } else if argument?.type == .text || argument?.type == .date {
        DistinctCodes()
      } else {
        DistinctCount()
      }
    case .exactSum(let scale): ExactSum(scale: scale)
    case .exactMoments(let scale): ExactMoments(scale: scale)
    case .numberSum: NumberSum()
    case .moments: Moments()
    case .values: Quantile()
    case .extreme(let wantsLeast):
      switch type {
      case .text: TextExtreme(wantsLeast: wantsLeast, domain: domain, texts: texts)
      case .date: DateExtreme(wantsLeast: wantsLeast)
      default: NumberExtreme(wantsLeast: wantsLeast)
      }
    case .exactExtreme(let wantsLeast, let scale):
      ExactExtreme(wantsLeast: wantsLeast, scale: scale)
    case .row(let wantsLast):
      FirstRow(type, wantsLast: wantsLast, domain: domain, texts: texts)
    case .concentration(let scale): Concentration(scale: scale)
    case .medianDeviation: MedianDeviation()
    case .gap: LongestGap()
    case .run: LongestRun(texts: texts)
    case .trend(let scale): Trend(scale: scale)
    case .firstDigits(let isExact): FirstDigits(isExact: isExact)
    }
  }
}
