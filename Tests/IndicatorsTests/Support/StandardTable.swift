/// The columns of the standard tables, as fixtures describe them.
enum StandardTable {
  /// Every column, as `table.column`.
  static func columns() -> Set<String> {
    var columns: Set<String> = []
    for (table, resource) in Fixture.packs[0].descriptor.resources {
      for field in resource.fields.keys { columns.insert("\(table).\(field)") }
    }
    return columns
  }
}
