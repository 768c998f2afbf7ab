extension Uncertainty {
  var json: JSONValue {
    .object([
      "columns": .list(columns.map(\.json)),
      "averages": .list(averages.map(JSONValue.number)),
      "covariance": .list(covariance.map { .list($0.map(JSONValue.number)) }),
    ])
  }

  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    var columns: [Column] = []
    for (index, node) in try object.list("columns").enumerated() {
      columns.append(try Column(node, path: "\(path).columns[\(index)]", file: file))
    }
    self.init(
      columns: columns,
      averages: try object.numbers("averages"),
      covariance: try object.numberLists("covariance")
    )
    try object.finish()
  }
}

extension Uncertainty.Column {
  private enum Kind: String, CaseIterable {
    case number, category, other, absence, intercept
  }

  var json: JSONValue {
    switch self {
    case .number(let feature, let mean, let scale):
      Uncertainty.Column.json(
        .number,
        ["feature": .text(feature), "mean": .number(mean), "scale": .number(scale)]
      )
    case .category(let feature, let name):
      Uncertainty.Column.json(.category, ["feature": .text(feature), "category": .text(name)])
    case .otherCategories(let feature):
      Uncertainty.Column.json(.other, ["feature": .text(feature)])
    case .absence(let absences):
      Uncertainty.Column.json(.absence, ["absences": .list(absences.map(\.json))])
    case .intercept: Uncertainty.Column.json(.intercept, [:])
    }
  }

  private static func json(_ kind: Kind, _ members: [String: JSONValue]) -> JSONValue {
    .object(members.merging(["kind": .text(kind.rawValue)], uniquingKeysWith: { $1 }))
  }

  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    switch try object.choice("kind", of: Kind.self) {
    case .number:
      self = .number(
        feature: try object.text("feature"),
        mean: try object.number("mean"),
        scale: try object.number("scale")
      )
    case .category:
      self = .category(feature: try object.text("feature"), name: try object.text("category"))
    case .other: self = .otherCategories(feature: try object.text("feature"))
    case .absence:
      var absences: [Uncertainty.Absence] = []
      for (index, node) in try object.list("absences").enumerated() {
        let path = "\(path).absences[\(index)]"
        absences.append(try Uncertainty.Absence(node, path: path, file: file))
      }
      self = .absence(absences)
    case .intercept: self = .intercept
    }
    try object.finish()
  }
}

extension Uncertainty.Absence {
  private enum Kind: String, CaseIterable {
    case missing
    case notApplicable = "not_applicable"
  }

  var json: JSONValue {
    let kind: Kind = presence == .notApplicable ? .notApplicable : .missing
    return .object(["feature": .text(feature), "presence": .text(kind.rawValue)])
  }

  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    let kind = try object.choice("presence", of: Kind.self)
    self.init(
      feature: try object.text("feature"),
      presence: kind == .missing ? .missing : .notApplicable
    )
    try object.finish()
  }
}
