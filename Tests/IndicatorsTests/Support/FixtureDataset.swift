import TestSupport

/// Writes the tables of a fixture as a dataset: its columns described as the descriptor has them.
struct FixtureDataset {
  let workdir: Workdir

  /// Writes `tables` without the tables (`changes`) and columns (`changes.rationale`) of `taken`.
  init(_ tables: [Fixture.Table], taken: [String], descriptor: Descriptor) throws {
    workdir = try Workdir()
    let kept = tables.filter { !taken.contains($0.name) }.map { table in
      FixtureDataset.without(taken, table)
    }
    var text = "name: fixture\nresources:\n"
    for table in kept {
      guard let resource = descriptor.resources[table.name] else {
        throw Fixture.Fault(message: "no table \(table.name) in the descriptor")
      }
      text += try FixtureDataset.description(of: table, by: resource, beside: kept.map(\.name))
      let lines = [table.columns] + table.rows
      try workdir.write(
        "\(table.name).csv",
        lines.map { $0.joined(separator: ",") + "\n" }.joined()
      )
    }
    text += "watchpost: {subject: \(descriptor.subject)}\n"
    try workdir.write("datapackage.yaml", text)
  }

  private static func without(_ taken: [String], _ table: Fixture.Table) -> Fixture.Table {
    let places = table.columns.indices.filter {
      !taken.contains("\(table.name).\(table.columns[$0])")
    }
    return Fixture.Table(
      name: table.name,
      columns: places.map { table.columns[$0] },
      rows: table.rows.map { row in places.map { row[$0] } }
    )
  }

  private static func description(
    of table: Fixture.Table,
    by resource: Descriptor.Resource,
    beside tables: [String]
  ) throws -> String {
    var text = "  - name: \(table.name)\n    path: \(table.name).csv\n    schema:\n"
    if !resource.primaryKey.isEmpty, resource.primaryKey.allSatisfy(table.columns.contains) {
      text += "      primaryKey: [\(resource.primaryKey.joined(separator: ", "))]\n"
    }
    for key in resource.foreignKeys {
      guard tables.contains(key.resource), key.fields.allSatisfy(table.columns.contains) else {
        continue
      }
      // Fixtures call keys by one name in both tables.
      let list = key.fields.joined(separator: ", ")
      text +=
        "      foreignKeys: [{fields: [\(list)], "
        + "reference: {resource: \(key.resource), fields: [\(list)]}}]\n"
    }
    text += "      fields:\n"
    for column in table.columns {
      guard let field = resource.fields[column] else {
        throw Fixture.Fault(message: "no column \(table.name).\(column) in the descriptor")
      }
      let meaning = entries(field.meaning, columns: table.columns)
      text += "        - {name: \(column), type: \(field.type)"
      text += meaning.isEmpty ? "}\n" : ", watchpost: {\(meaning)}}\n"
    }
    return text + "    watchpost: {\(entries(resource.meaning, columns: table.columns))}\n"
  }

  /// The entries of a mapping, leaving out those that name a column which is not there.
  private static func entries(_ pairs: [(String, String)], columns: [String]) -> String {
    let references = ["happened", "recorded", "known_on", "version"]
    return pairs.filter { !references.contains($0.0) || columns.contains($0.1) }
      .map { "\($0.0): \($0.1)" }.joined(separator: ", ")
  }
}
