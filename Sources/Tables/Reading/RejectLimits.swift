/// How many rejects a run bears before it stops.
///
/// Both are shares, and a table stops the run when its share is *greater*. There is no floor: one
/// bad row of three is a third, and stops; a small table that is wrong is not a small matter.
public struct RejectLimits: Hashable, Sendable {
  /// The share of a table's rows that may be left out.
  public var rows: Double
  /// The share of a field's non-missing values that may be refused.
  public var fields: Double

  /// Limits as shares between 0 and 1; by default 1% of rows and 5% of a field's values.
  public init(rows: Double = 0.01, fields: Double = 0.05) {
    self.rows = rows
    self.fields = fields
  }

  /// No limit at all, for looking at everything that is wrong.
  public static let none = RejectLimits(rows: 1, fields: 1)
}
