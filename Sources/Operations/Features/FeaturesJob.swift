import Features
import Indicators
import Models
import Tables
import Warnings

/// The features of every project on one date.
public struct FeaturesResult: Sendable {
  /// The features, hidden ones too.
  public var table: FeatureTable
  /// What the run has to say: features lost, recording delays.
  public var notes: [String]
  /// What could not be read.
  public var rejects: RejectLog
}

extension Workbench {
  /// The name of the project's key.
  public var keyName: String { dataset.package.subject.key.first ?? "project_id" }

  /// Computes every declared feature of every project that exists on a date.
  public func features(asOf: Day, profile: RunProfile? = nil) throws -> FeaturesResult {
    let run = try run(plan, asOf: [asOf], profile: profile)
    guard let table = run.tables.first else {
      throw OperationError("no date was given", hint: "give --as-of")
    }
    return FeaturesResult(table: table, notes: run.notes, rejects: run.rejects)
  }

  /// The description of a feature table in `file`: a data package with every declaration and its
  /// hash.
  public func describe(asOf: Day, in file: String, states isWithStates: Bool) -> String {
    let key = plan.keyName
    var fields: [JSONValue] = [.object(["name": .text(key), "type": .text("string")])]
    for feature in plan.features where !feature.isHidden {
      var own: [String: JSONValue] = [
        "declaration": .text(feature.canonical), "hash": .text(feature.hash),
      ]
      if let unit = feature.unit { own["unit"] = .text(unit) }
      var field: [String: JSONValue] = [
        "name": .text(feature.name), "type": .text(feature.type.frictionless),
        "description": .text(feature.declaration.expression),
        "watchpost": .object(own),
      ]
      if let title = feature.title["en"] { field["title"] = .text(title) }
      fields.append(.object(field))
      if isWithStates {
        fields.append(
          .object(["name": .text(feature.name + ".state"), "type": .text("string")])
        )
      }
    }
    var resource: [String: JSONValue] = [
      "name": .text("features"), "path": .text(Files.name(file)),
      "schema": .object(["primaryKey": .list([.text(key)]), "fields": .list(fields)]),
    ]
    if OutputFile.isSheet(file) {
      resource["format"] = .text("xlsx")
    } else {
      resource["format"] = .text(file.hasSuffix(".json") ? "json" : "csv")
      resource["encoding"] = .text("utf-8")
    }
    let package: [String: JSONValue] = [
      "name": .text("features"),
      "title": .text("Features of \(dataset.package.name) as of \(asOf)"),
      "resources": .list([.object(resource)]),
      "watchpost": .object([
        "as_of": .text(asOf.description), "version": .text(Operations.version),
      ]),
    ]
    return String(decoding: JSONValue.object(package).encoded(), as: UTF8.self)
  }
}

extension FieldType {
  /// The Frictionless name of the type.
  var frictionless: String {
    switch self {
    case .text: "string"
    case .integer: "integer"
    case .number, .money: "number"
    case .boolean: "boolean"
    case .date: "date"
    }
  }
}
