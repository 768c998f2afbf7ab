import Tables
import TestSupport

/// A table read in chunks or pieces of any size, on one to three threads, is the table of the plain reader.
///
/// The last byte of the input chooses what is declared, and whether the input is the projects or
/// their events, without its header unless it brings one.
enum TablesCheck {
  static func failures(_ input: [UInt8]) -> [String] {
    let choice = input.last.map { $0 == 10 ? 0 : Int($0) } ?? 0
    let variant = variants[(choice >> 1) % variants.count]
    let isSubject = choice & 1 == 1
    let header = Array((isSubject ? projectHeader : eventHeader).utf8)
    let hasHeader = input.starts(with: header.prefix(4)) || input.starts(with: [0xEF, 0xBB, 0xBF])
    let file = hasHeader ? input : header + [10] + input
    let projects = isSubject ? file : Array((projectHeader + "\n" + projectRows).utf8)
    let events = isSubject ? Array((eventHeader + "\n" + eventRows).utf8) : file
    let files = [
      "datapackage.yaml": Array(variant.utf8), "projects.csv": projects, "events.csv": events,
    ]
    return FuzzFolder.with(files) { folder in
      do throws(TableError) {
        return compare(try Dataset(opening: folder), file.count, choice)
      } catch {
        return ["the descriptor is refused: \(error)"]
      }
    }
  }

  private static func compare(_ dataset: Dataset, _ size: Int, _ choice: Int) -> [String] {
    var dataset = dataset
    dataset.limits = .none
    dataset.tokenKey = TokenKey(bytes: Array("a key of tests only".utf8))
    let fields = ["on", "project_id", "amount", "count", "ratio", "kind", "flag", "row_id"]
    let wanted = choice & 2 == 0 ? fields : Array(fields.prefix(2))
    dataset.readsInChunks = false
    let expected = ChunkReading(dataset, table: "events", fields: wanted)
    dataset.readsInChunks = true
    // Single bytes split a short file everywhere at once; other sizes put two splits together.
    var sizes = [1 << 20, 64, 7, max(1, size / 2), max(1, size - 1 - choice % 16)]
    if size < 600 { sizes += [1, 2] }
    var failures: [String] = []
    for (index, bytes) in sizes.enumerated() {
      dataset.chunkBytes = bytes
      // Every other time as packed files are read, which are cut at records.
      dataset.streamsFiles = (index + choice) % 2 == 1
      let threads = 1 + (index + choice) % 3
      let found = ChunkReading(dataset, table: "events", fields: wanted, threads: threads)
      for difference in found.difference(from: expected) {
        let way = dataset.streamsFiles ? "pieces" : "chunks"
        failures.append("\(way) of \(bytes), \(threads) threads: \(difference)")
      }
    }
    return failures
  }

  private static let projectHeader = "project_id,title,budget,started"
  private static let projectRows =
    "P1,school,12.5,2024-01-31\nP2,\"a, b\",3,\nP-0123456789ABCDEF,,,\n"
  private static let eventHeader = "row_id,project_id,on,amount,count,ratio,kind,note,flag"
  private static let eventRows = "R1,P1,2024-03-05,1,2,0.5,road,,true\n"

  /// Descriptors that differ in keys, missing texts, constraints and dialect.
  private static let variants: [String] = [
    descriptor(),
    descriptor(key: "row_id"),
    descriptor(missing: "[\"\", \"NA\", \"0\", \"-\"]", required: true),
    descriptor(missing: "[\"n/a\"]", limits: true),
    descriptor(key: "row_id", missing: "[\"\", \"road\"]", required: true, limits: true),
    descriptor(quote: "'", required: true),
    descriptor(isTyped: true),
    descriptor(missing: "[\"NA\"]", required: true, limits: true, isTyped: true),
  ]

  private static func descriptor(
    key: String? = nil,
    missing: String = "[\"\", \"NA\"]",
    quote: String = "\\\"",
    required: Bool = false,
    limits: Bool = false,
    isTyped: Bool = false
  ) -> String {
    func constraints(_ own: String) -> String {
      let parts = (limits ? [own] : []) + (required ? ["required: true"] : [])
      return parts.isEmpty ? "" : ", constraints: {\(parts.joined(separator: ", "))}"
    }
    let money = isTyped ? "written_in: 万元" : "written_in: 元"
    return """
      name: fuzz
      resources:
        - name: projects
          path: projects.csv
          dialect: {quoteChar: "\(quote)"}
          schema:
            primaryKey: [project_id]
            missingValues: [""]
            fields:
              - {name: project_id, type: string}
              - {name: title, type: string\(constraints("maxLength: 5"))}
              - {name: budget, type: number, watchpost: {unit: CNY, \(money)}}
              - {name: started, type: date\(constraints("minimum: \"2000-01-01\""))}
          watchpost: {role: entity}
        - name: events
          path: events.csv
          dialect: {quoteChar: "\(quote)"}
          schema:
            missingValues: \(missing)
            \(key.map { "primaryKey: [\($0)]" } ?? "# no key of its own")
            foreignKeys:
              - {fields: [project_id], reference: {resource: projects, fields: [project_id]}}
            fields:
              - {name: row_id, type: string}
              - {name: project_id, type: string}
              - {name: "on", type: date}
              - {name: amount, type: number, watchpost: {unit: CNY, \(money)}\(constraints("minimum: 0"))}
              - {name: count, type: integer\(constraints("maximum: 1000"))}
              - {name: ratio, type: number\(constraints("minimum: -1, maximum: 1"))}
              - {name: kind, type: string\(constraints("enum: [road, bridge]"))}
              - {name: note, type: string\(isTyped ? ", watchpost: {personal: token}" : "")}
              - {name: flag, type: boolean\(constraints("enum: [\"true\"]"))}
          watchpost: {role: event, happened: "on"}

      """
  }
}
