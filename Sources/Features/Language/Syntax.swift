/// An expression as it is written, before anyone knows what its names mean.
struct Syntax: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case number(Double)
    case text(String)
    case boolean(Bool)
    case date(Int32)
    case null
    case asOf
    /// `name` or `qualifier.name`.
    case name(String, qualifier: String?)
    case operation(Operation, [Syntax])
    /// `case` with conditions; pairs of condition and result, then the `else`.
    case choice([Syntax])
    /// A call of a scalar function, its name as written.
    case call(String, [Syntax])
  }

  var kind: Kind
  /// Offsets in the expression.
  var range: Range<Int>
  /// How many nodes it has once parts that stand for two (`between`, `case x when`) are counted
  /// twice.
  let size: Int

  init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
    switch kind {
    case .operation(_, let parts), .choice(let parts), .call(_, let parts):
      size = parts.reduce(1) { min(Syntax.limit + 1, $0 + $1.size) }
    default:
      size = 1
    }
  }

  /// The largest size that is read.
  static let limit = 20_000
}

/// One of the three forms of a declaration.
enum Form: Hashable, Sendable {
  /// An expression over the project's columns, the date and other features.
  case scalar(Syntax)
  /// `aggregate from table where condition`.
  case events(AggregateCall, table: String, tableRange: Range<Int>, condition: Syntax?)
  /// `aggregate over (partition by keys min n else keys else all)`.
  case peers(AggregateCall, levels: [PeerLevel<Syntax>])
}

/// A call of an aggregate.
struct AggregateCall: Hashable, Sendable {
  var aggregate: Aggregate
  /// The argument; nil for `count(*)`.
  var argument: Syntax?
  var isDistinct = false
  /// `q` of `quantile(x, q)`, or the key of `hhi(x by key)`.
  var second: Syntax?
  /// Offsets in the expression.
  var range: Range<Int>
}
