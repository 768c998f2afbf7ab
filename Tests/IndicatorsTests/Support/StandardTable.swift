import Foundation
import Yams

/// The columns of the standard tables, as fixtures describe them.
enum StandardTable {
  /// Every column, as `table.column`.
  static func columns() throws -> Set<String> {
    let file = Fixture.folder.appendingPathComponent("standard/datapackage.yaml")
    let node = try compose(yaml: String(contentsOf: file, encoding: .utf8))
    var columns: Set<String> = []
    for resource in node?["resources"]?.sequence ?? [] {
      for field in resource["schema"]?["fields"]?.sequence ?? [] {
        columns.insert("\(resource["name"]?.string ?? "").\(field["name"]?.string ?? "")")
      }
    }
    return columns
  }
}
