/// A table of a simulated district.
public struct SimulatedTable: Sendable {
  /// What it is called and what its columns are.
  public let schema: TableSchema
  /// Its rows; each has one cell per column.
  public internal(set) var rows: [[Cell]] = []
  /// The place of the project each row belongs to.
  public internal(set) var projects: [Int] = []

  init(_ schema: TableSchema) {
    self.schema = schema
  }

  /// The cells of a column; empty when there is no such column.
  public subscript(column: String) -> [Cell] {
    guard let index = schema.index(of: column) else { return [] }
    return rows.map { $0[index] }
  }

  mutating func append(_ cells: [Cell], project: Int) {
    assert(cells.count == schema.columns.count, "a row of \(schema.name) has another shape")
    rows.append(cells)
    projects.append(project)
  }
}
