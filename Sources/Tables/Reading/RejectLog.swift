/// What was not taken while reading, counted in full and kept in part.
///
/// - Complexity: memory is bounded by `kept`, the number of fields, and the number of rules.
public struct RejectLog: Sendable {
  /// A rule that refused values of one field, or rows, of one resource.
  public struct Key: Hashable, Sendable, Comparable {
    /// The resource.
    public var resource: String
    /// The header of the field; the empty text when no one field is at fault.
    public var column: String
    /// The rule.
    public var rule: String
    /// Whether rows were left out, and not only fields.
    public var isWholeRow: Bool

    /// In order of resource, column and rule.
    public static func < (left: Key, right: Key) -> Bool {
      (left.resource, left.column, left.rule, left.isWholeRow ? 1 : 0)
        < (right.resource, right.column, right.rule, right.isWholeRow ? 1 : 0)
    }
  }

  /// What was read of one field.
  public struct FieldCount: Hashable, Sendable {
    /// The header of the field.
    public var column: String
    /// Cells that were not missing, the refused ones included.
    public var nonMissing = 0
    /// Cells that were refused.
    public var rejected = 0
    /// Cells that held a declared missing value, by that text; empty cells are not counted.
    public var codes: [String: Int] = [:]
    /// The first reject.
    public var example: Reject?

    /// A field of which nothing was read yet.
    public init(column: String) {
      self.column = column
    }

    /// The share of non-missing cells that were refused, 0 when there are none.
    public var share: Double { nonMissing == 0 ? 0 : Double(rejected) / Double(nonMissing) }
  }

  /// What was read of one resource.
  public struct TableCount: Hashable, Sendable {
    /// All rows, the rejected ones included.
    public var rows = 0
    /// Rows left out.
    public var rejectedRows = 0
    /// The fields in the order of the descriptor.
    public var fields: [FieldCount] = []
    /// The first row left out.
    public var example: Reject?
    /// The encoding the files seem to have, when fields could not be decoded.
    public var likelyEncoding: String?

    /// A resource of which nothing was read yet.
    public init() {}

    /// The share of rows left out, 0 when there are none.
    public var share: Double { rows == 0 ? 0 : Double(rejectedRows) / Double(rows) }
  }

  /// How many rejects are kept whole; all are counted.
  public var limit: Int
  /// The first rejects, in the order of reading.
  public private(set) var kept: [Reject] = []
  /// How many there were by resource, column and rule.
  public private(set) var counts: [Key: Int] = [:]
  /// What was read, by resource.
  public internal(set) var tables: [String: TableCount] = [:]
  /// Called with every reject as it is found, kept or not.
  public var onReject: (@Sendable (Reject) -> Void)?

  /// An empty log that keeps the first `limit` rejects.
  public init(keeping limit: Int = 1000, onReject: (@Sendable (Reject) -> Void)? = nil) {
    self.limit = limit
    self.onReject = onReject
  }

  /// The number of all rejects.
  public var count: Int { counts.values.reduce(0, +) }

  /// The rules that refused something and how often, in order of resource, column and rule.
  public var summary: [(key: Key, count: Int)] {
    counts.sorted { $0.key < $1.key }.map { (key: $0.key, count: $0.value) }
  }

  /// Adds one reject.
  public mutating func append(_ reject: Reject) {
    counts[
      Key(
        resource: reject.resource,
        column: reject.column ?? "",
        rule: reject.rule,
        isWholeRow: reject.isWholeRow
      ),
      default: 0
    ] += 1
    if kept.count < limit { kept.append(reject) }
    onReject?(reject)
  }

  /// Counts rejects that are logged elsewhere.
  mutating func add(_ count: Int, of key: Key) { counts[key, default: 0] += count }

  /// Only counts from now on what was kept so far.
  mutating func dropKept() { kept = [] }

  /// Keeps a reject that is counted already.
  mutating func keep(_ reject: Reject) { kept.append(reject) }

  /// An empty log to read `resource` with; rejects of a resource read before are not told twice.
  func fresh(for resource: String) -> RejectLog {
    RejectLog(keeping: limit, onReject: tables[resource] == nil ? onReject : nil)
  }

  /// Takes over what another log holds of resources that this one has not read.
  ///
  /// A resource that both have read counts once, as this log has it, so that a table read twice in
  /// a run is not reported twice.
  public mutating func merge(_ other: RejectLog) {
    let known = Set(tables.keys).union(counts.keys.map(\.resource))
    for (key, count) in other.counts where !known.contains(key.resource) { counts[key] = count }
    for (name, table) in other.tables where !known.contains(name) { tables[name] = table }
    for reject in other.kept where !known.contains(reject.resource) && kept.count < limit {
      kept.append(reject)
    }
  }

  /// Stops when a table that was read goes beyond `limits`.
  ///
  /// - Throws: `TableError` that names the table or field, the counts, and the first example.
  public func verify(limits: RejectLimits) throws(TableError) {
    for name in tables.keys.sorted() { try verify(name, limits: limits) }
  }

  /// Stops when `resource` goes beyond `limits`.
  func verify(_ resource: String, limits: RejectLimits) throws(TableError) {
    if let first = excesses(of: resource, over: limits).first { throw first }
  }

  /// Where `resource` goes beyond `limits`: its fields in order, then its rows.
  func excesses(of resource: String, over limits: RejectLimits) -> [TableError] {
    guard let table = tables[resource] else { return [] }
    var errors = table.fields.filter { $0.share > limits.fields }.map { field in
      TableError(
        .reading(
          .tooManyFieldRejects(
            resource: resource,
            column: field.column,
            rejected: field.rejected,
            of: field.nonMissing,
            limit: limits.fields,
            example: field.example,
            likelyEncoding: table.likelyEncoding
          )
        ),
        at: field.example?.location
      )
    }
    if table.share > limits.rows {
      errors.append(
        TableError(
          .reading(
            .tooManyRowRejects(
              resource: resource,
              rejected: table.rejectedRows,
              of: table.rows,
              limit: limits.rows,
              example: table.example,
              likelyEncoding: table.likelyEncoding
            )
          ),
          at: table.example?.location
        )
      )
    }
    return errors
  }
}
