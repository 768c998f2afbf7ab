extension Model {
  /// What the first key of a model file says.
  public static let format = "watchpost-model/1"

  /// The model file: JSON with sorted keys, the same bytes for the same model.
  public func encoded() -> [UInt8] { json.encoded() }

  /// The model as JSON.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "format": .text(Model.format),
      "kind": .text(kind.rawValue),
      "features": .list(features.map(\.json)),
      "intercept": .number(intercept),
      "terms": .list(terms.map(\.json)),
      "calibration": calibration.map(\.json) ?? .null,
      "signs": .object(signs.mapValues { .text($0.rawValue) }),
      "trained": trained.json,
    ]
    if let pointScale {
      members["points"] = .object([
        "offset": .number(pointScale.offset), "factor": .number(pointScale.factor),
      ])
    }
    if let uncertainty { members["uncertainty"] = uncertainty.json }
    return .object(members)
  }
}

extension ModelFeature {
  var json: JSONValue {
    .object([
      "name": .text(name), "declaration": declaration.map(JSONValue.text) ?? .null,
      "hash": hash.map(JSONValue.text) ?? .null, "unit": unit.map(JSONValue.text) ?? .null,
    ])
  }
}

extension Term {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "feature": .text(feature), "missing": .number(missing),
      "training_mean": .number(trainingMean),
    ]
    if let notApplicable { members["not_applicable"] = .number(notApplicable) }
    switch shape {
    case .linear(let weight, let center):
      members["shape"] = .text("linear")
      members["weight"] = .number(weight)
      members["center"] = .number(center)
    case .steps(let cuts, let values):
      members["shape"] = .text("steps")
      members["cuts"] = .list(cuts.map(JSONValue.number))
      members["values"] = .list(values.map(JSONValue.number))
    case .categories(let values, let other):
      members["shape"] = .text("categories")
      members["values"] = .object(values.mapValues(JSONValue.number))
      members["other"] = .number(other)
    case .pair(let second, let firstAxis, let secondAxis, let values):
      members["shape"] = .text("pair")
      members["second"] = .text(second)
      members["first_axis"] = firstAxis.json
      members["second_axis"] = secondAxis.json
      members["values"] = .list(values.map(JSONValue.number))
    }
    return .object(members)
  }
}

extension Term.Axis {
  var json: JSONValue {
    switch self {
    case .cuts(let cuts): .object(["cuts": .list(cuts.map(JSONValue.number))])
    case .levels(let levels): .object(["levels": .list(levels.map(JSONValue.text))])
    }
  }
}

extension Calibration {
  var json: JSONValue {
    .object([
      "method": .text(method.rawValue), "slope": .number(slope), "intercept": .number(intercept),
      "positive_groups": .integer(positiveGroups), "rows": .integer(rows),
    ])
  }
}

extension TrainingRecord {
  var json: JSONValue {
    .object([
      "data": .object(data.mapValues(JSONValue.text)),
      "dates": .object(dates.mapValues(JSONValue.text)),
      "split": .text(split),
      "seed": .integer(seed),
      "versions": .object(versions.mapValues(JSONValue.text)),
      "kernel": .text(kernel),
      "rows": .integer(rows),
      "positives": .integer(positives),
      "fit": .object(fit),
      "metrics": .object(metrics),
      "notes": .list(notes.map(JSONValue.text)),
    ])
  }
}
