/// Rows of a table that were read together, as typed columns.
public struct Batch: Sendable {
  /// The columns, as the reader's `fields`; the codes of text columns belong to the reader's
  /// `dictionaries`, their own are empty.
  public var columns: [Column]
  /// The ordinal of the subject each row belongs to; every row belongs to one.
  ///
  /// Empty when the reader was made without subjects.
  public var subjects: [Int32]
  /// Where each row came from; `file` is an index into the reader's `files`.
  public var positions: [RowPosition]

  /// A batch of its parts.
  public init(columns: [Column], subjects: [Int32], positions: [RowPosition]) {
    self.columns = columns
    self.subjects = subjects
    self.positions = positions
  }

  /// The number of rows.
  public var rowCount: Int { max(positions.count, subjects.count) }
}

/// What a reader did so far.
public struct ReadStatistics: Hashable, Sendable {
  /// Bytes read from disk.
  public var bytes = 0
  /// Rows read, the rejected ones included.
  public var rows = 0
  /// Rows left out.
  public var rejectedRows = 0

  /// Nothing read yet.
  public init() {}
}
