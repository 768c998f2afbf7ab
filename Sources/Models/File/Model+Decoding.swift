extension Model {
  /// Reads a model file.
  ///
  /// Fails, with the line, on text that is not JSON or ends too early, on another format, on
  /// keys that are missing or unknown, and on parts that do not fit together. `file` is the name
  /// that errors give.
  public init(decoding bytes: [UInt8], file: String) throws(ModelError) {
    let root = try JSONParser.parse(bytes, file: file)
    var object = try JSONObject(root, path: "", file: file)
    let format = try object.text("format")
    guard format == Model.format else {
      throw object.error(.wrongFormat(found: format, expected: Model.format))
    }
    var features: [ModelFeature] = []
    for (index, node) in try object.list("features").enumerated() {
      features.append(try ModelFeature(node, path: "features[\(index)]", file: file))
    }
    var terms: [Term] = []
    for (index, node) in try object.list("terms").enumerated() {
      terms.append(try Term(node, path: "terms[\(index)]", file: file))
    }
    var signs: [String: Sign] = [:]
    for (name, node) in try object.members("signs") {
      guard case .text(let text) = node.content, let sign = Sign(rawValue: text) else {
        throw object.error(
          at: node,
          .wrongShape(key: "signs.\(name)", expected: "“higher” or “lower”", found: node.kind)
        )
      }
      signs[name] = sign
    }
    var calibration: Calibration?
    if let node = object.optional("calibration") {
      calibration = try Calibration(node, path: "calibration", file: file)
    }
    var pointScale: PointScale?
    if let node = object.optional("points") {
      pointScale = try PointScale(node, path: "points", file: file)
    }
    var uncertainty: Uncertainty?
    if let node = object.optional("uncertainty") {
      uncertainty = try Uncertainty(node, path: "uncertainty", file: file)
    }
    self.init(
      kind: try object.choice("kind", of: Kind.self),
      features: features,
      intercept: try object.number("intercept"),
      terms: terms,
      calibration: calibration,
      pointScale: pointScale,
      trained: try TrainingRecord(try object.node("trained"), path: "trained", file: file),
      signs: signs,
      uncertainty: uncertainty
    )
    try object.finish()
    do throws(ModelError) {
      try verify()
    } catch {
      throw ModelError(error.problem, at: object.error(error.problem).location)
    }
  }
}

extension ModelFeature {
  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    self.init(
      name: try object.text("name"),
      declaration: try object.optionalText("declaration"),
      hash: try object.optionalText("hash"),
      unit: try object.optionalText("unit")
    )
    try object.finish()
  }
}

extension Term {
  private enum ShapeName: String, CaseIterable {
    case linear, steps, categories, pair
  }

  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    let shape: Shape
    switch try object.choice("shape", of: ShapeName.self) {
    case .linear:
      shape = .linear(weight: try object.number("weight"), center: try object.number("center"))
    case .steps:
      shape = .steps(cuts: try object.numbers("cuts"), values: try object.numbers("values"))
    case .categories:
      shape = .categories(try object.numbersByKey("values"), other: try object.number("other"))
    case .pair:
      shape = .pair(
        second: try object.text("second"),
        firstAxis: try Axis(try object.node("first_axis"), path: "\(path).first_axis", file: file),
        secondAxis: try Axis(
          try object.node("second_axis"),
          path: "\(path).second_axis",
          file: file
        ),
        values: try object.numbers("values")
      )
    }
    self.init(
      feature: try object.text("feature"),
      shape: shape,
      missing: try object.number("missing"),
      notApplicable: try object.optionalNumber("not_applicable"),
      trainingMean: try object.number("training_mean")
    )
    try object.finish()
  }
}

extension Term.Axis {
  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    if object.optional("levels") != nil {
      object = try JSONObject(node, path: path, file: file)
      self = .levels(try object.texts("levels"))
    } else {
      self = .cuts(try object.numbers("cuts"))
    }
    try object.finish()
  }
}

extension Calibration {
  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    self.init(
      method: try object.choice("method", of: Method.self),
      slope: try object.number("slope"),
      intercept: try object.number("intercept"),
      positiveGroups: try object.integer("positive_groups"),
      rows: try object.integer("rows")
    )
    try object.finish()
  }
}

extension PointScale {
  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    self.init(offset: try object.number("offset"), factor: try object.number("factor"))
    try object.finish()
  }
}

extension TrainingRecord {
  init(_ node: JSONNode, path: String, file: String) throws(ModelError) {
    var object = try JSONObject(node, path: path, file: file)
    self.init(
      data: try object.textsByKey("data"),
      dates: try object.textsByKey("dates"),
      split: try object.text("split"),
      seed: try object.integer("seed"),
      versions: try object.textsByKey("versions"),
      kernel: try object.text("kernel"),
      rows: try object.integer("rows"),
      positives: try object.integer("positives"),
      fit: try object.valuesByKey("fit"),
      metrics: try object.valuesByKey("metrics"),
      notes: try object.texts("notes")
    )
    try object.finish()
  }
}
