import Tables

/// The rows of a block that one aggregate takes, and its arguments.
struct AggregateBlock {
  /// The number of rows.
  var count: Int
  /// 1 for the rows that count.
  var mask: [UInt8]
  /// The group of each row: a project's place in the frame, or a group of peers.
  var groups: [Int32]
  /// The argument; nil for `count(*)`.
  var value: Operand?
  /// The key of `hhi` and `share_of_largest`.
  var key: Operand?
  /// The argument in exact integers, where it is a bare column of money or integers.
  var exact: [Int64]?
  /// When rows happened, and their primary keys, for `first` and `last`.
  var order: RowOrder?
}

/// Values of a block, of one type; rows the mask leaves out may hold anything.
struct Operand {
  var type: ValueType
  var numbers: [Double] = []
  var codes: [Int32] = []
  var flags: [UInt8] = []

  /// A value as bits that are equal exactly when the values are.
  @inline(__always)
  func bits(_ row: Int) -> UInt64 {
    switch type {
    case .number, .unknown: (numbers[row] + 0).bitPattern
    case .text, .date: UInt64(UInt32(bitPattern: codes[row]))
    case .boolean: UInt64(flags[row])
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
  /// Takes the rows of a block.
  func add(_ block: AggregateBlock)
  /// The answer of every group; `cause` is `none` for groups without rows.
  func finish() -> FeatureData
}

extension AggregateExpression {
  /// An accumulator for `count` groups.
  ///
  /// `scale` says how many exact units make one: `Money.scale` for money, 1 for integers, nil
  /// where the argument is no bare column of either.
  func accumulator(
    groups count: Int,
    scale: Int64?,
    domain: Domain,
    texts: TextPool
  ) -> any Accumulator {
    switch aggregate {
    case .count:
      isDistinct ? DistinctCount(groups: count) : RowCount(groups: count)
    case .sum, .avg:
      if let scale {
        ExactSum(groups: count, scale: scale, isMean: aggregate == .avg)
      } else {
        NumberSum(groups: count, isMean: aggregate == .avg)
      }
    case .min, .max:
      if type == .text {
        TextExtreme(groups: count, wantsLeast: aggregate == .min, domain: domain, texts: texts)
      } else {
        Extreme(type, groups: count, wantsLeast: aggregate == .min)
      }
    case .standardDeviation, .zscore:
      Moments(groups: count)
    case .median, .quantile, .rank, .percentRank:
      Quantile(groups: count, share: share)
    case .first, .last:
      FirstRow(type, groups: count, wantsLast: aggregate == .last, domain: domain, texts: texts)
    case .hhi, .shareOfLargest:
      Concentration(groups: count, scale: scale, wantsLargest: aggregate == .shareOfLargest)
    }
  }
}
