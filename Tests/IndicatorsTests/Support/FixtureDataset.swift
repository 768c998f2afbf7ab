import Foundation
import TestSupport
import Yams

/// Writes the tables of a fixture as a dataset: its columns described as the descriptor has them.
struct FixtureDataset {
  let workdir: Workdir

  /// - Parameters:
  ///   - taken: Tables (`changes`) and columns (`changes.rationale`) to leave out.
  ///   - descriptor: The package whose fields, keys and roles the tables have.
  init(_ tables: [Fixture.Table], taken: [String], descriptor: URL) throws {
    workdir = try Workdir()
    let node = try compose(yaml: String(contentsOf: descriptor, encoding: .utf8))
    var kept: [Fixture.Table] = []
    for table in tables where !taken.contains(table.name) {
      kept.append(FixtureDataset.without(taken, table))
    }
    var text = "name: fixture\nresources:\n"
    for table in kept {
      guard
        let resource = node?["resources"]?.sequence?.first(where: {
          $0["name"]?.string == table.name
        })
      else { throw Fixture.Fault(message: "no table \(table.name) in the descriptor") }
      text += try FixtureDataset.description(of: table, by: resource, beside: kept.map(\.name))
      let lines = [table.columns] + table.rows
      try workdir.write(
        "\(table.name).csv", lines.map { $0.joined(separator: ",") + "\n" }.joined())
    }
    if let subject = node?["watchpost"]?["subject"]?.string {
      text += "watchpost: {subject: \(subject)}\n"
    }
    try workdir.write("datapackage.yaml", text)
  }

  private static func without(_ taken: [String], _ table: Fixture.Table) -> Fixture.Table {
    let places = table.columns.indices.filter {
      !taken.contains("\(table.name).\(table.columns[$0])")
    }
    return Fixture.Table(
      name: table.name, columns: places.map { table.columns[$0] },
      rows: table.rows.map { row in places.map { row[$0] } })
  }

  private static func description(
    of table: Fixture.Table, by resource: Node, beside tables: [String]
  ) throws -> String {
    let schema = resource["schema"]
    let fields = schema?["fields"]?.sequence.map(Array.init) ?? []
    func ours(_ header: String?) -> String? {
      let field = fields.first { $0["name"]?.string == header }
      return field?["watchpost"]?["as"]?.string ?? header
    }
    func names(_ node: Node?) -> [String] {
      (node?.sequence.map(Array.init) ?? []).compactMap { ours($0.string) }
    }
    var text = "  - name: \(table.name)\n    path: \(table.name).csv\n    schema:\n"
    let key = names(schema?["primaryKey"])
    if !key.isEmpty, key.allSatisfy(table.columns.contains) {
      text += "      primaryKey: [\(key.joined(separator: ", "))]\n"
    }
    for foreign in schema?["foreignKeys"]?.sequence ?? [] {
      let target = foreign["reference"]?["resource"]?.string ?? ""
      let own = names(foreign["fields"])
      guard tables.contains(target), own.allSatisfy(table.columns.contains) else { continue }
      // Fixtures call keys by one name in both tables.
      let list = own.joined(separator: ", ")
      text += "      foreignKeys: [{fields: [\(list)], "
        + "reference: {resource: \(target), fields: [\(list)]}}]\n"
    }
    text += "      fields:\n"
    for column in table.columns {
      guard let field = fields.first(where: { ours($0["name"]?.string) == column }) else {
        throw Fixture.Fault(message: "no column \(table.name).\(column) in the descriptor")
      }
      text += "        - {name: \(column), type: \(field["type"]?.string ?? "any")"
      let meaning = entries(field["watchpost"], columns: table.columns, without: ["as", "personal"])
      text += meaning.isEmpty ? "}\n" : ", watchpost: {\(meaning)}}\n"
    }
    let meaning = entries(
      resource["watchpost"], columns: table.columns,
      without: ["exists_from", "exists_until", "codes", "covers"])
    return text + "    watchpost: {\(meaning)}\n"
  }

  /// The entries of a mapping, leaving out those that name a column which is not there.
  private static func entries(_ node: Node?, columns: [String], without: [String]) -> String {
    let references = ["happened", "recorded", "known_on", "version"]
    return (node?.mapping ?? [:]).compactMap { key, value -> String? in
      guard let key = key.string, let value = value.string, !without.contains(key) else {
        return nil
      }
      if references.contains(key), !columns.contains(value) { return nil }
      return "\(key): \(value)"
    }.joined(separator: ", ")
  }
}
