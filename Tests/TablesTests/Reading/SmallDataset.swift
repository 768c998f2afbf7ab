import Tables
import TestSupport

/// A dataset in a temporary folder, written as a test needs it.
struct SmallDataset {
  let folder: Workdir

  /// A folder of `files` by name; the descriptor is one of them.
  init(_ files: [String: String]) throws {
    folder = try Workdir()
    for (name, text) in files { try folder.write(name, text) }
  }

  /// A folder of files that may hold bytes that are no text.
  init(_ files: [String: [UInt8]]) throws {
    folder = try Workdir()
    for (name, bytes) in files { try folder.write(name, bytes: bytes) }
  }

  /// Projects with the fields of `fields` (YAML flow mappings) besides `project_id`, and `rows`
  /// under a header of all of them.
  init(
    fields: [String],
    rows: [String],
    header: String,
    schema: String = "",
    resource: String = ""
  ) throws {
    try self.init([
      "datapackage.yaml": SmallDataset.descriptor(fields, schema: schema, resource: resource),
      "projects.csv": ([header] + rows).joined(separator: "\n") + "\n",
    ])
  }

  static func descriptor(
    _ fields: [String],
    schema: String = "",
    resource: String = ""
  ) -> String {
    """
    name: small
    resources:
      - name: projects
        path: projects.csv
    \(resource.isEmpty ? "" : "    \(resource)\n")    schema:
          primaryKey: [project_id]
    \(schema.isEmpty ? "" : "      \(schema)\n")      fields:
            - {name: project_id, type: string}
    \(fields.map { "        - \($0)" }.joined(separator: "\n"))
        watchpost: {role: entity}
    """
  }

  var dataset: Dataset {
    get throws(TableError) { try Dataset(opening: folder.url.path) }
  }

  /// The projects, and everything that was not read, without limits.
  func projects() throws(TableError) -> (table: Table, rejects: RejectLog) {
    var dataset = try dataset
    dataset.limits = .none
    var rejects = RejectLog()
    let table = try dataset.subjects(rejects: &rejects).table
    return (table, rejects)
  }
}

extension Table {
  /// The text of a cell as it would be written; nil when missing.
  func shown(_ name: String, _ row: Int) -> String? {
    guard let column = self[name], column.validity[row] else { return nil }
    switch column.values {
    case .text: return column.text(at: row)
    case .date: return column.day(at: row)?.description
    case .boolean: return column.boolean(at: row)?.description
    case .integer(let values): return "\(values[row])"
    case .number, .money: return column.double(at: row).map { "\($0)" }
    }
  }

  /// All cells of a column as `shown`.
  func shown(_ name: String) -> [String?] {
    (0..<rowCount).map { shown(name, $0) }
  }
}

/// The diagnostic of the error that `body` throws, or nil.
func diagnostic(of body: () throws -> Void) -> Diagnostic? {
  do {
    try body()
    return nil
  } catch let error as TableError {
    return error.diagnostic
  } catch {
    return nil
  }
}
