import Foundation
import TestSupport
import Yams

/// A data package's description, as far as fixtures take their columns from it.
struct Descriptor: Sendable {
  struct Resource: Sendable {
    var primaryKey: [String] = []
    /// Own fields and the resource they refer to.
    var foreignKeys: [(fields: [String], resource: String)] = []
    /// Type and meaning of each column, by our name.
    var fields: [String: (type: String, meaning: [(String, String)])] = [:]
    var meaning: [(String, String)] = []
  }

  var resources: [String: Resource] = [:]
  var subject = ""

  init(file: URL) throws {
    guard let node = try compose(yaml: String(contentsOf: file, encoding: .utf8)) else {
      throw Fixture.Fault(message: "\(file.path) is empty")
    }
    subject = node["watchpost"]?["subject"]?.string ?? ""
    for part in node["resources"]?.sequence ?? [] {
      var resource = Resource()
      var ours: [String: String] = [:]
      for field in part["schema"]?["fields"]?.sequence ?? [] {
        let header = field["name"]?.string ?? ""
        let name = field["watchpost"]?["as"]?.string ?? header
        ours[header] = name
        resource.fields[name] = (
          field["type"]?.string ?? "", Descriptor.pairs(field["watchpost"], without: ["as"])
        )
      }
      func names(_ node: Node?) -> [String] {
        (node?.sequence.map(Array.init) ?? []).compactMap { $0.string.map { ours[$0] ?? $0 } }
      }
      resource.primaryKey = names(part["schema"]?["primaryKey"])
      for key in part["schema"]?["foreignKeys"]?.sequence ?? [] {
        resource.foreignKeys.append(
          (names(key["fields"]), key["reference"]?["resource"]?.string ?? "")
        )
      }
      // Fixtures are too small to need a life of their projects, codes and coverage.
      resource.meaning = Descriptor.pairs(
        part["watchpost"],
        without: ["exists_from", "exists_until", "codes", "covers"]
      )
      resources[part["name"]?.string ?? ""] = resource
    }
  }

  private static func pairs(_ node: Node?, without: [String]) -> [(String, String)] {
    (node?.mapping ?? [:]).compactMap { key, value in
      guard let key = key.string, let value = value.string, !without.contains(key) else {
        return nil
      }
      return (key, value)
    }
  }
}
