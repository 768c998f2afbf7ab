/// A table as it was found: what can be declared of it, and why.
public struct InferredTable: Sendable {
  /// The resource.
  public internal(set) var resource: Resource
  /// Why each part of the resource is as it is, by the descriptor's key (`encoding`,
  /// `primaryKey`, `happened`, …).
  public internal(set) var reasons: [String: String] = [:]
  /// Why each field is as it is, as `resource.fields`.
  public internal(set) var fieldReasons: [String] = []
  /// What somebody should look at.
  public internal(set) var notes: [String] = []
  /// Whether the file begins with a UTF-8 byte order mark.
  var hasMark = false
  /// The standard table it is, or nil.
  var standard: StandardTable?
  /// What stands in its columns.
  var profile: TableProfile

  /// The profile of a field.
  func column(_ field: Field) -> ColumnProfile? { profile[field.header] }
}
