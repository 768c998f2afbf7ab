import Foundation
import TestSupport
import Testing
import Yams

/// Tiny tables for one indicator, and what it must say of each of their projects.
struct Fixture: Sendable, CustomTestStringConvertible {
  /// One table as CSV text, by column name.
  struct Table: Sendable {
    var name: String
    var columns: [String]
    var rows: [[String]]
  }

  /// The tables with some taken away, and what must be said then.
  struct Case: Sendable {
    var taken: [String]
    var expected: [String: String]
  }

  var id: String
  var pack: String
  var asOf: String
  var tables: [Table]
  var cases: [Case]
  /// Whether the indicator means something for every project there is.
  var alwaysApplies: Bool

  var testDescription: String { "\(pack) \(id)" }

  /// Every state the fixture shows: `flagged` for any level.
  var states: Set<String> {
    Set(
      cases.flatMap(\.expected.values).map { state in
        ["clear", "not_applicable", "insufficient"].contains(state) ? state : "flagged"
      }
    )
  }

  /// The folder of fixtures.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The packs that have fixtures, by folder name, with the descriptor their tables follow.
  static let packs: [(name: String, descriptor: Descriptor)] = [
    ("standard", descriptor(folder.appendingPathComponent("standard/datapackage.yaml"))),
    ("nyc-school-construction", dataset("nyc-school-construction")),
    ("canada-contracts", dataset("canada-contracts")),
  ]

  private static func dataset(_ name: String) -> Descriptor {
    descriptor(Repository.root.appendingPathComponent("Datasets/\(name)/datapackage.yaml"))
  }

  private static func descriptor(_ file: URL) -> Descriptor {
    do {
      return try Descriptor(file: file)
    } catch {
      preconditionFailure("\(file.path): \(error)")
    }
  }

  /// Every fixture there is, found by itself.
  static let all: [Fixture] = packs.flatMap { pack in
    let folder = folder.appendingPathComponent(pack.name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".yaml") && $0 != "datapackage.yaml" }
      .map { name in
        do {
          return try Fixture(file: folder.appendingPathComponent(name), pack: pack.name)
        } catch {
          preconditionFailure("\(pack.name)/\(name): \(error)")
        }
      }
  }

  struct Fault: Error { var message: String }

  /// The lines of a table: a text, or its header and rows that stand many times, where `#` is the
  /// number of the line.
  private static func lines(_ table: Node) throws -> [String] {
    guard let map = table.mapping else {
      return (table.string ?? "").split(separator: "\n").map(String.init)
    }
    var lines = [map["header"]?.string ?? ""]
    for row in map["rows"]?.sequence ?? [] {
      guard let times = row.mapping?["times"]?.int, let text = row.mapping?["row"]?.string else {
        throw Fault(message: "a row without times and row")
      }
      for _ in 0..<times { lines.append(text.replacing("#", with: "\(lines.count)")) }
    }
    return lines
  }

  init(file: URL, pack: String) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    guard let node = try compose(yaml: text), let map = node.mapping else {
      throw Fault(message: "no mapping")
    }
    let known = ["as_of", "tables", "expect", "without", "always_applies"]
    for key in map.keys where !known.contains(key.string ?? "") {
      throw Fault(message: "unknown key \(key.string ?? "?")")
    }
    self.id = file.deletingPathExtension().lastPathComponent
    self.pack = pack
    self.asOf = map["as_of"]?.string ?? ""
    self.alwaysApplies = map["always_applies"]?.string == "true"
    self.tables = try (map["tables"]?.mapping ?? [:]).map { key, value in
      let lines = try Fixture.lines(value).map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      guard let columns = lines.first else { throw Fault(message: "a table without a header") }
      for line in lines where line.count != columns.count {
        throw Fault(message: "a row of \(line.count) cells: \(line)")
      }
      return Table(name: key.string ?? "", columns: columns, rows: Array(lines.dropFirst()))
    }
    func expected(_ node: Node?) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: (node?.mapping ?? [:]).map {
          ($0.key.string ?? "", $0.value.string ?? "")
        }
      )
    }
    self.cases = [Case(taken: [], expected: expected(map["expect"]))]
    for part in map["without"]?.sequence ?? [] {
      let taken = (part.mapping?["take"]?.sequence ?? []).compactMap(\.string)
      cases.append(Case(taken: taken, expected: expected(part.mapping?["expect"])))
    }
  }
}
